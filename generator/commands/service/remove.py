"""`service remove`: a service goes from every file, once nothing needs it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.commands._following import all_changes
from generator.core.change.checks import refuse_invalid
from generator.core.change.leftovers import leftovers
from generator.core.change.mentions_in_files import about_doubts
from generator.core.change.rename import mentions_of
from generator.core.change.service_removal import removal_of
from generator.edge.terminal import show

if TYPE_CHECKING:
    from pathlib import Path


@click.command("remove")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--force", is_flag=True, help="Take along the connections to it; say what refers to it still.")
@writing.changing_options
@on_platform.platform_option
def command(names: tuple[str, ...], platform: Path | None, *, force: bool, how: writing.Writing) -> None:
    r"""Remove services: the line in Chart.yaml, the blocks in every values file, their connections.

    Refused while something else needs one of them; several at once may need each other. What Helm leaves
    in the clusters, such as claims and Secrets, is listed with the commands that delete it.

    \b
      service remove analytics --dry-run
      service remove order-service order-db --force
    """
    root, model = on_platform.opened(platform, writes=how.is_certain, whole=True)
    names = tuple(dict.fromkeys(names))
    removal = removal_of(model, names, force=force)
    changes = all_changes(model, removal.changes)
    after = model.with_changes(changes)
    environments = model.environments or (None,)
    refuse_invalid(model, after, environments)
    left = leftovers(model, names)  # what cannot be read is told before anything is written
    told = {(one.file, one.line) for one in removal.remaining}
    mentioned = [
        note
        for name in names
        for note in about_doubts(
            [one for one in mentions_of(after, model, name) if (one.file, one.line) not in told],
            name,
            lambda one: on_platform.shown_line(after, one.file, one.line),
        )
    ]
    proposal = writing.Proposal(root, model, after, changes, removal.paths, environments)
    how.conclude(
        proposal,
        [
            f"{one.where}: {one.sentence}; there is nothing there now, change it by hand"
            for one in removal.remaining
        ]
        + mentioned,
    )
    show(left, err=True)
