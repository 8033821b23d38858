"""Model calls through the real LiteLLM, to a provider by hand."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ferrumdeck_worker.chat import request_of
from ferrumdeck_worker.failures import WorkFailed
from ferrumdeck_worker.models import LlmActor
from ferrumdeck_worker.wire import Job, LlmInput, LlmOutput
from tests.fake_gateway import vectors

SAID: dict[str, Any] = {"role": "assistant", "content": "It is open."}
USED = {
    "prompt_tokens": 100,
    "completion_tokens": 20,
    "total_tokens": 120,
    "prompt_tokens_details": {"cached_tokens": 64},
    "completion_tokens_details": {"reasoning_tokens": 5},
}


class Provider:
    """Speaks OpenAI's chat API; answers what a test lays ready, then that it is fine."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, Any], dict[str, str]]] = []
        self.asked: list[dict[str, Any]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                provider.asked.append(json.loads(body))
                status, answer, headers = provider.answers.pop(0) if provider.answers else (200, completion(), {})
                content = json.dumps(answer).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Type": "application/json"}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


def completion(**changed: Any) -> dict[str, Any]:
    message = changed.pop("message", SAID)
    return {
        "id": "chatcmpl-9",
        "object": "chat.completion",
        "created": 1,
        "model": "small-2026",
        "choices": [{"index": 0, "message": message, "finish_reason": changed.pop("finish_reason", "stop")}],
        "usage": USED,
        **changed,
    }


def refusal(status: int, **headers: str) -> tuple[int, dict[str, Any], dict[str, str]]:
    return status, {"error": {"message": "no: secret words", "type": "error", "code": None}}, headers


@pytest.fixture(scope="module")
def actor() -> LlmActor:
    return LlmActor()


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    found = Provider()
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("OPENAI_API_BASE", found.url)
    yield found
    found.server.shutdown()
    found.server.server_close()


def asked(**changed: Any) -> dict[str, Any]:
    golden = vectors("wire")["LlmInput"]
    return {**golden, "provider": "litellm", "model": "openai/small", "fallbacks": [], **changed}


async def ask(actor: LlmActor, **changed: Any) -> tuple[LlmOutput, Any]:
    job = Job.model_validate({**vectors("wire")["Job"], "type": "llm", "grant": None, "remaining_ms": 20000})
    done = await actor.prepare(job, asked(**changed), "")()
    assert isinstance(done.output, LlmOutput)
    return done.output, done.usage


async def test_an_answer_and_its_usage(actor: LlmActor, provider: Provider) -> None:
    output, usage = await ask(actor)
    assert (output.text, output.finish_reason, output.response_id) == ("It is open.", "stop", "chatcmpl-9")
    assert usage.model_dump() == {
        "input_tokens": 100,
        "output_tokens": 20,
        "cached_input_tokens": 64,
        "cache_write_tokens": 0,
        "reasoning_tokens": 5,
        "model": "litellm/openai/small",
    }
    sent = provider.asked[0]
    assert [message["role"] for message in sent["messages"]] == ["system", "user", "assistant", "tool"]
    assert sent["tools"][0]["function"]["name"] == "orders_lookup"
    assert sent["max_tokens"] == 1024


@pytest.mark.parametrize("written", ['{"id": "4711"}', "[1]", "{", "", "null"])
async def test_calls_that_a_model_proposes(written: str, actor: LlmActor, provider: Provider) -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "orders_lookup", "arguments": written}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    provider.answers.append((200, completion(message=message, finish_reason="tool_calls"), {}))
    output, _ = await ask(actor)
    made = output.tool_calls[0]
    assert output.finish_reason == "tool_calls"
    if written in ('{"id": "4711"}', ""):
        assert made.not_an_object is None
    else:
        assert (made.arguments, made.not_an_object) == (None, written)


@pytest.mark.parametrize(
    ("status", "code", "retryable", "known"),
    [
        (401, "provider-auth", False, True),
        (400, "provider-rejected", False, True),
        (404, "provider-rejected", False, True),
        (500, "provider-unavailable", True, False),
        (503, "provider-unavailable", True, False),
    ],
)
async def test_a_provider_that_refuses(  # noqa: PLR0917
    status: int, code: str, retryable: bool, known: bool, actor: LlmActor, provider: Provider
) -> None:
    provider.answers = [refusal(status)]
    with pytest.raises(WorkFailed) as failed:
        await ask(actor)
    assert (failed.value.code, failed.value.retryable) == (code, retryable)
    assert (failed.value.usage is not None) == known
    assert "secret words" not in failed.value.message
    assert len(provider.asked) == 1


async def test_rate_limits_are_waited_out(actor: LlmActor, provider: Provider) -> None:
    provider.answers = [refusal(429, **{"retry-after": "0"})]
    output, _ = await ask(actor)
    assert output.text == "It is open."
    assert len(provider.asked) == 2


async def test_a_rate_limit_that_is_too_long_fails_at_once(actor: LlmActor, provider: Provider) -> None:
    provider.answers = [refusal(429, **{"retry-after": "3600"})]
    with pytest.raises(WorkFailed, match="rate limited"):
        await ask(actor)
    assert len(provider.asked) == 1


async def test_a_fallback_answers(actor: LlmActor, provider: Provider) -> None:
    provider.answers = [refusal(503)]
    _, usage = await ask(actor, fallbacks=[{"provider": "litellm", "model": "openai/other"}])
    assert usage.model == "litellm/openai/other"


@pytest.mark.parametrize(
    "changed",
    [
        {"provider": "openai"},
        {"fallbacks": [{"provider": "anthropic", "model": "claude"}]},
        {"output_schema": {"type": "object"}},
    ],
)
async def test_what_it_cannot_do_it_refuses(changed: dict[str, Any], actor: LlmActor, provider: Provider) -> None:
    with pytest.raises(WorkFailed) as failed:
        await ask(actor, **changed)
    assert failed.value.code == "worker-misconfigured"
    assert failed.value.usage is not None
    assert provider.asked == []


def test_each_call_has_one_answer_and_an_id_that_providers_take() -> None:
    call = {"id": "ü" * 90, "name": "a b/ü" * 30, "arguments": {}}
    messages = [
        {"role": "assistant", "tool_calls": [call, {**call, "id": "lost"}]},
        {"role": "tool", "tool_call_id": "ü" * 90, "content": "first"},
        {"role": "tool", "tool_call_id": "ü" * 90, "content": "again"},
        {"role": "tool", "tool_call_id": "nobody's", "content": "stray"},
        {"role": "user", "content": "go on"},
    ]
    sent = request_of(LlmInput.model_validate(asked(messages=messages, system=None)))["messages"]
    assert [m["role"] for m in sent] == ["assistant", "tool", "tool", "user"]
    assert [c["id"] for c in sent[0]["tool_calls"]] == [m["tool_call_id"] for m in sent[1:3]] == ["call_1", "call_2"]
    assert all(len(c["function"]["name"]) <= 64 and c["function"]["name"].isascii() for c in sent[0]["tool_calls"])
