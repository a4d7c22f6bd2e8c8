"""What is worth telling about edits that were made: what changes nothing, and what is overruled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, equal, leaves
from generator.core.helm.chart_file import VALUES as VALUES_FILE
from generator.core.paths import format_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

    from generator.core.edit.edits import Edit
    from generator.core.values.model import ValuesModel


def overruled_by(model: ValuesModel, environment: str | None, one: Edit) -> str:
    """Where a value stands that wins over the one that was set; "" when it has its way."""
    winner = model.winner(environment, one.path)
    if winner is None or equal(model.effective(environment, one.path), one.value):
        return ""
    if winner.is_own:
        return "" if winner.file == one.file else winner.where
    return f"{winner.where}, {winner.layer}"


def notes_on(model: ValuesModel, edits: Iterable[Edit]) -> list[str]:
    """Sentences about edits that have been made: what equals what it inherits, what changes nothing."""
    notes = []
    for one in edits:
        if one.op != "set":
            continue
        if isinstance(one.value, dict) and one.value:
            inner = (one._replace(path=(*one.path, *path), value=value) for path, value in leaves(one.value))
            notes += [note for each in inner for note in _overrulings(model, each)]
            continue
        for environment in _speakers(model, one.file):
            value, where = model.inherited(environment, one.path)
            if value is not MISSING and equal(value, one.value):
                name = format_path(one.path)
                notes.append(f"{name} in {one.file} equals what it inherits ({where}): it could be left out")
                break
        notes += _overrulings(model, one)
    return notes


def _overrulings(model: ValuesModel, one: Edit) -> list[str]:
    """A sentence on where else a value that was set does not have its way; none if it has it everywhere."""
    shown = [
        f"{environment} ({where})" if environment else where
        for environment in model.readers_of(one.file)
        if (where := overruled_by(model, environment, one))
    ]
    return [f"{format_path(one.path)} in {one.file} is overridden in {', '.join(shown)}"] if shown else []


def _speakers(model: ValuesModel, file: PurePosixPath) -> tuple[str | None, ...]:
    """The environments whose own file this is."""
    if file == VALUES_FILE:
        return (None,)
    return tuple(name for name in model.environments if model.own_file(name) == file)
