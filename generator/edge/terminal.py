"""What people see and type: tables, questions. rich is loaded only where a terminal shows it."""

from __future__ import annotations

import codecs
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from generator.core.columns import columns, fitted
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.blueprint.manifest import Option


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


def show_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table: drawn to fit a terminal, or in columns that other programs can cut."""
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table

        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for position, header in enumerate(headers):
            table.add_column(header, no_wrap=position == 0, overflow="fold")
        for row in rows:
            table.add_row(*(_plain(cell) for cell in row))
        Console(highlight=False).print(table)
        return
    for line in columns([headers, *rows]):
        click.echo(line)


def show_grid(headers: Sequence[str], rows: Sequence[Sequence[str]], *, whole: int) -> None:
    """A table whose first `whole` columns are never cut, however narrow the terminal is."""
    if not sys.stdout.isatty():
        show_table(headers, rows)
        return
    from shutil import get_terminal_size

    for line in fitted(headers, rows, get_terminal_size().columns, whole=whole):
        click.echo(line)


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


def heading(text: str) -> None:
    click.secho(f"\n{text}", bold=True)
