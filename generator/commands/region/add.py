"""`region add`: an environment runs in a region more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.commands._following import all_changes
from generator.commands._reading import region_environment_option
from generator.core.change.environment import refuse_broken_values
from generator.core.change.environment_region import with_region_of
from generator.core.platform.file import region_name

if TYPE_CHECKING:
    from pathlib import Path


@click.command("add")
@click.argument("name", metavar="NAME")
@region_environment_option
@click.option("--cluster", metavar="NAME", default="", help="Its cluster; by default called like the region.")
@click.option("--namespace", metavar="NAME", default="", help="Its namespace; by default the environment's.")
@writing.writing_options
@on_platform.platform_option
def command(
    name: str, *, environment: str, cluster: str, namespace: str, platform: Path | None, how: writing.Writing
) -> None:
    r"""Add a region: values-ENV-NAME.yaml, platform.yaml, GitOps, pipeline and README.

    It says what its environment says, but for what its own file changes. Every command knows it as ENV-NAME,
    as Argo CD does.

    \b
      region add eu-west-1 --env prod
      values set web.replicaCount=5 --env prod-eu-west-1
    """
    root, model = on_platform.opened(platform, writes=how.is_certain, whole=True)
    planned = with_region_of(model, environment, name, cluster=cluster, namespace=namespace)
    changes = all_changes(model, planned.changes)
    after = model.with_changes(changes)
    refuse_broken_values(model, after)
    seen = (region_name(environment, name),)
    how.conclude(writing.Proposal(root, model, after, changes, (), seen), planned.notes)
