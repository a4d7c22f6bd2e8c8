"""`service change`: a service becomes another type of workload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.commands._following import all_changes
from generator.commands._impact import refuse_what_charts_refuse
from generator.core.change.checks import refuse_invalid
from generator.core.change.workload_change import with_workload
from generator.core.change.workload_plan import plan_of_workload
from generator.core.styled import line
from generator.edge.bundled import bundled
from generator.edge.terminal import show

if TYPE_CHECKING:
    from pathlib import Path


@click.command("change")
@click.argument("name", metavar="NAME")
@click.option(
    "--workload", metavar="TYPE", required=True, help="deployment, statefulset, daemonset, job, cronjob."
)
@click.option("--schedule", metavar="CRON", default="", help="When a cronjob runs.")
@writing.changing_options
@on_platform.platform_option
def command(name: str, workload: str, schedule: str, platform: Path | None, *, how: writing.Writing) -> None:
    r"""Change the type of workload of a service; told before are the downtime and what becomes of data.

    Values that the new type does not have go, from every values file: each is named. Where
    there is Helm, every environment is rendered first: what the charts refuse is not written.

    \b
      service change product-service --workload statefulset --dry-run
      service change search-engine --workload deployment
    """
    root, model = on_platform.opened(platform, writes=how.is_certain, whole=True)
    done = with_workload(model, name, workload, bundled().charts, schedule=schedule)
    changes = all_changes(model, done.changes)
    after = model.with_changes(changes)
    environments = model.environments or (None,)
    refuse_invalid(model, after, environments)
    refuse_what_charts_refuse(root, model, after, environments)
    show([line(one) for one in plan_of_workload(model, after, name)])
    gone = [
        f"{one.file}:{one.line} {name}.{one.key} goes: a {workload} has no such value" for one in done.dropped
    ]
    proposal = writing.Proposal(root, model, after, changes, [(name,)], environments)
    how.conclude(proposal, [*gone, *done.notes])
