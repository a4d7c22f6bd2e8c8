"""What is worth telling about a change: what it does not do, what becomes of what goes, what stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.core.data import MISSING, equal, leaves
from generator.core.paths import format_path
from generator.core.values.notes import about_aliases
from generator.core.values.text import as_it_is

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.change.promote import Promotion
    from generator.core.edit.edits import Edit
    from generator.core.paths import KeyPath
    from generator.core.values.masking import Masked
    from generator.core.values.model import ValuesModel

_MOST = 20  # consequences that are reported one by one


def overruled_by(model: ValuesModel, environment: str | None, one: Edit) -> str:
    """Where a value stands that wins over the one that was set; "" when it has its way."""
    winner = model.winner(environment, one.path)
    if winner is None or equal(model.effective(environment, one.path), one.value):
        return ""
    if winner.is_own:
        return "" if winner.file == one.file else winner.where
    return f"{winner.where}, {winner.layer}"


def about_edits(model: ValuesModel, edits: Iterable[Edit]) -> list[str]:
    """Sentences about edits that have been made: what equals what it inherits, what changes nothing."""
    edits = list(edits)
    notes = [note for one in edits for note in about_aliases(model, one.path)]
    for one in edits:
        if one.op != "set" or one.value is None:
            continue  # of nulls tells who refuses them (see nulls)
        if isinstance(one.value, dict) and one.value:
            inner = (
                one._replace(path=(*one.path, *path), value=value)
                for path, value in leaves(one.value)
                if value is not None
            )
            notes += [note for each in inner for note in _overrulings(model, each)]
            continue
        for environment in model.owners_of(one.file):
            value, where = model.inherited(environment, one.path)
            if value is not MISSING and equal(value, one.value):
                name = format_path(one.path)
                notes.append(f"{name} in {one.file} equals what it inherits ({where}): it could be left out")
                break
        notes += _overrulings(model, one)
    return list(dict.fromkeys(notes))


def _overrulings(model: ValuesModel, one: Edit) -> list[str]:
    """A sentence on where else a value that was set does not have its way; none if it has it everywhere."""
    shown = [
        f"{environment} ({where})" if environment else where
        for environment in model.readers_of(one.file)
        if (where := overruled_by(model, environment, one))
    ]
    return [f"{format_path(one.path)} in {one.file} is overridden in {', '.join(shown)}"] if shown else []


def about_removal(
    before: ValuesModel, after: ValuesModel, edits: Iterable[Edit], masked: Masked = as_it_is
) -> list[str]:
    """What becomes of each value that goes; of maps, of each that they state.

    `masked` gives a value as it may be shown, of the value and its path.
    """
    notes = []
    for one in edits:
        for inner, _ in leaves(before.said(one.file, one.path)):
            path = (*one.path, *inner)
            for environment in before.readers_of(one.file):
                notes.append(_consequence(before, after, environment, path, masked))
    notes = list(dict.fromkeys(notes))
    return notes if len(notes) <= _MOST else [*notes[:_MOST], f"… and so on, for {len(notes) - _MOST} more"]


def _consequence(
    before: ValuesModel,
    after: ValuesModel,
    environment: str | None,
    path: KeyPath,
    masked: Masked,
) -> str:
    old, new = (model.effective(environment, path) for model in (before, after))
    name = f"{format_path(path)}{f' of {environment}' if environment else ''}"
    if equal(old, new):
        return f"{name} stays {_text(masked(new, path))}"
    winner = after.winner(environment, path)
    return f"{name} becomes {_text(masked(new, path))}{f' ({winner.where})' if winner else ''}"


def _text(value: object) -> str:
    return "nothing" if value is MISSING else json.dumps(value, ensure_ascii=False)


def about_stated(plan: Promotion) -> list[str]:
    """What is carried although the origin itself does not go by it."""
    return [f"{format_path(path)} is carried as stated, but {reason}" for path, reason in plan.stated]


def about_heirs(environments: Iterable[str | None], target: str) -> list[str]:
    """That environments which inherit from the one that is changed change with it."""
    heirs = [name for name in environments if name and name != target]
    verbs = "inherits from {}, and changes" if len(heirs) == 1 else "inherit from {}, and change"
    return [f"{', '.join(heirs)} {verbs.format(target)} with it"] if heirs else []


def nothing_set(edits: Iterable[Edit]) -> str:
    """That the files say already what is to be set."""
    lines = dict.fromkeys(f"{format_path(one.path)} is so in {one.file}" for one in edits)
    return f"Nothing to change: {', '.join(lines)}."
