"""The menu of a question with choices: each has a number, and is answered by it or by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.words import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence


def menu_lines(choices: Sequence[str]) -> list[str]:
    """The choices, each on a line behind its number, from 1 on."""
    width = len(str(len(choices)))
    return [f"  {number:>{width}}) {choice}" for number, choice in enumerate(choices, 1)]


def picked(choices: Sequence[str], answer: str) -> str:
    """The choice of this name, or of this number where none is called so; else the answer as it is."""
    text = answer.strip()
    if text not in choices and text.isdecimal() and text.isascii() and 0 < int(text[:9]) <= len(choices):
        return choices[int(text) - 1]
    return text


def no_choice(choices: Sequence[str], answer: str) -> str:
    """Why the answer is none of the choices, with what was probably meant."""
    text = answer.strip()
    if text.isdecimal():
        return f"there is no number {text}: they go from 1 to {len(choices)}"
    near = nearest(text, choices)
    return f'"{text}" is none of them' + (f': did you mean "{near}"?' if near else "")
