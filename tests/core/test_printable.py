from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.printable import is_printable, no_order, printable, printable_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("web.env", "web.env"),
        (
            'a: "b" \\ é \N{GRINNING FACE} \N{NO-BREAK SPACE}',
            'a: "b" \\ é \N{GRINNING FACE} \N{NO-BREAK SPACE}',
        ),
        ("a\nb\r\n\tc", "a\\nb\\r\\n\\tc"),
        ("\x1b[2J", "\\u001b[2J"),
        ("\x00\x07\x7f\x9b", "\\u0000\\u0007\\u007f\\u009b"),
        ("a\u2028b\u2029c\x85d", "a\\u2028b\\u2029c\\u0085d"),
        ("\u202efdp.exe\u2066", "\\u202efdp.exe\\u2066"),
        ("\ud800", "\\ud800"),
        ("\ufeffx", "\\ufeffx"),
    ],
)
def test_what_cannot_be_shown_is_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert is_printable(text) == (text == shown)


@given(st.text())
def test_what_is_shown_is_one_line_that_a_terminal_does_not_obey(text: str) -> None:
    shown = printable(text)
    assert len(shown.splitlines()) <= 1
    assert not [one for one in shown if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp")]


def test_line_breaks_of_a_text_are_its_own() -> None:
    assert printable_lines("a\n\x1bb\r\n") == "a\n\\u001bb\\r\n"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("::error::x", "\\u003a:error::x"),
        ("  ::error::x", "  \\u003a:error::x"),
        ("##[error]x", "\\u0023#[error]x"),
        ("a::b", "a::b"),
        (": :x", ": :x"),
        ("## x", "## x"),
        ("", ""),
    ],
)
def test_line_is_no_order_to_the_runner_of_a_workflow(line: str, shown: str) -> None:
    assert no_order(line) == shown
