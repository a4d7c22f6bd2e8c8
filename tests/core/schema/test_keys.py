from __future__ import annotations

from typing import Any

import pytest

from generator.core.schema.keys import schema_at

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "patternProperties": {"^x-": {}},
    "properties": {
        "web": {"$ref": "#/$defs/service"},
        "any": {"anyOf": [{"$ref": "#/$defs/service"}, {"type": "string", "enum": ["a", "b"]}]},
        "a/b": {"$ref": "#/properties/web/description~1"},
        "far": {"$ref": "https://example.com/schema"},
        "loop": {"$ref": "#/properties/loop"},
    },
    "$defs": {
        "service": {
            "type": "object",
            "additionalProperties": False,
            "description": "A service",
            "properties": {
                "replicas": {"$ref": "#/$defs/count", "description": "Pods"},
                "policy": {"enum": ["Always", "Never"], "const": "Always"},
                "labels": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 63}},
                "args": {"type": "array", "items": {"type": "string", "pattern": "^-"}, "minItems": 1},
                "pair": {"type": "array", "items": [{"type": "string"}, {"type": "integer"}]},
                "free": True,
                "never": False,
            },
        },
        "count": {"type": ["integer", "string"], "minimum": 0, "description": "A count"},
    },
}


def test_description_beside_a_reference_comes_first() -> None:
    known = schema_at(SCHEMA, ("web", "replicas"))
    assert (known.is_allowed, known.description, known.types, known.limits) == (
        True,
        "Pods",
        ("integer", "string"),
        ("at least 0",),
    )


def test_allowed_values() -> None:
    assert schema_at(SCHEMA, ("any",)).allowed == ("a", "b")
    assert schema_at(SCHEMA, ("any",)).types == ("object", "string")
    assert schema_at(SCHEMA, ("web", "policy")).allowed == ("Always",)


def test_maps_and_lists_are_entered() -> None:
    assert schema_at(SCHEMA, ("web", "labels", "a.b")).limits == ("at most 63 characters",)
    assert schema_at(SCHEMA, ("web", "pair", 2)).says_nothing
    assert schema_at(SCHEMA, ("web", "args", 7)).limits == ("matches ^-",)
    assert schema_at(SCHEMA, ("web", "args")).limits == ("at least 1 items",)
    assert schema_at(SCHEMA, ("web", "pair", 1)).types == ("integer",)
    assert schema_at(SCHEMA, ("any", "replicas")).types == ("integer", "string")


def test_closed_schema_refuses_and_names_what_it_has() -> None:
    known = schema_at(SCHEMA, ("web", "replica"))
    assert not known.is_allowed
    assert known.siblings == ("replicas", "policy", "labels", "args", "pair", "free", "never")
    assert not schema_at(SCHEMA, ("db", "replicas")).is_allowed
    assert not schema_at(SCHEMA, ("web", "never")).is_allowed


@pytest.mark.parametrize(
    ("schema", "path", "is_allowed"),
    [
        ({"type": "string"}, ("a",), False),
        ({"type": "array"}, ("a",), False),
        ({"type": "object"}, (0,), False),
        ({"type": ["string", "object"]}, ("a",), True),
        ({"enum": ["a", 1]}, ("a",), False),
        ({"const": {"a": 1}}, ("a",), True),
        ({"anyOf": [{"type": "string"}, {"type": "object"}]}, ("a",), True),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, ("a",), False),
        ({"allOf": [{"type": "object"}, {"additionalProperties": False}]}, ("a",), False),
        ({"anyOf": [{"additionalProperties": {"type": "string"}}, {"additionalProperties": {}}]}, ("a", "b"), True),
        ({"additionalProperties": {"type": "string"}}, ("a", "b"), False),
        ({"propertyNames": {"enum": ["b"]}}, ("a",), False),
        ({"prefixItems": [False], "items": True}, (0,), False),
        ({"prefixItems": [False], "items": True}, (1,), True),
        ({"$ref": "#/definitions/a%25~1b", "definitions": {"a%/b": {"type": "string"}}}, ("a",), False),
        ({"$ref": "#/allOf/0", "allOf": [{"type": "string"}]}, ("a",), False),
        ({"$ref": "#"}, ("a",), True),
    ],
)  # fmt: skip
def test_a_key_needs_a_map_and_an_item_a_list(schema: dict, path: tuple, is_allowed: bool) -> None:
    assert schema_at(schema, path).is_allowed is is_allowed


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": 5}, {"properties": {"a": 5}}, {"patternProperties": {"(": {}}}, {"type": 5}, {"enum": 5},
        {"anyOf": 5}, {"allOf": [5]}, {"$ref": 5}, {"$ref": "#/nowhere"}, {"items": 5}, {"propertyNames": 5},
    ],
)  # fmt: skip
def test_odd_schema_says_nothing(schema: dict) -> None:
    assert schema_at(schema, ()).is_allowed
    assert schema_at(schema, ("a",)).says_nothing


def test_limits_are_words() -> None:
    assert schema_at({"pattern": "^$", "minimum": 1}, ()).limits == ("'' the only string", "at least 1")
    assert schema_at({"pattern": "^(a|b-c)(:[a-z]+)?$"}, ()).limits == ("one of a, b-c",)


def test_says_nothing_where_anything_goes() -> None:
    for path in (("x-more", "a"), ("web", "free"), ("web", "free", "b"), ("far",), ("loop",), ("a/b",)):
        assert schema_at(SCHEMA, path).says_nothing, path
    assert not schema_at(SCHEMA, ("web",)).says_nothing
