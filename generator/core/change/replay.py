"""`moved` and `removed` of platform.yaml, carried out on files that came late with a name of before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.change.connections import filed_calls, without_calls
from generator.core.change.naming_edits import edits_of_values
from generator.core.change.rename import renamed
from generator.core.edit.edits import Edit, changes_of

if TYPE_CHECKING:
    from generator.core.values.model import ValuesModel


def replayed(model: ValuesModel) -> tuple[ValuesModel, list[str]]:
    """The platform in which no values file knows a service by a name that it had, and what was done.

    A service that was removed loses what a file says of it, and the connections with it. BlueprintError where
    an edit is refused.
    """
    if model.platform is None:
        return model, []
    notes = []
    history = model.platform.history
    for move in history.moved:
        now = history.name_now(move.old)
        if move.old in model.subcharts or now not in model.subcharts:
            continue
        late = (edits_of_values(model.source(file), move.old, now) for file in model.all_files)
        if any(edit for edits in late for edit in edits):
            model = model.with_changes(renamed(model, move.old, now).changes)
            notes.append(f"{move.old} is called {now} now ({move.where})")
    for gone in history.removed:
        if gone.name in model.subcharts:
            continue
        calls = [one for one in filed_calls(model) if gone.name in (one.call.caller, one.call.callee)]
        edits = without_calls(model, calls)
        edits += [
            Edit(file, "delete", (gone.name,), comment=True)
            for file in model.all_files
            if gone.name in model.source(file).data
        ]
        if edits:
            model = model.with_changes(changes_of(model.tree, edits))
            notes.append(f"{gone.name} is gone ({gone.where})")
    return model, notes
