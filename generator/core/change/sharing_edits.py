"""The two ways to change a value that an alias or a merge shares: for all who share it, or here alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import MISSING, resolved_path, value_at
from generator.core.differences import beside, entries_of_any
from generator.core.edit.data_edits import data_with, data_without
from generator.core.edit.edits import Edit
from generator.core.edit.sharing import sharing_at
from generator.core.paths import format_path
from generator.core.words import first_few
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.edit.sharing import Sharing
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel

WAYS = "`… --shared` changes it for all who share it, `… --write-out` copies it here and changes the copy."
_SHOWN = 8  # places that change, too, and are named


class SharedEdit(NamedTuple):
    """An edit of what its place shares with others."""

    edit: Edit
    sharing: Sharing


def shared_edits(
    model: ValuesModel, edits: Iterable[Edit], *, for_everyone: bool = False
) -> list[SharedEdit]:
    """Those of the edits that mean what aliases or merges of their file share.

    An alias itself, and a key that a merge brings, can be stated anew: that is of its place alone, unless
    everyone who shares it is meant.
    """
    found = []
    for one in edits:
        if one.op == "rename" or one.file not in model.tree or one.file.suffix == ".json":
            continue
        source = model.source(one.file)
        path = resolved_path(source.data, one.path)
        if one.op == "delete" and value_at(source.data, path) is MISSING:
            continue  # others tell that there is nothing to remove
        sharing = None if source.at else sharing_at(source.document, path)
        if sharing and (for_everyone or not _is_here(one, sharing)):
            found.append(SharedEdit(one, sharing))
    return found


def _is_here(one: Edit, sharing: Sharing) -> bool:
    """Whether the edit is of the alias itself, or states here what a merge brings."""
    is_it = sharing.through is not None and len(sharing.through) == len(one.path)
    return is_it and (one.op == "set" or not sharing.is_merged)


def for_all(edits: Sequence[Edit], shared: Sequence[SharedEdit]) -> list[Edit]:
    """The edits, with those of shared values made where these stand."""
    real = {id(one.edit): one.sharing.real for one in shared}
    return [one._replace(path=real[id(one)], shared=True) if id(one) in real else one for one in edits]


def written_out(model: ValuesModel, edits: Sequence[Edit], shared: Sequence[SharedEdit]) -> list[Edit]:
    """The edits, with what is shared copied to their place first.

    BlueprintError where a place is the anchored value itself, or a merge brings what is to go.
    """
    here = {id(one.edit): one for one in shared}
    copies: dict[tuple[PurePosixPath, KeyPath], Data] = {}
    result = [one for one in edits if id(one) not in here]
    for one, sharing in shared:
        at = sharing.through
        if at is None or len(at) == len(one.path):
            what = "a merge brings it" if at else f"it is what &{sharing.anchor} stands for itself"
            raise BlueprintError(
                f"{format_path(one.path)} cannot be written out here: {what}",
                where=_place(model, one),
                hint="`… --shared` changes it for all who share it.",
            )
        data = copies.get((one.file, at), value_at(model.source(one.file).data, at))
        inner = resolved_path(model.source(one.file).data, one.path)[len(at) :]
        copies[one.file, at] = (
            data_with(data, inner, one.value) if one.op == "set" else data_without(data, inner, prune=False)
        )
    return [*result, *(Edit(file, "set", at, data) for (file, at), data in copies.items())]


def refusal(model: ValuesModel, shared: Sequence[SharedEdit]) -> BlueprintError:
    """That values are shared, and the two ways out."""
    errors = [
        BlueprintError(
            f"{format_path(one.path)} is shared: {_stands(sharing)}",
            where=_place(model, one),
        )
        for one, sharing in shared
    ]
    hint = WAYS
    if len(errors) == 1:
        errors[0].hint = hint
        return errors[0]
    return Invalid("these values are shared", errors, hint=hint)


def _stands(sharing: Sharing) -> str:
    if sharing.through is None:
        return f"it is in &{sharing.anchor}, which stands in other places, too"
    return f"it is {format_path(sharing.real)}, in &{sharing.anchor}"


def _place(model: ValuesModel, one: Edit) -> str:
    position = model.source(one.file).position(one.path)
    return f"{one.file}:{position.line}" if position else str(one.file)


def about_shared(before: ValuesModel, after: ValuesModel, shared: Sequence[SharedEdit]) -> list[str]:
    """Which other places of their files change with what is shared."""
    notes = []
    for file in dict.fromkeys(one.edit.file for one in shared):
        asked = {one.edit.path for one in shared if one.edit.file == file}
        sides = [model.source(file).data for model in (before, after)]
        rows = beside(sides, within=entries_of_any)
        others = [format_path(row.path) for row in rows if not any(row.path[: len(a)] == a for a in asked)]
        if others:
            notes.append(f"what is shared changes in {file}, too: {first_few(others, _SHOWN)}")
    return notes
