"""How every command behaves on the screen: its colours, and how much it says beside its output."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from generator.core.styled import has_colours
from generator.edge.terminal import SAYS
from generator.errors import UsageError

if TYPE_CHECKING:
    from typing import Any

EVERYWHERE = "Every command also takes --color auto|always|never, --quiet and --verbose."
_HOW_MUCH = {
    ("--quiet", "-q"): "Say nothing beside the output but errors.",
    ("--verbose", "-v"): "Tell on stderr what is read.",
}


def first_context() -> dict[str, Any]:
    """What the program's first context begins with."""
    return {"color": has_colours("auto", os.environ)}


def with_manners(command: click.Command, *, hidden: bool) -> click.Command:
    """The command with the options that all have; `hidden` leaves them to its last line of help."""
    command.params += [
        click.Option(
            ["--color"],
            type=click.Choice(["auto", "always", "never"]),
            expose_value=False,
            callback=_colour,
            hidden=hidden,
            help="Colours: by default on a terminal, unless NO_COLOR is set or TERM is dumb.",
        ),
        *(
            click.Option(
                list(names), is_flag=True, expose_value=False, callback=_says, hidden=hidden, help=says
            )
            for names, says in _HOW_MUCH.items()
        ),
    ]
    if hidden:
        command.epilog = f"{command.epilog or ''}\n\n{EVERYWHERE}".lstrip()
    return command


def _colour(ctx: click.Context, _parameter: click.Parameter, wish: str | None) -> None:
    # Before the command's name or after it: all that is shown from now on is shown so.
    above: click.Context | None = ctx if wish else None
    while above is not None:
        above.color = has_colours(wish or "auto", os.environ)
        above = above.parent


def _says(ctx: click.Context, parameter: click.Parameter, is_set: bool) -> None:
    if not is_set:
        return
    if ctx.meta.setdefault(SAYS, parameter.name) != parameter.name:
        raise UsageError("--quiet and --verbose exclude each other", hint="Name one of them.")
