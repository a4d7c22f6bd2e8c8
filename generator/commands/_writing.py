"""What the commands that write share: their options, and how they end: check, show, ask and write."""

from __future__ import annotations

import sys
import time
from functools import wraps
from typing import TYPE_CHECKING, NamedTuple

import click

from generator.commands import _platform as on_platform
from generator.commands._called import remembered
from generator.commands._options import secrets_option
from generator.commands._reading import ENVIRONMENT_VARIABLE
from generator.core.change.windows import refuse_frozen
from generator.core.edit.sealed import refuse_sealed
from generator.core.report.changes import shown_changes
from generator.core.styled import line
from generator.edge.repository import folder_for_git
from generator.edge.terminal import can_ask, confirm, remark, show
from generator.edge.writer import write_changes
from generator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from typing import Any, TypeAlias, TypeVar

    from generator.core.changes import Change
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel

    C = TypeVar("C", bound=Callable[..., object])
    Hands: TypeAlias = Callable[[Path, Sequence[Change]], None]


class Proposal(NamedTuple):
    """A change that a command would make: of which keys, and seen by which environments."""

    root: Path
    before: ValuesModel
    after: ValuesModel
    changes: Sequence[Change]
    paths: Iterable[KeyPath]
    environments: Sequence[str | None]


class Writing(NamedTuple):
    """How a change is to be made: what the options of a command that writes say."""

    dry_run: bool
    yes: bool
    despite: tuple[str, ...] = ()
    impact: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether a change is written without asking."""
        return self.yes and not self.dry_run

    def conclude(
        self,
        proposal: Proposal,
        notes: Iterable[str] = (),
        *,
        quiet: bool = False,
        write: Hands | None = None,
    ) -> bool:
        """Refuse what is frozen; show notes, impact and diff; ask and write. Whether it was written."""
        root, before, after, changes, paths, environments = proposal
        refuse_frozen(before, after, paths, moment=time.time(), despite=self.despite)
        on_platform.show_notes(notes)
        on_platform.veil().has_made(after)
        if self.impact:
            from generator.commands._impact import show_impact

            show_impact(root, before, after, environments)
        return self.carry_out(root, changes, quiet=quiet, write=write)

    def carry_out(
        self, root: Path, changes: Sequence[Change], *, quiet: bool = False, write: Hands | None = None
    ) -> bool:
        """Show the changes, ask, write; whether they were written.

        `write` makes all of them, or none; without it they are written as files.
        `quiet` leaves stdout to a program: changes are shown on stderr, and only where they are not certain.

        UsageError where nobody is there to ask and --yes is missing; BlueprintError where a change would
        break what is encrypted.
        """
        written = on_platform.in_manifests(changes)
        refuse_sealed(written)
        if not (quiet and self.is_certain):
            show(shown_changes(written, on_platform.veil().lines, folder_for_git(root)), err=quiet)
        if self.dry_run or not (self.yes or _is_agreed(root, changes)):
            return False
        (write or write_changes)(root, written)
        return True


def _is_agreed(root: Path, changes: Sequence[Change]) -> bool:
    if not can_ask():
        raise UsageError(
            "nothing was written: there is no terminal to ask on",
            hint="`… --yes` writes this, `… --dry-run` only shows it.",
        )
    sys.stdout.flush()
    files = f"{len(changes)} files" if len(changes) > 1 else on_platform.shown_path(root, changes[0].path)
    protected = on_platform.protected_by(changes)
    verb = "is" if len(protected) == 1 else "are"
    why = f" {', '.join(protected)} {verb} protected." if protected else ""
    if confirm(f"Write {files}?{why}", default=not protected):
        return True
    remark([line("Nothing was written.")])
    return False


def writing_options(function: Callable[..., None]) -> Callable[..., None]:
    """--dry-run and --yes, which the command gets as one `how`."""

    @wraps(function)
    def command(*args: Any, **options: Any) -> None:
        given = {name: options.pop(name) for name in Writing._fields if name in options}
        function(*args, how=Writing(**given), **options)

    return _with(
        command,
        click.option("--dry-run", is_flag=True, help="Show the changes, write nothing."),
        click.option("--yes", "-y", is_flag=True, help="Write without asking."),
        secrets_option,
    )


def changing_options(function: Callable[..., None]) -> Callable[..., None]:
    """--impact, --despite, --dry-run and --yes, which the command gets as one `how`."""
    return _with(
        writing_options(function),
        click.option(
            "--impact", is_flag=True, help="Show which Kubernetes objects change, and what that does to pods."
        ),
        click.option(
            "--despite",
            metavar="WINDOW",
            multiple=True,
            help="Change what this frozen window protects. Repeats.",
        ),
    )


def _own_files(
    ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[str | None, ...]:
    if ctx.get_parameter_source("environments") is click.core.ParameterSource.ENVIRONMENT:
        # Nobody sees a variable that was set an hour ago, and these are files.
        on_platform.show_note(f"{ENVIRONMENT_VARIABLE} says --env {' --env '.join(value)}")
    remembered(ctx, parameter, value)
    return tuple(name or None for name in value)


def environment_options(function: C) -> C:
    return click.option(
        "--env",
        "environments",
        metavar="ENV",
        multiple=True,
        envvar=ENVIRONMENT_VARIABLE,
        callback=_own_files,
        help="The environment whose own file is changed; by default, or with '', values.yaml. Repeats.",
    )(function)


def _with(function: C, *options: Callable[[C], C]) -> C:
    """The options in the order in which help shows them."""
    for option in reversed(options):
        function = option(function)
    return function
