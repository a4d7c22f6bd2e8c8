"""What somebody types, as the value that is meant."""

from __future__ import annotations

import pytest

from generator.core.change.assign import Notation, edits_of, from_json, split_assignment, typed
from generator.core.data import MISSING
from generator.core.edit.edit import edit
from generator.core.paths import format_path
from generator.core.schema.keys import schema_at
from generator.core.values.model import load_values
from generator.errors import BlueprintError, UsageError
from tests.small_platform import small_platform


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("a=1", ("a",), "1"),
        ("a.b[0]=x=y", ("a", "b", 0), "x=y"),
        (r"a\=b=c", ("a=b",), "c"),
        (r"a.example\.com/x=", ("a", "example.com/x"), ""),
    ],
)
def test_splits_at_the_first_equals_sign_outside_of_a_key(text: str, path: tuple, value: str) -> None:
    assert split_assignment(text) == (path, value)


@pytest.mark.parametrize("text", ["", "a", "=1", r"a\=1"])
def test_refuses_what_sets_nothing(text: str) -> None:
    with pytest.raises(UsageError, match="sets nothing"):
        split_assignment(text)


TYPED = [
    # (types in the schema, the value that stands there, what is typed, what is meant)
    ("string", MISSING, "5", "5"),
    ("string", MISSING, "true", "true"),
    ("string", MISSING, "", ""),
    ("integer", MISSING, "5", 5),
    ("number", MISSING, "0.5", 0.5),
    ("number", 5, "6", 6),
    ("boolean", MISSING, "true", True),
    ("boolean", MISSING, "off", False),
    ("array", MISSING, "[a, 1]", ["a", 1]),
    ("object", MISSING, "{a: {b: 1}}", {"a": {"b": 1}}),
    # several: as the one that stands there, else the first that fits
    (["string", "number"], MISSING, "1.10", "1.10"),
    (["string", "number"], "1.9", "1.10", "1.10"),
    (["string", "number"], 1, "2", 2),
    (["string", "number"], 1, "500m", "500m"),
    (["integer", "string"], MISSING, "25%", "25%"),
    (["integer", "string"], MISSING, "25", 25),
    # what would be written otherwise is a word
    (["integer", "string"], MISSING, "0123456", "0123456"),
    (["number", "string"], 1, "12345e6", "12345e6"),
    (["number", "string"], 1.1, "1.10", "1.10"),
    (["integer", "string"], 80, "0x1F", "0x1F"),
    (["number", "string"], 1, "1_000", "1_000"),
    (["integer", "string"], 5, ".inf", ".inf"),
    (["integer", "object"], 80, "{port: 80}", {"port": 80}),
]


