"""Who does which type of step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from ferrumdeck_worker import telemetry
from ferrumdeck_worker.calls import call
from ferrumdeck_worker.failures import ToolFailed, WorkFailed
from ferrumdeck_worker.tools import Tool, output_of
from ferrumdeck_worker.wire import Job, ToolInput, Usage, Wire


@dataclass(frozen=True)
class Done:
    """Work that is done; `usage` is None where nothing has a price, or nobody knows."""

    output: Wire
    usage: Usage | None = None


Prepared = Callable[[], Awaitable[Done]]
"""The work itself. It is called once, at most, and only when nothing speaks against it any more."""


class Actor(Protocol):
    def prepare(self, job: Job, given: dict[str, Any], tool_hash: str) -> Prepared:
        """Gets ready without any effect; WorkFailed when this cannot be done."""


class ToolActor:
    """Calls functions that are still what was registered and decided on."""

    def __init__(self, tools: list[Tool]) -> None:
        self._tools = {(each.server, each.name): each for each in tools}

    def prepare(self, job: Job, given: dict[str, Any], tool_hash: str) -> Prepared:
        asked = ToolInput.model_validate(given)
        found = self._tools.get((asked.server, asked.server_tool))
        if found is None:
            raise WorkFailed(
                "tool-changed",
                f"this worker has no tool {asked.server_tool} of {asked.server}; nothing was done. Give the tool a"
                " queue whose workers serve it, or register it again",
            )
        if found.hash != tool_hash:
            raise WorkFailed(
                "tool-changed",
                f"tool {asked.tool} is not what was registered: its name, description or schema changed (now"
                f" {found.hash}, granted {tool_hash}); nothing was done. Review it, then register the new version",
            )
        arguments = found.parse(asked.arguments)

        async def act() -> Done:
            with telemetry.tool(asked.tool):
                return Done(await _called(found, arguments, job))

        return act


async def _called(found: Tool, arguments: dict[str, Any], job: Job) -> Wire:
    try:
        result = await call(found.function, arguments, job.idempotency_key)
    except ToolFailed as e:
        raise WorkFailed("tool-failed", str(e), retryable=e.retryable) from e
    except Exception as e:
        # how far it came is not known; the type says enough, a message may hold secrets
        message = f"tool {found.name} broke: {type(e).__name__}; see the worker's log"
        raise WorkFailed("tool-failed", message, retryable=job.effect != "once", certain=False) from e
    return output_of(result)
