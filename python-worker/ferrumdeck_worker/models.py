"""Model calls of provider `litellm`, whose model names are those of LiteLLM (`openai/gpt-5`, `ollama/qwen3` ...)."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Mapping
from typing import Any

from ferrumdeck_worker import telemetry
from ferrumdeck_worker.actors import Done, Prepared
from ferrumdeck_worker.chat import answer_of, request_of, usage_of
from ferrumdeck_worker.failures import WorkFailed
from ferrumdeck_worker.wire import Job, LlmInput, LlmOutput, ModelRef, Usage

PROVIDER = "litellm"
_NOTHING = {"input_tokens": 0, "output_tokens": 0}
_LONGEST_PAUSE = 30.0


class LlmActor:
    """Asks models through LiteLLM. Made once, because importing LiteLLM takes seconds; ImportError without it."""

    def __init__(self) -> None:
        # no download of a price list at start: the gateway alone knows prices
        os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
        import litellm  # noqa: PLC0415

        litellm.suppress_debug_info = True
        self._litellm: Any = litellm

    def prepare(self, job: Job, given: dict[str, Any], tool_hash: str) -> Prepared:
        asked = LlmInput.model_validate(given)
        models = [ModelRef(provider=asked.provider, model=asked.model), *asked.fallbacks]
        for each in models:
            if each.provider != PROVIDER:
                raise _misconfigured(
                    f"asks {each.provider}/{each.model}, and this worker asks models of {PROVIDER} only"
                )
        if asked.output_schema is not None:
            raise _misconfigured(
                "has an output_schema, which this worker does not check; leave it out, or use a model"
                " of openai or anthropic"
            )
        request = request_of(asked)
        until = time.monotonic() + job.remaining_ms / 1000

        async def act() -> Done:
            return await self._first_that_answers(models, request, asked, until)

        return act

    async def _first_that_answers(
        self, models: list[ModelRef], request: Mapping[str, Any], asked: LlmInput, until: float
    ) -> Done:
        failures: list[WorkFailed] = []
        for each in models:
            with telemetry.chat(PROVIDER, each.model) as span:
                try:
                    done = await self._patiently(each.model, request, asked, until)
                except WorkFailed as e:
                    telemetry.failed(span, e.code)
                    failures.append(e)
                    continue
                if isinstance(done.output, LlmOutput):
                    span.set_attribute("gen_ai.response.finish_reasons", [done.output.finish_reason])
                return done
        last = failures[-1]
        # what several models used is known only when it is known of each
        known = all(each.usage is not None for each in failures)
        raise WorkFailed(
            last.code, last.message, any(e.retryable for e in failures), usage=last.usage if known else None
        )

    async def _patiently(self, model: str, request: Mapping[str, Any], asked: LlmInput, until: float) -> Done:
        """Waits out rate limits, as long as the call allows and the provider asks for."""
        patience = min(until, time.monotonic() + asked.rate_limit_seconds)
        pause = 1.0
        while True:
            try:
                return await self._ask(model, request, until)
            except WorkFailed as e:
                cause = e.__cause__
                wait = max(_retry_after(cause), pause)
                if e.code != "provider-rate-limited" or time.monotonic() + wait >= patience:
                    raise
            await asyncio.sleep(wait)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _ask(self, model: str, request: Mapping[str, Any], until: float) -> Done:
        limit = max(1.0, until - time.monotonic())
        try:
            response: Any = await self._litellm.acompletion(
                model=model, timeout=limit, num_retries=0, max_retries=0, **request
            )
        except Exception as e:
            raise self._failure(model, e) from e
        return Done(answer_of(response), usage_of(response, f"{PROVIDER}/{model}"))

    def _failure(self, model: str, e: Exception) -> WorkFailed:
        known = self._litellm.exceptions
        nothing = Usage.model_validate({**_NOTHING, "model": f"{PROVIDER}/{model}"})
        name = f"model {PROVIDER}/{model}"
        if isinstance(e, (known.AuthenticationError, known.PermissionDeniedError)):
            return WorkFailed(
                "provider-auth",
                f"{name}: the provider refuses the key; set the one that LiteLLM reads in the worker's environment",
                usage=nothing,
            )
        if isinstance(e, known.RateLimitError):
            return WorkFailed("provider-rate-limited", f"{name}: rate limited", retryable=True, usage=nothing)
        if isinstance(e, (known.BadRequestError, known.NotFoundError, known.UnprocessableEntityError)):
            # the words of a provider may quote the request
            return WorkFailed(
                "provider-rejected",
                f"{name}: the request was rejected ({type(e).__name__}); see the worker's log",
                usage=nothing,
            )
        return WorkFailed("provider-unavailable", f"{name}: no answer ({type(e).__name__})", retryable=True)


def _retry_after(cause: BaseException | None) -> float:
    headers = getattr(getattr(cause, "response", None), "headers", None) or {}
    with contextlib.suppress(ValueError, TypeError):
        return max(0.0, float(headers.get("retry-after", 0)))
    return 0.0


def _misconfigured(why: str) -> WorkFailed:
    usage = Usage(input_tokens=0, output_tokens=0)
    return WorkFailed("worker-misconfigured", f"the call {why}; nothing was asked", usage=usage)
