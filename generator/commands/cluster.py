"""`cluster`: the kind of cluster that a platform, or some of its environments, runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.core.blueprint.clusters import FACTS
from generator.core.change.checks import refuse_invalid
from generator.core.change.cluster_facts import changes_of_facts
from generator.core.report.clusters import cluster_lines
from generator.core.styled import line
from generator.edge.bundled import cluster_profiles
from generator.edge.terminal import show

if TYPE_CHECKING:
    from pathlib import Path


@click.command("cluster")
@click.argument("profile", required=False)
@writing.environment_options
@writing.changing_options
@on_platform.platform_option
def command(
    profile: str | None, environments: tuple[str, ...], platform: Path | None, *, how: writing.Writing
) -> None:
    r"""Bring the facts of a kind of cluster into the values, or show which there are.

    DNS, API server, ingress, monitoring, storage classes and who pods run as are values: global.cluster.
    PROFILE is generic, gke, eks, eks-auto, aks, openshift or k3s. With --env its facts come into the files
    of these environments, as far as they differ from what lies below; without, into values.yaml.

    \b
      cluster
      cluster openshift --env prod
    """
    root, model = on_platform.opened(platform, writes=how.is_certain)
    profiles = cluster_profiles()
    if profile is None:
        show(cluster_lines(model, profiles))
        return
    changes = changes_of_facts(model, profiles, profile, environments or (None,))
    if not changes:
        show([line(f"The facts are those of {profile} already.")])
        return
    after = model.with_changes(changes)
    touched = model.readers_of(*(one.path for one in changes))
    refuse_invalid(model, after, touched)
    how.conclude(writing.Proposal(root, model, after, changes, [FACTS], touched))
