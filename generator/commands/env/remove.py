"""`env remove`: an environment less, in every file; what it has in its clusters stays, and is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.commands._following import all_changes
from generator.commands._reading import complete_environment
from generator.core.change.environment_remove import without_environment
from generator.core.report.remains import remains
from generator.edge.terminal import show

if TYPE_CHECKING:
    from pathlib import Path


@click.command("remove")
@click.argument("name", metavar="NAME", shell_complete=complete_environment)
@writing.writing_options
@on_platform.platform_option
def command(name: str, *, platform: Path | None, how: writing.Writing) -> None:
    r"""Remove an environment with its regions: values files, platform.yaml, GitOps, pipeline and README.

    Nothing in a cluster is touched: what stays there is told, with the commands that remove it.

    \b
      env remove qa
    """
    root, model = on_platform.opened(platform, writes=how.is_certain, whole=True)
    planned = without_environment(model, name)
    changes = all_changes(model, planned.changes)
    show(remains(model, planned.gone), err=True)
    how.conclude(writing.Proposal(root, model, model.with_changes(changes), changes, (), ()), planned.notes)
