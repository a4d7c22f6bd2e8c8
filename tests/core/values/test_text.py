"""Values as people read them."""

from __future__ import annotations

import pytest

from generator.core.data import MISSING, Data
from generator.core.values.text import as_yaml, one_line
from generator.core.yaml.data import values_of_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (MISSING, "—"),
        ("a", "a"),
        ("1.0", '"1.0"'),
        (None, "null"),
        (True, "true"),
        ({"a": [1, "x"], "b": {}}, "{a: [1, x], b: {}}"),
        ([], "[]"),
    ],
)
def test_one_line(value: Data, text: str) -> None:
    assert one_line(value) == text


@pytest.mark.parametrize(("longest", "text"), [(None, "abcdef"), (6, "abcdef"), (5, "abcd…")])
def test_line_is_cut_where_it_is_too_long(longest: int | None, text: str) -> None:
    assert one_line("abcdef", longest) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.0", "1.0"),
        ("two\nlines", "two\nlines"),
        (5, "5"),
        (False, "false"),
        ({}, "{}"),
        ([], "[]"),
        ({"a": {"b": [1, "2"]}}, 'a:\n  b:\n    - 1\n    - "2"'),
    ],
)
def test_yaml_of_a_value_is_what_helm_reads_and_a_string_alone_is_itself(value: Data, text: str) -> None:
    assert as_yaml(value) == text


@pytest.mark.parametrize(
    ("text", "line", "yaml"),
    [
        ("1.10", "1.1", "1.1"),
        ("0x1F", "31", "31"),
        ("[0644, 1e3, x]", "[420, 1000.0, x]", "- 420\n- 1000.0\n- x"),
        ("{a: 1_000}", "{a: 1000}", "a: 1000"),
        ("'1.10'", '"1.10"', "1.10"),
    ],
)
def test_numbers_are_shown_as_helm_has_them(text: str, line: str, yaml: str) -> None:
    value = values_of_text(f"k: {text}\n")["k"]
    assert (one_line(value), as_yaml(value)) == (line, yaml)
