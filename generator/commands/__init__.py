"""Verbs: one module per command, each reads as a story. Finds them and loads one when it is called."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from generator.errors import BlueprintError


class Folder(click.Group):
    """A group whose commands are the modules of a package, each with a `command`.

    A command `add` lives in `add.py`; a trailing underscore keeps a module's name from being a
    keyword (`import_.py`). A group inside is a package whose `__init__` has a `command`.
    """

    def __init__(self, *, package: str, path: Path, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # click's own keyword arguments, passed through
        self.package = package
        self.path = path

    def invoke(self, ctx: click.Context) -> object:
        """Errors about the platform's files lead to them from where the user is, as a compiler's do."""
        try:
            return super().invoke(ctx)
        except BlueprintError as error:
            if ctx.parent is None:
                from generator.commands._platform import found_in, make_relative_to_caller, mask

                mask(error, ctx)
                if root := found_in(ctx):
                    make_relative_to_caller(error, root)
            raise

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        names = [
            entry.name.removesuffix(".py").rstrip("_").replace("_", "-")
            for entry in self.path.iterdir()
            if not entry.name.startswith(("_", ".")) and (entry.suffix == ".py" or entry.is_dir())
        ]
        return sorted(names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = cmd_name.replace("-", "_")
        if (self.path / f"{module}_.py").exists():
            module += "_"
        command = importlib.import_module(f"{self.package}.{module}").command
        assert isinstance(command, click.Command)
        if command.help:
            # What click wants before lines that it must not join; a raw docstring has it in two letters.
            command.help = command.help.replace("\\b\n", "\b\n")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if (
            not ctx.resilient_parsing
            and args
            and not args[0].startswith("-")
            and args[0] not in self.list_commands(ctx)
        ):
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            ctx.fail(f'There is no command "{args[0]}".{hint}')
        return super().resolve_command(ctx, args)


def folder(package: str, path: str, help_text: str, *, name: str | None = None) -> Folder:
    """A group of the commands in `package`; pass the `__file__` of its `__init__` as `path`."""
    return Folder(
        package=package,
        path=Path(path).parent,
        name=name,
        help=help_text,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
