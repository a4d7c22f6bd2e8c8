"""What `values unset` refuses: keys that are not there, and removals that would take something along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.change.inherited_lists import inherited_list, list_above
from generator.core.change.removal import removed
from generator.core.change.unset_items import items_gone
from generator.core.changes import changes_between
from generator.core.data import MISSING, value_at
from generator.core.edit.edits import changes_of
from generator.core.paths import Item, format_path
from generator.core.values.unmatched import item_meant
from generator.core.words import did_you_mean
from generator.errors import BlueprintError, Invalid, raise_any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePosixPath

    from generator.core.changes import Change
    from generator.core.edit.edits import Edit
    from generator.core.values.model import ValuesModel


def unset(
    model: ValuesModel, edits: Sequence[Edit], *, prune: bool | None = None
) -> tuple[tuple[Change, ...], list[str]]:
    """The changes that these deletes make, and notes; see `removed`. What is to be set is set first.

    BlueprintError where a key is not in its file, with where it is; and where it cannot go alone, with
    the options that would help.
    """
    known = items_gone(model, [one for one in edits if one.op == "delete"])
    sets = [*(one for one in edits if one.op == "set"), *known.sets]
    edits = known.deletes
    _refuse_absent(model, edits)
    after = model.with_changes(changes_of(model.tree, sets)) if sets else model
    changes, notes = _removed(after, edits, prune=prune)
    if sets:
        changes = changes_between(model.tree, after.with_changes(changes).tree)
    return changes, [*notes, *known.notes]


def _removed(
    model: ValuesModel, edits: Sequence[Edit], *, prune: bool | None
) -> tuple[tuple[Change, ...], list[str]]:
    if not edits:
        return (), []
    try:
        return removed(model, edits, prune=prune)
    except BlueprintError as error:
        options = {
            "--with-comment removes the comment, too": ([one._replace(comment=True) for one in edits], prune),
            "--keep-empty leaves an empty map": (edits, False),
        }
        ways = [way for way, other in options.items() if _is_possible(model, *other)]
        if not ways:
            raise
        hint = f"The file is unchanged. {'; '.join(ways)}."
        if isinstance(error, Invalid):
            raise Invalid(error.what, error.errors, where=error.where, hint=hint) from error
        raise BlueprintError(error.what, where=error.where, hint=hint) from error


def _is_possible(model: ValuesModel, edits: Sequence[Edit], prune: bool | None) -> bool:
    try:
        removed(model, edits, prune=prune)
    except BlueprintError:
        return False
    return True


def _refuse_absent(model: ValuesModel, edits: Sequence[Edit]) -> None:
    errors = [
        BlueprintError(
            f"{format_path(one.path)} is not here", where=str(one.file), hint=_elsewhere(model, one)
        )
        for one in edits
        if model.said(one.file, one.path) is MISSING
    ]
    raise_any("there is nothing to remove", errors)


def _elsewhere(model: ValuesModel, one: Edit) -> str:
    """Where the key is stated instead, or which one was probably meant."""
    path = list_above(one.path)
    if path is not None and model.said(one.file, path) is MISSING:
        inherited, where = inherited_list(model, next(iter(model.owners_of(one.file)), None), path)
        if value_at(inherited, one.path[len(path) :]) is not MISSING:
            return f"It is in the list that {where} states: set {format_path(path)} to the list without it."
    options: dict[PurePosixPath, str] = {model.own_file(None): "without --env"}
    options.update((model.own_file(name), f"with --env {name}") for name in reversed(model.environments))
    for file, how in options.items():
        if model.said(file, one.path) is not MISSING:
            return f"{file} has it: {how}."
    owner = next(iter(model.owners_of(one.file)), None)
    for depth, step in enumerate(one.path):
        lists = [model.said(one.file, one.path[:depth]), model.effective(owner, one.path[:depth])]
        if isinstance(step, Item) and all(value_at(data, (step,)) is MISSING for data in lists):
            return item_meant(step, lists)
    above = model.said(one.file, one.path[:-1])
    return did_you_mean(str(one.path[-1]), above) if isinstance(above, dict) else ""
