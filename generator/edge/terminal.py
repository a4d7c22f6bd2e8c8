"""What people see and type: lines, tables, questions. rich is loaded only where a terminal shows it."""

from __future__ import annotations

import codecs
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from generator.core.columns import columns, fitted
from generator.core.styled import Part, Table
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.blueprint.manifest import Option
    from generator.core.styled import Block, Style

_STYLES: dict[Style, dict[str, Any]] = {"": {}, "bold": {"bold": True}, "dim": {"dim": True}}


def can_ask() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(option: Option, default: str | bool) -> str | bool:
    """Ask until the answer is one that the option allows. Questions go to stderr, output stays clean."""
    from generator.core.blueprint.answers import checked

    question = option.help or option.name
    if option.kind == "boolean":
        return click.confirm(question, default=bool(default), err=True)
    if option.kind == "choice":
        question += f" ({', '.join(option.choices)})"
    while True:
        answer = click.prompt(question, default=str(default), err=True)
        try:
            return checked(option, answer)
        except BlueprintError as error:
            click.echo(f"  {error.what.partition(': ')[2]}", err=True)


def show(blocks: Iterable[Block], *, err: bool = False) -> None:
    """Lines in their styles, where a terminal shows them, and tables."""
    for block in blocks:
        if isinstance(block, Table):
            _show_table(block)
        else:
            click.echo("".join(_styled(part) for part in block.parts), err=err)


def _styled(part: Part) -> str:
    return click.style(part.text, **_STYLES.get(part.style, {"fg": part.style})) if part.style else part.text


def _show_table(table: Table) -> None:
    if not sys.stdout.isatty():
        lines = columns([table.headers, *table.rows])
    elif table.whole:
        from shutil import get_terminal_size

        lines = fitted(table.headers, table.rows, get_terminal_size().columns, whole=table.whole)
    else:
        _draw(table)
        return
    for line in lines:
        click.echo(line)


def _draw(table: Table) -> None:
    from rich.console import Console
    from rich.table import Table as Drawn

    drawn = Drawn(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for position, header in enumerate(table.headers):
        drawn.add_column(header, no_wrap=position == 0, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(_plain(cell) for cell in row))
    Console(highlight=False).print(drawn)


def _plain(cell: str) -> Any:
    """A cell in which [brackets] mean nothing."""
    from rich.text import Text

    return Text(cell)


def show_json(data: object) -> None:
    """As UTF-8 where the output is that; elsewhere with escapes, which any reader of JSON understands."""
    is_utf8 = codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"
    click.echo(json.dumps(data, indent=2, ensure_ascii=not is_utf8))


def show_page(html: str) -> None:
    """As UTF-8, which is what the page says of itself, whatever the terminal has."""
    click.echo(html.encode(), nl=False)
