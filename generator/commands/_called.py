"""How the program was called, for the commands that its messages name: they are there to be copied."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from generator.core.hints import Called, as_called
from generator.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from generator.core.styled import Line
    from generator.errors import BlueprintError

TYPED = "generator.typed"  # in what a command remembers
_GIVEN = "generator.given"  # --platform, --env and what else says where, as the command line has them
# Who asks about one environment goes on to ask about it; what is written, the message itself says.
_ASKS = ("get", "explain", "files")


def program_name() -> str:
    """The words that a user typed to start us, for usage lines and next steps."""
    return "helm blueprint" if os.environ.get("HELM_PLUGIN_NAME") == "blueprint" else "helm-blueprint"


def to_copy(text: str) -> str:
    """A message with its commands as the user would type them."""
    ctx = click.get_current_context(silent=True)
    return as_called(text, _called(ctx)) if ctx and "`" in text else text


def lines_to_copy(lines: Iterable[Line]) -> list[Line]:
    """The same for lines that a command shows beside its output."""
    return [
        one._replace(parts=tuple(part._replace(text=to_copy(part.text)) for part in one.parts))
        for one in lines
    ]


def to_copy_in(error: BlueprintError) -> None:
    """The same for all that an error says."""
    error.what, error.hint = to_copy(error.what), to_copy(error.hint)
    for one in error.errors if isinstance(error, Invalid) else ():
        to_copy_in(one)


def _called(ctx: click.Context) -> Called:
    root = ctx.find_root()

    def options(words: Sequence[str]) -> Collection[str] | None:
        found = _command(root.command, words)
        if found is None:
            return None
        named = {option for parameter in found.params for option in parameter.opts}
        return named if found.name in _ASKS else named - {"--env"}

    given = ctx.meta.get(_GIVEN, {})
    return Called(program_name(), ctx.meta.get(TYPED, ()), tuple(given.items()), options)


def remembered(ctx: click.Context, parameter: click.Parameter, value: object) -> object:
    """The callback of options that hints repeat: what a variable says, every command hears anyway."""
    source = ctx.get_parameter_source(str(parameter.name))
    if value and source is click.core.ParameterSource.COMMANDLINE:
        several = value if isinstance(value, tuple) else (value,)
        # Of several environments none is the one that was meant.
        if len(several) == 1 or parameter.opts[0] != "--env":
            ctx.meta.setdefault(_GIVEN, {})[parameter.opts[0]] = tuple(map(str, several))
    return value


def _command(group: click.Command, words: Sequence[str]) -> click.Command | None:
    """The command that the words begin with."""
    found: click.Command | None = group
    for word in words:
        if not isinstance(found, click.Group):
            break
        found = found.get_command(click.Context(found), word)
    return None if isinstance(found, click.Group) else found
