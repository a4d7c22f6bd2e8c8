"""Options that several commands share, so that they look and read the same everywhere."""

from __future__ import annotations

from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from generator.edge.terminal import to_file
from generator.errors import BlueprintError, Findings

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from typing import Any, TypeVar

    from click.shell_completion import CompletionItem

    Optioned = TypeVar("Optioned", bound=Callable[..., object])


def _complete_blueprint(_ctx: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """The names of the blueprints and those in catalogues, then folders: a blueprint may be one."""
    from click.shell_completion import CompletionItem

    from generator.edge.blueprints import list_builtin  # most commands that take options have no blueprint

    known = [(one.name, one.description) for one in list_builtin()]
    with suppress(BlueprintError):  # settings that are broken are said by what reads them, and not by a shell
        known += _in_catalogues()
    names = [CompletionItem(name, help=description) for name, description in known if name.startswith(typed)]
    return names or [CompletionItem(typed, type="dir")]


def _in_catalogues() -> list[tuple[str, str]]:
    """What is known without a network: of an index each blueprint, of any other catalogue its name."""
    from generator.edge.catalogues import list_catalogues

    found = []
    for one in list_catalogues():
        if one.blueprints is None:
            found.append((f"{one.name}:", one.place))
        else:
            found += [(f"{one.name}:{name}", listed.description) for name, listed in one.blueprints.items()]
    return found


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

DECRYPTS = "generator.decrypts"  # in what a command remembers
SHOWS_SECRETS = "generator.shows_secrets"  # in what a command remembers


def kept_option(key: str, name: str, **settings: Any) -> Callable[[Optioned], Optioned]:
    """An option that no command gets as an argument: what a command remembers has it under the key."""
    return click.option(
        name, expose_value=False, callback=lambda ctx, _, value: ctx.meta.update({key: value}), **settings
    )


secrets_option = kept_option(
    SHOWS_SECRETS,
    "--show-secrets",
    is_flag=True,
    help="Show what the rule `secret` finds; without it, <secret 1> stands for the first, and so on.",
)


if TYPE_CHECKING:
    _Words = click.Choice[str]
else:
    _Words = click.Choice  # of no type before click 8.2


class Word(_Words):
    """One of a few words; a word that is none of them is told the nearest."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            from generator.core.words import nearest

            near = nearest(value.lower(), self.choices)
            if not near:
                raise
            return self.fail(f'{error.message} Did you mean "{near}"?', param, ctx)


def output_options(*forms: str, says: str) -> Callable[[Optioned], Optioned]:
    """--output, the first form by default, and --output-file, which takes what would go to stdout."""

    def decorated(function: Optioned) -> Optioned:
        @wraps(function)
        def command(*args: Any, output_file: Path | None, **options: Any) -> None:
            with to_file(output_file):
                function(*args, **options)

        form = click.option(
            "--output", "-o", type=Word(list(forms)), default=forms[0], show_default=True, help=says
        )
        file = click.option(
            "--output-file", metavar="FILE", type=FilePath(), help="Write the output there, once it is whole."
        )
        return cast("Optioned", form(file(command)))

    return decorated


output_option = output_options(
    "text", "json", says="Text for people, or JSON that stays the same from version to version."
)
table_output_option = output_options(
    "text",
    "json",
    "markdown",
    says="Text for people, JSON that stays the same from version to version, or a Markdown table.",
)


def exit_zero_option(function: Optioned) -> Optioned:
    """--exit-zero: what was found is shown, and no pipeline stops for it."""

    @wraps(function)
    def command(*args: Any, exit_zero: bool, **options: Any) -> None:
        try:
            function(*args, **options)
        except Findings:
            if not exit_zero:
                raise

    option = click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found; errors count.")
    return cast("Optioned", option(command))
