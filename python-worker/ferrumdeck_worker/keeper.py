"""Renews leases, announces effects, and fences leases that were not renewed in time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator

from ferrumdeck_worker.failures import GatewayAway
from ferrumdeck_worker.gateway import Gateway, Reply, patiently
from ferrumdeck_worker.lease import Ending, Lease

log = logging.getLogger(__name__)


class LeaseKeeper:
    """Keeps leases for as long as their attempts last."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._kept: set[Lease] = set()

    @contextlib.asynccontextmanager
    async def keeping(self, lease: Lease) -> AsyncIterator[None]:
        """Renews until the block ends."""
        tasks = [asyncio.create_task(self._renewing(lease)), asyncio.create_task(_fencing(lease))]
        self._kept.add(lease)
        try:
            yield
        finally:
            self._kept.discard(lease)
            for task in tasks:
                task.cancel()

    def end_all(self, ending: Ending) -> None:
        """Tells every attempt to stop."""
        for lease in list(self._kept):
            lease.end(ending)

    async def announce(self, lease: Lease) -> bool:
        """Says that an effect which must not happen twice is about to happen; whether it may be carried out."""
        try:
            reply = await patiently(lambda: self._renew(lease, acting=True), lease.wanted)
        except GatewayAway:
            lease.end(Ending.LOST)
            return False
        if not reply.ok or not lease.wanted():
            return False
        lease.begin()
        return True

    async def _renewing(self, lease: Lease) -> None:
        while lease.held():
            await asyncio.sleep(lease.next_renew())
            try:
                # one that hangs or fails is sent again until the fence
                reply = await patiently(lambda: self._renew(lease, acting=False), lease.held)
                if not reply.ok:
                    await asyncio.sleep(lease.renew_every)
            except GatewayAway as e:
                log.warning("could not renew %s: %s", lease.job.attempt_id, e)
            except Exception:
                log.exception("renewing %s broke", lease.job.attempt_id)
                await asyncio.sleep(lease.renew_every)

    async def _renew(self, lease: Lease, *, acting: bool) -> Reply:
        attempt = lease.job.attempt_id
        body: dict[str, object] = {"lease_id": lease.job.lease_id}
        if acting:
            body["acting"] = True
        sent_at = time.monotonic()
        reply = await self._gateway.post(f"/v1/attempts/{attempt}/renew", body, max(0.05, lease.renew_every / 2))
        if reply.ok:
            cancelled = _cancelled(reply)
            lease.renewed(sent_at)
            if cancelled:
                lease.end(Ending.CANCELLED)
        elif reply.status == 410:
            log.warning("attempt %s is somebody else's or over: stopping", attempt)
            lease.end(Ending.LOST)
        else:
            log.warning("renewing %s was answered %d", attempt, reply.status)
        return reply


def _cancelled(reply: Reply) -> bool:
    try:
        return reply.json()["cancel"] is True
    except (ValueError, KeyError, TypeError) as e:
        raise GatewayAway(f"the answer to a renewal is not one: {reply.excerpt()}") from e


async def _fencing(lease: Lease) -> None:
    while lease.held():
        await asyncio.sleep(max(0.0, lease.left()))
