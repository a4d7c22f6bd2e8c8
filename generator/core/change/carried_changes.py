"""The edits of a promotion as changes of files: what aliases and merges share goes the way that is chosen."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Literal, TypeAlias

from generator.core.change.sharing_edits import WAYS, for_all, shared_edits, written_out
from generator.core.edit.edits import changes_of
from generator.core.paths import format_path
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.change.sharing_edits import SharedEdit
    from generator.core.changes import Change
    from generator.core.edit.edits import Edit
    from generator.core.values.model import ValuesModel

Way: TypeAlias = Literal["shared", "write-out"]


def changes_to_carry(
    model: ValuesModel, edits: Sequence[Edit], way: Way | None
) -> tuple[tuple[Change, ...], list[SharedEdit]]:
    """The changes, and those of the edits that change a value for other places, too.

    Invalid where some are refused, with the options that leave these out, or that let them be made.
    """
    shared = shared_edits(model, edits, for_everyone=way == "shared") if way else []
    refused: list[Edit] = []
    made = edits
    if shared:
        made = for_all(edits, shared) if way == "shared" else written_out(model, edits, shared)
    try:
        return changes_of(model.tree, made, refused), shared if way == "shared" else []
    except BlueprintError as error:
        errors = error.errors if isinstance(error, Invalid) else (error,)
        options = " ".join(f"--except {shlex.quote(format_path(one.path))}" for one in refused)
        ways = "" if way or not shared_edits(model, refused) else f" What is shared: {WAYS}"
        raise Invalid(
            "these values cannot be carried",
            errors,
            hint=f"Nothing was written. Leave them out: `… {options}`.{ways}",
        ) from error
