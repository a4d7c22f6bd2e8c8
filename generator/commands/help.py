"""`help`: what a command does and takes, as its --help says."""

from __future__ import annotations

import click

from generator.core.styled import line
from generator.core.words import did_you_mean
from generator.edge.terminal import show
from generator.errors import UsageError


@click.command("help")
@click.argument("words", metavar="[COMMAND]...", nargs=-1)
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...]) -> None:
    r"""Show what a command does and which options it has.

    \b
      help
      help values set
    """
    here = ctx.find_root()
    for number, word in enumerate(words):
        group = here.command
        known = group.list_commands(here) if isinstance(group, click.Group) else []
        found = group.get_command(here, word) if isinstance(group, click.Group) else None
        if found is None:
            name = " ".join(words[: number + 1])
            raise UsageError(f'there is no command "{name}"', hint=did_you_mean(word, known) or "See `help`.")
        here = click.Context(found, here, word, help_option_names=here.help_option_names)
    show(map(line, here.get_help().split("\n")))
