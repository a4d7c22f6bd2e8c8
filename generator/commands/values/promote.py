"""`values promote`: what one environment says, another one says, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _reversal as reversal
from generator.commands import _sharing as sharing
from generator.commands import _writing as writing
from generator.commands._called import lines_to_copy
from generator.core.change.checks import refuse_invalid
from generator.core.change.notes import about_heirs, about_stated
from generator.core.change.promote import promoted
from generator.core.change.promotion_summary import few_or_counted, nothing_carried, summary, ways_on
from generator.core.change.sharing_edits import about_shared
from generator.core.platform.patterns import patterns
from generator.core.styled import line
from generator.core.values.notes import about_charts
from generator.core.values.unmatched import refuse_unmatched
from generator.edge.terminal import show, working

if TYPE_CHECKING:
    from pathlib import Path


@click.command("promote")
@click.argument("origin", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option(
    "--only", metavar="PATTERN", multiple=True, help="Carry what it covers, as in '*.image.tag'. Repeats."
)
@click.option("--except", "without", metavar="PATTERN", multiple=True, help="Leave what it covers. Repeats.")
@click.option("--prune", is_flag=True, help="Remove from TO what FROM does not have.")
@click.option(
    "--reverse", is_flag=True, help="Undo the last promotion from FROM to TO, all of it, to the byte."
)
@sharing.sharing_options
@writing.changing_options
@on_platform.place_options
def command(
    origin: str,
    target: str,
    *,
    only: tuple[str, ...],
    without: tuple[str, ...],
    platform: Path | None,
    prune: bool,
    reverse: bool,
    shared: bool,
    write_out: bool,
    how: writing.Writing,
) -> None:
    r"""Carry the values of one environment over to another.

    Keys that belong to their environment (see `intent` in platform.yaml) stay, and so does what TO alone
    states, and what names FROM, as its hosts do. Without an intent versions alone are carried. A promotion
    that would break the intent, or falls into a frozen window, is refused.

    \b
      values promote staging prod --only '*.image.tag'
      values promote staging prod --except 'global.**' --impact --dry-run
      values promote staging prod --reverse
    """
    if reverse:
        reversal.refuse_choice(
            {
                "--only": only,
                "--except": without,
                "--prune": prune,
                "--shared": shared,
                "--write-out": write_out,
            }
        )
    root, model = on_platform.opened(platform, writes=how.is_certain)
    if reverse:
        reversal.undo_promotion(root, model, origin, target, how)
        return
    on_platform.show_notes(about_charts(model))
    refuse_unmatched([model], patterns(*only, *without), first=[origin, target])
    with working("Planning the promotion"):
        plan = promoted(
            model,
            origin,
            target,
            only=patterns(*only) if only else None,
            without=patterns(*without) if without else None,
            prune=prune,
            way=sharing.chosen_way(shared=shared, write_out=write_out),
        )
    show(lines_to_copy(summary(plan, origin)), err=True)
    on_platform.show_notes([*about_stated(plan), *ways_on(plan, origin, target)])
    if not plan.changes:
        show([line(nothing_carried(plan, origin, target, is_part=bool(only or without)))])
        return
    touched = model.readers_of(model.own_file(target))
    refuse_invalid(model, plan.after, touched)
    proposal = writing.Proposal(root, model, plan.after, plan.changes, plan.written, touched)
    notes = [*about_shared(model, plan.after, plan.shared), *about_heirs(touched, target)]
    if how.conclude(proposal, notes):
        show([line(f"Carried from {origin} to {target}: {few_or_counted(plan.written)}.")], err=True)
        reversal.remember_promotion(root, f"{origin} {target}", model.in_manifests(plan.changes))
