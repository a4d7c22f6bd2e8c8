"""Nulls that somebody sets: allowed where Helm 3 and Helm 4 make the same of them."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from generator.core.paths import format_path
from generator.core.values.null_outcomes import nulls_in, outcomes, shown_result
from generator.errors import BlueprintError, raise_any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.edit.edits import Edit
    from generator.core.values.model import ValuesModel


def refuse_nulls(after: ValuesModel, edits: Iterable[Edit]) -> list[str]:
    """Notes on nulls that remove nothing, of edits that were made in `after`.

    BlueprintError, or Invalid with several, where a major of Helm refuses a null or the majors differ.
    """
    errors, notes = [], []
    for one in edits:
        for path in nulls_in(one.value, one.path) if one.op == "set" else ():
            name = format_path(path)
            for found in outcomes(after, one.file, path):
                where = f" in {found.environment}" if found.environment else ""
                if found.refused:
                    what = f"{name}: {found.refusers} refuses null here{where}, a map is expected"
                    owner = next(iter(after.owners_of(one.file)), None)
                    command = f"values unset {quote(name)}" + (f" --env {quote(owner)}" if owner else "")
                    errors.append(BlueprintError(what, hint=f"`{command}` removes a key of this file."))
                elif found.differs:
                    what = f"{name}: null would be taken in two ways{where}: {found.results(path)}"
                    errors.append(BlueprintError(what, hint=_way_out(after, one)))
                elif found.is_idle:
                    at = "" if found.at == path else f" at {format_path(found.at)}"
                    notes.append(
                        f"{name}: null removes nothing{where}: {shown_result(found.three)} stays{at}"
                    )
    raise_any("Helm 3 and Helm 4 would not agree", errors)
    return list(dict.fromkeys(notes))


def _way_out(model: ValuesModel, one: Edit) -> str:
    if one.file == model.base_file and model.environments:
        return f"`… --env {model.environments[0]}`, and so on: from an -f file both remove a default."
    return "`enabled: false` or an empty value switches a part off, --string sets the word."
