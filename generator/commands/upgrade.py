"""`upgrade`: a platform takes over what its blueprint changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _merging as merging
from generator.commands import _platform as on_platform
from generator.commands import _upgrading as upgrading
from generator.commands import _writing as writing
from generator.commands._options import FilePath
from generator.commands._trusting import trust_option
from generator.commands._verifying import verify_option
from generator.core.upgrade.plan_file import parse_plan
from generator.edge.files import read_given
from generator.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@upgrading.to_option
@click.option("--major", is_flag=True, help="Take another major version, too, which is refused otherwise.")
@click.option(
    "--migrate", "migrations", metavar="NAME", multiple=True, help="Make an optional migration, too. Repeats."
)
@click.option(
    "--adopt",
    metavar="[PIN]",
    multiple=True,
    is_flag=False,
    flag_value="",
    help="Take the charts' default for a pinned value, or for all; without a name, list the pins.",
)
@click.option("--review", is_flag=True, help="List what was solved where both sides touched one mapping.")
@click.option(
    "--plan", "plan_file", metavar="FILE", type=FilePath(), help="Write a plan there, and nothing else."
)
@click.option(
    "--apply", "planned", metavar="FILE", type=FilePath(), help="Carry out a plan, if it still fits."
)
@click.option(
    "--pr",
    "pull_request",
    is_flag=True,
    help="Print title and body of a pull request, and write only with --yes.",
)
@click.option("--commit-each", is_flag=True, help="Commit each migration, then the merge; or nothing.")
@click.option("--undo", "undoes", is_flag=True, help="Take back the last upgrade, to the byte.")
@trust_option
@verify_option
@merging.merging_options
@writing.changing_options
@on_platform.platform_option
def command(
    *,
    to: str | None,
    major: bool,
    migrations: tuple[str, ...],
    adopt: tuple[str, ...],
    review: bool,
    plan_file: Path | None,
    planned: Path | None,
    pull_request: bool,
    commit_each: bool,
    undoes: bool,
    chosen: merging.Merging,
    platform: Path | None,
    how: writing.Writing,
) -> None:
    r"""Take over what the blueprint changed since the platform was made, or upgraded.

    What people changed stays: values are merged by keys and items, texts by lines; services and environments
    that were renamed or removed here are so in what comes. Charts and schemas are made anew. Where both sides
    changed the same it is asked, or nothing is written and every place is listed. Helm renders every
    environment before and after: what restarts, what is refused, which data is at risk stands above the diff.
    Where a chart has another default now, the old one is pinned in global.presets, until --adopt lets it go.
    Another major version is taken with --major alone: without it its notes are shown.

    \b
      upgrade --dry-run
      upgrade --to ../blueprints/shop --yes
      upgrade --pr --yes --conflicts ours > pull-request.md
      upgrade --adopt deployment.revisionHistoryLimit
      upgrade --undo
    """
    chosen = chosen._replace(
        migrations=migrations,
        review=review,
        plan_file=plan_file,
        to=to or "",
        major=major,
        pull_request=pull_request,
        commit_each=commit_each,
    )
    if undoes:
        if chosen.is_of_an_upgrade or planned or adopt:
            raise UsageError("--undo takes back all of the last upgrade: it goes with no other choice")
        merging.undo_last(platform, how)
        return
    if adopt:
        if chosen.is_of_an_upgrade or planned:
            raise UsageError("--adopt lets pins go and nothing else: it goes with no other choice")
        from generator.commands._adopting import adopt as let_go

        let_go(platform, adopt, how, accept_data_risk=chosen.accept_data_risk)
        return
    if planned:
        chosen = chosen.as_planned(parse_plan(read_given(planned), str(planned)))
    wanted = upgrading.WantedVersion(chosen.to or None, major=chosen.major)
    followed = upgrading.followed(platform, wanted, writes=how.is_certain)
    if not chosen.major:
        upgrading.refuse_other_major(followed)
    chosen.carry_out(followed, upgrading.rendered(followed), how)
