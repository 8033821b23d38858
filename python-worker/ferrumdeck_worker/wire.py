"""What travels between gateway and worker (docs/protocol.md). Absent parts are None, unknown ones are ignored."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Wire(BaseModel):
    """A frozen record that ignores what it does not know."""

    model_config = ConfigDict(frozen=True, extra="ignore", protected_namespaces=())


class SignedGrant(Wire):
    kid: str
    payload: str
    signature: str


class Grant(Wire):
    run: str
    step: str
    attempt: int
    tool: str
    tool_version_hash: str
    args_sha256: str
    policy_version: str | None = None
    approval: str | None = None
    ttl_ms: int


class Job(Wire):
    """One attempt that is ours. lease_id is a secret: it is never logged."""

    attempt_id: str
    run_id: str
    step_id: str
    step: str
    attempt: int
    type: str
    input: dict[str, Any] | None = None
    input_sha256: str | None = None
    labels: list[str] = []
    grant: SignedGrant | None = None
    idempotency_key: str
    effect: str = "none"
    lease_id: str
    lease_ttl_ms: int
    remaining_ms: int
    traceparent: str | None = None
    agent: str | None = None

    def __repr__(self) -> str:
        return f"Job({self.attempt_id})"

    __str__ = __repr__


class ToolInput(Wire):
    tool: str
    server: str
    server_tool: str
    arguments: dict[str, Any] = {}


class ToolOutput(Wire):
    text: str
    structured: Any = None


class ToolCall(Wire):
    id: str
    name: str
    arguments: dict[str, Any] | None = None
    not_an_object: str | None = None


class Message(Wire):
    role: str
    content: str | None = None
    tool_calls: list[ToolCall] = []
    tool_call_id: str | None = None
    tool_name: str | None = None
    opaque: str | None = None


class ToolSpec(Wire):
    name: str
    description: str | None = None
    input_schema: dict[str, Any]


class ModelRef(Wire):
    provider: str
    model: str


class LlmInput(Wire):
    provider: str
    model: str
    system: str | None = None
    messages: list[Message] = []
    tools: list[ToolSpec] = []
    max_tokens: int
    temperature: float | None = None
    fallbacks: list[ModelRef] = []
    rate_limit_seconds: int = 120
    output_schema: dict[str, Any] | None = None


class LlmOutput(Wire):
    text: str | None = None
    tool_calls: list[ToolCall] = []
    finish_reason: str
    model: str | None = None
    response_id: str | None = None
    structured: Any = None
    opaque: str | None = None


class Usage(Wire):
    input_tokens: int
    output_tokens: int
    cached_input_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    model: str | None = None


class WorkerError(Wire):
    code: str
    message: str
    retryable: bool


def without_nulls(record: Wire | None) -> dict[str, Any] | None:
    """The record as a JSON object, with only the parts that there are."""
    return None if record is None else {k: v for k, v in record.model_dump(mode="json").items() if v is not None}
