"""Named items that go from a list: from the file's own, or from a copy of the one that it inherits.

Lists replace each other as a whole: what lies below an item speaks again only as far as the list that is
left says so. Where that is the list that the file would inherit, it need not state one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.change.inherited_lists import inherited_list
from generator.core.change.located import list_of_items
from generator.core.data import MISSING, equal, resolved_path, value_at
from generator.core.edit.data_edits import data_with, data_without
from generator.core.paths import format_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.edit.edits import Edit
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel


class ItemsGone(NamedTuple):
    """Lists that are stated without what goes (`sets`), what else is deleted, and what is worth telling."""

    sets: tuple[Edit, ...]
    deletes: tuple[Edit, ...]
    notes: tuple[str, ...]


def items_gone(model: ValuesModel, edits: Sequence[Edit]) -> ItemsGone:
    """The deletes with indexes for names. What is not there is left as it is, for others to refuse."""
    sets: list[Edit] = []
    deletes: list[Edit] = []
    notes: list[str] = []
    for above, several in _by_list(edits):
        one = several[0]
        own = model.said(one.file, above) if above else MISSING
        below, where = _inherited(model, one.file, above) if above else (MISSING, "")
        paths = [edit.path[len(above) :] for edit in several]
        stated = own if isinstance(own, list) else below
        if not above or any(value_at(stated, path) is MISSING for path in paths):
            deletes += several
            continue
        gone = [resolved_path(stated, path) for path in paths if not _is_below(below, path)]
        left = stated
        for path in paths:
            if _is_below(below, path):
                left = data_with(left, resolved_path(left, path), value_at(below, path))
        is_only_gone = equal(left, stated)
        for path in sorted(gone, key=_place, reverse=True):
            left = data_without(left, path)
        name = format_path(above)
        if isinstance(own, list) and equal(left, below):
            deletes.append(one._replace(path=above))
            notes.append(f"{name} goes from {one.file}: without this it is the list in {where}")
        elif isinstance(own, list) and is_only_gone:
            deletes += [one._replace(path=(*above, *path)) for path in gone]
        else:
            sets.append(one._replace(op="set", path=above, value=left))
            if not isinstance(own, list):
                notes.append(
                    f"{name} in {one.file} is a copy of the list in {where} without this: "
                    "lists replace each other as a whole"
                )
    return ItemsGone(tuple(sets), tuple(deletes), tuple(notes))


def _inherited(model: ValuesModel, file: PurePosixPath, path: KeyPath) -> tuple[Data, str]:
    """The list that an environment has where its own file states none, and where."""
    environment = next(iter(model.owners_of(file)), None)
    if environment is None:
        return MISSING, ""
    if model.said(file, path) is MISSING:
        return inherited_list(model, environment, path)
    return model.inherited(environment, path, without=file)


def _by_list(edits: Iterable[Edit]) -> list[tuple[KeyPath, list[Edit]]]:
    """The edits within one list of one file together; those that name no item each alone, below ()."""
    found: dict[tuple[object, KeyPath], list[Edit]] = {}
    for number, one in enumerate(edits):
        above = list_of_items(one.path)
        found.setdefault((one.file, above) if above else (number, ()), []).append(one)
    return [(above, several) for (_, above), several in found.items()]


def _is_below(below: Data, path: KeyPath) -> bool:
    """Whether the list below has something within this item that speaks again; the item itself does not."""
    return len(path) > 1 and value_at(below, path) is not MISSING


def _place(path: KeyPath) -> list[tuple[bool, int, str]]:
    return [(isinstance(one, str), 0 if isinstance(one, str) else one, str(one)) for one in path]
