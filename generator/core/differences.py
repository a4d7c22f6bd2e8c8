"""What differs: in data that stand beside each other, and between two sequences."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import MISSING, equal, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias, TypeVar

    from generator.core.data import Data
    from generator.core.paths import KeyPath, Segment

    T = TypeVar("T")
    # What is within data beside each other, one by one; None where they are compared as they are.
    Within: TypeAlias = Callable[[Sequence[Data]], Iterable[tuple[Segment, Sequence[Data]]] | None]


class Beside(NamedTuple):
    """What stands at one path in several data, MISSING where nothing does."""

    path: KeyPath
    values: tuple[Data, ...]
    differs: bool


def agree(values: Sequence[Data]) -> bool:
    """Whether all are the same to a template; MISSING is like itself alone."""
    return all(equal(values[0], one) for one in values[1:])


def entries_of_maps(values: Sequence[Data]) -> list[tuple[Segment, Sequence[Data]]] | None:
    """The entries of maps, in the order in which the maps have them; None where one of them is no map."""
    if not all(isinstance(one, dict) for one in values):
        return None
    keys = dict.fromkeys(key for one in values for key in one)
    return [(key, [one.get(key, MISSING) for one in values]) for key in keys]


def first_equals(values: Sequence[Data]) -> list[int]:
    """For each value the number of the first that it is equal to: its own where it is the first."""
    scalars: dict[tuple[bool, Data], int] = {}  # equal numbers have one hash; true and false are none
    others: list[int] = []
    found = []
    for place, one in enumerate(values):
        if isinstance(one, dict | list) or one != one:  # noqa: PLR0124  # `.nan` is like itself
            number = next(
                (known for known in others if values[known] is one or equal(values[known], one)), place
            )
            if number == place:
                others.append(place)
        else:
            number = scalars.setdefault((isinstance(one, bool), one), place)
        found.append(number)
    return found


def entries_of_any(values: Sequence[Data]) -> list[tuple[Segment, Sequence[Data]]] | None:
    """As entries_of_maps, where a map may also stand beside nothing: what it states is missing there.

    Not where an empty map stands beside nothing: they would look the same.
    """
    if any(one is MISSING for one in values) and any(one == {} for one in values):
        return None
    maps = [{} if one is MISSING else one for one in values]
    return entries_of_maps(maps) if any(isinstance(one, dict) and one for one in maps) else None


def beside(
    values: Sequence[Data], path: KeyPath = (), *, within: Within = entries_of_maps, everything: bool = False
) -> Iterator[Beside]:
    """What differs in data beside each other, as deep as `within` goes; with `everything` all there is."""
    first = values[0]
    # Most of two environments is one and the same object: the charts' defaults.
    if all(one is first for one in values):
        if everything:
            for key, value in leaves(first, path):
                yield Beside(key, (value,) * len(values), differs=False)
        return
    inner = within(values)
    if inner is not None:
        for step, several in inner:
            if everything or any(one is not several[0] for one in several):
                yield from beside(several, (*path, step), within=within, everything=everything)
        return
    differs = not agree(values)
    if differs or everything:
        yield Beside(path, tuple(values), differs)


def first_difference(left: Data, right: Data) -> KeyPath | None:
    """The path of the first value that differs; None where all are equal."""
    if left is right or equal(left, right):  # much quicker than a walk
        return None
    return next(beside((left, right))).path


def common_ends(
    old: Sequence[T], new: Sequence[T], same: Callable[[T, T], bool] = operator.eq
) -> tuple[int, int]:
    """How many items two sequences have in common at their beginning and, of the rest, at their end."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if not same(old[i], new[i])), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if not same(old[-1 - i], new[-1 - i])), rest)
    return head, tail
