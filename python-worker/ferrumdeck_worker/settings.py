"""What the worker is told by its environment; the names are those of the Java worker."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ferrumdeck_worker.failures import Misconfigured

_LONGEST_GRACE = 3600.0


@dataclass(frozen=True)
class Settings:
    """Times are in seconds.

    concurrency: how many attempts at a time, of each queue
    fence: how long without a good renew until the worker stops by itself
    grace: how long attempts may go on after SIGTERM
    takeover_after: how long an entry may lie between read and claim
    hand_back: how long handing back may take after the grace
    """

    server: str
    api_key: str = field(repr=False)
    redis_url: str = field(default="redis://127.0.0.1:6379", repr=False)
    queues: tuple[str, ...] = ("python",)
    pool: str = "python"
    concurrency: int = 8
    fence: float = 25.0
    grace: float = 20.0
    takeover_after: float = 15.0
    hand_back: float = 5.0
    timeout: float = 10.0
    claim_patience: float = 10.0

    def __post_init__(self) -> None:
        if not re.match(r"https?://.", self.server):
            raise Misconfigured(f"FERRUMDECK_SERVER must be an http or https address, not {self.server}")
        if not self.api_key:
            raise Misconfigured("set FERRUMDECK_API_KEY or FERRUMDECK_API_KEY_FILE to a worker key")
        if not self.queues:
            raise Misconfigured("FERRUMDECK_QUEUES must name at least one queue")
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,31}", self.pool):
            raise Misconfigured(f"FERRUMDECK_WORKER_POOL must be lower-case letters, digits, hyphens, not {self.pool}")
        if self.concurrency < 1:
            raise Misconfigured("FERRUMDECK_WORKER_CONCURRENCY must be 1 or more")
        if not 0 < self.fence <= _LONGEST_GRACE:
            raise Misconfigured("FERRUMDECK_WORKER_FENCE must be longer than nothing")


def from_environment(env: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process; what is blank has its default. Misconfigured says which one is wrong."""
    env = {name: value for name, value in env.items() if value.strip()}
    queues = tuple(dict.fromkeys(q.strip() for q in env.get("FERRUMDECK_QUEUES", "python").split(",") if q.strip()))
    return Settings(
        server=env.get("FERRUMDECK_SERVER", "http://127.0.0.1:8080").rstrip("/"),
        api_key=_key(env),
        redis_url=env.get("REDIS_URL", "redis://127.0.0.1:6379"),
        queues=queues,
        pool=env.get("FERRUMDECK_WORKER_POOL", "python"),
        concurrency=_whole(env, "FERRUMDECK_WORKER_CONCURRENCY", 8),
        fence=_seconds(env, "FERRUMDECK_WORKER_FENCE", 25.0),
        grace=_seconds(env, "FERRUMDECK_WORKER_GRACE", 20.0),
    )


def _key(env: Mapping[str, str]) -> str:
    key = env.get("FERRUMDECK_API_KEY", "").strip()
    file = env.get("FERRUMDECK_API_KEY_FILE", "")
    if key or not file:
        return key
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as e:
        raise Misconfigured(f"FERRUMDECK_API_KEY_FILE: cannot read {file}: {e}") from e


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(env.get(name, str(default)))
    except ValueError as e:
        raise Misconfigured(f"{name} must be a whole number, not {env[name]}") from e


def _seconds(env: Mapping[str, str], name: str, default: float) -> float:
    """Seconds, with or without the unit: 20s, 500ms, 2m, 20."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m)?", env.get(name, f"{default}s").strip())
    if match is None:
        raise Misconfigured(f"{name} must be a time such as 20s or 500ms, not {env[name]}")
    return float(match[1]) * {"ms": 0.001, "s": 1.0, "m": 60.0, None: 1.0}[match[2]]
