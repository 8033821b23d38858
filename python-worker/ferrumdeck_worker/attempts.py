"""Sees one attempt through: claim, checks, work, and whichever comes first of its end, the lease's and the time's."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from redis.exceptions import RedisError
from ulid import ULID

from ferrumdeck_worker import telemetry
from ferrumdeck_worker.actors import Actor, Done
from ferrumdeck_worker.artifacts import Artifacts
from ferrumdeck_worker.failures import GatewayAway, WorkFailed
from ferrumdeck_worker.gateway import Gateway, patiently
from ferrumdeck_worker.grants import GrantCheck
from ferrumdeck_worker.keeper import LeaseKeeper
from ferrumdeck_worker.lease import Ending, Lease
from ferrumdeck_worker.reports import Report, Reports
from ferrumdeck_worker.settings import Settings
from ferrumdeck_worker.streams import Delivery, StreamReader
from ferrumdeck_worker.wire import Job, ToolInput

log = logging.getLogger(__name__)

_ATTEMPT = re.compile(r"att_[0-9A-Z]{26}")


class KeyRefused(Exception):
    """The gateway does not accept this worker's key."""


@dataclass(frozen=True)
class Attempts:
    """Everything that an attempt passes through."""

    settings: Settings
    worker_id: str
    gateway: Gateway
    keeper: LeaseKeeper
    grants: GrantCheck
    artifacts: Artifacts
    reports: Reports
    actors: Mapping[str, Actor]

    async def handle(self, delivery: Delivery, reader: StreamReader) -> None:
        """Claims what the entry names and does it; KeyRefused when the entry has to stay for somebody else."""
        with telemetry.continuing(delivery.traceparent):
            lease = await self._claim(delivery, reader)
        if lease is None:
            return
        with telemetry.attempt(lease.job, delivery.traceparent, delivery.queue, self.worker_id) as span:
            async with self.keeper.keeping(lease):
                report = await self._see(lease)
                span.set_attribute("ferrumdeck.ending", report.status if report else "silent")
                if report and report.error:
                    telemetry.failed(span, report.error.code)
                await self.reports.send(lease, report)

    async def _claim(self, delivery: Delivery, reader: StreamReader) -> Lease | None:
        """The lease when the attempt is ours. The entry leaves its stream with the answer; without one it stays."""
        if not _ATTEMPT.fullmatch(delivery.attempt_id):
            log.warning("dropping entry %r of queue %s: it names no attempt", delivery.entry_id, delivery.queue)
            await _acknowledge(delivery, reader)
            return None
        path = f"/v1/attempts/{delivery.attempt_id}/claim"
        body = {"worker_id": self.worker_id, "queue": delivery.queue, "claim_id": f"clm_{ULID()}"}
        sent_at = time.monotonic()
        try:
            reply = await patiently(
                lambda: self.gateway.post(path, body),
                lambda: time.monotonic() - sent_at < self.settings.claim_patience,
            )
        except GatewayAway as e:
            log.warning("could not claim %s, the entry stays: %s", delivery.attempt_id, e)
            return None
        if reply.status == 401:
            raise KeyRefused
        await _acknowledge(delivery, reader)
        if not reply.ok:
            log.debug("attempt %s is not ours to do: %d %s", delivery.attempt_id, reply.status, reply.excerpt())
            return None
        try:
            return Lease(Job.model_validate_json(reply.body), self.settings.fence, sent_at)
        except ValidationError as e:
            # no values: they hold the lease
            log.error("the job of %s is not readable: %s", delivery.attempt_id, [p["loc"] for p in e.errors()])
            return None

    async def _see(self, lease: Lease) -> Report | None:
        """What to tell the gateway; None when nothing may be said."""
        work = asyncio.create_task(self._perform(lease))
        ends: set[asyncio.Future[Any]] = {work, lease.ended}
        await asyncio.wait(ends, timeout=lease.job.remaining_ms / 1000, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            if not lease.ended.done():
                lease.end(Ending.TIMED_OUT)
            work.cancel()
            return _ended(lease)
        try:
            done = work.result()
        except WorkFailed as e:
            return _failed(lease, e)
        except (Exception, asyncio.CancelledError) as e:
            log.exception("the work of %s broke", lease.job.attempt_id)
            broke = WorkFailed("internal", f"the worker broke: {type(e).__name__}; see its log", True, not lease.acting)
            return _failed(lease, broke)
        return Report("completed", output=done.output.model_dump(mode="json"), usage=done.usage)

    async def _perform(self, lease: Lease) -> Done:
        begun = time.monotonic()
        job = lease.job
        actor = self.actors.get(job.type)
        if actor is None:
            raise WorkFailed(
                "worker-misconfigured",
                f"this worker cannot do steps of type {job.type}; give such steps a queue of their own",
                retryable=True,
            )
        given = await self._input(lease)
        tool_hash = ""
        if job.type != "llm":
            asked = ToolInput.model_validate(given)
            grant = await self.grants.check(job, asked, lambda: time.monotonic() - begun, lease.held)
            tool_hash = grant.tool_version_hash
        act = actor.prepare(job, given, tool_hash)
        if job.effect == "once" and not await self.keeper.announce(lease):
            raise WorkFailed("lease-expired", "the lease was gone before the effect began; nothing was done", True)
        return await act()

    async def _input(self, lease: Lease) -> dict[str, object]:
        job = lease.job
        if job.input is not None:
            return job.input
        if job.input_sha256 is None:
            raise WorkFailed("internal", f"attempt {job.attempt_id} came without an input")
        return await self.artifacts.fetch(job.input_sha256, lease.held)


async def _acknowledge(delivery: Delivery, reader: StreamReader) -> None:
    try:
        await reader.acknowledge(delivery)
    except (RedisError, OSError) as e:
        log.debug("entry %r will be met again and dropped then: %s", delivery.entry_id, e)


def _ended(lease: Lease) -> Report | None:
    ending = lease.ended.result()
    if ending is Ending.LOST or lease.acting:
        return None
    if ending is Ending.TIMED_OUT:
        message = f"the step's time of {lease.job.remaining_ms} ms was over before an answer came"
        return Report("failed", error=WorkFailed("timeout", message, retryable=True).as_error())
    return Report(ending.value)


def _failed(lease: Lease, failure: WorkFailed) -> Report | None:
    if failure.__cause__ is not None:
        log.warning("attempt %s failed: %s", lease.job.attempt_id, failure, exc_info=failure.__cause__)
    if lease.acting and not failure.certain:
        return None
    return Report("failed", usage=failure.usage, error=failure.as_error())
