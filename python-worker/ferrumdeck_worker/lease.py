"""The hold on one attempt."""

from __future__ import annotations

import asyncio
import enum
import time

from ferrumdeck_worker.wire import Job


class Ending(enum.Enum):
    """Why work stops before it is done."""

    LOST = "lost"
    CANCELLED = "cancelled"
    RELEASED = "released"
    TIMED_OUT = "timed out"


class Lease:
    """Good until it is lost: by the gateway's word, or by too long a silence, counted on this machine's monotonic
    clock from when the last good request was sent. Used from one event loop only.
    """

    def __init__(self, job: Job, fence: float, sent_at: float) -> None:
        ttl = job.lease_ttl_ms / 1000
        self.job = job
        self.renew_every = max(0.05, ttl / 3)
        self.ended: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()
        self.acting = False
        self._fence = min(fence, ttl * 5 / 6)
        self._last_good = sent_at
        self._lost = False

    def renewed(self, sent_at: float) -> None:
        """A renew that was sent then was granted."""
        self._last_good = max(self._last_good, sent_at)

    def left(self) -> float:
        """Seconds until the fence; the clock decides, also when the loop could not run for a while."""
        return self._last_good + self._fence - time.monotonic()

    def next_renew(self) -> float:
        return max(0.0, self._last_good + self.renew_every - time.monotonic())

    def held(self) -> bool:
        """Whether anything may still be said in its name."""
        if not self._lost and self.left() <= 0:
            self.end(Ending.LOST)
        return not self._lost

    def wanted(self) -> bool:
        """Whether the work may begin or go on."""
        return self.held() and not self.ended.done()

    def begin(self) -> None:
        """From here on nobody may assume that nothing was done."""
        self.acting = True

    def end(self, ending: Ending) -> None:
        """Stops the work. An effect that must not happen twice is not stopped by a wish: its true result is worth
        more.
        """
        if ending is Ending.LOST:
            self._lost = True
        elif self.acting and ending is not Ending.TIMED_OUT:
            return
        if not self.ended.done():
            self.ended.set_result(ending)
