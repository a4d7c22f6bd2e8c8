"""`status`: how far a platform is from its blueprint, and what people made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _upgrading as upgrading
from generator.commands._options import exit_zero_option, output_option
from generator.commands._trusting import trust_option
from generator.core.upgrade.report import lines_of_hand_edits, status_as_json, status_lines
from generator.core.upgrade.state import platform_state
from generator.edge.terminal import show, show_json
from generator.errors import Findings

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@upgrading.to_option
@trust_option
@output_option
@exit_zero_option
@on_platform.platform_option
def command(*, to: str | None, output: str, platform: Path | None) -> None:
    r"""Show whether the blueprint has anything new, and what was changed here since.

    What a formatter did is no change. Exits with 1 where the platform is behind its blueprint or was changed.

    \b
      status
      status --output json
    """
    followed = upgrading.followed(platform, upgrading.WantedVersion(to))
    theirs = upgrading.rendered_as_before(followed)
    three, here = upgrading.versions(followed, theirs), followed.source.blueprint.version
    state = platform_state(three, here, upgrading.versions_newer(followed), followed.waiting)
    edits = upgrading.edits_by_hand(followed, theirs, state.edited)
    if output == "json":
        show_json(status_as_json(state, edits, on_platform.veil().lines))
    else:
        show(status_lines(state))
        show(lines_of_hand_edits(edits, on_platform.veil().lines))
        on_platform.show_notes(upgrading.about_answers(followed, theirs))
    if state.is_behind or state.is_modified:
        raise Findings
