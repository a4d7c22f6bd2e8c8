"""Options that several commands share, so that they look and read the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import os

    from click.shell_completion import CompletionItem


def _complete_blueprint(_ctx: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """The names of the blueprints, then folders: a blueprint may be one."""
    from click.shell_completion import CompletionItem

    from generator.edge.blueprints import list_builtin  # most commands that take options have no blueprint

    names = [CompletionItem(b.name, help=b.description) for b in list_builtin() if b.name.startswith(typed)]
    return names or [CompletionItem(typed, type="dir")]


class FilePath(click.Path):
    """A path as it was typed, whatever the letters. click's own asks the system about it, which may raise."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,  # noqa: ARG002  # click's signature
        ctx: click.Context | None,  # noqa: ARG002
    ) -> Path:
        return Path(value)


blueprint_argument = click.argument("blueprint", shell_complete=_complete_blueprint)

SHOWS_SECRETS = "generator.shows_secrets"  # in what a command remembers

secrets_option = click.option(
    "--show-secrets",
    is_flag=True,
    expose_value=False,
    callback=lambda ctx, _, value: ctx.meta.update({SHOWS_SECRETS: value}),
    help="Show what the rule `secret` finds; without it, <secret 1> stands for the first, and so on.",
)

output_option = click.option(
    "--output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, or JSON that stays the same from version to version.",
)

table_output_option = click.option(
    "--output",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Text for people, JSON that stays the same from version to version, or a Markdown table.",
)
