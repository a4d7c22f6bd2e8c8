"""The command line: the one place where errors become text and exit statuses."""

from __future__ import annotations

import errno
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import __version__
from generator.commands import Folder, folder
from generator.commands._called import program_name
from generator.commands._manners import first_context, with_manners
from generator.errors import BlueprintError, Findings
from generator.streams import secure_streams

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
UNWRITTEN = 2
CLOSED = 141


def main_group() -> Folder:
    group = folder(
        "generator.commands",
        str(Path(__file__).parent / "commands" / "__init__.py"),
        "Reference architectures as Helm umbrella charts.",
        name="helm-blueprint",
    )
    click.version_option(__version__, message="helm-blueprint %(version)s")(group)
    with_manners(group, hidden=False)
    return group


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit status. A bug keeps its traceback.

    Output that nobody takes stops no command: it does all that it is for, and its status stays what
    it found. Only where that is 0 does the status tell of the output: it was closed, or cannot be written.
    """
    lost = secure_streams()
    status = _status(arguments)
    failure = lost()
    if failure is None:
        return status
    if failure.errno in (errno.EPIPE, errno.EBADF):
        return status or CLOSED
    reason = "the disk is full" if failure.errno == errno.ENOSPC else failure.strerror
    click.echo(f"Error: the output cannot be written: {reason}", err=True)
    return status or UNWRITTEN


def _status(arguments: Sequence[str]) -> int:
    group = main_group()
    try:
        group.main(list(arguments), prog_name=program_name(), standalone_mode=False, **first_context())
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        from generator.commands._errors import show_wrong_usage

        show_wrong_usage(error)
        return error.exit_code
    except BlueprintError as error:
        from generator.commands._errors import show_error

        # In the colours that were asked for, although the command has ended.
        with group.called.scope(cleanup=False) if group.called else nullcontext():
            show_error(error)
        return error.exit_code
    except Findings as error:
        return error.exit_code
    return 0
