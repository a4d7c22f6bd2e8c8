"""`values intent`: what the history of a platform says of what is meant to differ and to match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.core.change.proposed_intent import as_intent, edits_of_proposal, proposed, snapshots
from generator.core.edit.edits import changes_of
from generator.core.styled import line
from generator.core.values.text import as_yaml
from generator.edge.terminal import can_ask, show, show_text
from generator.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from generator.core.values.model import ValuesModel


@click.command("intent")
@click.option("--from-git", is_flag=True, help="Propose it from the commits that changed the values.")
@click.option(
    "--commits",
    metavar="NUMBER",
    type=click.IntRange(1, 1000),
    default=200,
    show_default=True,
    help="How many of them are read, the newest first.",
)
@click.option(
    "--within",
    metavar="NUMBER",
    type=click.IntRange(0, 100),
    default=5,
    show_default=True,
    help="In how many of them a change has to follow in the next environment.",
)
@writing.writing_options
@on_platform.place_options
def command(
    platform: Path | None, *, from_git: bool, commits: int, within: int, how: writing.Writing
) -> None:
    r"""Propose the intent of platform.yaml: what belongs to its environment, what follows elsewhere.

    What always differed between environments, and was never carried, belongs to each; what always followed
    is meant to match. It is written on confirmation, and printed where nobody is there to ask.

    \b
      values intent --from-git
      values intent --from-git --commits 50 --dry-run
    """
    if not from_git:
        raise UsageError(
            "nothing says where the intent is to come from", hint="Pass --from-git: the history has it."
        )
    from generator.edge.git_history import read_history

    root, model = on_platform.opened(platform, writes=how.is_certain)
    times = snapshots(model, read_history(root, model.all_files, most=commits))
    habits = proposed(times, model.intent, within=within)
    if not habits:
        show(
            [line(f"Nothing to propose: {len(times)} states of the values say no more than the intent does.")]
        )
        return
    rules = as_intent(habits, model.environments, within)
    if model.layout.platform_file in model.tree and (how.yes or how.dry_run or can_ask()):
        _write(root, model, rules, how)
        return
    show_text(as_yaml({"intent": rules}))
    on_platform.show_notes(
        [f"proposed from {len(times)} states of the values; it belongs into platform.yaml"]
    )


def _write(root: Path, model: ValuesModel, rules: dict[str, list[object]], how: writing.Writing) -> None:
    changes = changes_of(model.tree, edits_of_proposal(model, rules))
    model.with_changes(changes)  # it is read as it will be: what is wrong with it is told here
    how.carry_out(root, changes)
