"""What somebody types, as the value that is meant."""

from __future__ import annotations

import pytest

from generator.core.assign import from_json, split_assignment, typed
from generator.core.helm_values import MISSING
from generator.core.value_schema import describe
from generator.errors import BlueprintError, UsageError


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
    ("integer", MISSING, "5.0", 5),
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
    (["integer", "object"], 80, "{port: 80}", {"port": 80}),
]


@pytest.mark.parametrize(("types", "current", "text", "value"), TYPED)
def test_schema_says_what_a_text_is(types: object, current: object, text: str, value: object) -> None:
    found = typed(("a",), text, describe({"type": types}, ()), current)
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
        ({"type": "boolean"}, "1", "a: true or false is expected, not '1'"),
        ({"type": ["array", "object"]}, "x", "a: a list is expected, as in '[a, b]' or a map is expected, as in '{key: value}', not 'x'"),
        ({"enum": ["a", 1]}, "b", "a: 'b' is not allowed\n  Allowed are: a, 1."),
    ],
)  # fmt: skip
def test_refuses_what_the_schema_does_not_want(schema: dict, text: str, error: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        typed(("a",), text, describe(schema, ()))
    assert str(caught.value) == error


def test_number_of_an_enumeration_stays_a_number() -> None:
    assert typed(("a",), "1", describe({"enum": ["a", 1]}, ())) == 1


@pytest.mark.parametrize("text", ["null", "~"])
def test_null_is_refused(text: str) -> None:
    with pytest.raises(BlueprintError, match="Helm 3 and Helm 4 disagree"):
        typed(("a",), text, None)
    with pytest.raises(BlueprintError, match="Helm 3 and Helm 4 disagree"):
        from_json(("a",), "null")
