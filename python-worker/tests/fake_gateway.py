"""A gateway by hand that keeps the protocol's rules and is as unfriendly as a test asks for."""

from __future__ import annotations

import base64
import json
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key

from ferrumdeck_worker.canonical import canonical, canonical_sha256, sha256

VECTORS = Path(__file__).parents[2] / "contracts/src/test/resources/vectors"
KEY = "worker-key"


def vectors(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def sign(grant: dict[str, Any]) -> dict[str, Any]:
    """Signed with the public test key of the golden vectors."""
    golden = vectors("grant")
    key = load_der_private_key(base64.urlsafe_b64decode(golden["private_key"] + "=="), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    payload = canonical(grant)
    return {"kid": "gk_test", "payload": payload.decode("utf-8"), "signature": base64url(key.sign(payload))}


def grant_of(job: dict[str, Any], tool_hash: str, **changed: Any) -> dict[str, Any]:
    return {
        "run": job["run_id"],
        "step": job["step_id"],
        "attempt": job["attempt"],
        "tool": job["input"]["tool"],
        "tool_version_hash": tool_hash,
        "args_sha256": canonical_sha256(job["input"]["arguments"]),
        "policy_version": "p@1",
        "approval": None,
        "ttl_ms": 60000,
        **changed,
    }


@dataclass
class Attempt:
    job: dict[str, Any]
    state: str = "READY"
    claimed_as: str = ""
    results: list[dict[str, Any]] = field(default_factory=list)
    cancel: bool = False
    renewals: int = 0


Answer = tuple[int, bytes]
LOST: Answer = (0, b"what was asked is done")
Mishap = Callable[["Handler"], Answer | None]
"""Happens in place of an answer; None goes on to the real one."""


class FakeGateway:
    def __init__(self) -> None:
        self.attempts: dict[str, Attempt] = {}
        self.artifacts: dict[str, bytes] = {}
        self.mishaps: dict[str, list[Mishap]] = defaultdict(list)
        self.always: dict[str, Mishap] = {}
        self.seen: list[tuple[str, str | None]] = []
        self.changed = threading.Condition()
        self.closing = threading.Event()
        gateway = self

        class Bound(Handler):
            fake = gateway

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Bound)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def until(self, condition: Callable[[], bool], seconds: float = 20) -> None:
        """Waits for a condition on what the worker said."""
        with self.changed:
            assert self.changed.wait_for(condition, seconds), f"not within {seconds} s; seen: {self.seen[-12:]}"

    def count(self, action: str) -> int:
        return sum(1 for seen, _ in self.seen if seen == action)

    def answer(self, action: str, subject: str, body: bytes) -> Answer:
        with self.changed:
            try:
                return self._answer(action, subject, body)
            finally:
                self.changed.notify_all()

    def _answer(self, action: str, subject: str, body: bytes) -> Answer:
        if action == "keys":
            golden = vectors("grant")
            return _json(200, {"keys": [{"kid": "gk_test", "public_key": golden["public_key"]}]})
        if action == "fetch":
            return (200, self.artifacts[subject]) if subject in self.artifacts else (404, b"{}")
        if action == "store":
            self.artifacts[sha256(body)] = body
            return _json(201, {"sha256": sha256(body)})
        attempt = self.attempts.get(subject)
        if attempt is None:
            return _json(409, {"code": "attempt-not-ready"})
        return getattr(self, f"_{action}")(attempt, json.loads(body))  # type: ignore[no-any-return]

    def _claim(self, attempt: Attempt, body: dict[str, Any]) -> Answer:
        if attempt.state == "READY":
            attempt.state, attempt.claimed_as = "LEASED", body["claim_id"]
        elif attempt.claimed_as != body["claim_id"]:
            return _json(409, {"code": "attempt-not-ready"})
        return _json(200, attempt.job)

    def _renew(self, attempt: Attempt, body: dict[str, Any]) -> Answer:
        if attempt.state not in ("LEASED", "ACTING") or body["lease_id"] != attempt.job["lease_id"]:
            return _json(410, {"code": "stale-attempt"})
        if body.get("acting"):
            attempt.state = "ACTING"
        attempt.renewals += 1
        return _json(200, {"cancel": attempt.cancel})

    def _result(self, attempt: Attempt, body: dict[str, Any]) -> Answer:
        covered = {k: v for k, v in body.items() if k not in ("lease_id", "result_sha256") and v is not None}
        if canonical_sha256(covered) != body["result_sha256"]:
            return _json(422, {"code": "validation-failed"})
        if len(json.dumps(body.get("output"), ensure_ascii=False).encode()) > 256 * 1024:
            return _json(413, {"code": "payload-too-large"})
        if body["lease_id"] != attempt.job["lease_id"]:
            return _json(410, {"code": "stale-attempt"})
        if attempt.results:
            same = attempt.results[0]["result_sha256"] == body["result_sha256"]
            return _json(200 if same else 409, {"accepted": True, "replay": True})
        if attempt.state not in ("LEASED", "ACTING"):
            return _json(410, {"code": "stale-attempt"})
        attempt.state = {"completed": "SUCCEEDED", "failed": "FAILED"}.get(body["status"], "CANCELLED")
        attempt.results.append(body)
        return _json(200, {"accepted": True, "replay": False})


def _json(status: int, body: Any) -> Answer:
    return status, json.dumps(body).encode("utf-8")


class Handler(BaseHTTPRequestHandler):
    fake: FakeGateway
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        subject = self.path.rsplit("/", 1)[1]
        self._handle("keys" if subject == "grants" else "fetch", subject)

    def do_POST(self) -> None:
        parts = self.path.split("?")[0].strip("/").split("/")
        self._handle(*(("store", "") if parts[1] == "artifacts" else (parts[3], parts[2])))

    def _handle(self, action: str, subject: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        with self.fake.changed:
            self.fake.seen.append((action, self.headers.get("traceparent")))
            planned = self.fake.mishaps[action].pop(0) if self.fake.mishaps[action] else self.fake.always.get(action)
            self.fake.changed.notify_all()
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            answer: Answer | None = _json(401, {"code": "unauthenticated"})
        else:
            answer = planned(self) if planned else None
        lost = answer is LOST
        status, content = self.fake.answer(action, subject, body) if lost or answer is None else answer
        if lost or status == 0:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        return


def busy(_: Handler) -> Answer:
    return 503, b"{}"


def drops(_: Handler) -> Answer:
    """Ends the connection without a word."""
    return 0, b""


def lies(_: Handler) -> Answer:
    return 200, b"<html>all is well</html>"


def hangs(handler: Handler) -> Answer:
    handler.fake.closing.wait(60)
    return 0, b""


def loses_the_answer(_: Handler) -> Answer:
    """Does what was asked, and says nothing."""
    return LOST
