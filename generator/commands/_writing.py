"""What the commands that write values share: their options, and showing a change before it is made."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from generator.core.change.checks import frozen
from generator.core.changes import unified
from generator.core.paths import format_path
from generator.core.words import did_you_mean
from generator.edge.terminal import can_ask
from generator.edge.writer import write_changes
from generator.errors import BlueprintError, Invalid, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from typing import TypeVar

    from generator.core.changes import Change
    from generator.core.edit.edits import Edit
    from generator.core.paths import Path as ValuePath
    from generator.core.platform.intent import Window
    from generator.core.values.model import ValuesModel

    C = TypeVar("C", bound=Callable[..., object])

_MOST = 5  # keys that are named one by one
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def writing_options(function: C) -> C:
    """--dry-run and --yes, as every command that writes has them."""
    function = click.option("--yes", "-y", is_flag=True, help="Write without asking.")(function)
    return click.option("--dry-run", is_flag=True, help="Show the changes, write nothing.")(function)


def environment_options(function: C) -> C:
    return click.option(
        "--env",
        "environments",
        metavar="ENV",
        multiple=True,
        help="The environment whose own file is changed; by default values.yaml. Repeats.",
    )(function)


despite_option = click.option(
    "--despite", metavar="WINDOW", multiple=True, help="Change what this frozen window protects. Repeats."
)


def refuse_frozen(
    before: ValuesModel, after: ValuesModel, paths: Iterable[ValuePath], despite: Sequence[str]
) -> None:
    """Refuse what frozen windows protect now, unless the user names those windows."""
    names = [window.name for window in before.intent.windows]
    for name in despite:
        if name not in names:
            hint = did_you_mean(name, names) or "platform.yaml declares none."
            raise UsageError(f'--despite: there is no window "{name}"', hint=hint)
    found: dict[Window, list[tuple[str, ValuePath]]] = {}
    for window, environment, path in frozen(before, after, paths, time.time()):
        if window.name not in despite:
            found.setdefault(window, []).append((environment, path))
    if not found:
        return
    import shlex

    options = " ".join(f"--despite {shlex.quote(window.name)}" for window in found)
    hint = f"Nothing was written. If it must be: {options}"
    errors = [BlueprintError(_frozen(window, spots), where=window.where) for window, spots in found.items()]
    if len(errors) == 1:
        raise BlueprintError(errors[0].what, where=errors[0].where, hint=hint)
    raise Invalid("several windows are frozen", errors, hint=hint)


def _frozen(window: Window, spots: Sequence[tuple[str, ValuePath]]) -> str:
    environments = ", ".join(dict.fromkeys(environment for environment, _ in spots))
    names = list(dict.fromkeys(format_path(path) for _, path in spots))
    told = ", ".join(names[:_MOST]) + (f" and {len(names) - _MOST} more" if len(names) > _MOST else "")
    reason = f": {window.reason}" if window.reason else ""
    verb = "is" if len(names) == 1 else "are"
    return f"{told} of {environments} {verb} frozen by {window.name} ({window.text}){reason}"


def after(model: ValuesModel, changes: Sequence[Change]) -> ValuesModel:
    return model.with_changes(changes) if changes else model


def show_diff(changes: Iterable[Change]) -> None:
    """The changes, coloured on a terminal."""
    for line in unified(changes).splitlines():
        bold = line.startswith(("--- ", "+++ "))
        click.secho(line, fg=None if bold else _COLOURS.get(line[:1]), bold=bold or None)


def carry_out(root: Path, changes: Sequence[Change], *, dry_run: bool, yes: bool) -> bool:
    """Show the changes, ask, write them; whether they were written.

    UsageError where nobody is there to ask and --yes is missing.
    """
    show_diff(changes)
    if dry_run:
        return False
    if not yes:
        if not can_ask():
            raise UsageError(
                "nothing was written: there is no terminal to ask on",
                hint="Pass --yes to write this, or --dry-run to see it only.",
            )
        sys.stdout.flush()
        files = f"{len(changes)} files" if len(changes) > 1 else str(changes[0].path)
        if not click.confirm(f"Write {files}?", default=True, err=True):
            click.echo("Nothing was written.", err=True)
            return False
    write_changes(root, changes)
    return True


def paths_of(edits: Iterable[Edit]) -> list[ValuePath]:
    return list(dict.fromkeys(one.path for one in edits))
