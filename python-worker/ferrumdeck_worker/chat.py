"""Conversations in the form of OpenAI's chat API, which LiteLLM translates for every provider."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ferrumdeck_worker.wire import LlmInput, LlmOutput, Message, ToolCall, Usage

_FINISHED = {"stop", "tool_calls", "length", "content_filter", "refusal"}
_LONGEST_NAME = 64


def request_of(asked: LlmInput) -> dict[str, Any]:
    """The arguments of a completion, but for the model."""
    messages: list[dict[str, Any]] = [{"role": "system", "content": asked.system}] if asked.system else []
    messages += _Conversation().of(asked.messages)
    request: dict[str, Any] = {"messages": messages, "max_tokens": asked.max_tokens}
    if asked.temperature is not None:
        request["temperature"] = asked.temperature
    if asked.tools:
        request["tools"] = [
            {
                "type": "function",
                "function": {"name": t.name, "description": t.description or "", "parameters": t.input_schema},
            }
            for t in asked.tools
        ]
    return request


class _Conversation:
    """Gives calls ids of its own, which every provider takes, and puts one answer behind each call."""

    def __init__(self) -> None:
        self._made = 0
        self._ids: dict[str, str] = {}

    def of(self, messages: list[Message]) -> list[dict[str, Any]]:
        written: list[dict[str, Any]] = []
        open_calls: list[str] = []
        for each in messages:
            if each.role == "tool":
                call = self._ids.pop(each.tool_call_id or "", None)
                if call in open_calls:
                    open_calls.remove(call)
                    written.append({"role": "tool", "tool_call_id": call, "content": each.content or ""})
                continue
            written += _unanswered(open_calls)
            message, open_calls = self._said(each)
            written.append(message)
        return written + _unanswered(open_calls)

    def _said(self, message: Message) -> tuple[dict[str, Any], list[str]]:
        if message.role != "assistant":
            return {"role": message.role, "content": message.content or ""}, []
        calls = []
        for each in message.tool_calls:
            self._made += 1
            self._ids[each.id] = f"call_{self._made}"
            function = {"name": _name(each.name), "arguments": json.dumps(each.arguments or {}, ensure_ascii=False)}
            calls.append({"id": self._ids[each.id], "type": "function", "function": function})
        said: dict[str, Any] = {"role": "assistant", "content": message.content or ("" if not calls else None)}
        if calls:
            said["tool_calls"] = calls
        return said, [str(call["id"]) for call in calls]


def _unanswered(calls: list[str]) -> list[dict[str, Any]]:
    return [{"role": "tool", "tool_call_id": call, "content": "(no answer)"} for call in calls]


def _name(name: str) -> str:
    return re.sub(r"[^a-zA-Z0-9_-]", "_", name)[:_LONGEST_NAME] or "_"


def answer_of(response: Any) -> LlmOutput:
    """The answer of a completion."""
    choice = response.choices[0]
    calls = [_call(each, number) for number, each in enumerate(choice.message.tool_calls or [], 1)]
    reason = choice.finish_reason if choice.finish_reason in _FINISHED else "stop"
    return LlmOutput(
        text=choice.message.content or None,
        tool_calls=calls,
        finish_reason="tool_calls" if calls and reason == "stop" else reason,
        model=response.model,
        response_id=response.id,
    )


def _call(call: Any, number: int) -> ToolCall:
    written = call.function.arguments
    call_id, name = call.id or f"call_{number}", call.function.name or "_"
    try:
        arguments = json.loads(written) if written else {}
    except (ValueError, RecursionError):
        arguments = None
    if not isinstance(arguments, dict):
        return ToolCall(id=call_id, name=name, not_an_object=str(written))
    return ToolCall(id=call_id, name=name, arguments=arguments)


def usage_of(response: Any, model: str) -> Usage | None:
    """What the provider reported; None when it said nothing, so that nobody takes it for zero."""
    usage = getattr(response, "usage", None)
    if usage is None or not getattr(usage, "prompt_tokens", None):
        return None
    read = _count(getattr(usage, "prompt_tokens_details", None), "cached_tokens")
    return Usage(
        input_tokens=usage.prompt_tokens,
        output_tokens=usage.completion_tokens or 0,
        cached_input_tokens=read,
        cache_write_tokens=_count(usage, "cache_creation_input_tokens"),
        reasoning_tokens=_count(getattr(usage, "completion_tokens_details", None), "reasoning_tokens"),
        model=model,
    )


def _count(details: Any, name: str) -> int:
    found = details.get(name) if isinstance(details, Mapping) else getattr(details, name, None)
    return found if isinstance(found, int) else 0
