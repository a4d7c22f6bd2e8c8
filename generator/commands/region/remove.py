"""`region remove`: an environment runs in a region less; what it has there stays, and is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.commands._following import all_changes
from generator.commands._reading import region_environment_option
from generator.core.change.environment_region import without_region_of
from generator.core.report.remains import remains
from generator.edge.terminal import show

if TYPE_CHECKING:
    from pathlib import Path


@click.command("remove")
@click.argument("name", metavar="NAME")
@region_environment_option
@writing.writing_options
@on_platform.platform_option
def command(name: str, *, environment: str, platform: Path | None, how: writing.Writing) -> None:
    r"""Remove a region: its values file, platform.yaml, GitOps, pipeline and README.

    Nothing in a cluster is touched: what stays there is told, with the commands that remove it.

    \b
      region remove eu-west-1 --env prod
    """
    root, model = on_platform.opened(platform, writes=how.is_certain, whole=True)
    planned = without_region_of(model, environment, name)
    changes = all_changes(model, planned.changes)
    show(remains(model, planned.gone), err=True)
    how.conclude(writing.Proposal(root, model, model.with_changes(changes), changes, (), ()), planned.notes)
