"""Texts beside each other, cut to a width around what differs in them: no two are cut to be the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.core.differences import common_ends
from generator.core.look import tells_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

MARK = "…"
_FEWEST = 5  # letters around a difference
_LEAST = 3  # letters from a difference on, where the beginning of a text has it
_BEFORE = 3  # of a window's letters one in so many stands before the difference


def cut_apart(texts: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Each text within its width, as far as what tells it from the others can be seen so; else longer.

    A text that is cut shows its letters around the first difference, with an ellipsis where some are missing.
    What is left of two that differ does not look the same, either: letters have escapes where it would.
    """
    shown = _cut_apart(texts, widths)
    if tells_apart(texts, shown) or not tells_apart(texts, texts):
        return shown
    return _cut_apart([text if text.isascii() else json.dumps(text)[1:-1] for text in texts], widths)


def _cut_apart(texts: Sequence[str], widths: Sequence[int]) -> list[str]:
    if all(len(text) <= width for text, width in zip(texts, widths, strict=True)):
        return list(texts)
    distinct = list(dict.fromkeys(texts))
    points = [_parting(min(distinct), max(distinct))] if len(distinct) > 1 else [0]
    while True:
        shown = [_around(text, width, points) for text, width in zip(texts, widths, strict=True)]
        two = _alike(texts, shown)
        if two is None:
            return shown
        point = _parting(*two)
        if point in points:
            break
        points = sorted([*points, point])
    # Where one goes on as the other begins, they are as long as they are; else they are shown whole.
    counted = [_counted(text, width) for text, width in zip(texts, widths, strict=True)]
    return counted if _alike(texts, counted) is None else list(texts)


def _parting(one: str, other: str) -> int:
    return common_ends(one, other)[0]


def _alike(texts: Sequence[str], shown: Sequence[str]) -> tuple[str, str] | None:
    """Two different texts that are shown as the same."""
    known: dict[str, str] = {}
    for text, seen in zip(texts, shown, strict=True):
        if known.setdefault(seen, text) != text:
            return known[seen], text
    return None


def _around(text: str, width: int, points: Sequence[int]) -> str:
    """The text's letters around these points, in at most `width` where that is enough for each of them."""
    if len(text) <= width:
        return text
    if len(points) == 1 and points[0] + _LEAST < width:
        return text[: width - 1] + MARK
    room = max((width - len(points) - 1) // len(points), _FEWEST)
    windows: list[tuple[int, int]] = []
    for point in points:
        # What ends before the point shows its end.
        start = max(0, min(point - room // _BEFORE, len(text) - room))
        if windows and start <= windows[-1][1] + 1:
            windows[-1] = windows[-1][0], max(windows[-1][1], start + room)
        else:
            windows.append((start, start + room))
    shown = MARK.join(text[start:end] for start, end in windows)
    return f"{MARK if windows[0][0] else ''}{shown}{MARK if windows[-1][1] < len(text) else ''}"


def _counted(text: str, width: int) -> str:
    if len(text) <= width:
        return text
    count = f"{MARK}({len(text)} letters)"
    return text[: max(width - len(count), _FEWEST)] + count
