"""The worker against a real Redis and an unfriendly gateway."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import redis

from ferrumdeck_worker import ToolFailed, idempotency_key, tool
from ferrumdeck_worker.failures import Misconfigured
from tests import fake_gateway as unfriendly
from tests.conftest import Start
from tests.fake_gateway import Attempt, FakeGateway, grant_of, sign
from tests.queue import STREAM, job, left, offer, ring, tools_of


def double(number: int) -> dict[str, int]:
    """Doubles a number."""
    return {"twice": number * 2}


DOUBLE = tools_of(double)


async def until(gateway: FakeGateway, condition: Callable[[], bool], seconds: float = 20) -> None:
    await asyncio.to_thread(gateway.until, condition, seconds)


async def reported(gateway: FakeGateway, attempt: Attempt) -> dict[str, Any]:
    await until(gateway, lambda: bool(attempt.results))
    return attempt.results[0]


async def test_a_tool_is_called_and_its_result_reported(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    attempt = offer(gateway, link, job(DOUBLE[0], {"number": 21}))
    running = await start(DOUBLE)
    result = await reported(gateway, attempt)
    assert result["status"] == "completed"
    assert result["output"] == {"text": '{"twice": 42}', "structured": {"twice": 42}}
    await running.stop()
    assert left(link) == (0, 0)
    assert link.xinfo_consumers(STREAM, "workers") == []


async def test_requests_belong_to_the_trace_of_the_step(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    attempt = offer(gateway, link, job(DOUBLE[0], {"number": 1}))
    await start(DOUBLE)
    await reported(gateway, attempt)
    traces = [parent for action, parent in gateway.seen if action == "result"]
    assert traces and all(parent and "0af7651916cd43dd8448eb211c80319c" in parent for parent in traces)


@pytest.mark.parametrize("mishap", [unfriendly.busy, unfriendly.drops, unfriendly.hangs, unfriendly.loses_the_answer])
async def test_a_gateway_that_is_away_costs_nothing(
    mishap: unfriendly.Mishap, start: Start, gateway: FakeGateway, link: redis.Redis
) -> None:
    calls: list[int] = []

    def count(number: int) -> str:
        """Counts."""
        calls.append(number)
        return "counted"

    for action in ("claim", "keys", "result"):
        gateway.mishaps[action] = [mishap, unfriendly.busy]
    found = tools_of(count)
    attempt = offer(gateway, link, job(found[0], {"number": 1}))
    await start(found, timeout=0.5)
    assert (await reported(gateway, attempt))["status"] == "completed"
    assert calls == [1]
    assert len(attempt.results) == 1


async def test_a_job_that_is_no_job_harms_nobody(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    gateway.mishaps["claim"] = [unfriendly.lies]
    offer(gateway, link, job(DOUBLE[0], {"number": 1}))
    await start(DOUBLE, concurrency=1)
    await until(gateway, lambda: gateway.count("claim") == 1)
    after = offer(gateway, link, job(DOUBLE[0], {"number": 2}))
    assert (await reported(gateway, after))["status"] == "completed"


async def test_entries_that_name_nothing_are_dropped(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    for poison in ({"v": "1"}, {"a": "../../v1/runs"}, {"a": b"\xff\xfe"}, {"a": "att_" + "0" * 26}):
        link.xadd(STREAM, poison)  # type: ignore[arg-type]
    attempt = offer(gateway, link, job(DOUBLE[0], {"number": 2}))
    running = await start(DOUBLE)
    await reported(gateway, attempt)
    await running.stop()
    assert left(link) == (0, 0)
    assert gateway.count("claim") == 2


async def test_an_attempt_that_is_rung_for_twice_is_done_once(
    start: Start, gateway: FakeGateway, link: redis.Redis
) -> None:
    made = job(DOUBLE[0], {"number": 2})
    attempt = offer(gateway, link, made)
    for _ in range(5):
        ring(link, made["attempt_id"])
    running = await start(DOUBLE)
    await until(gateway, lambda: gateway.count("claim") == 6 and bool(attempt.results))
    await running.stop()
    assert gateway.count("result") == 1
    assert left(link) == (0, 0)


def _ungranted(made: dict[str, Any], what: str) -> dict[str, Any]:
    if what == "none":
        return {**made, "grant": None}
    if what == "other arguments":
        return {**made, "input": {**made["input"], "arguments": {"number": 3}}}
    if what == "another run":
        return {**made, "grant": sign(grant_of(made, DOUBLE[0].hash, run="run_other"))}
    return {**made, "grant": {**made["grant"], "kid": "gk_unknown"}}


@pytest.mark.parametrize("what", ["none", "other arguments", "another run", "unknown key"])
async def test_without_a_grant_nothing_is_done(
    what: str, start: Start, gateway: FakeGateway, link: redis.Redis
) -> None:
    calls: list[int] = []

    def double(number: int) -> dict[str, int]:
        """Doubles a number."""
        calls.append(number)
        return {}

    attempt = offer(gateway, link, _ungranted(job(DOUBLE[0], {"number": 2}), what))
    await start(tools_of(double))
    result = await reported(gateway, attempt)
    assert result["error"]["code"] == "grant-invalid"
    assert calls == []


async def test_a_tool_that_changed_is_not_called(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    def double(number: int) -> dict[str, int]:
        """Doubles a number, and mails it away."""
        raise AssertionError(number)

    attempt = offer(gateway, link, job(DOUBLE[0], {"number": 2}))
    gone = offer(gateway, link, job(tools_of(_gone)[0], {}))
    await start(tools_of(double))
    assert (await reported(gateway, attempt))["error"]["code"] == "tool-changed"
    assert (await reported(gateway, gone))["error"]["code"] == "tool-changed"


def _gone_tool() -> str:
    """Is not here any more."""
    return ""


_gone = tool(name="gone")(_gone_tool)


@pytest.mark.parametrize("arguments", [{}, {"number": "many"}, {"number": 1, "force": True}, {"number": None}])
async def test_arguments_that_do_not_fit_are_refused(
    arguments: dict[str, Any], start: Start, gateway: FakeGateway, link: redis.Redis
) -> None:
    attempt = offer(gateway, link, job(DOUBLE[0], arguments))
    await start(DOUBLE)
    error = (await reported(gateway, attempt))["error"]
    assert error["code"] == "tool-failed"
    assert not error["retryable"]


async def test_an_effect_is_announced_before_it_happens(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    states: list[str] = []

    @tool(risk="write")
    def pay() -> str:
        """Pays."""
        states.append(attempt.state)
        return idempotency_key()

    found = tools_of(pay)
    gateway.mishaps["renew"] = [unfriendly.busy, unfriendly.loses_the_answer]
    attempt = offer(gateway, link, job(found[0], {}))
    await start(found)
    assert (await reported(gateway, attempt))["output"]["text"] == "stp_key"
    assert states == ["ACTING"]


async def test_an_effect_whose_lease_is_gone_does_not_happen(
    start: Start, gateway: FakeGateway, link: redis.Redis
) -> None:
    calls: list[str] = []

    @tool(risk="write")
    def pay() -> None:
        """Pays."""
        calls.append("paid")

    found = tools_of(pay)
    gateway.always["renew"] = lambda _: (410, b"{}")
    attempt = offer(gateway, link, job(found[0], {}))
    running = await start(found)
    await until(gateway, lambda: gateway.count("renew") == 1)
    await running.stop()
    assert calls == []
    assert attempt.results == []
    assert gateway.count("result") == 0


async def test_an_effect_that_broke_off_is_not_reported(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    broke = threading.Event()

    @tool(risk="write")
    def pay() -> None:
        """Pays."""
        broke.set()
        raise SystemExit("half way")

    @tool(risk="write", name="refuse")
    def refuse() -> None:
        """Refuses."""
        raise ToolFailed("the account is closed")

    found = tools_of(pay, refuse)
    offer(gateway, link, job(found[0], {}))
    refused = offer(gateway, link, job(found[1], {}))
    running = await start(found)
    assert (await reported(gateway, refused))["error"]["message"] == "the account is closed"
    await asyncio.to_thread(broke.wait, 10)
    await running.stop()
    assert gateway.count("result") == 1


async def test_a_tool_that_breaks_is_reported_without_its_words(
    start: Start, gateway: FakeGateway, link: redis.Redis
) -> None:
    def leak() -> None:
        """Leaks."""
        raise ValueError("password=hunter2")

    found = tools_of(leak)
    attempt = offer(gateway, link, job(found[0], {}))
    await start(found)
    error = (await reported(gateway, attempt))["error"]
    assert error["retryable"] and error["code"] == "tool-failed"
    assert "hunter2" not in json.dumps(error)


async def test_the_lease_is_kept_while_a_tool_blocks(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    go_on = threading.Event()

    async def block() -> str:
        """Blocks its event loop, which an async function should not do."""
        go_on.wait(20)
        return "done"

    found = tools_of(block, double)
    gateway.mishaps["renew"] = [unfriendly.hangs, unfriendly.lies]
    attempt = offer(gateway, link, job(found[0], {}, lease_ttl_ms=2400))
    await start(found)
    await until(gateway, lambda: attempt.renewals >= 3)
    other = offer(gateway, link, job(found[1], {"number": 1}))
    assert (await reported(gateway, other))["status"] == "completed"
    go_on.set()
    assert (await reported(gateway, attempt))["status"] == "completed"


@pytest.mark.parametrize("mishap", [unfriendly.hangs, unfriendly.busy, unfriendly.lies])
async def test_a_worker_that_cannot_renew_fences_itself(
    mishap: unfriendly.Mishap, start: Start, gateway: FakeGateway, link: redis.Redis
) -> None:
    told = threading.Event()

    async def wait() -> None:
        """Waits until it is told to stop."""
        try:
            await asyncio.sleep(60)
        finally:
            told.set()

    found = tools_of(wait)
    gateway.always["renew"] = mishap
    begun = time.monotonic()
    offer(gateway, link, job(found[0], {}, lease_ttl_ms=1200))
    running = await start(found)
    assert await asyncio.to_thread(told.wait, 10)
    assert time.monotonic() - begun < 8
    await running.stop()
    assert gateway.count("renew") >= 2
    assert gateway.count("result") == 0


async def test_a_cancel_stops_the_work(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    told = threading.Event()

    async def wait() -> None:
        """Waits until it is told to stop."""
        try:
            await asyncio.sleep(60)
        finally:
            told.set()

    found = tools_of(wait)
    made = job(found[0], {}, lease_ttl_ms=600)
    attempt = offer(gateway, link, made)
    attempt.cancel = True
    await start(found)
    result = await reported(gateway, attempt)
    assert result["status"] == "cancelled"
    assert await asyncio.to_thread(told.wait, 10)


async def test_a_cancel_does_not_stop_an_effect_that_has_begun(
    start: Start, gateway: FakeGateway, link: redis.Redis
) -> None:
    @tool(risk="write")
    def pay() -> str:
        """Pays."""
        gateway.until(lambda: attempt.renewals >= 4)
        return "paid"

    found = tools_of(pay)
    attempt = offer(gateway, link, job(found[0], {}, lease_ttl_ms=600))
    running = await start(found)
    await until(gateway, lambda: attempt.state == "ACTING")
    attempt.cancel = True
    running.worker.stop()
    assert (await reported(gateway, attempt))["output"]["text"] == "paid"


async def test_a_step_ends_with_its_time(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    go_on = threading.Event()

    def hang() -> None:
        """Hangs."""
        go_on.wait(30)

    found = tools_of(hang)
    attempt = offer(gateway, link, job(found[0], {}, remaining_ms=300))
    await start(found)
    error = (await reported(gateway, attempt))["error"]
    go_on.set()
    assert error["code"] == "timeout"
    assert error["retryable"]


async def test_large_inputs_and_outputs_are_artifacts(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    def echo(text: str) -> str:
        """Says it twice."""
        return text + text

    found = tools_of(echo)
    made = job(found[0], {"text": "ü" * 200_000})
    data = json.dumps(made["input"]).encode()
    digest = gateway.answer("store", "", data)[1]
    made = {**made, "input": None, "input_sha256": json.loads(digest)["sha256"]}
    attempt = offer(gateway, link, made)
    await start(found)
    result = await reported(gateway, attempt)
    assert result.get("output") is None
    assert json.loads(gateway.artifacts[result["output_sha256"]])["text"] == "ü" * 400_000


async def test_a_damaged_artifact_is_refused(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    made = job(DOUBLE[0], {"number": 1})
    gateway.artifacts["0" * 64] = json.dumps(made["input"]).encode()
    attempt = offer(gateway, link, {**made, "input": None, "input_sha256": "0" * 64})
    await start(DOUBLE)
    assert "damaged" in (await reported(gateway, attempt))["error"]["message"]


@pytest.mark.parametrize("result", [float("nan"), {"a": object()}, "\ud800", {"deep": [float("inf")]}])
async def test_a_result_that_is_not_json_is_a_failure(
    result: Any, start: Start, gateway: FakeGateway, link: redis.Redis
) -> None:
    def say() -> Any:
        """Says what cannot be said."""
        return result

    found = tools_of(say)
    attempt = offer(gateway, link, job(found[0], {}))
    await start(found)
    assert (await reported(gateway, attempt))["error"]["code"] == "tool-protocol"


async def test_a_step_of_an_unknown_type_is_refused(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    attempt = offer(gateway, link, job(DOUBLE[0], {"number": 1}, type="painting"))
    await start(DOUBLE)
    assert (await reported(gateway, attempt))["error"]["code"] == "worker-misconfigured"


async def test_entries_that_were_left_lying_are_taken_over(
    start: Start, gateway: FakeGateway, link: redis.Redis
) -> None:
    link.xgroup_create(STREAM, "workers", id="0", mkstream=True)
    attempt = offer(gateway, link, job(DOUBLE[0], {"number": 4}))
    ring(link, "att_" + "1" * 26)
    (_, entries), *_ = link.xreadgroup("workers", "dead-worker", {STREAM: ">"}, count=2)  # type: ignore[misc]
    link.xdel(STREAM, entries[1][0])
    running = await start(DOUBLE, takeover_after=0.3)
    assert (await reported(gateway, attempt))["status"] == "completed"
    await running.stop()
    assert left(link) == (0, 0)


async def test_redis_may_lose_everything(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    await start(DOUBLE)
    first = offer(gateway, link, job(DOUBLE[0], {"number": 1}))
    await reported(gateway, first)
    link.flushall()
    second = offer(gateway, link, job(DOUBLE[0], {"number": 2}))
    assert (await reported(gateway, second))["status"] == "completed"


async def test_a_refused_key_ends_the_worker_and_leaves_the_entries(
    start: Start, gateway: FakeGateway, link: redis.Redis
) -> None:
    attempt = offer(gateway, link, job(DOUBLE[0], {"number": 1}))
    running = await start(DOUBLE, api_key="another")
    with pytest.raises(Misconfigured, match="FERRUMDECK_API_KEY"):
        await asyncio.wait_for(running.task, 20)
    assert attempt.state == "READY"
    assert left(link) == (1, 1)


async def test_what_is_not_done_in_the_grace_time_is_handed_back(
    start: Start, gateway: FakeGateway, link: redis.Redis
) -> None:
    go_on = threading.Event()

    def hang() -> None:
        """Hangs."""
        go_on.wait(30)

    found = tools_of(hang)
    attempt = offer(gateway, link, job(found[0], {}))
    running = await start(found, grace=0.2)
    await until(gateway, lambda: attempt.state == "LEASED")
    await running.stop()
    go_on.set()
    assert [result["status"] for result in attempt.results] == ["released"]


async def test_no_more_is_read_than_there_are_slots(start: Start, gateway: FakeGateway, link: redis.Redis) -> None:
    at_once: list[int] = []
    lock = threading.Lock()
    inside = 0

    def work() -> None:
        """Works."""
        nonlocal inside
        with lock:
            inside += 1
            at_once.append(inside)
        with lock:
            inside -= 1

    found = tools_of(work)
    attempts = [offer(gateway, link, job(found[0], {})) for _ in range(60)]
    await start(found, concurrency=3)
    await until(gateway, lambda: all(each.results for each in attempts))
    assert max(at_once) <= 3
    assert len(at_once) == 60
