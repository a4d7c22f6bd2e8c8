"""Texts of several lines: which lines differ, with some around them, and never two that look the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal, NamedTuple

from generator.core.look import look
from generator.core.stretches import hunks_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class TextLine(NamedTuple):
    """A line that went (-), came (+) or stays (a space); of `@` the text says where the next ones stand."""

    sign: Literal["-", "+", " ", "@"]
    text: str


def line_differences(before: str, after: str, around: int = 1) -> list[TextLine]:
    """The lines that differ, and some around them. Those that look the same and differ are shown as JSON."""
    old, new = before.split("\n"), after.split("\n")
    found: list[TextLine] = []
    for group in hunks_of(old, new, around):
        found.append(TextLine("@", f"line {group[0][1] + 1}"))
        for kind, start, end, other, last in group:
            if kind == "equal":
                found += [TextLine(" ", one) for one in old[start:end]]
            else:
                found += [TextLine("-", one) for one in old[start:end]]
                found += [TextLine("+", one) for one in new[other:last]]
    return _told_apart(found)


def _told_apart(lines: Sequence[TextLine]) -> list[TextLine]:
    changed = [one.text for one in lines if one.sign in "-+"]
    alike = _alike(changed, changed)
    shown = [_quoted(one) if one.sign in "-+" and _look(one.text) in alike else one for one in lines]
    if not _alike(changed, [one.text for one in shown if one.sign in "-+"]):
        return shown
    return [_quoted(one) if one.sign in "-+" else one for one in lines]


def _alike(lines: Sequence[str], shown: Sequence[str]) -> set[str]:
    """The looks that several lines have which are not the same."""
    known: dict[str, str] = {}
    return {
        seen
        for line, one in zip(lines, shown, strict=True)
        if known.setdefault(seen := _look(one), line) != line
    }


def _look(line: str) -> str:
    return look(line.replace("\t", " ")).rstrip()


def _quoted(line: TextLine) -> TextLine:
    return line._replace(text=json.dumps(line.text))
