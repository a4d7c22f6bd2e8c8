"""`refresh`: what follows from a platform's own files is made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.core.blueprint.stale import stale_changes, stale_parts
from generator.core.changes import changes_between
from generator.core.platform.history import History
from generator.core.styled import Part, line
from generator.edge.bundled import bundled
from generator.edge.terminal import show

if TYPE_CHECKING:
    from pathlib import Path

    from generator.core.values.model import ValuesModel


@click.command()
@writing.writing_options
@on_platform.platform_option
def command(platform: Path | None, *, how: writing.Writing) -> None:
    r"""Bring up to date what follows from a platform's own files.

    From Chart.yaml follow charts/ and values.schema.json, from the values the diagram and the table in the
    README, from platform.yaml the README's commands, the entries of the pipeline and those of GitOps. What
    is stale is shown first; what people wrote in those files stays. Values files that came late with the
    name of a service that was renamed or removed since (`moved`, `removed`) follow.

    \b
      refresh --dry-run
      refresh --yes
    """
    root, model = on_platform.opened(platform, writes=how.is_certain, generated=True)
    in_time, late = _in_time(model)
    follows = {one.path: one.after for one in stale_changes(in_time, bundled())}
    changes = changes_between(model.tree, {**follows, **in_time.tree, **follows})
    if not changes:
        show([line("Everything is up to date.")])
        return
    show([line(Part(str(one.path), "bold"), f": {one.what}") for one in stale_parts(changes)])
    on_platform.show_notes(late)
    how.conclude(writing.Proposal(root, model, model.with_changes(changes), changes, (), ()))


def _in_time(model: ValuesModel) -> tuple[ValuesModel, list[str]]:
    """The platform with what became of services since in every file, and what was done for it."""
    if model.platform is None or model.platform.history == History():
        return model, []
    from generator.core.change.replay import replayed

    return replayed(model)
