"""`values promote --reverse`: what a promotion remembers of itself, and its undoing to the byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.core.values.compare import changed_paths
from generator.edge import undo
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.core.changes import Change
    from generator.core.values.model import ValuesModel


def refuse_choice(given: dict[str, object]) -> None:
    """An undoing is of the whole promotion: the files become what they were, to the byte."""
    if chosen := [option for option, value in given.items() if value]:
        raise UsageError(
            f"--reverse and {' and '.join(chosen)} exclude each other",
            hint="It takes back all that was carried. Promote again what shall stay.",
        )


def remember_promotion(root: Path, name: str, changes: Sequence[Change]) -> None:
    """Keep what is needed to undo a promotion of this name, its changes as they were written; else a note."""
    try:
        undo.remember(root, name, changes)
    except BlueprintError as error:
        on_platform.show_notes([f"this cannot be undone with --reverse: {error.what}"])


def undo_promotion(root: Path, model: ValuesModel, origin: str, target: str, how: writing.Writing) -> None:
    """Undo the last promotion: BlueprintError where there was none, or a file has changed since."""
    model.files(origin), model.files(target)
    changes = undo.recall(root, f"{origin} {target}")
    if changes is None:
        raise BlueprintError(
            f"no promotion from {origin} to {target} was made here, or it is undone already",
            hint="Promotions made on another machine are undone with git.",
        )
    for one in changes:
        if model.on_disk.get(one.path) != one.before:
            raise BlueprintError(
                "this file has changed since the promotion", where=str(one.path), hint="Undo it with git."
            )
    after = model.reopened(changes)
    paths, touched = changed_paths(model, after, target), model.readers_of(model.own_file(target))
    if how.conclude(writing.Proposal(root, model, after, changes, paths, touched)):
        undo.forget(root, f"{origin} {target}")
