"""Posts results until they are answered, for as long as the lease is held."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

from ferrumdeck_worker.artifacts import LARGEST_INLINE, Artifacts
from ferrumdeck_worker.canonical import canonical_sha256
from ferrumdeck_worker.failures import GatewayAway, WorkFailed
from ferrumdeck_worker.gateway import Gateway, Reply, patiently
from ferrumdeck_worker.lease import Lease
from ferrumdeck_worker.wire import Usage, WorkerError, without_nulls

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Report:
    """What the gateway is told of an attempt; `status` is as on the wire."""

    status: str
    output: dict[str, Any] | None = None
    usage: Usage | None = None
    error: WorkerError | None = None


class Reports:
    def __init__(self, gateway: Gateway, artifacts: Artifacts) -> None:
        self._gateway = gateway
        self._artifacts = artifacts

    async def send(self, lease: Lease, report: Report | None) -> None:
        """Sends it; None, or a lost lease, means that nothing may be said."""
        attempt = lease.job.attempt_id
        if report is None or not lease.held():
            log.warning("nothing is reported of %s: its lease is gone or its effect is unknown", attempt)
            return
        try:
            reply = await self._post(lease, await self._body(lease, report))
            if reply.status == 413 and report.error is None:
                reply = await self._post(lease, result_body(lease.job.lease_id, _too_large(attempt, report)))
        except GatewayAway as e:
            log.warning("the result of %s was not taken in time: %s", attempt, e)
            return
        _tell(lease, report, reply)

    async def _post(self, lease: Lease, body: dict[str, Any]) -> Reply:
        path = f"/v1/attempts/{lease.job.attempt_id}/result"
        return await patiently(lambda: self._gateway.post(path, body), lease.held)

    async def _body(self, lease: Lease, report: Report) -> dict[str, Any]:
        secret = lease.job.lease_id
        if report.output is None:
            return result_body(secret, report)
        try:
            data = json.dumps(report.output, ensure_ascii=False, allow_nan=False).encode("utf-8")
            if len(data) <= LARGEST_INLINE:
                return result_body(secret, report)
            digest = await self._artifacts.store(lease.job.run_id, data, lease.held)
            return result_body(secret, Report(report.status, usage=report.usage), digest)
        except WorkFailed as e:
            return result_body(secret, Report("failed", usage=report.usage, error=e.as_error()))
        except (ValueError, TypeError) as e:
            error = WorkerError(code="tool-protocol", message=f"the output is not JSON: {e}", retryable=False)
            return result_body(secret, Report("failed", usage=report.usage, error=error))


def result_body(lease_id: str, report: Report, output_sha256: str | None = None) -> dict[str, Any]:
    """The body of a result; result_sha256 covers all of it but the lease."""
    parts: dict[str, Any] = {
        "status": report.status,
        "labels": [],
        "output": report.output,
        "output_sha256": output_sha256,
        "usage": without_nulls(report.usage),
        "error": without_nulls(report.error),
    }
    said = {part: value for part, value in parts.items() if value is not None}
    return {**said, "lease_id": lease_id, "result_sha256": canonical_sha256(said)}


def _tell(lease: Lease, report: Report, reply: Reply) -> None:
    job = lease.job
    if reply.ok:
        log.info("step %s %s (attempt %d, %s)", job.step, report.status, job.attempt, job.attempt_id)
    elif reply.status in (409, 410):
        log.warning("the result of %s came too late: %d", job.attempt_id, reply.status)
    else:
        log.error("the result of %s was refused: %d %s", job.attempt_id, reply.status, reply.excerpt())


def _too_large(attempt: str, report: Report) -> Report:
    message = f"the result of {attempt} is larger than the gateway takes; let the tool answer less"
    error = WorkerError(code="payload-too-large", message=message, retryable=False)
    return Report("failed", usage=report.usage, error=error)
