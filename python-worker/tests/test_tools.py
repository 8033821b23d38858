"""What type hints and docstrings become."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import yaml
from pydantic import BaseModel, Field

from ferrumdeck_worker.failures import Misconfigured, WorkFailed
from ferrumdeck_worker.manifest import manifest
from ferrumdeck_worker.tools import describe, load, output_of, tool

EXAMPLE = Path(__file__).parents[1] / "examples/my_tools.py"


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Address(BaseModel):
    street: str
    title: str = ""


@tool(risk="write", effect="idempotent", labels=["private"])
def ship(  # noqa: PLR0917
    order: str,
    to: Address,
    colour: Colour = Colour.RED,
    speed: Literal["slow", "fast"] = "slow",
    weight: Annotated[float, Field(gt=0, le=30)] = 1.0,
    notes: list[str] | None = None,
) -> dict[str, Any]:
    """Ships an order
    to somebody.

    Args:
        order: its number
    :param weight: in kilograms
    """
    return {"order": order, "street": to.street, "colour": colour, "speed": speed, "weight": weight, "notes": notes}


def test_hints_and_docstring_become_a_schema() -> None:
    found = describe("desk", ship)
    assert found.description == "Ships an order to somebody."
    schema = found.input_schema
    assert schema["required"] == ["order", "to"]
    assert schema["additionalProperties"] is False
    properties = schema["properties"]
    assert properties["order"] == {"type": "string", "description": "its number"}
    assert properties["weight"] == {
        "type": "number",
        "description": "in kilograms",
        "default": 1.0,
        "exclusiveMinimum": 0,
        "maximum": 30,
    }
    assert properties["speed"]["enum"] == ["slow", "fast"]
    assert schema["$defs"]["Address"]["properties"]["title"] == {"type": "string", "default": ""}
    assert "title" not in schema


def test_arguments_arrive_as_the_types_of_the_hints() -> None:
    found = describe("desk", ship)
    arguments = found.parse({"order": "1", "to": {"street": "Elm"}, "colour": "blue"})
    assert isinstance(arguments["to"], Address)
    output = output_of(found.function(**arguments))
    assert output.structured["colour"] == "blue"
    assert output.structured["street"] == "Elm"


@pytest.mark.parametrize(
    "arguments",
    [
        {"order": "1"},
        {"order": "1", "to": {"street": 5}},
        {"order": "1", "to": {"street": "Elm"}, "colour": "green"},
        {"order": "1", "to": {"street": "Elm"}, "weight": 31},
        {"order": "1", "to": {"street": "Elm"}, "self": 1},
    ],
)
def test_arguments_that_do_not_fit_say_where(arguments: dict[str, Any]) -> None:
    with pytest.raises(WorkFailed, match=r"the arguments of ship do not fit: (to|colour|weight|self)"):
        describe("desk", ship).parse(arguments)


def test_argument_names_that_models_of_pydantic_use_themselves() -> None:
    @tool
    def copy(json: str, model_config: int, schema: str, _hidden: int = 1) -> str:
        """Copies."""
        return f"{json}{model_config}{schema}{_hidden}"

    found = describe("desk", copy)
    assert set(found.input_schema["properties"]) == {"json", "model_config", "schema", "_hidden"}
    arguments = found.parse({"json": "a", "model_config": 1, "schema": "b", "_hidden": 2})
    assert found.function(**arguments) == "a1b2"


def _unfit() -> dict[str, Any]:
    def no_doc(a: int) -> int:
        return a

    def no_hint(a) -> int:  # type: ignore[no-untyped-def]
        """Has no hint."""
        return int(a)

    def many(*a: int) -> int:
        """Takes many."""
        return len(a)

    def Upper() -> None:  # noqa: N802
        """Is named in capitals."""

    return {f.__name__: f for f in (no_doc, no_hint, many, Upper)} | {"unknown": _unknown}


def _unknown(a: Nobody) -> None:  # type: ignore[name-defined]  # noqa: F821
    """Has a hint that nobody knows."""


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("no_doc", "write a docstring"),
        ("no_hint", "argument a needs a type hint"),
        ("many", "argument a needs a name of its own"),
        ("Upper", "a name is lower-case"),
        ("unknown", "a name is lower-case|type hint is not known"),
    ],
)
def test_functions_that_are_no_tools_say_why(name: str, problem: str) -> None:
    with pytest.raises(Misconfigured, match=problem):
        describe("desk", tool(_unfit()[name]))


@pytest.mark.parametrize("options", [{"risk": "none"}, {"effect": "twice"}, {"timeout_seconds": 0}])
def test_options_that_are_none_say_why(options: dict[str, Any]) -> None:
    with pytest.raises(Misconfigured, match="must be"):
        tool(**options)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("empty.py", "", "no function with @tool"),
        ("broken.py", "def (", "cannot be loaded: SyntaxError"),
        ("failing.py", "raise RuntimeError('no')", "cannot be loaded: RuntimeError: no"),
        ("My-Tools.py", "", "name the file"),
        (
            "twice.py",
            "from ferrumdeck_worker import tool\n@tool\ndef a()->None:\n  'A.'\nb=a\n",
            "two tools are named a",
        ),
    ],
)
def test_modules_that_cannot_be_served_say_why(name: str, text: str, problem: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured, match=problem):
        load(file)


def test_a_module_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="is not a Python file"):
        load(tmp_path / "gone.py")


def test_the_example_is_ten_lines_and_becomes_a_manifest() -> None:
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) <= 10
    documents = list(yaml.safe_load_all(manifest(load(EXAMPLE), "python")))
    assert documents == [
        {
            "kind": "tool",
            "name": "my_tools.where_is",
            "description": "Says where a parcel is.",
            "server": "my_tools",
            "server_tool": "where_is",
            "queue": "python",
            "risk": "read",
            "effect": "none",
            "timeout_seconds": 30,
            "input_schema": {
                "type": "object",
                "properties": {"parcel": {"type": "string"}},
                "required": ["parcel"],
                "additionalProperties": False,
            },
        }
    ]


def test_what_only_writes_is_called_once_unless_told_otherwise() -> None:
    @tool(risk="destructive")
    def drop() -> None:
        """Drops."""

    assert describe("desk", drop).options.effect == "once"
    assert describe("desk", ship).options.effect == "idempotent"


def test_the_guide_shows_the_example() -> None:
    guide = Path(__file__).parents[2] / "docs/write-a-tool.md"
    assert EXAMPLE.read_text(encoding="utf-8").strip() in guide.read_text(encoding="utf-8")
