"""Requests to the gateway, with the worker's key and as part of the current trace."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
from opentelemetry import propagate

from ferrumdeck_worker.failures import GatewayAway
from ferrumdeck_worker.settings import Settings

log = logging.getLogger(__name__)

_TRY_AGAIN = {408, 425, 429}
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 2.0


@dataclass(frozen=True)
class Reply:
    """An answer that settles the question: its status is below 500."""

    status: int
    body: bytes

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON; ValueError when it is none."""
        return json.loads(self.body)

    def excerpt(self) -> str:
        return self.body[:300].decode("utf-8", "replace")


class Gateway:
    """Sends requests; a request that gets no answer raises GatewayAway."""

    def __init__(self, settings: Settings) -> None:
        self._base = settings.server.rstrip("/")
        self._timeout = settings.timeout
        self._client = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {settings.api_key}", "Accept": "application/json, */*;q=0.5"},
            timeout=httpx.Timeout(settings.timeout, connect=3.0),
            limits=httpx.Limits(max_connections=None),
            trust_env=False,  # a proxy for the outside must not see leases
        )

    async def post(self, path: str, body: dict[str, Any], limit: float | None = None) -> Reply:
        content = json.dumps(body, ensure_ascii=False, allow_nan=False).encode("utf-8")
        return await self._send("POST", path, content, "application/json", limit)

    async def post_bytes(self, path: str, body: bytes) -> Reply:
        return await self._send("POST", path, body, "application/json", None)

    async def get(self, path: str) -> Reply:
        return await self._send("GET", path, None, None, None)

    async def _send(
        self, method: str, path: str, content: bytes | None, media_type: str | None, limit: float | None
    ) -> Reply:
        headers: dict[str, str] = {} if media_type is None else {"Content-Type": media_type}
        propagate.inject(headers)
        request = self._client.request(method, self._base + path, content=content, headers=headers)
        try:
            # httpx counts silence only; this one also ends answers that trickle
            response = await asyncio.wait_for(request, limit or self._timeout)
        except asyncio.TimeoutError as e:
            raise GatewayAway(f"{path} was not answered in {limit or self._timeout:.1f} s") from e
        except httpx.HTTPError as e:
            raise GatewayAway(f"no answer from {self._base} ({e!r}); check FERRUMDECK_SERVER") from e
        if response.status_code >= 500 or response.status_code in _TRY_AGAIN:
            raise GatewayAway(f"the gateway answered {response.status_code} to {path}")
        return Reply(response.status_code, response.content)

    async def close(self) -> None:
        await self._client.aclose()


async def patiently(send: Callable[[], Awaitable[Reply]], worthwhile: Callable[[], bool]) -> Reply:
    """Sends until there is an answer; GatewayAway when it is not worthwhile any more."""
    pause = _FIRST_PAUSE
    while True:
        try:
            return await send()
        except GatewayAway as e:
            if not worthwhile():
                raise
            log.debug("trying again: %s", e)
        await asyncio.sleep(pause / 2 + random.uniform(0, pause / 2))
        pause = min(pause * 2, _LONGEST_PAUSE)
