"""Python functions as tools: type hints and docstring become a JSON Schema."""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, TypeVar, get_args, get_type_hints, overload

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic.errors import PydanticUserError
from pydantic_core import PydanticSerializationError, to_jsonable_python

from ferrumdeck_worker.canonical import canonical_sha256
from ferrumdeck_worker.failures import Misconfigured, WorkFailed
from ferrumdeck_worker.wire import ToolOutput

Risk = Literal["read", "write", "destructive"]
Effect = Literal["none", "idempotent", "once"]
F = TypeVar("F", bound=Callable[..., Any])

_MARK = "__ferrumdeck_tool__"
_ARGUMENT = re.compile(r"^\s*:param\s+(\w+)\s*:\s*(.+)$|^\s{2,}(\w+):\s+(.+)$")


@dataclass(frozen=True)
class Options:
    risk: Risk
    effect: Effect
    name: str | None
    timeout_seconds: int
    labels: tuple[str, ...]


@overload
def tool(function: F) -> F: ...
@overload
def tool(
    *,
    risk: Risk = "read",
    effect: Effect | None = None,
    name: str | None = None,
    timeout_seconds: int = 30,
    labels: tuple[str, ...] | list[str] = (),
) -> Callable[[F], F]: ...
def tool(
    function: F | None = None,
    *,
    risk: Risk = "read",
    effect: Effect | None = None,
    name: str | None = None,
    timeout_seconds: int = 30,
    labels: tuple[str, ...] | list[str] = (),
) -> F | Callable[[F], F]:
    """Makes a function a tool. It may be async; it runs on a thread of its own either way.

    risk: what it can do to the world; policies see it
    effect: what happens when it is called again: "none" nothing, "idempotent" nothing thanks to idempotency_key(),
        "once" it happens twice. Left out, a tool that only reads has none, and any other is called once
    name: its name on this server; the function's when left out
    timeout_seconds: how long a call may take
    labels: what its results carry, such as "untrusted"
    """
    _one_of("risk", risk, get_args(Risk))
    effect = effect or ("none" if risk == "read" else "once")
    _one_of("effect", effect, get_args(Effect))
    if timeout_seconds < 1:
        raise Misconfigured(f"timeout_seconds must be 1 or more, not {timeout_seconds}")
    options = Options(risk, effect, name, timeout_seconds, tuple(labels))

    def mark(marked: F) -> F:
        setattr(marked, _MARK, options)
        return marked

    return mark if function is None else mark(function)


