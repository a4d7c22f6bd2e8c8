"""Lines of styled parts, as values."""

from __future__ import annotations

from generator.core.styled import Line, Part, heading, line


def test_line_is_its_parts_without_the_empty_ones() -> None:
    made = line("a ", Part("b", "red"), "", Part("", "dim"))
    assert made == Line((Part("a "), Part("b", "red")))
    assert made.text == "a b"


def test_line_of_nothing_is_an_empty_line() -> None:
    assert line() == line("") == Line()
    assert line().text == ""


def test_heading_stands_below_an_empty_line() -> None:
    assert heading("Services") == [Line(), Line((Part("Services", "bold"),))]
