"""`service rename`: another name in every file, and by default the same one in Kubernetes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.commands._following import all_changes
from generator.core.change.checks import refuse_invalid
from generator.core.change.mentions_in_files import about_doubts, doubts
from generator.core.change.recreation import recreation
from generator.core.change.rename import renamed
from generator.core.styled import line
from generator.edge.terminal import show

if TYPE_CHECKING:
    from pathlib import Path


@click.command("rename")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--recreate",
    is_flag=True,
    help="New names in Kubernetes, too: says what is made anew, what stays behind and how data moves.",
)
@writing.changing_options
@on_platform.platform_option
def command(old: str, new: str, platform: Path | None, *, recreate: bool, how: writing.Writing) -> None:
    r"""Rename a service in Chart.yaml, every values file, platform.yaml, templates, docs and GitOps.

    Kubernetes keeps its names (global.knownAs): pods run on, claims, Secrets and variables stay. What may
    mean the service and is not certain is listed with its line, and stays.

    \b
      service rename order-db orders
      service rename order-db orders --recreate --dry-run
    """
    root, model = on_platform.opened(platform, writes=how.is_certain, whole=True)
    done = renamed(model, old, new, recreate=recreate)
    changes = all_changes(model, done.changes)
    if not changes:
        show([line(f"Every file calls it {new} already.")])
        return
    after = model.with_changes(changes)
    environments = model.environments or (None,)
    refuse_invalid(model, after, environments)
    if recreate:
        show([line(one) for one in recreation(model, after, done.naming)])
    proposal = writing.Proposal(root, model, after, changes, [(old,), (new,)], environments)
    found = doubts(after.tree, after.all_files, done.naming)
    lines = about_doubts(found, old, lambda one: on_platform.shown_line(after, one.file, one.line))
    how.conclude(proposal, [*done.notes, *lines])
