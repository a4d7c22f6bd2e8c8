"""What differs within values beside each other, as deep as there are names: the items of lists one by one.

A list of maps with names is compared as a map is, each item by its name. Of a list of anything else an
item is what it says: it is there or not. Where items that several lists have stand in another order, a row
says so.
"""

from __future__ import annotations

import json
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from generator.core.data import MISSING
from generator.core.differences import agree, entries_of_any
from generator.core.identity import item_of, names_of
from generator.core.paths import Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.core.data import Data
    from generator.core.identity import Names
    from generator.core.paths import KeyPath, Segment


class ItemRow(NamedTuple):
    """A part of values beside each other that is not the same in all of them, MISSING where it is not there.

    Of kind `item` it is an item of a list that one of them has not. Of kind `order` the values are what the
    items of the list at `path` go by, as each list has them: their names, or the items themselves.
    `places` says where an item stands in each list.
    """

    path: KeyPath
    kind: Literal["value", "item", "order"]
    values: tuple[Data, ...]
    places: tuple[int | None, ...] = ()


def item_rows(values: Sequence[Data], path: KeyPath = ()) -> Iterator[ItemRow]:
    """What differs between two or more values, item by item where they are lists."""
    if agree(values):
        return
    lists = [one for one in values if isinstance(one, list)]
    is_there = [one is not MISSING for one in values]
    if lists and len(lists) == sum(is_there) and (all(is_there) or (len(values) > 2 and all(lists))):
        yield from _of_lists([one if isinstance(one, list) else [] for one in values], is_there, path)
        return
    inner = entries_of_any(values) if all(is_there) else None
    if inner is None:
        yield ItemRow(path, "value", tuple(values))
        return
    for step, several in inner:
        yield from item_rows(several, (*path, step))


def _of_lists(lists: Sequence[list[Data]], is_there: Sequence[bool], path: KeyPath) -> Iterator[ItemRow]:
    names = names_of(*lists)
    if names is None and all(is_there) and _are_maps_of_one_number(lists):
        for place, several in enumerate(zip(*lists, strict=True)):
            yield from item_rows(several, (*path, place))
        return
    rows = _beside(lists, names)
    for step, places in rows:
        several = tuple(
            MISSING if place is None else one[place] for one, place in zip(lists, places, strict=True)
        )
        if None in places:
            yield ItemRow((*path, step), "item", several, places)
        else:
            yield from item_rows(several, (*path, step))
    if _is_moved([places for _, places in rows]):
        said = tuple([_called(item, names) for item in one] if names else one for one in lists)
        yield ItemRow(
            path, "order", tuple(one if there else MISSING for one, there in zip(said, is_there, strict=True))
        )


def _called(item: Data, names: Names) -> Data:
    """What an item goes by, without the word for it where there is one alone."""
    return item[names[0]] if len(names) == 1 else {name: item[name] for name in names if name in item}


def _are_maps_of_one_number(lists: Sequence[list[Data]]) -> bool:
    return len({len(one) for one in lists}) == 1 and all(
        isinstance(item, dict) for one in lists for item in one
    )


def _beside(lists: Sequence[list[Data]], names: Names | None) -> list[tuple[Segment, tuple[int | None, ...]]]:
    """For each item what it goes by, and where it stands in each list.

    Without names equal items are one: the first of a list and the first of another one, and so on.
    """
    rows: dict[tuple[str, int], list[int | None]] = {}
    for side, one in enumerate(lists):
        seen: dict[str, int] = {}
        for place, item in enumerate(one):
            text = item_of(item, names) if names else _normal(item)
            seen[text] = seen.get(text, 0) + 1
            rows.setdefault((text, seen[text]), [None] * len(lists))[side] = place
    return [(text if names else Item(), tuple(places)) for (text, _), places in rows.items()]


def _is_moved(rows: Sequence[Sequence[int | None]]) -> bool:
    """Whether two lists have items in common and not in one order."""
    columns = dict.fromkeys(zip(*rows, strict=True))  # most environments have a list in one order
    for one, other in combinations(columns, 2):
        both = zip(one, other, strict=True)
        shared = sorted((here, there) for here, there in both if here is not None and there is not None)
        if any(there > following for (_, there), (_, following) in pairwise(shared)):
            return True
    return False


def _normal(item: Data) -> str:
    """Equal items have one text: 1 and 1.0 are equal, the order of keys is nothing."""
    return json.dumps(_plain_numbers(item), sort_keys=True)


def _plain_numbers(item: Data) -> Data:
    if isinstance(item, dict):
        return {key: _plain_numbers(value) for key, value in item.items()}
    if isinstance(item, list):
        return [_plain_numbers(value) for value in item]
    return int(item) if isinstance(item, float) and item.is_integer() else item
