"""Verbs: one module per command, each reads as a story. Finds them and loads one when it is called."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

import click

from generator.commands._called import TYPED
from generator.commands._manners import with_manners
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Folder(click.Group):
    """A group whose commands are the modules of a package, each with a `command`.

    A command `add` lives in `add.py`; a trailing underscore keeps a module's name from being a
    keyword (`import_.py`). A group inside is a package whose `__init__` has a `command`.
    """

    def __init__(self, *, package: str, path: Path, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # click's own keyword arguments, passed through
        self.package = package
        self.path = path
        self.called: click.Context | None = None

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context, which keeps what was typed: messages tell commands that go on from there."""
        typed = tuple(args)
        self.called = super().make_context(info_name, args, parent, **extra)
        self.called.meta.setdefault(TYPED, typed)
        return self.called

    def invoke(self, ctx: click.Context) -> object:
        """Errors about the platform's files lead to them from where the user is, as a compiler's do."""
        try:
            return super().invoke(ctx)
        except BlueprintError as error:
            if ctx.parent is None:
                from generator.commands._called import to_copy_in
                from generator.commands._platform import found_in, make_relative_to_caller, mask

                to_copy_in(error)
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
        command = importlib.import_module(self._module(cmd_name)).command
        assert isinstance(command, click.Command)
        if not any(parameter.name == "quiet" for parameter in command.params):
            with_manners(command, hidden=True)
        if command.help:
            # What click wants before lines that it must not join; a raw docstring has it in two letters.
            command.help = command.help.replace("\\b\n", "\b\n")
        return command

    def _module(self, name: str) -> str:
        module = name.replace("-", "_")
        return f"{self.package}.{module}{'_' if (self.path / f'{module}_.py').exists() else ''}"

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What each command is for, by its docstring alone: to import all takes three times as long."""
        names = self.list_commands(ctx)
        room = formatter.width - 6 - max(map(len, names), default=0)
        rows = [(name, self._outline(ctx, name).get_short_help_str(room)) for name in names]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        commands = [
            CompletionItem(name, help=self._outline(ctx, name).get_short_help_str()) for name in names
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def _outline(self, ctx: click.Context, name: str) -> click.Command:
        """A command with its help alone; the command itself where its module says more than one function."""
        from importlib.abc import InspectLoader
        from importlib.util import find_spec

        module = self._module(name)
        spec = find_spec(module)
        code = spec.loader.get_code(module) if spec and isinstance(spec.loader, InspectLoader) else None
        for one in code.co_consts if code else ():
            if isinstance(one, CodeType) and one.co_name == "command" and isinstance(one.co_consts[0], str):
                return click.Command(name, help=one.co_consts[0])
        command = self.get_command(ctx, name)
        assert command is not None
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
            ctx.fail(f'There is no command "{args[0]}".{self._meant(ctx, args[0])}')
        return super().resolve_command(ctx, args)

    def _meant(self, ctx: click.Context, word: str) -> str:
        """Which command was probably meant: a near one, or one of that name in a group below this."""
        from generator.core.words import nearest

        known = self.list_commands(ctx)
        if near := nearest(word, known):
            return f' Did you mean "{near}"?'
        below = [
            f'"{name} {word}"'
            for name in known
            if (self.path / name).is_dir() and word in self._within(name).list_commands(ctx)
        ]
        return f" Did you mean {' or '.join(below)}?" if below else ""

    def _within(self, name: str) -> Folder:
        return Folder(package=f"{self.package}.{name}", path=self.path / name)


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