@dataclass(frozen=True)
class Tool:
    """A function that can be called; what policies and models see of it, and how arguments become its own."""

    server: str
    name: str
    description: str
    input_schema: dict[str, Any]
    options: Options
    function: Callable[..., Any]
    arguments: type[BaseModel]

    @property
    def hash(self) -> str:
        """Pins it: the digest of name, description and schema, as the registry computes it."""
        return tool_hash(self.name, self.description, self.input_schema)

    def parse(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments as the function takes them; WorkFailed when they do not fit."""
        try:
            parsed = self.arguments.model_validate(dict(arguments))
        except ValidationError as e:
            problems = "; ".join(f"{'.'.join(map(str, p['loc']))}: {p['msg']}" for p in e.errors()[:5])
            raise WorkFailed("tool-failed", f"the arguments of {self.name} do not fit: {problems}") from e
        return {str(field.alias): getattr(parsed, name) for name, field in type(parsed).model_fields.items()}


def tool_hash(name: str, description: str, input_schema: Mapping[str, Any]) -> str:
    return canonical_sha256([name, description, input_schema])


def output_of(result: Any) -> ToolOutput:
    """What a function returned, for a model (text) and for programs (structured); WorkFailed when it is not JSON."""
    if result is None or isinstance(result, str):
        return ToolOutput(text=result or "")
    try:
        structured = to_jsonable_python(result)
        text = json.dumps(structured, ensure_ascii=False, allow_nan=False)
    except (PydanticSerializationError, ValueError, RecursionError) as e:
        raise WorkFailed("tool-protocol", f"what the tool returned is not JSON: {e}") from e
    return ToolOutput(text=text, structured=structured)


def load(file: Path) -> list[Tool]:
    """The tools of a module; its name is the file's. Misconfigured says what is wrong with it."""
    server = file.stem
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", server):
        raise Misconfigured(f"{file}: name the file in lower-case letters, digits and _, such as my_tools.py")
    module = _import(file)
    marked = [(n, f) for n, f in vars(module).items() if callable(f) and isinstance(getattr(f, _MARK, None), Options)]
    found = [describe(server, function) for _, function in marked]
    if not found:
        raise Misconfigured(f"{file} has no function with @tool")
    names = [each.name for each in found]
    if twice := {each for each in names if names.count(each) > 1}:
        raise Misconfigured(f"{file}: two tools are named {', '.join(sorted(twice))}")
    return found


def describe(server: str, function: Callable[..., Any]) -> Tool:
    """The tool that a marked function is; Misconfigured when its type hints do not become a schema."""
    options: Options = getattr(function, _MARK)
    name = options.name or function.__name__
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name):
        raise Misconfigured(f"tool {name}: a name is lower-case letters, digits and _, up to 63")
    description, notes = _doc(function)
    if not description:
        raise Misconfigured(f"tool {name}: write a docstring; it is what models and people read")
    arguments = _arguments(name, function, notes)
    try:
        schema = _untitled(arguments.model_json_schema())
    except PydanticUserError as e:
        raise Misconfigured(f"tool {name}: an argument has no JSON Schema: {e.message}") from e
    return Tool(server, name, description, schema, options, function, arguments)


def _arguments(name: str, function: Callable[..., Any], notes: Mapping[str, str]) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    try:
        hints = get_type_hints(function, include_extras=True)
    except NameError as e:
        raise Misconfigured(f"tool {name}: a type hint is not known: {e}") from e
    for number, each in enumerate(inspect.signature(function).parameters.values()):
        if each.kind not in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY):
            raise Misconfigured(f"tool {name}: argument {each.name} needs a name of its own, not * or /")
        if each.name not in hints:
            raise Misconfigured(f"tool {name}: argument {each.name} needs a type hint")
        default = ... if each.default is each.empty else each.default
        # names of their own, because models of pydantic keep some for themselves
        field = Field(default, alias=each.name, description=notes.get(each.name))
        fields[f"argument_{number}"] = (hints[each.name], field)
    try:
        return create_model(name, __config__=ConfigDict(extra="forbid", strict=False), **fields)
    except (PydanticUserError, NameError) as e:
        raise Misconfigured(f"tool {name}: its arguments do not become a schema: {e}") from e


def _doc(function: Callable[..., Any]) -> tuple[str, dict[str, str]]:
    """The first paragraph, and what is said of each argument (`:param id: ...`, or indented `id: ...`)."""
    lines = (inspect.getdoc(function) or "").splitlines()
    first = lines[: lines.index("")] if "" in lines else lines
    notes: dict[str, str] = {}
    for match in filter(None, map(_ARGUMENT.match, lines)):
        notes[match[1] or match[3]] = (match[2] or match[4]).strip()
    return " ".join(line.strip() for line in first if not _ARGUMENT.match(line)), notes


def _untitled(schema: Any, *, names: bool = False) -> Any:
    """Without the titles that are made up from names; `names` says that the keys are names of arguments."""
    if isinstance(schema, list):
        return [_untitled(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: part if key in ("default", "const", "enum", "examples") and not names
        else _untitled(part, names=not names and key in ("properties", "$defs"))
        for key, part in schema.items()
        if names or key != "title"
    }  # fmt: skip


def _import(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None or not file.is_file():
        raise Misconfigured(f"{file} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    try:
        spec.loader.exec_module(module)
    except Misconfigured:
        raise
    except Exception as e:
        raise Misconfigured(f"{file} cannot be loaded: {type(e).__name__}: {e}") from e
    return module


def _one_of(what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise Misconfigured(f"{what} must be one of {', '.join(allowed)}, not {value}")
