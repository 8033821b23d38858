"""Refuses to act on a tool step whose grant does not match it to the byte (docs/protocol.md, section 5)."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from ferrumdeck_worker.canonical import canonical_sha256
from ferrumdeck_worker.failures import WorkFailed
from ferrumdeck_worker.gateway import Gateway, patiently
from ferrumdeck_worker.wire import Grant, Job, SignedGrant, ToolInput

log = logging.getLogger(__name__)


class GrantCheck:
    """Checks grants with the gateway's public keys, which are fetched when a grant names one that is not known."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._known: dict[str, Ed25519PublicKey] = {}

    async def check(
        self, job: Job, tool: ToolInput, since_claim: Callable[[], float], held: Callable[[], bool]
    ) -> Grant:
        """The grant of a job; WorkFailed with grant-invalid when any part does not match. Times in seconds."""
        if job.grant is None:
            raise _refused(job, "there is none")
        key = await self._key(job.grant.kid, held)
        if key is None:
            raise _refused(job, f"its key {job.grant.kid} is unknown")
        if not _signed(key, job.grant):
            raise _refused(job, "its signature is wrong")
        try:
            grant = Grant.model_validate_json(job.grant.payload)
        except ValueError as e:
            raise _refused(job, "it is not readable") from e
        _compare(job, tool, grant)
        if since_claim() * 1000 > grant.ttl_ms:
            raise _refused(job, f"it held for {grant.ttl_ms} ms")
        return grant

    async def _key(self, kid: str, held: Callable[[], bool]) -> Ed25519PublicKey | None:
        if kid not in self._known:
            reply = await patiently(lambda: self._gateway.get("/v1/keys/grants"), held)
            if reply.ok:
                self._known = _keys(reply.json())
            else:
                log.warning("no grant keys from the gateway: status %d; check FERRUMDECK_API_KEY", reply.status)
        return self._known.get(kid)


def _keys(answer: dict[str, list[dict[str, str]]]) -> dict[str, Ed25519PublicKey]:
    keys: dict[str, Ed25519PublicKey] = {}
    for listed in answer["keys"]:
        try:
            key = load_der_public_key(_base64url(listed["public_key"]))
        except (ValueError, UnsupportedAlgorithm) as e:
            log.warning("grant key %s is malformed and not used: %s", listed.get("kid"), e)
            continue
        if isinstance(key, Ed25519PublicKey):
            keys[listed["kid"]] = key
        else:
            log.warning("grant key %s is not of Ed25519 and not used", listed.get("kid"))
    return keys


def _signed(key: Ed25519PublicKey, grant: SignedGrant) -> bool:
    try:
        key.verify(_base64url(grant.signature), grant.payload.encode("utf-8"))
    except (InvalidSignature, ValueError):
        return False
    return True


def _base64url(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _compare(job: Job, tool: ToolInput, grant: Grant) -> None:
    try:
        digest = canonical_sha256(tool.arguments)
    except ValueError as e:
        raise _refused(job, str(e)) from e
    for what, actual, granted in (
        ("run", job.run_id, grant.run),
        ("step", job.step_id, grant.step),
        ("attempt", str(job.attempt), str(grant.attempt)),
        ("tool", tool.tool, grant.tool),
        ("digest of the arguments", digest, grant.args_sha256),
    ):
        if actual != granted:
            raise _refused(job, f"its {what} is {granted}, not {actual}")


def _refused(job: Job, why: str) -> WorkFailed:
    return WorkFailed(
        "grant-invalid",
        f"the grant of attempt {job.attempt_id} does not hold: {why}; nothing was done. If this repeats, check that"
        " gateway and worker run the same version",
    )
