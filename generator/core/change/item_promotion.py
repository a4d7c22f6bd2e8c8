"""A list with some of another one's items: what is carried of it, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, value_at
from generator.core.identity import item_of, names_of
from generator.core.paths import Item
from generator.core.values.by_item import by_item

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from generator.core.data import Data
    from generator.core.paths import KeyPath, Segment
    from generator.core.values.compare import Row

    Items: TypeAlias = dict[Item, Data]


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
    changed = {
        step: with_items(own.get(step, MISSING), theirs.get(step, MISSING), several)
        for step, several in below.items()
        if isinstance(step, Item) and step.keys
    }
    own = _with_changes(own, theirs, changed)
    if any(isinstance(step, Item) and not step.keys for step in below):
        shared = iter([one for one in theirs if one in own])
        own = {one: own[one] for item in own for one in ([next(shared)] if item in theirs else [item])}
    return list(own.values())


def _with_changes(own: Mapping[Item, Data], theirs: Iterable[Item], changed: Mapping[Item, Data]) -> Items:
    """The items without those that are gone, and with new ones behind those that they follow in `theirs`."""
    behind: dict[Item | None, list[Item]] = {}
    last = None
    for one in theirs:
        if one in own:
            last = one
        elif changed.get(one, MISSING) is not MISSING:
            behind.setdefault(last, []).append(one)
    order = [*behind.get(None, ()), *(item for one in own for item in (one, *behind.get(one, ())))]
    made = ((one, changed.get(one, MISSING) if one in changed else own[one]) for one in order)
    return {one: value for one, value in made if value is not MISSING}


def parts_to_carry(row: Row) -> list[Row]:
    """The rows of what differs in a list whose items have names; of one without names within, all of it."""
    found: dict[KeyPath, Row] = {}
    lists: dict[KeyPath, bool] = {}
    for one in by_item(row):
        depth = next(
            (at for at in range(len(row.path), len(one.path)) if _is_nameless(row, one.path, at, lists)), None
        )
        if depth is None:
            found[one.path] = one
        elif one.path[:depth] not in found:
            inner = one.path[len(row.path) : depth]
            values = tuple(value_at(value, inner) for value in row.values)
            found[one.path[:depth]] = row._replace(path=one.path[:depth], values=values)
    return list(found.values())


def _is_nameless(row: Row, path: KeyPath, depth: int, known: dict[KeyPath, bool]) -> bool:
    """Whether a path leads into a list here whose items have no names; lists looked at are `known`."""
    step = path[depth]
    if not isinstance(step, Item) or step.keys:
        return isinstance(step, int)
    above = path[len(row.path) : depth]
    if above not in known:
        known[above] = names_of(*(value_at(value, above) for value in row.values)) is None
    return known[above]


class DecidedKeys:
    """Keys of which it is known whether they are carried, and so what is in them and around them."""

    def __init__(self, paths: Iterable[KeyPath]) -> None:
        self._paths: set[KeyPath] = set()
        self._above: set[KeyPath] = set()
        for path in paths:
            self.add(path)

    def add(self, path: KeyPath) -> None:
        if isinstance(path[-1], str):
            self._paths.add(path)
            self._above.update(path[:depth] for depth in range(len(path)))

    def covers(self, path: KeyPath) -> bool:
        return path in self._above or any(path[:depth] in self._paths for depth in range(1, len(path) + 1))
