"""`connect`: one service calls another one, and gets to know where it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.commands._following import all_changes
from generator.core.change.checks import refuse_invalid
from generator.core.change.connections import (
    elsewhere,
    existing_call,
    place_of_call,
    refuse_connection,
    variables_of,
    with_call,
)
from generator.core.report.connections import variables_as_text
from generator.core.styled import line
from generator.edge.terminal import show

if TYPE_CHECKING:
    from pathlib import Path


@click.command("connect")
@click.argument("caller")
@click.argument("callee", metavar="CALLEE[:PORT]")
@writing.changing_options
@on_platform.platform_option
def command(caller: str, callee: str, platform: Path | None, *, how: writing.Writing) -> None:
    r"""Let a service call another one: the connection, and the variables that the caller gets.

    From the connection follow its address in the caller's environment, the network policies on both
    sides, and the diagram. Without a PORT it is the callee's main one.

    \b
      connect order-service product-db
      connect order-service search-engine:http --dry-run
    """
    root, model = on_platform.opened(platform, writes=how.is_certain, whole=True)
    name, _, port = callee.partition(":")
    refuse_connection(model, caller, name, port)
    if known := existing_call(model, caller, name, port):
        show([line(f"{caller} calls {known.call.spelling} already: {place_of_call(model, known)}")])
        return
    changes = all_changes(model, with_call(model, caller, name, port))
    after = model.with_changes(changes)
    environments = model.environments or (None,)
    refuse_invalid(model, after, environments)
    paths = [(*place, caller) for place in (("global", "connections"), ("connections",))]
    # Before anything is written: it may be that it cannot be read.
    variables = variables_as_text(after, caller, variables_of(after, name, port))
    proposal = writing.Proposal(root, model, after, changes, paths, environments)
    how.conclude(proposal, elsewhere(after, caller, name))
    show(variables, err=True)