@pytest.mark.parametrize(("types", "current", "text", "value"), TYPED)
def test_schema_says_what_a_text_is(types: object, current: object, text: str, value: object) -> None:
    found = typed(("a",), text, schema_at({"type": types}, ()), current)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("current", "text", "value"),
    [
        ("x", "5", "5"),
        (1, "5", 5),
        (1, "500m", "500m"),
        (True, "no", False),
        ([], "[a]", ["a"]),
        (MISSING, "5", 5),
        (MISSING, "0.5", 0.5),
        (MISSING, "1.10", "1.10"),
        (MISSING, "0o17", "0o17"),
        (MISSING, "1e3", "1e3"),
        (MISSING, "yes", "yes"),
        (MISSING, "true", True),
        (MISSING, "{a: 1}", {"a": 1}),
        (MISSING, "{{ .Values.x }}", "{{ .Values.x }}"),
        (MISSING, "", ""),
    ],
)
def test_without_a_schema_the_present_value_says_it(current: object, text: str, value: object) -> None:
    found = typed(("a",), text, None, current)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("schema", "text", "error"),
    [
        ({"type": "integer"}, "x", "a: a whole number is expected, not 'x'"),
        ({"type": "integer"}, "yes", "a: a whole number is expected, not 'yes'"),
        ({"type": "integer"}, "0123456", "a: a whole number is expected, not '0123456'\n  Helm reads 42798: write that, or --string if it is meant as it stands."),
        ({"type": "integer"}, "5.0", "a: a whole number is expected, not '5.0'\n  Helm reads 5: write that, or --string if it is meant as it stands."),
        ({"type": "number"}, "1.10", "a: a number is expected, not '1.10'\n  Helm reads 1.1: write that, or --string if it is meant as it stands."),
        ({"type": "number"}, "12345e6", "a: a number is expected, not '12345e6'\n  Helm reads 12345000000: write that, or --string if it is meant as it stands."),
        ({"type": "number"}, "5.0", "a: a number is expected, not '5.0'\n  Helm reads 5: write that, or --string if it is meant as it stands."),
        ({"type": "integer"}, "1.5", "a: a whole number is expected, not '1.5'"),
        ({"type": "boolean"}, "1", "a: true or false is expected, not '1'"),
        ({"type": ["array", "object"]}, "x", "a: a list is expected, as in '[a, b]' or a map is expected, as in '{key: value}', not 'x'"),
        ({"enum": ["a", 1]}, "b", "a: 'b' is not allowed\n  Allowed are: a, 1."),
    ],
)  # fmt: skip
def test_refuses_what_the_schema_does_not_want(schema: dict, text: str, error: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        typed(("a",), text, schema_at(schema, ()))
    assert str(caught.value) == error


def test_number_of_an_enumeration_stays_a_number() -> None:
    assert typed(("a",), "1", schema_at({"enum": ["a", 1]}, ())) == 1


def test_keys_twice_are_refused() -> None:
    twice = '{"a": "1", "a": "2"}'
    for known in (None, schema_at({"type": "object"}, ())):
        with pytest.raises(BlueprintError, match='^x: the key "a" stands in a map twice$'):
            typed(("x",), twice, known)
    with pytest.raises(UsageError, match='^x: this is not JSON: the key "a" stands in a map twice$'):
        from_json(("x",), f"[{twice}]")
    assert typed(("x",), twice, schema_at({"type": "string"}, ())) == twice


def test_json_has_no_other_numbers() -> None:
    with pytest.raises(UsageError, match="^x: this is not JSON: NaN is no number of JSON$"):
        from_json(("x",), "[NaN]")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("# why\na: b\nc:\n  - d\n", {"a": "b", "c": ["d"]}),
        ("\ufeffa: b\r\n", {"a": "b"}),
        ("- a\n- b: 1\n", ["a", {"b": 1}]),
        ("---\na: b\n", {"a": "b"}),
    ],
)
def test_map_or_list_is_any_yaml(text: str, value: object) -> None:
    assert typed(("x",), text, schema_at({"type": ["array", "object"]}, ())) == value
    assert typed(("x",), text, None, type(value)()) == value
    assert typed(("x",), text, schema_at({"type": ["string", "object", "array"]}, ())) == text
    assert typed(("x",), text, None) == text


def test_yaml_that_is_broken_is_told() -> None:
    known = schema_at({"type": "object"}, ())
    for text, error in [
        ("a: b\nc: [d\n", "x: not valid YAML: did not find expected ',' or ']' (line 2)"),
        ("{a: [b}", "x: not valid YAML: did not find expected ',' or ']'"),
        ("a: 1\n---\nb: 2\n", "x: a map is expected, as in '{key: value}', not 'a: 1\\n---\\nb: 2\\n'"),
        ("x" * 70, f"x: a map is expected, as in '{{key: value}}', not '{'x' * 60}…'"),
    ]:
        with pytest.raises(BlueprintError) as caught:
            typed(("x",), text, known)
        assert str(caught.value) == error


def test_last_line_break_of_a_file_is_no_part_of_what_is_no_text() -> None:
    assert typed(("x",), "5\n", schema_at({"type": "integer"}, ())) == 5
    assert typed(("x",), "true\r\n", schema_at({"type": "boolean"}, ())) is True
    assert typed(("x",), "Always\n", schema_at({"enum": ["Always"]}, ())) == "Always"
    assert typed(("x",), "5\n", schema_at({"type": "string"}, ())) == "5\n"


