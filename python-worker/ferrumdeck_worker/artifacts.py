"""Stores and fetches what is larger than a message may be."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ferrumdeck_worker.canonical import sha256
from ferrumdeck_worker.failures import WorkFailed
from ferrumdeck_worker.gateway import Gateway, patiently

LARGEST_INLINE = 256 * 1024
"""What is larger travels as an artifact, in bytes of JSON."""


class Artifacts:
    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def fetch(self, digest: str, held: Callable[[], bool]) -> dict[str, Any]:
        """The JSON object stored under this digest; what does not have the digest is refused."""
        reply = await patiently(lambda: self._gateway.get(f"/v1/artifacts/{digest}"), held)
        if not reply.ok:
            raise WorkFailed(
                "unavailable", f"artifact {digest} was not given out: status {reply.status}", retryable=True
            )
        if sha256(reply.body) != digest:
            raise WorkFailed("unavailable", f"artifact {digest} arrived damaged", retryable=True)
        found = json.loads(reply.body)
        if not isinstance(found, dict):
            raise WorkFailed("internal", f"artifact {digest} is no JSON object")
        return found

    async def store(self, run_id: str, data: bytes, held: Callable[[], bool]) -> str:
        """Stores bytes for a run; their digest."""
        reply = await patiently(lambda: self._gateway.post_bytes(f"/v1/artifacts?run_id={run_id}", data), held)
        if not reply.ok:
            raise WorkFailed(
                "payload-too-large",
                f"the output of {len(data)} bytes was not stored: status {reply.status}; let the tool answer less, or"
                " raise the quota of the run",
            )
        return sha256(data)
