"""What two sequences have in common and in one order, found in time that grows with their length.

difflib searches best, and takes minutes for thousands of lines that repeat each other: it gets what is short.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from generator.core.differences import common_ends

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence
    from typing import TypeAlias

    Opcode: TypeAlias = tuple[
        str, int, int, int, int
    ]  # what it is, from where to where in the old, in the new

# Comparisons, at some 60 ns each: of one search, and of all together.
_SHORT = 1_000_000
_MOST = 10_000_000
_DEPTH = 10  # how often what lies between common items is cut again


class Stretch(NamedTuple):
    """Items that follow each other in both sequences: where they begin in each, and how many there are."""

    old: int
    new: int
    length: int


def in_order(indexes: Sequence[int]) -> frozenset[int]:
    """As many of these (different) indexes as can be that rise from one to the next."""
    ends: list[int] = []  # the lowest last index of a rising row of each length
    before: dict[int, int | None] = {}
    for one in indexes:
        length = bisect_left(ends, one)
        before[one] = ends[length - 1] if length else None
        ends[length : length + 1] = [one]
    kept = []
    last = ends[-1] if ends else None
    while last is not None:
        kept.append(last)
        last = before[last]
    return frozenset(kept)


def hunks_of(old: Sequence[str], new: Sequence[str], around: int) -> Iterator[list[Opcode]]:
    """Groups of differences with so many lines `around` them, as difflib makes them."""
    group: list[Opcode] = []
    opcodes = list(_opcodes(old, new))
    for opcode in opcodes:
        tag, a, b, c, d = opcode
        if tag != "equal":
            group.append(opcode)
            continue
        if group:
            if b - a <= 2 * around and opcode is not opcodes[-1]:
                group.append(opcode)
                continue
            stop = min(b, a + around)
            yield [*group, (tag, a, stop, c, c + stop - a)]
        start = max(a, b - around)
        group = [(tag, start, b, d - (b - start), d)]
    if any(entry[0] != "equal" for entry in group):
        yield group


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[Opcode]:
    """What differs, and the stretches that are equal."""
    at, place = 0, 0
    for index, there, length in (*stretches(old, new), Stretch(len(old), len(new), 0)):
        if index > at and there > place:
            yield "replace", at, index, place, there
        elif index > at or there > place:
            yield ("delete" if index > at else "insert"), at, index, place, there
        at, place = index + length, there + length
        if length:
            yield "equal", index, at, there, place


def stretches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Stretch]:
    """What both have in common, in order; where long ones say the same over and over, not all of it."""
    if not old or not new:
        return []
    return list(_joined(sorted(_Search(old, new).between(range(len(old)), range(len(new)), 0))))


def _joined(found: Sequence[Stretch]) -> Iterator[Stretch]:
    """Those that touch each other as one."""
    last = None
    for one in found:
        if last is not None and (last.old + last.length, last.new + last.length) == one[:2]:
            last = last._replace(length=last.length + one.length)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


class _Search:
    def __init__(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
        self.old, self.new = old, new
        self.left = _MOST

    def between(self, olds: range, news: range, depth: int) -> Iterator[Stretch]:
        """What two parts have in common: at both ends, then between."""
        left, right = self.old[olds.start : olds.stop], self.new[news.start : news.stop]
        head, tail = common_ends(left, right)
        if head:
            yield Stretch(olds.start, news.start, head)
        if tail:
            yield Stretch(olds.stop - tail, news.stop - tail, tail)
        left, right = left[head : len(left) - tail], right[head : len(right) - tail]
        if not left or not right:
            return
        olds, news = olds[head : len(olds) - tail], news[head : len(news) - tail]
        cost = _cost(left, right)
        anchors = _anchors(left, right) if cost > min(_SHORT, self.left) and depth < _DEPTH else []
        if anchors:
            yield from self._around(anchors, olds, news, depth + 1)
        elif cost <= self.left:
            self.left -= cost
            yield from _searched(left, right, olds.start, news.start)

    def _around(
        self, anchors: Sequence[tuple[int, int]], olds: range, news: range, depth: int
    ) -> Iterator[Stretch]:
        """The anchors, and what lies before, between and behind them."""
        at, place = 0, 0
        for index, there in anchors:
            yield Stretch(olds[index], news[there], 1)
            if index > at and there > place:
                yield from self.between(olds[at:index], news[place:there], depth)
            at, place = index + 1, there + 1
        yield from self.between(olds[at:], news[place:], depth)


def _cost(left: Sequence[Hashable], right: Sequence[Hashable]) -> int:
    """What difflib compares at most: each search looks at all that is equal, and finds one stretch."""
    here, there = Counter(left), Counter(right)
    equal = sum(number * there[one] for one, number in here.items() if one in there)
    return (equal + len(left)) * min(len(left), len(right), equal + 1)


def _anchors(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The places of what stands once in both, as much of it as stands in one order."""
    here, there = Counter(left), Counter(right)
    places = {one: place for place, one in enumerate(right) if there[one] == 1 and here[one] == 1}
    both = [(index, places[one]) for index, one in enumerate(left) if one in places]
    kept = in_order([place for _, place in both])
    return [(index, place) for index, place in both if place in kept]


def _searched(left: Sequence[Hashable], right: Sequence[Hashable], old: int, new: int) -> Iterator[Stretch]:
    from difflib import SequenceMatcher  # costs 10 ms to import, and most of what is compared is alike

    for index, place, length in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        if length:
            yield Stretch(old + index, new + place, length)
