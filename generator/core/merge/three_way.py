"""The data that three versions of values become, and where both sides said something else of one thing.

Maps are merged by key, lists of maps by what identifies their items in all three versions, lists of names
(see `SETS`) as ordered sets; any other list is one value. A side that says what the base says yields.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from generator.core.data import MISSING, map_or_empty, same
from generator.core.identity import item_of, names_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.core.data import Data, Values
    from generator.core.identity import Names
    from generator.core.paths import KeyPath

# both changed it; only they changed what we removed; only we changed what they removed; both added it.
Dispute: TypeAlias = Literal["changed", "removed by ours", "removed by theirs", "added"]

SETS = ("presets",)  # lists of names, by their key
_MAPS_OF_SETS = ("connections",)  # maps whose lists are lists of names


class MergeConflict(NamedTuple):
    """A place at which both sides changed the same; ours stands there."""

    path: KeyPath
    kind: Dispute


class MergedData(NamedTuple):
    """What the data become, ours where a conflict is, and all conflicts in the order of the data."""

    data: Data
    conflicts: tuple[MergeConflict, ...]


def three_way(
    base: Data,
    ours: Data,
    theirs: Data,
    *,
    favours_theirs: bool = False,
    decided: Mapping[KeyPath, Data] = MappingProxyType({}),
) -> MergedData:
    """Merge three values; any of them may be MISSING. Where there is a conflict one side stands.

    `decided` has what stands at places where there would be one: MISSING for nothing. They are none then.
    """
    merging = _Merging(favours_theirs, decided)
    data = merging.merged(base, ours, theirs, ())
    return MergedData(data, tuple(merging.conflicts))


def same_any_order(left: Data, right: Data) -> bool:
    """As `same`, but lists whose items a name tells apart are equal in any order."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(
            same_any_order(one, right[key]) for key, one in left.items()
        )
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        if names := names_of(left, right):
            known = {item_of(one, names): one for one in right}
            return all(same_any_order(one, known.get(item_of(one, names), MISSING)) for one in left)
        return all(same_any_order(one, other) for one, other in zip(left, right, strict=True))
    return same(left, right)


def is_blank(value: Data) -> bool:
    """Whether nothing stands there that a map or a list could not take the place of."""
    return value is MISSING or value is None or value in ({}, [])


def shared_names(*lists: Data) -> Names | None:
    """What tells the items of lists apart, blank values among them; None where nothing does."""
    found = [one for one in lists if isinstance(one, list) and one]
    if len(found) < 2 or not all(isinstance(one, list) or is_blank(one) for one in lists):
        return None
    return names_of(*found)


def is_set(path: KeyPath) -> bool:
    """Whether the list at a path is one of names, whose order says nothing."""
    return bool(path) and (path[-1] in SETS or (len(path) > 1 and path[-2] in _MAPS_OF_SETS))


def order_of(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """The order in which entries of three versions stand: ours, what they added behind what it stands behind.

    Where we left the order alone and they did not, theirs, with what we added put in likewise. Entries that
    one side removed are among them.
    """
    common = {*base} & {*ours} & {*theirs}
    was, ours_now, theirs_now = ([one for one in names if one in common] for names in (base, ours, theirs))
    first, second = (theirs, ours) if ours_now == was != theirs_now else (ours, theirs)
    result = list(first)
    known = {*first}
    for place, name in enumerate(second):
        if name in known:
            continue
        before = next((one for one in reversed(second[:place]) if one in known), None)
        result.insert(result.index(before) + 1 if before is not None else _front(result, second, known), name)
        known.add(name)
    return result


def _front(result: list[str], other: Sequence[str], known: set[str]) -> int:
    """Where something goes before which the other has nothing: before what follows it there."""
    following = next((one for one in other if one in known), None)
    return result.index(following) if following is not None else len(result)


class _Merging:
    """One merge: which side stands at a conflict, and those that were found."""

    def __init__(self, favours_theirs: bool, decided: Mapping[KeyPath, Data]) -> None:
        self.favours_theirs, self.decided = favours_theirs, decided
        self.conflicts: list[MergeConflict] = []

    def merged(self, base: Data, ours: Data, theirs: Data, path: KeyPath) -> Data:
        if same_any_order(ours, theirs) or same_any_order(theirs, base):
            return ours
        if same_any_order(ours, base):
            return theirs
        if isinstance(ours, dict) and isinstance(theirs, dict) and (isinstance(base, dict) or is_blank(base)):
            return self._maps(map_or_empty(base), ours, theirs, path)
        if isinstance(ours, list) and isinstance(theirs, list):
            lists = [[] if is_blank(one) else one for one in (base, ours, theirs)]
            if names := shared_names(*lists):
                return self._items(lists, names, path)
            if is_set(path) and all(isinstance(item, str) for one in lists for item in one):
                return _merged_sets(*lists)
        if path in self.decided:
            return self.decided[path]
        self.conflicts.append(MergeConflict(path, _dispute(base, ours, theirs)))
        return theirs if self.favours_theirs else ours

    def _maps(self, base: Values, ours: Values, theirs: Values, path: KeyPath) -> dict[str, Data]:
        result = {}
        for key in order_of(list(base), list(ours), list(theirs)):
            was, mine, new = (one.get(key, MISSING) for one in (base, ours, theirs))
            if (value := self.merged(was, mine, new, (*path, key))) is not MISSING:
                result[key] = value
        return result

    def _items(self, lists: Sequence[Data], names: Names, path: KeyPath) -> list[Data]:
        known: list[dict[str, Data]] = [{item_of(one, names): one for one in items} for items in lists]
        result = []
        for item in order_of(*(list(one) for one in known)):
            was, mine, new = (one.get(item, MISSING) for one in known)
            if (value := self.merged(was, mine, new, (*path, item))) is not MISSING:
                result.append(value)
        return result


def _merged_sets(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    gone = {one for one in base if one not in ours or one not in theirs}
    return [one for one in order_of(base, ours, theirs) if one not in gone]


def _dispute(base: Data, ours: Data, theirs: Data) -> Dispute:
    if ours is MISSING:
        return "removed by ours"
    if theirs is MISSING:
        return "removed by theirs"
    return "added" if base is MISSING else "changed"
