"""What needs no validator is told without one, and never wrongly."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.values.model import ValuesModel, load_values
from generator.core.values.violations import Judge, Violation, is_surely_valid
from tests.small_platform import SCHEMA, foreign_umbrella, small_platform


@pytest.mark.parametrize(
    "schema",
    [
        {"oneOf": [{"type": "string"}, {"type": "string"}]},
        {"anyOf": [{"type": "integer"}, {"maxLength": 9}]},
        {"$ref": "#/nowhere"},
        {"$ref": "other.json"},
        {"type": 5},
    ],
)
def test_what_only_a_validator_can_tell_is_not_sure(schema: dict) -> None:
    whole = {"properties": {"a": schema}}
    model = load_values({**small_platform(), PurePosixPath("values.schema.json"): json.dumps(whole).encode()})
    assert not is_surely_valid(model, ("a",), "x")


@pytest.mark.parametrize(
    ("path", "value", "sure"),
    [
        ("web.image.tag", "1", True),
        ("web.image.tag", 1, True),
        ("web.image.tag", True, False),
        ("web.ports.http", 80, True),
        ("web.ports.http", 80.5, False),
        ("web.enabled", False, True),
        ("web.env.A", 0.5, True),
        ("web.replicaCount", 1, False),  # has a minimum: a validator must look
        ("web.image.pullPolicy", "Always", False),
        ("web.nope", "x", False),
        ("web.image", "x", False),
        ("web.nodeSelector", {"a": "b"}, False),
        ("x-a.b", "c", True),
    ],
)
def test_plain_types_need_no_validator(path: str, value: object, sure: bool) -> None:
    assert is_surely_valid(load_values(small_platform()), tuple(path.split(".")), value) is sure


def test_without_a_schema_everything_is_valid() -> None:
    assert is_surely_valid(load_values(foreign_umbrella()), ("cart", "x"), 1)


def test_schema_of_a_subchart_is_asked() -> None:
    tree = foreign_umbrella(values_dev="cart: {replicas: many}\n")
    schema = {"properties": {"replicas": {"type": "integer"}}}
    model = load_values(
        {**tree, PurePosixPath("charts/cart/values.schema.json"): json.dumps(schema).encode()}
    )
    assert not is_surely_valid(model, ("cart", "replicas"), 1)
    assert Judge(model).violations(model, "dev") == [
        Violation(("cart", "replicas"), 'a whole number is expected, not "many"', "", is_unknown_key=False)
    ]


scalars = st.sampled_from(["string", "integer", "number", "boolean", ["string", "number"]])
leaf = st.one_of(
    st.builds(lambda types: {"type": types}, scalars),
    st.just({}),
    st.builds(lambda types, low: {"type": types, "minimum": low}, scalars, st.integers(0, 2)),
    st.builds(
        lambda several: {"anyOf": [{"type": one} for one in several]},
        st.lists(scalars, min_size=1, max_size=2),
    ),
    st.builds(
        lambda several: {"oneOf": [{"type": one} for one in several]},
        st.lists(scalars, min_size=1, max_size=2),
    ),
    st.builds(
        lambda several: {"allOf": [{"type": one} for one in several]},
        st.lists(scalars, min_size=1, max_size=2),
    ),
    st.just({"enum": ["x", 1]}),
    st.just({"const": "x"}),
    st.just({"not": {"type": "string"}}),
    st.just({"if": {"type": "string"}, "then": False}),
    st.just({"anyOf": [{"$ref": "#/$defs/text"}, {"oneOf": [{}, {"$ref": "#/$defs/text"}]}]}),
    st.just({"allOf": [{"$ref": "#/$defs/service"}]}),
    st.builds(
        lambda name: {"$ref": name}, st.sampled_from(["#/$defs/text", "#/$defs/te%78t", "#/$defs/a~1b"])
    ),
    st.booleans(),
)
maps = st.builds(
    lambda inner, others, more: {
        "type": "object",
        "properties": {"b": inner},
        "additionalProperties": others,
        **more,
    },
    leaf,
    st.booleans(),
    st.sampled_from(
        [
            {},
            {"required": ["c"]},
            {"maxProperties": 0},
            {"propertyNames": {"maxLength": 0}},
            {"propertyNames": {"enum": ["b"]}},
            {"patternProperties": {"^b": {"type": "string"}}},
            {"patternProperties": {r"^\p{L}": False}},
            {"additionalProperties": {"type": "string"}},
            {"dependencies": {"b": ["c"]}},
            {"if": {"required": ["b"]}, "then": False},
            {"allOf": [{"additionalProperties": False}]},
            {"$ref": "#/$defs/text"},
            {"type": "array"},
            {"const": {}},
        ]
    ),
)
either = st.one_of(
    maps,
    st.builds(
        lambda one, two, word: {word: [one, two]}, maps, maps, st.sampled_from(["oneOf", "anyOf", "allOf"])
    ),
    st.just({"$ref": "#/$defs/service"}),
)
DEFS = {
    "text": {"type": "string"},
    "a/b": {"type": "integer"},
    "service": {"properties": {"b": {"type": "string"}}},
}


@settings(deadline=None)
@given(either, st.sampled_from(["x", 1, 2.0, 0.5, True]), st.sampled_from(["b", "d"]))
def test_what_is_surely_valid_is_valid(inner: dict, value: object, key: str) -> None:
    schema = {**SCHEMA, "properties": {"a": inner}, "$defs": DEFS}
    model = ValuesModel(
        {**small_platform(), PurePosixPath("values.schema.json"): json.dumps(schema).encode()}
    )
    if is_surely_valid(model, ("a", key), value):
        assert jsonschema_rs.validator_for(schema).is_valid({"a": {key: value}})


def test_numbers_are_judged_whatever_their_spelling() -> None:
    schema = {"properties": {"a": {"type": "number", "maximum": 1}, "b": {"items": {"type": "integer"}}}}
    files = {"values": "a: 1.10\nb: [0x1F, 0644, 1e0, .5]\n", "values.schema.json": json.dumps(schema)}
    model = load_values(foreign_umbrella(**files))
    assert [violation.what for violation in Judge(model).violations(model, None)] == [
        "a: 1.1 is greater than the maximum of 1", "b[3]: a whole number is expected, not 0.5",
    ]  # fmt: skip


def test_schema_that_takes_everything_is_none() -> None:
    ordinary = foreign_umbrella(values_dev="cart: {x: 1}\n")
    for file in ("values.schema.json", "charts/cart/values.schema.json"):
        model = load_values({**ordinary, PurePosixPath(file): b" true\n"})
        assert Judge(model).violations(model, "dev") == []
