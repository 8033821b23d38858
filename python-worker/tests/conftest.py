"""A real Redis and a gateway by hand for every test that asks."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import redis

from ferrumdeck_worker.actors import ToolActor
from ferrumdeck_worker.intake import Worker
from ferrumdeck_worker.settings import Settings
from ferrumdeck_worker.tools import Tool
from tests.fake_gateway import KEY, FakeGateway


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("no redis-server on the path: apt-get install redis-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("redis")
    log = folder / "log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)], stdout=out
        )
    try:
        url = f"redis://127.0.0.1:{port}"
        client = redis.Redis.from_url(url, retry=redis.retry.Retry(redis.backoff.ConstantBackoff(0.05), 200))
        client.ping()
        client.close()
        yield url
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def link(redis_url: str) -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(redis_url)
    client.flushall()
    yield client
    client.close()


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    fake = FakeGateway()
    yield fake
    fake.close()


Start = Callable[..., Awaitable["Running"]]


class Running:
    """A worker in this process."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.task = asyncio.create_task(worker.run())

    async def stop(self) -> None:
        self.worker.stop()
        await asyncio.wait_for(self.task, 30)


@pytest.fixture
async def start(redis_url: str, link: redis.Redis, gateway: FakeGateway) -> AsyncIterator[Start]:
    running: list[Running] = []

    async def begin(tools: list[Tool], **changed: object) -> Running:
        settings = Settings(
            **{  # type: ignore[arg-type]
                "server": gateway.url,
                "api_key": KEY,
                "redis_url": redis_url,
                "timeout": 2.0,
                "grace": 5.0,
                **changed,
            }
        )
        running.append(Running(Worker(settings, {"tool": ToolActor(tools)})))
        return running[-1]

    yield begin
    for each in running:
        if not each.task.done():
            await each.stop()
