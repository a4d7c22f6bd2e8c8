"""`values tidy`: the same values of every environment in fewer words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.core.change.history import entries_past
from generator.core.change.tidy import tidied
from generator.core.changes import changes_between
from generator.core.edit.edits import changes_of
from generator.core.styled import line
from generator.core.values.notes import about_charts
from generator.edge.terminal import show, working

if TYPE_CHECKING:
    from pathlib import Path


@click.command("tidy")
@click.option("--order", is_flag=True, help="Order the services of values.yaml as in Chart.yaml.")
@click.option(
    "--past",
    metavar="VERSION",
    default="",
    help="All environments run this version of the chart: what `moved` and `removed` say up to it goes.",
)
@writing.writing_options
@on_platform.place_options
def command(platform: Path | None, *, order: bool, past: str, how: writing.Writing) -> None:
    """Move what all environments share to values.yaml, and drop overrides that change nothing.

    The effective values of every environment stay the same: they are computed before and after, and
    what would change one stays where it is, and is reported.
    """
    root, model = on_platform.opened(platform, writes=how.is_certain)
    with working("Tidying the values"):
        after, notes = tidied(model, order=order)
    if past:
        after = after.with_changes(changes_of(after.tree, entries_past(after, past)))
    on_platform.show_notes([*about_charts(model), *notes])
    changes = changes_between(model.tree, after.tree)
    if not changes:
        show([line("The values are tidy.")])
        return
    how.carry_out(root, changes)
