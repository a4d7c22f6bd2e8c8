"""What must come out of an edit: the old nodes with the intended change, as a tree to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from generator.core.yaml.data import scalar_data
from generator.core.yaml.document import Node, entry_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.core.data import Data
    from generator.core.paths import KeyPath


class Unproven(Exception):
    """The new text is not the old one with the edit, or cannot be. str() says in what way."""


class Wanted(NamedTuple):
    """Data that the edit asked for, to be found in any spelling."""

    data: Data


class Shape(NamedTuple):
    """A collection with an edit somewhere inside. A list's names are None."""

    kind: Literal["map", "seq"]
    members: tuple[tuple[str | None, Expected], ...]
    new: frozenset[str | None] = frozenset()  # keys that were not there, which may stand anywhere


# What a place of the new document must be: the same node as before, new data, or a collection of these.
Expected: TypeAlias = Node | Wanted | Shape


def members(place: Expected) -> list[tuple[str | None, Expected]]:
    """The members of a collection, old or expected; of new data and of scalars there are none."""
    if isinstance(place, Shape):
        return list(place.members)
    if isinstance(place, Wanted):
        return []
    if place.kind == "map":
        return [(entry_name(key), value) for key, value in place.pairs]
    return [(None, item) for item in place.items]


def _index(place: Expected, name: str | int) -> int | None:
    if isinstance(name, int):
        return name if name < len(members(place)) else None
    return next((i for i, (key, _) in reversed(list(enumerate(members(place)))) if key == name), None)


def with_value(place: Expected | None, path: KeyPath, value: Expected) -> Expected:
    """Place with value at path; levels that are missing are made, and what is there makes no room."""
    if not path:
        return value
    name = path[0]
    kind: Literal["map", "seq"] = "map" if isinstance(name, str) else "seq"
    old = _members_to_grow(place, kind)
    index = _index(place, name) if place is not None else None
    key = name if isinstance(name, str) else None
    if index is not None:
        old[index] = (old[index][0], with_value(old[index][1], path[1:], value))
    elif key is None and name != len(old):
        raise Unproven("a list would get an item behind its end")
    else:
        old.append((key, with_value(None, path[1:], value)))
    new = place.new if isinstance(place, Shape) else frozenset()
    return Shape(kind, tuple(old), new | {key} if index is None else new)


def _members_to_grow(
    place: Expected | None, kind: Literal["map", "seq"]
) -> list[tuple[str | None, Expected]]:
    """The members of what may become a collection with one more: one of its kind, null, nothing yet."""
    if place is None or (isinstance(place, Node) and place.kind == "scalar" and scalar_data(place) is None):
        return []
    if isinstance(place, Wanted) or place.kind != kind:
        raise Unproven("something else stands where the value is to go")
    return members(place)


def without(place: Expected, path: KeyPath) -> Expected:
    """Place without what is at path."""
    index = _index(place, path[0])
    old = members(place)
    if index is None:
        return place
    kind: Literal["map", "seq"] = "map" if isinstance(path[0], str) else "seq"
    if len(path) == 1:
        del old[index]
    else:
        old[index] = (old[index][0], without(old[index][1], path[1:]))
    return Shape(kind, tuple(old))


def with_inserted(place: Expected, path: KeyPath, value: Expected) -> Expected:
    """Place with value before the item at path."""
    if len(path) == 1:
        old = members(place)
        old.insert(int(path[0]), (None, value))
        return Shape("seq", tuple(old))
    return _replaced(place, path, lambda inner: with_inserted(inner, path[1:], value))


def with_name(place: Expected, path: KeyPath, name: str) -> Expected:
    """Place with another name for the key at path."""
    if len(path) == 1:
        index = _index(place, path[0])
        old = members(place)
        return Shape("map", tuple((name if i == index else key, value) for i, (key, value) in enumerate(old)))
    return _replaced(place, path, lambda inner: with_name(inner, path[1:], name))


def _replaced(place: Expected, path: KeyPath, change: Callable[[Expected], Expected]) -> Expected:
    index = _index(place, path[0])
    old = members(place)
    if index is not None:
        old[index] = (old[index][0], change(old[index][1]))
    return Shape("map" if isinstance(path[0], str) else "seq", tuple(old))


def has(place: Expected, path: KeyPath) -> bool:
    """True where something stands at path."""
    for name in path:
        index = _index(place, name)
        if index is None:
            return False
        place = members(place)[index][1]
    return True
