"""Lines of styled parts, as values."""

from __future__ import annotations

import pytest

from generator.core.styled import Line, Part, has_colours, heading, line


def test_line_is_its_parts_without_the_empty_ones() -> None:
    made = line("a ", Part("b", "red"), "", Part("", "dim"))
    assert made == Line((Part("a "), Part("b", "red")))
    assert made.text == "a b"


def test_line_of_nothing_is_an_empty_line() -> None:
    assert line() == line("") == Line()
    assert line().text == ""


def test_heading_stands_below_an_empty_line() -> None:
    assert heading("Services") == [Line(), Line((Part("Services", "bold"),))]


@pytest.mark.parametrize(
    ("wish", "environment", "expected"),
    [
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
        ("auto", {}, None),
        ("auto", {"NO_COLOR": "", "FORCE_COLOR": "", "CLICOLOR": "1", "TERM": "xterm"}, None),
        ("auto", {"NO_COLOR": "0"}, False),  # no-color.org: whatever its value
        ("auto", {"FORCE_COLOR": "0"}, None),
        ("auto", {"FORCE_COLOR": "3", "TERM": "dumb"}, True),
        ("auto", {"CLICOLOR_FORCE": "1"}, True),
        ("auto", {"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
        ("auto", {"TERM": "dumb"}, False),
        ("auto", {"CLICOLOR": "0"}, False),
    ],
)
def test_colours_go_by_what_is_asked_and_by_the_variables_of_others(
    wish: str, environment: dict[str, str], expected: bool | None
) -> None:
    assert has_colours(wish, environment) is expected
