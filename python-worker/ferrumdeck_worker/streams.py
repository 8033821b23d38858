"""The queue of a worker: a Redis stream and its consumer group. Redis only hints; the rows of the gateway decide."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

log = logging.getLogger(__name__)

GROUP = "workers"
BLOCK_MS = 1000
_GROUP_IS_GONE = ("NOGROUP", "UNBLOCKED")


@dataclass(frozen=True)
class Delivery:
    """An entry of a queue. It is never believed: it only names a row."""

    queue: str
    entry_id: bytes
    attempt_id: str
    traceparent: str | None


class StreamReader:
    """Reads one queue, on a connection of its own; acknowledges on another, because a read blocks."""

    def __init__(self, redis_url: str, queue: str, consumer: str) -> None:
        self._queue = queue
        self._stream = f"fd:q:{queue}"
        self._consumer = consumer
        # the time limit of an answer has to be longer than a blocking read
        self._blocking = Redis.from_url(redis_url, single_connection_client=True, socket_timeout=BLOCK_MS / 1000 + 4)
        self._link = Redis.from_url(redis_url, socket_timeout=4, socket_connect_timeout=3)
        self._begun = False

    async def read(self, free: int) -> list[Delivery]:
        """New entries, at most `free`; waits up to a second for the first. RedisError when Redis is away."""
        if not self._begun:
            await self._make_group()
            self._begun = True
        try:
            found = await self._blocking.xreadgroup(
                GROUP, self._consumer, {self._stream: ">"}, count=free, block=BLOCK_MS
            )
        except ResponseError as e:
            await self._heal(e)
            return []
        return [self._delivery(entry) for _, entries in found or [] for entry in entries]

    async def take_over(self, free: int, idle: float) -> list[Delivery]:
        """Entries that somebody read longer than `idle` seconds ago and has not acknowledged, at most `free`."""
        try:
            answer: Any = await self._link.xautoclaim(
                self._stream, GROUP, self._consumer, min_idle_time=int(idle * 1000), start_id="0-0", count=free
            )
        except ResponseError as e:
            await self._heal(e)
            return []
        for deleted in answer[2] if len(answer) > 2 else []:
            await self._link.xack(self._stream, GROUP, deleted)
        # Redis 6.2 answers nil in the place of a deleted entry
        return [self._delivery(entry) for entry in answer[1] if entry is not None and entry[0] is not None]

    async def acknowledge(self, delivery: Delivery) -> None:
        """Takes the entry out of the stream, for good."""
        async with self._link.pipeline(transaction=False) as pipe:
            pipe.xack(self._stream, GROUP, delivery.entry_id)
            pipe.xdel(self._stream, delivery.entry_id)
            await pipe.execute()

    async def close(self) -> None:
        """Leaves the group where nothing is pending, and closes both connections."""
        with contextlib.suppress(RedisError, OSError):
            pending = await self._link.xpending_range(self._stream, GROUP, "-", "+", 1, self._consumer)
            if not pending:
                await self._link.xgroup_delconsumer(self._stream, GROUP, self._consumer)
        for client in (self._blocking, self._link):
            with contextlib.suppress(RedisError, OSError):
                await client.aclose()

    async def _make_group(self) -> None:
        try:
            await self._link.xgroup_create(self._stream, GROUP, id="0", mkstream=True)
        except ResponseError as e:
            if not str(e).startswith("BUSYGROUP"):
                raise

    async def _heal(self, answer: ResponseError) -> None:
        if not str(answer).startswith(_GROUP_IS_GONE):
            raise answer
        log.warning("redis forgot the group of %s, making it again: %s", self._queue, answer)
        await self._make_group()

    def _delivery(self, entry: tuple[bytes, dict[bytes, bytes] | None]) -> Delivery:
        entry_id, fields = entry
        known = fields or {}
        trace = known.get(b"t")
        return Delivery(
            queue=self._queue,
            entry_id=entry_id,
            attempt_id=known.get(b"a", b"").decode("utf-8", "replace"),
            traceparent=None if trace is None else trace.decode("utf-8", "replace"),
        )
