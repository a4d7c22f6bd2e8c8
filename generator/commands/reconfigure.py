"""`reconfigure`: other answers to the blueprint's questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _merging as merging
from generator.commands import _platform as on_platform
from generator.commands import _upgrading as upgrading
from generator.commands import _writing as writing
from generator.commands._trusting import trust_option
from generator.core.blueprint.answers import parse_assignments
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option("--set", "assignments", metavar="NAME=VALUE", multiple=True, help="Answer a question. Repeats.")
@trust_option
@merging.merging_options
@writing.changing_options
@on_platform.platform_option
def command(
    *,
    assignments: tuple[str, ...],
    chosen: merging.Merging,
    platform: Path | None,
    how: writing.Writing,
) -> None:
    r"""Answer the blueprint's questions anew, and take over what follows from it.

    The answers are those in platform.yaml: edited there, they are taken as they stand; --set changes them.
    What people changed stays, as in `upgrade`, whose --undo takes this back, too.

    \b
      reconfigure --set messaging=nats
      reconfigure --set gitops=flux --dry-run
    """
    followed = upgrading.followed(platform, upgrading.WantedVersion(newest=False), writes=how.is_certain)
    if what := upgrading.about_other_version(followed):
        raise BlueprintError(
            what,
            where=on_platform.shown_path(followed.root, "platform.yaml"),
            hint="`upgrade` first: then what follows from other answers is seen alone.",
        )
    theirs = upgrading.rendered(followed, parse_assignments(assignments))
    chosen.carry_out(followed, theirs, how)
