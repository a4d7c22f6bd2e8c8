"""The command line: the one place where errors become text and exit statuses."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import __version__
from generator.commands import folder
from generator.errors import BlueprintError, Findings

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
UNWRITTEN = 2


# The signs that we ourselves write, where a console has no letters for them.
_SPELT_OUT = {"→": "->", "—": "-", "…": "...", "─": "-"}


def main_group() -> click.Group:
    group = folder(
        "generator.commands",
        str(Path(__file__).parent / "commands" / "__init__.py"),
        "Reference architectures as Helm umbrella charts.",
        name="helm-blueprint",
    )
    return click.version_option(__version__, message="helm-blueprint %(version)s")(group)


def program_name() -> str:
    """The words that a user typed to start us, for usage lines and next steps."""
    return "helm blueprint" if os.environ.get("HELM_PLUGIN_NAME") == "blueprint" else "helm-blueprint"


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit status. A bug keeps its traceback."""
    _spell_out_what_cannot_be_shown()
    output = sys.stdout
    try:
        main_group().main(list(arguments), prog_name=program_name(), standalone_mode=False)
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BlueprintError as error:
        _show(error)
        return error.exit_code
    except Findings as error:
        return error.exit_code
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Python would complain once more when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        # Files are written where such errors become ours: this is the output.
        click.echo("Error: the output cannot be written: the disk is full", err=True)
        return UNWRITTEN
    except SystemExit:
        # How click ends when it was click that noticed that the reader has gone: it has put something
        # else in the place of the output then. Who else ends the program means it.
        if sys.stdout is output:
            raise
        return 0
    return 0


def _spell_out_what_cannot_be_shown() -> None:
    """A console that is not UTF-8 gets other letters instead of an error."""
    codecs.register_error("helm-blueprint", _spelt_out)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="helm-blueprint")


def _spelt_out(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    import json  # few consoles are like this

    letters = error.object[error.start : error.end]
    # As JSON writes what is not ASCII: there the output stays what it is.
    return "".join(_SPELT_OUT.get(one) or json.dumps(one)[1:-1] for one in letters), error.end


def _show(error: BlueprintError) -> None:
    first, _, rest = str(error).partition("\n")
    click.secho("Error: ", fg="red", bold=True, nl=False, err=True)
    click.echo(first, err=True)
    if rest:
        click.echo(rest, err=True)
