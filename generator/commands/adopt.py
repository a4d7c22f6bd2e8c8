"""`adopt`: a platform whose base is lost follows its blueprint again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _upgrading as upgrading
from generator.commands import _writing as writing
from generator.commands._trusting import trust_option
from generator.core.archive import BASE_FILE
from generator.core.changes import changes_between
from generator.core.styled import line
from generator.edge.terminal import show

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option(
    "--from", "source", metavar="BLUEPRINT", help="The blueprint as it was; by default where it was."
)
@trust_option
@writing.writing_options
@on_platform.platform_option
def command(*, source: str | None, platform: Path | None, how: writing.Writing) -> None:
    r"""Make the base of upgrades anew, where it is lost or damaged.

    It is what the blueprint makes of the answers in platform.yaml, at the version that stands there. Nothing
    else is changed: `status` then tells what differs from it.

    \b
      adopt
      adopt --from 'git+https://git.example.com/blueprints.git//shop?ref=v1.2.0' --yes
    """
    followed = upgrading.unfounded(
        platform, upgrading.WantedVersion(source, newest=False), writes=how.is_certain
    )
    theirs = upgrading.rendered(followed)
    if what := upgrading.about_other_version(followed):
        on_platform.show_notes([f"{what}: what changed in between counts as changed here"])
    changes = changes_between(followed.model.tree, {BASE_FILE: theirs.files[BASE_FILE]})
    if not changes:
        show([line("Everything is up to date.")])
        return
    how.carry_out(followed.root, changes)
