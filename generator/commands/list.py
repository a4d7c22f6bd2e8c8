"""`list`: the blueprints that a platform can be made from."""

from __future__ import annotations

import click

from generator.commands._options import output_option
from generator.core.styled import Table
from generator.edge.blueprints import list_builtin
from generator.edge.terminal import show, show_json


@click.command("list")
@output_option
def command(output: str) -> None:
    """List the reference architectures."""
    blueprints = list_builtin()
    if output == "json":
        show_json([{"name": b.name, "version": b.version, "description": b.description} for b in blueprints])
        return
    rows = [[one.name, one.version, one.description] for one in blueprints]
    show([Table(("NAME", "VERSION", "DESCRIPTION"), rows)])
