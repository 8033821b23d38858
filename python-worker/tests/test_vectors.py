"""The golden vectors that all implementations share."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ferrumdeck_worker import wire
from ferrumdeck_worker.canonical import canonical, canonical_sha256
from ferrumdeck_worker.failures import WorkFailed
from ferrumdeck_worker.gateway import Reply
from ferrumdeck_worker.grants import GrantCheck
from ferrumdeck_worker.reports import Report, result_body
from ferrumdeck_worker.tools import tool_hash
from tests.fake_gateway import vectors


@pytest.mark.parametrize("vector", vectors("canonical"), ids=lambda v: v["json"][:20])
def test_canonical_json(vector: dict[str, str]) -> None:
    value = json.loads(vector["json"])
    assert canonical(value).decode("utf-8") == vector["canonical"]
    assert canonical_sha256(value) == vector["sha256"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", {"a": 10**400}])
def test_what_json_cannot_hold_has_no_canonical_form(value: Any) -> None:
    with pytest.raises(ValueError, match="no canonical JSON"):
        canonical(value)


@pytest.mark.parametrize("value", [2**53, 2**63, 12345678901234567890123, -(2**60)])
def test_a_long_integer_is_the_nearest_double(value: int) -> None:
    assert canonical(value) == canonical(float(value))


@pytest.mark.parametrize("vector", vectors("tool_hashes"), ids=lambda v: v["name"])
def test_tool_hashes(vector: dict[str, Any]) -> None:
    assert tool_hash(vector["name"], vector["description"], vector["input_schema"]) == vector["sha256"]


@pytest.mark.parametrize("vector", vectors("result_digests"), ids=lambda v: v["body"]["status"])
def test_result_digests(vector: dict[str, Any]) -> None:
    covered = {k: v for k, v in vector["body"].items() if k != "lease_id" and v is not None}
    assert canonical_sha256(covered) == vector["sha256"]


def test_the_digest_of_a_result_covers_all_but_the_lease() -> None:
    usage = wire.Usage(input_tokens=1, output_tokens=2, model="litellm/small")
    report = Report("completed", output={"text": "yes", "structured": None}, usage=usage)
    body = result_body("lse_1", report)
    digest = body.pop("result_sha256")
    del body["lease_id"]
    assert digest == canonical_sha256(body)
    assert result_body("lse_2", report)["result_sha256"] == digest
    assert result_body("lse_1", Report("completed", output=report.output))["result_sha256"] != digest


RECORDS = sorted(name for name in vectors("wire") if hasattr(wire, name))


def test_there_are_records_for_what_the_worker_reads() -> None:
    assert {"Job", "Grant", "SignedGrant", "ToolInput", "ToolOutput", "LlmInput", "LlmOutput", "Usage"} <= set(RECORDS)


@pytest.mark.parametrize("name", RECORDS)
def test_records_keep_every_part(name: str) -> None:
    golden = vectors("wire")[name]
    record = getattr(wire, name).model_validate({**golden, "of_a_later_version": 1})
    assert record.model_dump(mode="json") == golden


class _Keys:
    """Gives out the golden key."""

    async def get(self, path: str) -> Any:
        assert path == "/v1/keys/grants"
        key = vectors("grant")["public_key"]
        return Reply(200, f'{{"keys": [{{"kid": "gk_test", "public_key": "{key}"}}]}}'.encode())


async def _check(job: dict[str, Any], since_claim: float = 0.0) -> wire.Grant:
    parsed = wire.Job.model_validate(job)
    tool = wire.ToolInput.model_validate(job["input"])
    return await GrantCheck(_Keys()).check(parsed, tool, lambda: since_claim, lambda: True)  # type: ignore[arg-type]


async def test_the_golden_grant_holds() -> None:
    grant = await _check(vectors("wire")["Job"])
    assert grant.model_dump(mode="json") == vectors("grant")["grant"]


def _spoiled() -> list[tuple[str, dict[str, Any]]]:
    job = vectors("wire")["Job"]
    grant = job["grant"]
    signature = grant["signature"]
    return [
        ("no grant", {"grant": None}),
        ("another run", {"run_id": "run_01JDG4S8Z3N5Q7R9T1V3X5Y7ZA"}),
        ("another step", {"step_id": "stp_8TWGHYGKKXGXQXZ5XQKGB102Z6"}),
        ("another attempt", {"attempt": 2}),
        ("another tool", {"input": {**job["input"], "tool": "orders.delete"}}),
        ("other arguments", {"input": {**job["input"], "arguments": {"id": "4712"}}}),
        ("more arguments", {"input": {**job["input"], "arguments": {"id": "4711", "force": True}}}),
        ("a number for a text", {"input": {**job["input"], "arguments": {"id": 4711}}}),
        ("not canonical", {"input": {**job["input"], "arguments": {"id": 10**400}}}),
        ("unknown key", {"grant": {**grant, "kid": "gk_other"}}),
        ("a changed payload", {"grant": {**grant, "payload": grant["payload"].replace("60000", "90000")}}),
        ("a space in the payload", {"grant": {**grant, "payload": grant["payload"] + " "}}),
        (
            "a changed signature",
            {"grant": {**grant, "signature": ("g" if signature[0] != "g" else "h") + signature[1:]}},
        ),
        ("no signature", {"grant": {**grant, "signature": ""}}),
        ("not base64", {"grant": {**grant, "signature": "*" * 86}}),
        ("not ascii", {"grant": {**grant, "signature": "ü" * 86}}),
    ]


@pytest.mark.parametrize(("what", "changed"), _spoiled(), ids=[what for what, _ in _spoiled()])
async def test_a_grant_that_does_not_match_is_refused(what: str, changed: dict[str, Any]) -> None:
    with pytest.raises(WorkFailed) as refused:
        await _check({**vectors("wire")["Job"], **changed})
    assert refused.value.code == "grant-invalid", what
    assert not refused.value.retryable


async def test_a_grant_ends_with_its_time() -> None:
    with pytest.raises(WorkFailed, match="it held for 60000 ms"):
        await _check(vectors("wire")["Job"], since_claim=60.1)
