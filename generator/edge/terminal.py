"""What people see and type: lines, tables, questions. rich is loaded only where a terminal shows it.

This is the one door: what is shown comes from files, names and blueprints of strangers, and leaves with
its control characters and line breaks escaped.
"""

from __future__ import annotations

import codecs
import json
import os
import sys
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

import click

from generator.core.columns import columns, fitted
from generator.core.printable import no_order, printable, printable_lines
from generator.core.styled import Part, Table, line
from generator.edge.files import explained, stage_file
from generator.errors import BlueprintError, Findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from io import BytesIO
    from pathlib import Path

    from generator.core.blueprint.manifest import Option
    from generator.core.styled import Block, Line, Style

SAYS = "generator.says"  # in what a command remembers: `quiet` or `verbose`, where it was called so

_PROGRESS: list[str] = []  # what of it stands on the terminal's last line
_PLANNED: list[Callable[[], None]] = []  # what ends the progress that lasts until something is shown

_STYLES: dict[Style, dict[str, Any]] = {
    "bold": {"bold": True}, "dim": {"dim": True}, "alarm": {"fg": "red", "bold": True}
}  # fmt: skip


def can_ask() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(option: Option, default: str | bool) -> str | bool:
    """Ask until the answer is one that the option allows. Questions go to stderr, output stays clean."""
    from generator.core.blueprint.answers import checked

    _wipe()
    question = option.help or option.name
    if option.kind == "boolean":
        return confirm(question, default=bool(default))
    if option.kind == "choice":
        return _pick(question, option.choices, str(default))
    while True:
        answer = click.prompt(printable(question), default=printable(str(default)), err=True)
        try:
            return checked(option, answer)
        except BlueprintError as error:
            show([line(f"  {error.what.partition(': ')[2]}")], err=True)


def _pick(question: str, choices: Sequence[str], default: str) -> str:
    from generator.core.blueprint.menu import menu_lines, no_choice, picked

    show([line(question), *map(line, menu_lines(choices))], err=True)
    while True:
        answer = str(click.prompt("Number or name", default=printable(default), err=True))
        choice = picked(choices, answer)
        if choice in choices:
            return choice
        show([line(f"  {no_choice(choices, answer)}")], err=True)


def confirm(question: str, *, default: bool = True) -> bool:
    _wipe()
    return click.confirm(printable(question), default=default, err=True)


def show(blocks: Iterable[Block], *, err: bool = False) -> None:
    """Lines in their styles, where a terminal shows them, and tables."""
    _wipe()
    for block in blocks:
        if isinstance(block, Table):
            _show_table(_printable(block))
        else:
            is_raw = block.is_exact and not sys.stdout.isatty() and _colours() is not True
            text = no_order(block.text) if is_raw else "".join(_styled(block))
            # Without a terminal click would take out of an exact line what looks like a colour.
            click.echo(text, err=err, color=is_raw or None)


def remark(blocks: Iterable[Block]) -> None:
    """What is said beside the output, on stderr: notes, progress, sums. Nothing where --quiet is set."""
    if _says() != "quiet":
        show(blocks, err=True)


def detail(text: str) -> None:
    """What only --verbose wants to know."""
    if _says() == "verbose":
        show([line(Part(text, "dim"))], err=True)


@contextmanager
def working(on: str, waited: Callable[[float], bool] | None = None) -> Iterator[None]:
    """Tell on stderr what is worked `on` once it has taken a second, with the seconds, until it is done.

    Only somebody who sits at a terminal is told, and not with --quiet. `waited` waits so many seconds, and
    says whether the work was done before they were over: a test has its own.
    """
    _end_planning()
    if _says() == "quiet" or not sys.stderr.isatty():
        yield
        return
    from threading import Event, Thread

    done = Event()
    teller = Thread(target=_tell, args=(printable(on), waited or done.wait), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
        _wipe()


@contextmanager
def working_until_shown(on: str, waited: Callable[[float], bool] | None = None) -> Iterator[None]:
    """The same, until anything is shown or asked: of what a command plans in many steps."""
    with ExitStack() as stack:
        stack.enter_context(working(on, waited))
        _PLANNED[:] = [stack.close]
        try:
            yield
        finally:
            _end_planning()


def _end_planning() -> None:
    while _PLANNED:
        _PLANNED.pop()()


def _tell(on: str, waited: Callable[[float], bool]) -> None:
    from shutil import get_terminal_size

    is_dumb = os.environ.get("TERM") == "dumb"
    seconds = 0
    while not waited(1):
        seconds += 1
        if is_dumb and seconds > 1:
            continue  # it has no line that could be written anew
        text = f"{on} …" if is_dumb else f"{on} … {seconds} s"[: get_terminal_size().columns - 1]
        with suppress(OSError, ValueError):  # a terminal that is gone, or has no such letters
            sys.stderr.write(f"{text}\n" if is_dumb else f"\r{text}")
            sys.stderr.flush()
            _PROGRESS[:] = [] if is_dumb else [text]


def _wipe() -> None:
    """Clear the line of progress for what is shown next."""
    _end_planning()
    if _PROGRESS:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"\r{' ' * len(_PROGRESS.pop())}\r")
            sys.stderr.flush()


