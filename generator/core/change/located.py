"""Where an edit of a named item goes: files know indexes, and people names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import MISSING, places_of, value_at
from generator.core.edit.data_edits import data_with
from generator.core.paths import Item, format_path
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.edit.edits import Edit
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel


class NamedSpot(NamedTuple):
    """A path with indexes. What stands behind a new item is `within` it, and `item` says what names it."""

    path: KeyPath
    item: Item | None = None
    within: KeyPath = ()


def list_of_items(path: KeyPath) -> KeyPath | None:
    """The outermost list of which a path names an item."""
    return next((path[:depth] for depth, step in enumerate(path) if isinstance(step, Item)), None)


def located(model: ValuesModel, environment: str | None, file: PurePosixPath, path: KeyPath) -> NamedSpot:
    """Where what a path names is, in the list that the file states or else in the one that is in effect.

    An item that is not there comes behind the others. BlueprintError where its list is none, or has
    several of that name.
    """
    above = list_of_items(path)
    if above is None:
        return NamedSpot(path)
    stated = model.said(file, above)
    data = stated if isinstance(stated, list) else model.effective(environment, above)
    steps: list[str | int] = list(above)
    for depth, step in enumerate(path[len(above) :], len(above)):
        if isinstance(step, Item):
            name = format_path(tuple(steps))
            if data is not MISSING and not isinstance(data, list):
                raise BlueprintError(f"{name} is no list: it has no item {step}")
            found = places_of(data, step)
            if len(found) > 1:
                places = " or ".join(f"{name}[{place}]" for place in found)
                raise BlueprintError(f"{name} has {len(found)} items {step}", hint=f"Write {places}.")
            if not found:
                place = 0 if data is MISSING else len(data)
                return NamedSpot((*steps, place), step, path[depth + 1 :])
            steps.append(found[0])
        else:
            steps.append(step)
        data = value_at(data, (steps[-1],))
    return NamedSpot(tuple(steps))


def with_new_item(edits: Sequence[Edit], made: Edit, spot: NamedSpot) -> list[Edit]:
    """The edits and one whose value goes into a new item: the same, where an edit before made it."""
    assert spot.item is not None
    names: dict[str, Data] = dict(spot.item.keys)
    path, several = spot.path, list(edits)
    for number, one in enumerate(several):
        if one.file != made.file or one.path != path:
            continue
        if isinstance(one.value, dict) and all(one.value.get(key) == value for key, value in names.items()):
            several[number] = one._replace(value=data_with(one.value, spot.within, made.value))
            return several
        path = (*path[:-1], int(path[-1]) + 1)
    value = data_with(names, spot.within, made.value) if spot.within else made.value
    if not isinstance(value, dict):
        raise BlueprintError(f"{format_path((*spot.path[:-1], spot.item))} is an item: it is a map")
    return [*several, made._replace(path=path, value={**names, **value})]
