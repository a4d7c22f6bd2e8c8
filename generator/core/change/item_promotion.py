"""A list with some of another one's items: what is carried of it, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, value_at
from generator.core.identity import item_of, names_of
from generator.core.paths import Item
from generator.core.values.by_item import by_item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath, Segment
    from generator.core.values.compare import Row


def has_named_items(values: Sequence[Data]) -> bool:
    """Whether these are lists whose items have names, so that each can be carried alone."""
    return all(isinstance(value, list) and value for value in values) and names_of(*values) is not None


def with_items(target: Data, origin: Data, parts: Sequence[KeyPath]) -> Data:
    """The target's value with these parts of the origin's, their paths within it; `()` is all of it.

    New items come behind the one that they follow in the origin. A path to `[order]` arranges the items
    that both have as the origin does.
    """
    if () in parts or not isinstance(target, dict | list):
        return origin
    below: dict[Segment, list[KeyPath]] = {}
    for path in parts:
        below.setdefault(path[0], []).append(path[1:])
    if isinstance(target, dict):
        made = {
            key: with_items(target.get(key, MISSING), value_at(origin, (key,)), several)
            for key, several in below.items()
            if isinstance(key, str)
        }
        return {key: value for key, value in {**target, **made}.items() if value is not MISSING}
    names = names_of(target, origin) if isinstance(origin, list) else None
    if names is None:
        return origin
    own = {item_of(item, names): item for item in target}
    theirs = {item_of(item, names): item for item in origin}
    for step, several in below.items():
        if isinstance(step, Item) and step.keys:
            own = _placed(
                own, theirs, step, with_items(own.get(step, MISSING), theirs.get(step, MISSING), several)
            )
    if any(isinstance(step, Item) and not step.keys for step in below):
        shared = iter([one for one in theirs if one in own])
        own = {one: own[one] for item in own for one in ([next(shared)] if item in theirs else [item])}
    return list(own.values())


def _placed(own: dict[Item, Data], theirs: dict[Item, Data], step: Item, value: Data) -> dict[Item, Data]:
    """The items with one more, changed or gone."""
    if value is MISSING:
        return {one: item for one, item in own.items() if one != step}
    if step in own:
        return {**own, step: value}
    before = [one for one in list(theirs)[: list(theirs).index(step)] if one in own]
    made: dict[Item, Data] = {} if before else {step: value}
    for one, item in own.items():
        made[one] = item
        if before and one == before[-1]:
            made[step] = value
    return made


def parts_to_carry(row: Row) -> list[Row]:
    """The rows of what differs in a list whose items have names; of one without names within, all of it."""
    found: dict[KeyPath, Row] = {}
    for one in by_item(row):
        depth = next(
            (at for at in range(len(row.path), len(one.path)) if _is_nameless(row, one.path, at)), None
        )
        if depth is None:
            found[one.path] = one
        else:
            inner = one.path[len(row.path) : depth]
            values = tuple(value_at(value, inner) for value in row.values)
            found[one.path[:depth]] = row._replace(path=one.path[:depth], values=values)
    return list(found.values())


def _is_nameless(row: Row, path: KeyPath, depth: int) -> bool:
    """Whether a path leads into a list at this depth whose items have no names."""
    step = path[depth]
    if not isinstance(step, Item) or step.keys:
        return isinstance(step, int)
    lists = [value_at(value, path[len(row.path) : depth]) for value in row.values]
    return names_of(*lists) is None
