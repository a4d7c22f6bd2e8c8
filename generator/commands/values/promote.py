"""`values promote`: what one environment says, another one says, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.core.change.checks import refuse_invalid
from generator.core.change.promote import promoted, told
from generator.core.paths import format_path
from generator.core.platform.patterns import patterns
from generator.core.values.notes import about_charts
from generator.core.values.unmatched import refuse_unmatched
from generator.edge import undo
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.core.change.promote import Promotion
    from generator.core.values.model import ValuesModel

_SHOWN = 6


@click.command("promote")
@click.argument("origin", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option(
    "--only", metavar="PATTERN", multiple=True, help="Carry what it covers, as in '*.image.tag'. Repeats."
)
@click.option("--except", "without", metavar="PATTERN", multiple=True, help="Leave what it covers. Repeats.")
@click.option("--prune", is_flag=True, help="Remove from TO what FROM does not have.")
@click.option("--reverse", is_flag=True, help="Undo the last promotion from FROM to TO, to the byte.")
@click.option(
    "--impact", is_flag=True, help="Show which Kubernetes objects change, and what that does to pods."
)
@writing.despite_option
@writing.writing_options
@on_platform.platform_option
def command(
    origin: str,
    target: str,
    *,
    only: tuple[str, ...],
    without: tuple[str, ...],
    despite: tuple[str, ...],
    platform: Path | None,
    prune: bool,
    reverse: bool,
    impact: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    r"""Carry the values of one environment over to another.

    Keys that belong to their environment (see `intent` in platform.yaml) stay; a promotion that would
    break the intent, or falls into a frozen window, is refused.

    \b
      values promote staging prod --only '*.image.tag'
      values promote staging prod --except 'global.**' --impact --dry-run
      values promote staging prod --reverse
    """
    root, model = on_platform.opened(platform, writes=yes and not dry_run)
    if reverse:
        _reverse(root, model, origin, target, despite, dry_run=dry_run, yes=yes)
        return
    on_platform.show_notes(about_charts(model))
    refuse_unmatched([model], patterns(*only, *without), first=[origin, target])
    plan = promoted(
        model,
        origin,
        target,
        only=patterns(*only) if only else None,
        without=patterns(*without) if without else None,
        prune=prune,
    )
    _tell(plan)
    if not plan.changes:
        click.echo(_nothing(plan, origin, target, is_part=bool(only or without)))
        return
    touched = model.readers_of(model.own_file(target))
    refuse_invalid(model, plan.after, touched)
    writing.refuse_frozen(model, plan.after, plan.written, despite)
    others = [name for name in touched if name and name != target]
    on_platform.show_notes(
        [f"{', '.join(others)} inherits from {target}, and changes with it"] if others else ()
    )
    if impact:
        from generator.commands._impact import show_impact

        show_impact(root, model, plan.after, touched)
    if writing.carry_out(root, plan.changes, dry_run=dry_run, yes=yes):
        click.echo(f"Carried from {origin} to {target}: {told(plan.written)}.", err=True)
        _remember(root, f"{origin} {target}", plan)


def _tell(plan: Promotion) -> None:
    """What stays, by reason, and what is carried although FROM itself does not go by it."""
    reasons: dict[str, list[str]] = {}
    for path, reason in plan.stays:
        reasons.setdefault(reason, []).append(format_path(path))
    for reason, names in reasons.items():
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        click.secho("Stays: ", fg="cyan", nl=False, err=True)
        click.echo(f"{', '.join(names[:_SHOWN])}{more}: {reason}", err=True)
    on_platform.show_notes(
        f"{format_path(path)} is carried as stated, but {reason}" for path, reason in plan.stated
    )


def _nothing(plan: Promotion, origin: str, target: str, *, is_part: bool) -> str:
    if plan.stays:
        return "Nothing is carried: what differs stays."
    of = "of what was asked for, " if is_part else ""
    return f"Nothing to carry: {of}{target} says what {origin} says."


def _remember(root: Path, name: str, plan: Promotion) -> None:
    try:
        undo.remember(root, name, plan.changes)
    except BlueprintError as error:
        on_platform.show_notes([f"this cannot be undone with --reverse: {error.what}"])


def _reverse(
    root: Path,
    model: ValuesModel,
    origin: str,
    target: str,
    despite: Iterable[str],
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    model.files(origin), model.files(target)
    changes = undo.recall(root, f"{origin} {target}")
    if changes is None:
        raise BlueprintError(
            f"no promotion from {origin} to {target} was made here, or it is undone already",
            hint="Promotions made on another machine are undone with git.",
        )
    for one in changes:
        if model.tree.get(one.path) != one.before:
            raise BlueprintError(
                "this file has changed since the promotion", where=str(one.path), hint="Undo it with git."
            )
    after = writing.after(model, changes)
    writing.refuse_frozen(model, after, _paths(model, after, target), tuple(despite))
    if writing.carry_out(root, changes, dry_run=dry_run, yes=yes):
        undo.forget(root, f"{origin} {target}")


def _paths(before: ValuesModel, after: ValuesModel, environment: str) -> list[tuple[str | int, ...]]:
    from generator.core.values.compare import Column, compare

    columns = [Column("before", before, environment), Column("after", after, environment)]
    return [row.path for row in compare(columns, declared=True)]
