"""`values unset`: a value goes, and what lies below it speaks again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _sharing as sharing
from generator.commands import _writing as writing
from generator.core.change.checks import refuse_invalid
from generator.core.change.notes import about_removal
from generator.core.change.sharing_edits import about_shared
from generator.core.change.unset import unset
from generator.core.edit.edits import Edit
from generator.core.paths import parse_path

if TYPE_CHECKING:
    from pathlib import Path


@click.command("unset")
@click.argument("names", metavar="PATH...", nargs=-1, required=True)
@writing.environment_options
@click.option(
    "--with-comment",
    is_flag=True,
    help="Remove the comment above the key, too. What documents it (# --, @schema, @param) always goes.",
)
@click.option(
    "--prune/--keep-empty",
    default=None,
    help="Remove maps that become empty, or keep them. By default those of values.yaml stay, and those of "
    "an environment go where no comment and no other value goes with them.",
)
@sharing.sharing_options
@writing.changing_options
@on_platform.place_options
def command(
    names: tuple[str, ...],
    environments: tuple[str, ...],
    platform: Path | None,
    *,
    with_comment: bool,
    prune: bool | None,
    shared: bool,
    write_out: bool,
    how: writing.Writing,
) -> None:
    r"""Remove values from values.yaml or from the files of environments, all of them or none.

    What the key inherits then (from values.yaml, presets, the chart) is reported.

    \b
      values unset order-service.replicaCount --env prod
      values unset order-service.nodeSelector order-service.tolerations --env dev --env test
    """
    root, model = on_platform.opened(platform, writes=how.is_certain)
    paths = [parse_path(name) for name in names]
    edits = [
        Edit(model.file_for(environment, path), "delete", path, comment=with_comment)
        for environment in dict.fromkeys(environments or (None,))
        for path in paths
    ]
    made, for_all = sharing.settled(model, edits, shared=shared, write_out=write_out)
    changes, kept = unset(model, made, prune=prune)
    after = model.with_changes(changes)
    touched = model.readers_of(*(one.file for one in edits))
    refuse_invalid(model, after, touched)
    proposal = writing.Proposal(root, model, after, changes, paths, touched)
    notes = [
        *about_shared(model, after, for_all),
        *about_removal(model, after, edits, on_platform.veil().data),
    ]
    how.conclude(proposal, [*notes, *kept])