def test_nulls_within_are_nulls() -> None:
    assert typed(("x",), "{a: }", None) == {"a": None}
    assert from_json(("x",), '{"a": {"b": null}}') == {"a": {"b": None}}


def test_nulls_in_lists_are_values() -> None:
    assert from_json(("x",), '[null, {"a": null}]') == [None, {"a": None}]


@pytest.mark.parametrize("text", ["null", "~", "null\n"])
def test_null_is_null_whatever_is_there_and_whatever_the_schema_wants(text: str) -> None:
    assert typed(("a",), text, schema_at({"type": "string"}, ()), "x") is None
    assert from_json(("a",), "null") is None


def test_assignments_are_edits_of_the_own_file_of_each_environment() -> None:
    model = load_values(small_platform())
    given = [split_assignment("web.replicaCount=5"), split_assignment("web.env.A=true")]
    edits = edits_of(model, ["dev", "dr"], given, "typed")
    assert [(str(one.file), one.op, format_path(one.path), one.value) for one in edits] == [
        ("values-dev.yaml", "set", "web.replicaCount", 5),
        ("values-dev.yaml", "set", "web.env.A", "true"),
        ("values-dr.yaml", "set", "web.replicaCount", 5),
        ("values-dr.yaml", "set", "web.env.A", "true"),
    ]


@pytest.mark.parametrize(("form", "value"), [("typed", 5), ("json", 5), ("string", "5")])
def test_form_of_assignments_says_what_their_texts_are(form: Notation, value: object) -> None:
    (one,) = edits_of(load_values(small_platform()), [None], [(("web", "replicaCount"), "5")], form)
    assert (str(one.file), one.value) == ("values.yaml", value)


PRESENT = [
    (1.5, "1.10", "1.10"), (1, "0123456", "0123456"), (1, "12345e6", "12345e6"), (1, "0x1F", "0x1F"),
    (1, "+5", "+5"), (1, "5.0", "5.0"), (1.5, "5.0", "5.0"), (MISSING, "5.0", "5.0"), (1, "0.10", "0.10"),
    (1, "12345678901234567890", "12345678901234567890"), (1, "29111998", 29111998), (1, "0.001", 0.001), (1.5, "-0.5", -0.5), (1.5, "2", 2), (1, " 7\n", 7), (MISSING, "1_000", "1_000"), (MISSING, "-0", "-0"),
]  # fmt: skip


@pytest.mark.parametrize(("current", "text", "value"), PRESENT)
def test_what_was_typed_is_never_spelled_otherwise(current: object, text: str, value: object) -> None:
    found = typed(("a",), text, None, current)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("key", ["tag", "version", "appVersion", "digest", "revision"])
def test_versions_are_words(key: str) -> None:
    for current in (MISSING, 1, 1.5, "x", True):
        for text in ("18", "18.1", "1.10", "true"):
            for known in (None, schema_at({"type": ["number", "string"]}, ())):
                assert typed(("image", key), text, known, current) == text
    assert typed((key,), "{a: 1}", None) == {"a": 1}
    assert typed((key, "a"), "5", None) == 5
    assert typed((key,), "5", schema_at({"type": "integer"}, ())) == 5


def test_versions_in_maps_that_are_typed_are_words() -> None:
    text = "{image: {tag: 1.10, size: 5, digest: x, version: }, list: [{tag: 18, appVersion: '1'}, tag]}"
    assert typed(("a",), text.replace(", version: ", ""), None) == {
        "image": {"tag": "1.10", "size": 5, "digest": "x"}, "list": [{"tag": "18", "appVersion": "1"}, "tag"],
    }  # fmt: skip


def test_numbers_within_what_is_typed_keep_their_spelling() -> None:
    for value in (typed(("a",), "[1.10, 0644, 5, 0.50]", None), from_json(("a",), "[1.10, 1e3, 5, 0.50]")):
        assert edit("a: []\n", "set", "a", value) in (
            "a:\n  - 1.10\n  - 0644\n  - 5\n  - 0.50\n", "a:\n  - 1.10\n  - 1e3\n  - 5\n  - 0.50\n",
        )  # fmt: skip
