"""Tools as manifests, for `./ferrumdeck apply`."""

from __future__ import annotations

from typing import Any

import yaml

from ferrumdeck_worker.tools import Tool


def manifest(tools: list[Tool], queue: str) -> str:
    """One YAML document per tool."""
    documents = [_document(each, queue) for each in tools]
    text: str = yaml.safe_dump_all(documents, sort_keys=False, allow_unicode=True, width=120, explicit_start=True)
    return text


def _document(tool: Tool, queue: str) -> dict[str, Any]:
    document: dict[str, Any] = {
        "kind": "tool",
        "name": f"{tool.server}.{tool.name}",
        "description": tool.description,
        "server": tool.server,
        "server_tool": tool.name,
        "queue": queue,
        "risk": tool.options.risk,
        "effect": tool.options.effect,
        "timeout_seconds": tool.options.timeout_seconds,
        "input_schema": tool.input_schema,
    }
    if tool.options.labels:
        document["labels"] = list(tool.options.labels)
    return document
