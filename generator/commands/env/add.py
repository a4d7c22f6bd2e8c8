"""`env add`: an environment more, like another one or inheriting from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.commands._following import all_changes
from generator.commands._reading import complete_environment
from generator.core.change.environment import refuse_broken_values
from generator.core.change.environment_add import Wish, with_environment
from generator.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("add")
@click.argument("name", metavar="NAME")
@click.option("--like", metavar="ENV", shell_complete=complete_environment, help="Copy ENV's values file.")
@click.option(
    "--inherits",
    metavar="ENV",
    shell_complete=complete_environment,
    help="Have the files of ENV come first; its own one says only what differs.",
)
@click.option(
    "--after",
    metavar="ENV",
    shell_complete=complete_environment,
    help="Where it stands in the order of promotion; by default behind the one that it comes from.",
)
@click.option("--namespace", metavar="NAME", help="Its namespace; by default named as the other's is.")
@click.option("--cluster", "clusters", metavar="NAME", multiple=True, help="Its cluster. Repeats.")
@writing.writing_options
@on_platform.platform_option
def command(
    name: str,
    *,
    like: str | None,
    inherits: str | None,
    after: str | None,
    namespace: str | None,
    clusters: tuple[str, ...],
    platform: Path | None,
    how: writing.Writing,
) -> None:
    r"""Add an environment: its values file, platform.yaml, GitOps, pipeline and README.

    What must differ by the intent (global.environment, global.domain) gets a value of its own.

    \b
      env add qa --like staging
      env add demo --inherits prod --after staging --cluster demo
    """
    base = like or inherits
    if not base or (like and inherits):
        raise UsageError(
            "an environment comes from another one: name it with --like or with --inherits",
            hint=f"`env add {name} --like ENV` copies its values file; with --inherits ENV it comes first.",
        )
    root, model = on_platform.opened(platform, writes=how.is_certain, whole=True)
    wish = Wish(name, base, inherits is not None, after, namespace, clusters)
    planned = with_environment(model, wish)
    changes = all_changes(model, planned.changes)
    after_all = model.with_changes(changes)
    refuse_broken_values(model, after_all)
    how.conclude(writing.Proposal(root, model, after_all, changes, (), (name,)), planned.notes)
