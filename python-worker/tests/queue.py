"""Puts attempts into the fake gateway and rings for them."""

from __future__ import annotations

from typing import Any

import redis
from ulid import ULID

from ferrumdeck_worker.tools import Tool, describe, tool
from tests.fake_gateway import Attempt, FakeGateway, grant_of, sign

STREAM = "fd:q:python"


def tools_of(*functions: Any) -> list[Tool]:
    return [describe("desk", tool(f) if not hasattr(f, "__ferrumdeck_tool__") else f) for f in functions]


def job(found: Tool, arguments: dict[str, Any], **changed: Any) -> dict[str, Any]:
    made = {
        "attempt_id": f"att_{ULID()}",
        "run_id": f"run_{ULID()}",
        "step_id": f"stp_{ULID()}",
        "step": "agent/tool-1-0",
        "attempt": 1,
        "type": "tool",
        "input": {
            "tool": f"desk.{found.name}",
            "server": "desk",
            "server_tool": found.name,
            "arguments": arguments,
        },
        "input_sha256": None,
        "labels": [],
        "idempotency_key": "stp_key",
        "effect": found.options.effect,
        "lease_id": f"lse_{ULID()}",
        "lease_ttl_ms": 30000,
        "remaining_ms": 20000,
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "agent": "support",
        **changed,
    }
    if "grant" not in made:
        made["grant"] = sign(grant_of(made, found.hash))
    return made


def offer(gateway: FakeGateway, link: redis.Redis, made: dict[str, Any]) -> Attempt:
    """A new attempt that is ready, and rung for."""
    attempt = gateway.attempts[made["attempt_id"]] = Attempt(made)
    ring(link, made["attempt_id"])
    return attempt


def ring(link: redis.Redis, attempt_id: str) -> None:
    link.xadd(STREAM, {"v": "1", "a": attempt_id})


def left(link: redis.Redis) -> tuple[int, int]:
    """Entries in the stream, and those read and not acknowledged."""
    return link.xlen(STREAM), link.xpending(STREAM, "workers")["pending"]  # type: ignore[return-value,index]
