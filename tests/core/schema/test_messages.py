"""What a schema refuses is told in words, with the value that was probably meant."""

from __future__ import annotations

import jsonschema_rs
import pytest

from generator.core.schema.messages import refusals

NAMES = {"type": "string", "pattern": "^(cache|order-db|web)(:[a-z]+)?$"}
PORT = {
    "anyOf": [
        {"$ref": "#/$defs/number"},
        {"type": "object", "properties": {"port": {"$ref": "#/$defs/number"}}, "additionalProperties": False},
    ],
    "$defs": {"number": {"type": "integer", "maximum": 65535}},
}


@pytest.mark.parametrize(
    ("schema", "value", "told"),
    [
        ({"type": "integer"}, "x", ['a whole number is expected, not "x" | ']),
        ({"type": ["array", "object"]}, 1, ["a list or a map is expected, not 1 | "]),
        ({"type": "integer"}, "x" * 99, [f'a whole number is expected, not "{"x" * 58}… | ']),
        ({"type": ["integer", "string"], "pattern": "^$"}, "five", ["a whole number, or '', is expected, not \"five\" | "]),
        ({"pattern": "^$"}, "five", ["'' is expected, not \"five\" | "]),
        ({"pattern": "^[a-z]+$"}, "A", ['"A" does not match ^[a-z]+$ | ']),
        (NAMES, "order-dv", ['"order-dv" is not known here | Did you mean "order-db"?']),
        (NAMES, "wbe:http", ['"wbe:http" is not known here | Did you mean "web"?']),
        ({"enum": ["Always", "Never"]}, "Alway", ['"Alway" is not allowed | Did you mean "Always"?']),
        ({"enum": ["a", 1]}, 2, ["2 is not allowed | Allowed are: a, 1."]),
        ({"const": "a"}, "b", ['only "a" is allowed, not "b" | ']),
        ({"maximum": 3}, 4, ["4 is greater than the maximum of 3 | "]),
        ({"required": ["a"]}, {}, ["the key a is missing | "]),
        ({"uniqueItems": True}, [1, 1], ["the list has an item twice | "]),
        ({"not": {"type": "string"}}, "x", ['"x" is not allowed here | ']),
        (False, 1, ["nothing is allowed here | "]),
        ({"properties": {"web": {}}, "additionalProperties": False}, {"wbe": 1}, ['wbe: this key is not known | Did you mean "web"?']),
        ({"propertyNames": {"enum": ["web"]}}, {"wbe": 1}, ['wbe: this key is not known | Did you mean "web"?']),
        ({"propertyNames": {"maxLength": 2}}, {"wbe": 1}, ['wbe: this name of a key is refused: "wbe" is longer than 2 characters | ']),
        (PORT, 99999, ["99999 is greater than the maximum of 65535 | "]),
        (PORT, "x", ['a whole number or a map is expected, not "x" | ']),
        (PORT, {"port": "x"}, ['port: a whole number is expected, not "x" | ']),
        (PORT, {"prt": 1}, ['prt: this key is not known | Did you mean "port"?']),
        ({"anyOf": [{"maximum": 1}, {"multipleOf": 5}]}, 3, ["3 is greater than the maximum of 1, and 3 is not a multiple of 5 | "]),
        ({"anyOf": [False, False]}, 1, ["nothing is allowed here | "]),
        ({"oneOf": [{"minimum": 1}, {"maximum": 3}]}, 2, ["2 fits several of the forms of which it may have one | "]),
        ({"oneOf": [{"type": "integer"}, {"type": "boolean"}]}, "x", ['a whole number or true or false is expected, not "x" | ']),
    ],
)  # fmt: skip
def test_is_told_in_words(schema: dict | bool, value: object, told: list[str]) -> None:
    errors = jsonschema_rs.validator_for(schema).iter_errors(value)
    found = [f"{one.what} | {one.hint}" for error in errors for one in refusals(error, schema)]
    assert found == told


def test_path_begins_where_the_schema_stands() -> None:
    (error,) = jsonschema_rs.validator_for({"properties": {"a": {"type": "integer"}}}).iter_errors({"a": "x"})
    assert [one.path for one in refusals(error, {}, ("web",))] == [("web", "a")]
