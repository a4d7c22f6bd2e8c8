"""`disconnect`: one service does not call another one any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.commands._following import all_changes
from generator.core.change.checks import refuse_invalid
from generator.core.change.connections import calls_between, without_calls
from generator.core.change.references import references_of_caller
from generator.core.edit.edits import changes_of

if TYPE_CHECKING:
    from pathlib import Path


@click.command("disconnect")
@click.argument("caller")
@click.argument("callee", metavar="CALLEE[:PORT]")
@writing.changing_options
@on_platform.platform_option
def command(caller: str, callee: str, platform: Path | None, *, how: writing.Writing) -> None:
    r"""Take a connection away, in every file that has it; say what of the caller needs the callee still.

    With a PORT only the connection to that port goes.

    \b
      disconnect product-service cache
      disconnect product-service search-engine:http --dry-run
    """
    root, model = on_platform.opened(platform, writes=how.is_certain, whole=True)
    name, _, port = callee.partition(":")
    gone = calls_between(model, caller, name, port)
    edits = without_calls(model, gone)
    changes = all_changes(model, changes_of(model.tree, edits))
    after = model.with_changes(changes)
    environments = model.environments or (None,)
    refuse_invalid(model, after, environments)
    proposal = writing.Proposal(root, model, after, changes, [one.path for one in edits], environments)
    still = references_of_caller(after, caller, name)
    how.conclude(proposal, [f"{one.where}: {one.sentence} still" for one in still])
