"""The command as people start it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from ferrumdeck_worker.tools import load
from tests.fake_gateway import KEY, FakeGateway, grant_of, sign
from tests.queue import job, offer

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples/my_tools.py"
HANGING = """
import time
from ferrumdeck_worker import tool

@tool
def hang() -> None:
    "Hangs."
    time.sleep(600)
"""


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ferrumdeck_worker", *arguments]
    return subprocess.run(
        command, check=False, cwd=ROOT, env=os.environ | env, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def environment(gateway: FakeGateway, link: redis.Redis, redis_url: str) -> dict[str, str]:
    return os.environ | {
        "FERRUMDECK_SERVER": gateway.url,
        "FERRUMDECK_API_KEY": KEY,
        "REDIS_URL": redis_url,
        "FERRUMDECK_WORKER_GRACE": "200ms",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def hanging(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "desk.py"
    file.write_text(HANGING, encoding="utf-8")
    yield file
    sys.modules.pop("desk", None)


def test_the_example_is_served(gateway: FakeGateway, link: redis.Redis, environment: dict[str, str]) -> None:
    found = load(EXAMPLE)[0]
    made = job(found, {"parcel": "4711"}, grant=None)
    made["input"] = {**made["input"], "tool": "my_tools.where_is", "server": "my_tools"}
    made["grant"] = sign(grant_of(made, found.hash))
    attempt = offer(gateway, link, made)
    worker = subprocess.Popen([sys.executable, "-m", "ferrumdeck_worker", str(EXAMPLE)], env=environment)
    try:
        gateway.until(lambda: bool(attempt.results), 60)
        assert attempt.results[0]["output"]["text"] == "in Hamburg since Tuesday"
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0


def test_sigterm_hands_back_a_tool_that_hangs(
    gateway: FakeGateway, link: redis.Redis, environment: dict[str, str], hanging: Path
) -> None:
    attempt = offer(gateway, link, job(load(hanging)[0], {}))
    command = [sys.executable, "-m", "ferrumdeck_worker", str(hanging)]
    worker = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        gateway.until(lambda: attempt.state == "LEASED", 60)
    finally:
        worker.send_signal(signal.SIGTERM)
        _, said = worker.communicate(timeout=30)
    assert worker.returncode == 0
    assert [result["status"] for result in attempt.results] == ["released"]
    assert attempt.job["lease_id"] not in said
    assert KEY not in said


def test_manifests_are_printed() -> None:
    done = run("manifest", str(EXAMPLE), "--queue", "desk")
    assert done.returncode == 0
    assert done.stdout.startswith("---\nkind: tool\nname: my_tools.where_is\n")
    assert "queue: desk\n" in done.stdout


@pytest.mark.parametrize(
    ("env", "problem"),
    [
        ({"FERRUMDECK_API_KEY": ""}, "set FERRUMDECK_API_KEY"),
        ({"FERRUMDECK_SERVER": "gateway:8080"}, "FERRUMDECK_SERVER must be"),
        ({"FERRUMDECK_QUEUES": ","}, "FERRUMDECK_QUEUES must name"),
        ({"FERRUMDECK_WORKER_CONCURRENCY": "many"}, "FERRUMDECK_WORKER_CONCURRENCY must be a whole number"),
        ({"FERRUMDECK_WORKER_FENCE": "soon"}, "FERRUMDECK_WORKER_FENCE must be a time"),
        ({"FERRUMDECK_API_KEY": "", "FERRUMDECK_API_KEY_FILE": "/nowhere/key"}, "cannot read /nowhere/key"),
    ],
)
def test_a_wrong_setting_is_named(env: dict[str, str], problem: str) -> None:
    done = run(str(EXAMPLE), **{"FERRUMDECK_API_KEY": "k", **env})
    assert done.returncode == 2
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
