"""Which item of one list is which item of another: by its name, else by being equal, else by its place.

Editing, comparing and promoting lists all go by this. A Kubernetes list says who its items are by a key of
theirs: containers by name, ports by containerPort and protocol, mounts by mountPath, hosts by host. The key
that counts is one that every item of all lists has, and that no two items of a list share.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from generator.core.data import MISSING, same
from generator.core.differences import common_ends
from generator.core.paths import Item

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from generator.core.data import Data
    from generator.core.paths import Segment

Names: TypeAlias = tuple[str, ...]

# What names an item in Kubernetes and in charts, the surest first; a second key where one is not enough.
_NAMES: tuple[Names, ...] = (
    ("name",), ("name", "namespace"), ("alias",), ("name", "alias"), ("id",), ("key",), ("host",),
    ("hostname",), ("containerPort",), ("containerPort", "protocol"), ("mountPath",),
    ("mountPath", "subPath"), ("devicePath",), ("port",), ("port", "protocol"), ("path",), ("ip",),
    ("topologyKey",), ("secretName",),
)  # fmt: skip


def names_of(*lists: Sequence[Data]) -> Names | None:
    """The keys that name the items of these lists; None where nothing does."""
    items = [item for one in lists for item in one]
    if not items or not all(isinstance(item, dict) for item in items):
        return None
    known = next((names for names in _NAMES if _tell_apart(names, lists)), None)
    if known is not None:
        return known
    # Any other word tells them apart, too, if lists have items in common by it.
    words = [key for key in items[0] if all(isinstance(item.get(key), str) for item in items)]
    others = [(key,) for key in words if _tell_apart((key,), lists)]
    shared = [
        len(set.intersection(*({_name(item, names) for item in one} for one in lists))) for names in others
    ]
    return others[shared.index(max(shared))] if any(shared) else None


def _tell_apart(names: Names, lists: Sequence[Sequence[Data]]) -> bool:
    for one in lists:
        if not all(_is_name(item.get(names[0])) for item in one):
            return False
        if not all(_is_name(item.get(name, "")) for item in one for name in names[1:]):
            return False
        if len({_name(item, names) for item in one}) < len(one):
            return False
    return True


def _is_name(value: Data) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _name(item: Data, names: Names) -> Hashable:
    return tuple((isinstance(value := item.get(name), str), value) for name in names)


# ── two lists ───────────────────────────────────────────────────────────────────────────────────


def paired(old: Sequence[Data], new: Sequence[Data]) -> list[int | None]:
    """For each item of `new` the index of the item of `old` that it is; None where it is a new one.

    Items that have a name are who they are: another name is another item, unless it is a number, or most
    of what stands beside it is the same, and it stands at the same place.
    """
    names = names_of(old, new)
    found = _equal(old, new) if names is None else _namesakes(old, new, names)
    used = {index for index in found if index is not None}
    for places, indexes in _gaps(found, len(old)):
        free = [index for index in indexes if index not in used]
        for place, index in zip((one for one in places if found[one] is None), free, strict=False):
            if names is None or _is_renamed(old[index], new[place], names):
                found[place] = index
    return found


def by_place(old: Sequence[Data], new: Sequence[Data]) -> list[int | None]:
    """As `paired`, by nothing but their places between what both lists begin and end with."""
    _, tail = common_ends([spelled(item) for item in old], [spelled(item) for item in new])
    shorter = min(len(old), len(new))
    between: list[int | None] = [None] * (len(new) - shorter)
    return [*range(shorter - tail), *between, *range(len(old) - tail, len(old))]


def _namesakes(old: Sequence[Data], new: Sequence[Data], names: Names) -> list[int | None]:
    known = {_name(item, names): index for index, item in enumerate(old)}
    return [known.get(_name(item, names)) for item in new]


def _equal(old: Sequence[Data], new: Sequence[Data]) -> list[int | None]:
    """Equal items, those first that keep their order: at both ends, then between."""
    from generator.core.stretches import stretches  # most commands pair no lists

    left, right = ([spelled(item) for item in one] for one in (old, new))
    found: list[int | None] = [None] * len(new)
    for start, place, length in stretches(left, right):
        found[place : place + length] = range(start, start + length)
    free: dict[str, list[int]] = {}
    used = {index for index in found if index is not None}
    for index in reversed(range(len(old))):
        if index not in used:
            free.setdefault(left[index], []).append(index)
    for place, text in enumerate(right):
        if found[place] is None and free.get(text):
            found[place] = free[text].pop()
    return found


def spelled(item: Data) -> str:
    """Its text, whatever the order of its keys: equal items have one text."""
    return json.dumps(item, sort_keys=True)


def _gaps(found: Sequence[int | None], size: int) -> Iterator[tuple[range, range]]:
    """The places of the new list and the indexes of the old one between items that keep their order."""
    from generator.core.stretches import in_order

    place, index = 0, 0
    kept = in_order([one for one in found if one is not None])
    for end, one in enumerate([*found, size]):
        if one is not None and (one in kept or end == len(found)):
            yield range(place, end), range(index, one)
            place, index = end + 1, one + 1


def _is_renamed(old: Data, new: Data, names: Names) -> bool:
    """Whether two items that are named differently say mostly the same; a number is as good as another."""
    if all(isinstance(item[names[0]], int) for item in (old, new)):
        return True
    rest = {*old, *new} - {*names}
    alike = [key for key in rest if key in old and key in new and same(old[key], new[key])]
    return bool(alike) and 2 * len(alike) >= len(rest)


# ── several lists ───────────────────────────────────────────────────────────────────────────────


def aligned(lists: Sequence[Sequence[Data]]) -> list[tuple[Data, ...]]:
    """The items of several lists side by side, MISSING where a list has none.

    The first list's items come in their places, behind them what others have and it has not.
    """
    known: list[Data] = []
    rows: list[list[Data]] = []
    for number, one in enumerate(lists):
        for row in rows:
            row.append(MISSING)
        for item, index in zip(one, paired(tuple(known), one), strict=True):
            if index is None:
                known.append(item)
                rows.append([*[MISSING] * number, item])
            else:
                rows[index][number] = item
    return [tuple(row) for row in rows]


def items_beside(lists: Sequence[Sequence[Data]]) -> list[tuple[Segment, tuple[Data, ...]]]:
    """As `aligned`, each with what it goes by: an Item where a name tells the items apart, else a place.

    By nothing but their names, then: an item that is named anew is another one.
    """
    names = names_of(*lists)
    if names is None:
        return list(enumerate(aligned(lists)))
    rows: dict[Item, list[Data]] = {}
    for number, one in enumerate(lists):
        for item in one:
            rows.setdefault(item_of(item, names), [MISSING] * len(lists))[number] = item
    return [(item, tuple(row)) for item, row in rows.items()]


def item_of(one: Data, names: Names) -> Item:
    """What an item goes by; of several keys those that it has."""
    return Item(*((name, one[name]) for name in names if name in one))


def ways_to_name(one: Data) -> list[Item]:
    """What an item may be called in a pattern: by each of its keys that says a word or a number."""
    return (
        [Item((key, value)) for key, value in one.items() if _is_name(value)] if isinstance(one, dict) else []
    )
