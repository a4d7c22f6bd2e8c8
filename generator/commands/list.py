"""`list`: the blueprints that a platform can be made from."""

from __future__ import annotations

import click

from generator.commands._called import to_copy
from generator.commands._options import output_option
from generator.core.styled import Table, line
from generator.edge.blueprints import list_builtin
from generator.edge.catalogues import list_catalogues
from generator.edge.terminal import remark, show, show_json


@click.command("list")
@click.option("--update", is_flag=True, help="Fetch the indexes of catalogues elsewhere anew.")
@output_option
def command(output: str, *, update: bool) -> None:
    """List the reference architectures, and the blueprints of your catalogues.

    Nothing is fetched but with --update: of a catalogue elsewhere it is what was known last.
    """
    rows = [[one.name, one.version, one.description] for one in list_builtin()]
    catalogues = list(list_catalogues(update=update))
    rows += [
        [f"{catalogue.name}:{name}", one.newest, one.description]
        for catalogue in catalogues
        for name, one in (catalogue.blueprints or {}).items()
    ]
    if output == "json":
        show_json([dict(zip(("name", "version", "description"), row, strict=True)) for row in rows])
        return
    show([Table(("NAME", "VERSION", "DESCRIPTION"), rows)])
    for one in catalogues:
        if one.blueprints is None:
            shown = f"{one.name}:NAME is {one.place.replace('{}', 'NAME')}"
            never = to_copy(f"the catalogue {one.name} was never fetched: `list --update` does")
            remark([line(shown if "{}" in one.place else never)])
