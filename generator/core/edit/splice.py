"""Splices of a text: what is replaced by what, one beside the other, carried out at once."""

from __future__ import annotations

from bisect import bisect_right, insort
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Unplanned(Exception):
    """The spot is written in a way that splices do not know: an explicit `? key`, a pair in brackets."""


class Splice(NamedTuple):
    """Replace text[start:end]."""

    start: int
    end: int
    text: str


def apply(text: str, splices: Sequence[Splice]) -> str:
    """The text with every splice carried out; those at the same place in the order given."""
    parts: list[str] = []
    position = 0
    for splice in sorted(splices, key=lambda s: (s.start, s.end)):
        if splice.start < position:
            raise Unplanned
        parts += (text[position : splice.start], splice.text)
        position = splice.end
    return "".join([*parts, text[position:]])


class PendingSplices:
    """Splices of one text that do not touch each other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._splices: list[Splice] = []
        self._starts: list[int] = []  # of what is replaced, in order, and the ends
        self._ends: list[int] = []
        self._points: list[int] = []  # where something is inserted, in order
        self._at_end: Splice | None = None  # one of those there, such as decides how the text ends

    def takes(self, splices: Sequence[Splice]) -> bool:
        """Add these and say True; False, with nothing added, where one overlaps what is there."""
        if any(map(self._overlaps, splices)):
            return False
        for one in splices:
            if one.start == one.end:
                insort(self._points, one.start)
            else:
                insort(self._starts, one.start)
                insort(self._ends, one.end)
        self._splices += splices
        for one in splices:
            if one.end == len(self.text) and not (self._at_end and not self._adds_lines(self._at_end)):
                self._at_end = one
        return True

    def _overlaps(self, one: Splice) -> bool:
        other = self._at_end
        if one.end == len(self.text) and other and not (self._adds_lines(other) and self._adds_lines(one)):
            return True  # how the file ends decides what is written there
        index = bisect_right(self._ends, one.start)
        if index < len(self._starts) and self._starts[index] < one.end:
            return True
        index = bisect_right(self._points, one.start)
        return index < len(self._points) and self._points[index] < one.end

    def _adds_lines(self, one: Splice) -> bool:
        """Whether the text ends afterwards as it did, with a line break."""
        return one.start == one.end and self.text.endswith("\n") and one.text.endswith("\n")

    def applied(self) -> str:
        return apply(self.text, self._splices)
