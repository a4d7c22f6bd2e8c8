"""How trouble is reported, whatever the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.core.printable import printable
from generator.core.styled import Part, line
from generator.edge.terminal import show

if TYPE_CHECKING:
    from generator.errors import BlueprintError


# What a group without a command shows, its help, is an error since click 8.2.
_HELP: type[Exception] | tuple[()] = getattr(click.exceptions, "NoArgsIsHelpError", ())


def show_error(error: BlueprintError) -> None:
    first, *rest = error.lines()
    show([line(Part("Error: ", "alarm"), first), *map(line, rest)], err=True)


def show_wrong_usage(error: click.ClickException) -> None:
    """As click tells it, which has its own ways to name options; but what was typed is escaped."""
    if not isinstance(error, _HELP):
        error.message = printable(error.message)  # type: ignore[misc]  # final by its stubs alone
    error.show()
