"""`values unset`: a value goes, and what lies below it speaks again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.core.change.checks import refuse_invalid
from generator.core.change.inherited_lists import inherited_list, list_above
from generator.core.change.removal import removed
from generator.core.data import MISSING, equal, leaves, value_at
from generator.core.edit.edits import Edit
from generator.core.paths import format_path, parse_path
from generator.core.words import did_you_mean
from generator.errors import BlueprintError, Invalid, raise_any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path as FilePath
    from pathlib import PurePosixPath

    from generator.core.changes import Change
    from generator.core.paths import Path
    from generator.core.values.model import ValuesModel

_MOST = 20  # consequences that are told one by one


@click.command("unset")
@click.argument("names", metavar="PATH...", nargs=-1, required=True)
@writing.environment_options
@click.option("--with-comment", is_flag=True, help="Remove the comment above the key, too.")
@click.option(
    "--prune/--keep-empty",
    default=None,
    help="Remove maps that become empty, or keep them. By default those of values.yaml stay, and those of "
    "an environment go where no comment and no other value goes with them.",
)
@click.option(
    "--impact", is_flag=True, help="Show which Kubernetes objects change, and what that does to pods."
)
@writing.despite_option
@writing.writing_options
@on_platform.platform_option
def command(
    names: tuple[str, ...],
    environments: tuple[str, ...],
    despite: tuple[str, ...],
    platform: FilePath | None,
    *,
    with_comment: bool,
    prune: bool | None,
    impact: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    r"""Remove values from values.yaml or from the files of environments, all of them or none.

    What the key inherits then (from values.yaml, presets, the chart) is told.

    \b
      values unset order-service.replicaCount --env prod
      values unset order-service.nodeSelector order-service.tolerations --env dev --env test
    """
    root, model = on_platform.opened(platform, writes=yes and not dry_run)
    paths = [parse_path(name) for name in names]
    edits = [
        Edit(model.own_file(environment), "delete", path, comment=with_comment)
        for environment in dict.fromkeys(environments or (None,))
        for path in paths
    ]
    _refuse_absent(model, edits)
    changes, kept = _removed(model, edits, prune)
    after = writing.after(model, changes)
    touched = tuple(dict.fromkeys(name for one in edits for name in model.readers_of(one.file)))
    refuse_invalid(model, after, touched)
    writing.refuse_frozen(model, after, paths, despite)
    on_platform.show_notes([*_consequences(model, after, edits), *kept])
    if impact:
        from generator.commands._impact import show_impact

        show_impact(root, model, after, touched)
    writing.carry_out(root, changes, dry_run=dry_run, yes=yes)


def _removed(
    model: ValuesModel, edits: Sequence[Edit], prune: bool | None
) -> tuple[tuple[Change, ...], list[str]]:
    """The changes and what is to be told of them, or the refusal with the options that would help."""
    try:
        return removed(model, edits, prune=prune)
    except BlueprintError as error:
        options = {
            "--with-comment removes the comment, too": ([one._replace(comment=True) for one in edits], prune),
            "--keep-empty leaves an empty map": (edits, False),
        }
        ways = [told for told, other in options.items() if _is_possible(model, *other)]
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
        inherited, where = inherited_list(model, _environment_of(model, one.file), path)
        if value_at(inherited, one.path[len(path) :]) is not MISSING:
            return f"It is in the list that {where} states: set {format_path(path)} to the list without it."
    options: dict[PurePosixPath, str] = {model.own_file(None): "without --env"}
    options.update((model.own_file(name), f"with --env {name}") for name in reversed(model.environments))
    for file, how in options.items():
        if model.said(file, one.path) is not MISSING:
            return f"{file} has it: {how}."
    above = model.said(one.file, one.path[:-1])
    return did_you_mean(str(one.path[-1]), above) if isinstance(above, dict) else ""


def _environment_of(model: ValuesModel, file: PurePosixPath) -> str | None:
    return next((name for name in model.environments if model.own_file(name) == file), None)


def _consequences(before: ValuesModel, after: ValuesModel, edits: Sequence[Edit]) -> list[str]:
    """What becomes of each value that goes; of maps, of each that they state."""
    notes = []
    for one in edits:
        for inner, _ in leaves(before.said(one.file, one.path)):
            path = (*one.path, *inner)
            for environment in before.readers_of(one.file):
                notes.append(_consequence(before, after, environment, path))
    notes = list(dict.fromkeys(notes))
    return notes if len(notes) <= _MOST else [*notes[:_MOST], f"… and so on, for {len(notes) - _MOST} more"]


def _consequence(before: ValuesModel, after: ValuesModel, environment: str | None, path: Path) -> str:
    old, new = (model.effective(environment, path) for model in (before, after))
    name = f"{format_path(path)}{f' of {environment}' if environment else ''}"
    if equal(old, new):
        return f"{name} stays {_text(new)}"
    winner = after.winner(environment, path)
    return f"{name} becomes {_text(new)}{f' ({winner.where})' if winner else ''}"


def _text(value: object) -> str:
    import json

    return "nothing" if value is MISSING else json.dumps(value, ensure_ascii=False)
