"""Plain data with one edit made. What is given is never changed, and shared where it stays the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, value_at

if TYPE_CHECKING:
    from generator.core.data import Data
    from generator.core.paths import KeyPath


class Blocked(Exception):
    """Something else stands on the way, or nothing where something was to go."""


def data_with(data: Data, path: KeyPath, value: Data, *, insert: bool = False) -> Data:
    """Data with value at path; before what is there, if insert and that is an item of a list."""
    if not path:
        return value
    name, rest = path[0], path[1:]
    if isinstance(name, str):
        if not (data is None or isinstance(data, dict)):
            raise Blocked
        pairs = data or {}
        return {**pairs, name: data_with(pairs.get(name), rest, value, insert=insert)}
    if not (data is None or isinstance(data, list)):
        raise Blocked
    items = list(data or [])
    old = items[name] if name < len(items) else None
    items[name : name + (0 if insert and not rest else 1)] = [data_with(old, rest, value, insert=insert)]
    return items


def data_without(data: Data, path: KeyPath, *, prune: bool = False) -> Data:
    """Data without what is at path, and without what this empties if prune."""
    name, rest = path[0], path[1:]
    if value_at(data, (name,)) is MISSING:
        raise Blocked
    copy = data.copy()
    inner = data_without(data[name], rest, prune=prune) if rest else MISSING
    if inner is MISSING or (prune and not inner):
        del copy[name]
    else:
        copy[name] = inner
    return copy