def _says() -> object:
    ctx = click.get_current_context(silent=True)
    return ctx.meta.get(SAYS) if ctx else None


def _colours() -> bool | None:
    ctx = click.get_current_context(silent=True)
    return ctx.color if ctx else None


@contextmanager
def to_file(file: Path | None) -> Iterator[None]:
    """What is shown meanwhile goes to a file, written when all of it is there; to stdout without one.

    It is what a pipe would get. A command that fails leaves the file as it was; one that has found
    something (Findings) has done its work. BlueprintError where the file cannot be written.
    """
    if file is None:
        yield
        return
    from io import BytesIO, TextIOWrapper

    taken = BytesIO()
    stdout, sys.stdout = sys.stdout, TextIOWrapper(taken, encoding="utf-8", newline="")
    try:
        yield
    except Findings:
        _write_whole(file, taken)
        raise
    else:
        _write_whole(file, taken)
    finally:
        sys.stdout = stdout


def _write_whole(file: Path, taken: BytesIO) -> None:
    sys.stdout.flush()
    with explained(file, "write"):
        # /dev/stderr, a pipe: not ours to replace.
        if file.is_symlink() or (file.exists() and not file.is_file()):
            file.write_bytes(taken.getvalue())
        else:
            _put_in_place(file, taken.getvalue())


def _put_in_place(file: Path, data: bytes) -> None:
    """The file is old or new whenever the command is killed."""
    beside = file.with_name(f".{os.getpid()}.tmp")
    try:
        stage_file(beside, data, like=file)
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def show_text(text: str) -> None:
    """A text of several lines, to the letter for whoever reads it from a pipe: a value, a diff."""
    if sys.stdout.isatty():
        click.echo(printable_lines(text))
    else:
        click.echo(text, color=True)  # or click takes out what looks like a colour


def show_exact(content: bytes) -> None:
    """Bytes of a file as they are; on a terminal what they would do to it is shown escaped."""
    if sys.stdout.isatty():
        show_text(content.decode(errors="replace").removesuffix("\n"))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _styled(block: Line) -> Iterator[str]:
    for number, part in enumerate(block.parts):
        # Of a line of a file, a carriage return is part of its end.
        text = printable(part.text.removesuffix("\r" if block.is_exact else ""))
        text = text if number else no_order(text)
        yield click.style(text, **_STYLES.get(part.style, {"fg": part.style})) if part.style else text


def _printable(table: Table) -> Table:
    rows = [[printable(cell) for cell in row] for row in table.rows]
    return table._replace(headers=[printable(header) for header in table.headers], rows=rows)


def line_width(*, is_full: bool = False) -> int | None:
    """How wide a line may be; None where nothing is to be cut: all is wanted, or a program reads it.

    What goes through a pipe or to a file is whole, unless COLUMNS asks for less: `watch` sets it.
    """
    asked = os.environ.get("COLUMNS", "")
    if is_full or not (sys.stdout.isatty() or (asked.isdecimal() and int(asked))):
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _show_table(table: Table) -> None:
    width = line_width(is_full=table.is_full)
    if width is None or not (table.whole or sys.stdout.isatty()):
        lines = columns([table.headers, *table.rows])
    elif table.whole:
        lines = fitted(table.headers, table.rows, width, whole=table.whole)
    else:
        _draw(table)
        return
    for one in lines:
        click.echo(no_order(one))


def _draw(table: Table) -> None:
    from rich.console import Console
    from rich.table import Table as Drawn

    plain = _colours() is False
    drawn = Drawn(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="" if plain else "bold")
    for position, header in enumerate(table.headers):
        drawn.add_column(header, no_wrap=position == 0, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(_plain(cell) for cell in row))
    Console(highlight=False, no_color=plain or None).print(drawn)


def _plain(cell: str) -> Any:
    """A cell in which [brackets] mean nothing."""
    from rich.text import Text

    return Text(cell)


def show_json(data: object) -> None:
    """As UTF-8 where the output is that; elsewhere with escapes, which any reader of JSON understands."""
    is_utf8 = codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"
    # What JSON lets stand and a terminal would obey, its strings have as escapes: it stays the same data.
    click.echo(printable_lines(json.dumps(data, indent=2, ensure_ascii=not is_utf8)))


def show_page(html: str) -> None:
    """As UTF-8, which is what the page says of itself, whatever the terminal has."""
    click.echo(html.encode(), nl=False)
