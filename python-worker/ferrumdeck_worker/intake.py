"""Reads queues for as long as the worker runs, never more than there are free slots; drains and hands back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time

from redis.exceptions import RedisError
from ulid import ULID

from ferrumdeck_worker.actors import Actor
from ferrumdeck_worker.artifacts import Artifacts
from ferrumdeck_worker.attempts import Attempts, KeyRefused
from ferrumdeck_worker.failures import Misconfigured
from ferrumdeck_worker.gateway import Gateway
from ferrumdeck_worker.grants import GrantCheck
from ferrumdeck_worker.keeper import LeaseKeeper
from ferrumdeck_worker.lease import Ending
from ferrumdeck_worker.reports import Reports
from ferrumdeck_worker.settings import Settings
from ferrumdeck_worker.streams import Delivery, StreamReader

log = logging.getLogger(__name__)

_LONGEST_PAUSE = 2.0


class Worker:
    """Serves queues until it is told to stop."""

    def __init__(self, settings: Settings, actors: dict[str, Actor]) -> None:
        self.worker_id = f"{settings.pool}-{ULID()}".lower()
        self._settings = settings
        self._stopping = asyncio.Event()
        self._gateway = Gateway(settings)
        self._keeper = LeaseKeeper(self._gateway)
        artifacts = Artifacts(self._gateway)
        self._attempts = Attempts(
            settings=settings,
            worker_id=self.worker_id,
            gateway=self._gateway,
            keeper=self._keeper,
            grants=GrantCheck(self._gateway),
            artifacts=artifacts,
            reports=Reports(self._gateway, artifacts),
            actors=actors,
        )

    def stop(self) -> None:
        """Stops reading; attempts go on for the grace time."""
        self._stopping.set()

    async def run(self) -> None:
        """Reads until stop(), then drains. Misconfigured when the gateway refused the key for every queue."""
        settings = self._settings
        queues = [_Queue(settings, name, self.worker_id, self._attempts, self._stopping) for name in settings.queues]
        log.info("worker %s serves queues %s with %d slots each", self.worker_id, settings.queues, settings.concurrency)
        try:
            await asyncio.gather(*(queue.read() for queue in queues))
            await self._drain({task for queue in queues for task in queue.tasks})
        finally:
            for queue in queues:
                await queue.close()
            await self._gateway.close()
        if all(queue.refused for queue in queues):
            raise Misconfigured(
                "the gateway refuses this worker's key for every queue: check FERRUMDECK_API_KEY; entries stay where"
                " they are"
            )

    async def _drain(self, tasks: set[asyncio.Task[None]]) -> None:
        if not tasks:
            return
        log.info("worker %s finishes %d attempts", self.worker_id, len(tasks))
        _, late = await asyncio.wait(tasks, timeout=self._settings.grace)
        if late:
            log.warning("handing back what is not done after %.1f s", self._settings.grace)
            self._keeper.end_all(Ending.RELEASED)
            _, late = await asyncio.wait(late, timeout=self._settings.hand_back)
        if late:
            log.warning("leaving %d attempts behind; their leases run out", len(late))
            for task in late:
                task.cancel()
            await asyncio.wait(late, timeout=1)


class _Queue:
    """The loop over one queue."""

    def __init__(
        self, settings: Settings, name: str, worker_id: str, attempts: Attempts, stopping: asyncio.Event
    ) -> None:
        self.tasks: set[asyncio.Task[None]] = set()
        self.refused = False
        self._name = name
        self._settings = settings
        self._attempts = attempts
        self._stopping = stopping
        self._reader = StreamReader(settings.redis_url, name, worker_id)
        self._freed = asyncio.Event()
        self._last_takeover = time.monotonic()

    async def read(self) -> None:
        failures = 0
        while not self._stopping.is_set() and not self.refused:
            try:
                for delivery in await self._next():
                    self._begin(delivery)
                failures = 0
            except (RedisError, OSError, asyncio.TimeoutError) as e:
                failures += 1
                if failures == 1 or failures % 30 == 0:
                    log.warning("redis does not answer: %s (tries: %d)", e, failures)
                await self._pause(min(_LONGEST_PAUSE, 0.1 * failures))

    async def close(self) -> None:
        await self._reader.close()

    async def _next(self) -> list[Delivery]:
        free = self._settings.concurrency - len(self.tasks)
        if free <= 0:
            self._freed.clear()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._freed.wait(), 0.5)
            return []
        if time.monotonic() - self._last_takeover >= self._settings.takeover_after / 3:
            self._last_takeover = time.monotonic()
            left = await self._reader.take_over(free, self._settings.takeover_after)
            if left:
                log.info("took over %d entries that were left lying in %s", len(left), self._name)
                return left
        return await self._reader.read(free)

    def _begin(self, delivery: Delivery) -> None:
        task = asyncio.create_task(self._handle(delivery))
        self.tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        self._freed.set()

    async def _handle(self, delivery: Delivery) -> None:
        try:
            await self._attempts.handle(delivery, self._reader)
        except KeyRefused:
            if not self.refused:
                self.refused = True
                log.error("the gateway refuses this worker's key: queue %s is not read any more", self._name)
        except Exception:
            log.exception("attempt %s broke", delivery.attempt_id)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
