#!/usr/bin/env python3
"""Trims LiteLLM's price table to the chat models that FerrumDeck calls.

The table is `litellm/model_prices_and_context_window_backup.json` inside the LiteLLM wheel (MIT licence):

    pip download --no-deps litellm==1.109.1
    unzip litellm-1.109.1-*.whl 'litellm/model_prices*'
    python3 infra/prices/trim_prices.py 1.109.1 litellm/model_prices_and_context_window_backup.json \
        > api-gateway/src/main/resources/model-prices.json

Prices become whole micro-dollars for a million tokens, rounded up. A model without both prices, or with a price of 0,
is left out: an unknown price is refused, never taken as free. Rates of parts (cached input, writes into the cache,
reasoning) are taken where the table has them; a part without a rate costs what the whole costs.
"""

import json
import sys
from decimal import ROUND_CEILING, Decimal

PROVIDERS = ("openai", "anthropic")
PARTS = {
    "cache_read_input_token_cost": "cached_input_micros_per_million",
    "cache_creation_input_token_cost": "cache_write_micros_per_million",
    "output_cost_per_reasoning_token": "reasoning_micros_per_million",
}


def micros_per_million(per_token: str) -> int:
    return int((Decimal(per_token) * 10**12).to_integral_value(rounding=ROUND_CEILING))


def trim(table: dict[str, dict[str, object]], version: str) -> dict[str, object]:
    models = {}
    for name, entry in sorted(table.items()):
        provider = entry.get("litellm_provider")
        prices = [str(entry.get(f"{kind}_cost_per_token") or 0) for kind in ("input", "output")]
        if provider not in PROVIDERS or entry.get("mode") != "chat" or any(Decimal(price) <= 0 for price in prices):
            continue
        rates = {
            "input_micros_per_million": micros_per_million(prices[0]),
            "output_micros_per_million": micros_per_million(prices[1]),
        }
        for key, rate in PARTS.items():
            price = entry.get(key)
            if price is not None:
                rates[rate] = micros_per_million(str(price))
        models[f"{provider}/{name.removeprefix(f'{provider}/')}"] = rates
    return {"source": "litellm", "source_version": version, "models": models}


def main() -> None:
    version, path = sys.argv[1:3]
    with open(path, encoding="utf-8") as file:
        table = json.load(file)
    json.dump(trim(table, version), sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
