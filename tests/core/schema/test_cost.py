"""How much work a schema makes is known before a validator begins."""

from __future__ import annotations

from functools import reduce
from typing import Any

import pytest

from generator.core.schema.cost import is_explosive


def doubling(levels: int, word: str = "allOf", to: str = "#/$defs/{}") -> dict[str, Any]:
    """Each level refers to the next one twice."""
    both = {number: [{"$ref": to.format(number + 1)}] * 2 for number in range(levels)}
    named = {str(number): {word: two} for number, two in both.items()}
    return {"$defs": {**named, str(levels): {"type": "string"}}, "$ref": to.format(0)}


@pytest.mark.parametrize("word", ["allOf", "anyOf", "oneOf"])
def test_references_that_multiply_are_counted_not_followed(word: str) -> None:
    assert not is_explosive(doubling(10, word))
    assert is_explosive(doubling(40, word))


def test_names_of_parts_are_followed_too() -> None:
    schema = doubling(40)
    schema["$defs"] = {
        f"part-{number}": {"$anchor": f"n{number}", "allOf": [{"$ref": f"#n{int(number) + 1}"}] * 2}
        for number in schema["$defs"]
    }
    assert is_explosive({**schema, "$ref": "#n0"})


def test_schema_that_contains_itself_is_fine_unless_it_does_so_twice_a_level() -> None:
    tree: dict[str, Any] = {"properties": {"a": {"$ref": "#"}, "b": {"$ref": "#"}}}
    assert not is_explosive(tree)
    twice = {"properties": {"a": {"allOf": [{"$ref": "#"}, {"$ref": "#"}]}}}
    assert not is_explosive({"additionalProperties": {"$ref": "#"}})
    assert is_explosive(
        {"patternProperties": {"^a": twice["properties"]["a"], "^b": twice["properties"]["a"]}}
    )


def test_what_is_no_map_costs_nothing() -> None:
    assert not is_explosive(True)
    assert not is_explosive({"properties": [], "items": True, "$ref": 5})


def test_schema_that_is_too_deep_to_count_is_too_much() -> None:
    deep = reduce(lambda inner, _: {"not": inner}, range(5000), {})
    assert is_explosive(deep)
