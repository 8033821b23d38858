"""The command: `python -m ferrumdeck_worker my_tools.py` serves tools, `... manifest my_tools.py` prints them."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

from ferrumdeck_worker import telemetry
from ferrumdeck_worker.actors import Actor, ToolActor
from ferrumdeck_worker.failures import Misconfigured
from ferrumdeck_worker.intake import Worker
from ferrumdeck_worker.manifest import manifest
from ferrumdeck_worker.settings import from_environment
from ferrumdeck_worker.tools import load

EXIT_MISCONFIGURED = 2


def main(arguments: list[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    printing = given[:1] == ["manifest"]
    parser = argparse.ArgumentParser(
        prog="python -m ferrumdeck_worker" + (" manifest" if printing else ""),
        description="Prints the tools of a module as manifests for ./ferrumdeck apply."
        if printing
        else "Serves the tools of a module; with 'manifest' before it, prints them.",
    )
    parser.add_argument("module", type=Path, help="a Python file with @tool functions, such as my_tools.py")
    if printing:
        parser.add_argument("--queue", default="python", help="the queue of the workers that serve it (python)")
    options = parser.parse_args(given[1:] if printing else given)
    try:
        if printing:
            sys.stdout.write(manifest(load(options.module), options.queue))
        else:
            _serve(options.module)
    except Misconfigured as e:
        print(f"ferrumdeck_worker: {e}", file=sys.stderr)
        return EXIT_MISCONFIGURED
    return 0


def _serve(module: Path) -> None:
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "INFO"), format="%(asctime)s %(levelname)s %(message)s")
    for chatty in ("httpx", "LiteLLM"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    settings = from_environment()
    actors: dict[str, Actor] = {"tool": ToolActor(load(module))}
    if "litellm" in settings.queues:
        actors["llm"] = _models()
    spans = telemetry.start()
    try:
        asyncio.run(_until_told(Worker(settings, actors)))
    finally:
        if spans is not None:
            spans.shutdown()


def _models() -> Actor:
    try:
        from ferrumdeck_worker.models import LlmActor  # noqa: PLC0415

        return LlmActor()
    except ImportError as e:
        raise Misconfigured(f"queue litellm needs LiteLLM: pip install 'ferrumdeck-worker[litellm]' ({e})") from e


async def _until_told(worker: Worker) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.stop)
    await worker.run()


if __name__ == "__main__":
    sys.exit(main())
