"""`env rename`: an environment under another name, in every file; in its clusters everything stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.commands._following import all_changes
from generator.commands._reading import complete_environment
from generator.core.change.environment import refuse_broken_values
from generator.core.change.environment_rename import with_environment_renamed
from generator.core.report.renaming import renaming
from generator.edge.terminal import show

if TYPE_CHECKING:
    from pathlib import Path


@click.command("rename")
@click.argument("old", metavar="OLD", shell_complete=complete_environment)
@click.argument("new", metavar="NEW")
@writing.writing_options
@on_platform.platform_option
def command(old: str, new: str, *, platform: Path | None, how: writing.Writing) -> None:
    r"""Give an environment another name: values files, platform.yaml, GitOps, pipeline and README.

    Its namespace stays, and so does its release: for each cluster it is told what that means, and what
    GitOps wants to be told before.

    \b
      env rename staging uat
    """
    root, model = on_platform.opened(platform, writes=how.is_certain, whole=True)
    planned = with_environment_renamed(model, old, new)
    changes = all_changes(model, planned.changes)
    after = model.with_changes(changes)
    refuse_broken_values(model, after)
    show(renaming(model, old, new), err=True)
    how.conclude(writing.Proposal(root, model, after, changes, (), (new,)), planned.notes)
