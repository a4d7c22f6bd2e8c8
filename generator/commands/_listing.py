"""Lists, in the forms that --output of a list has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.columns import markdown
from generator.core.styled import Table
from generator.edge.terminal import show, show_json, show_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def show_list(
    output: str, headers: Sequence[str], rows: Sequence[Sequence[str]], as_json: Callable[[], object]
) -> None:
    """A list as `table_output_option` asks: a table, one in Markdown, or JSON, made only where it is."""
    if output == "json":
        show_json(as_json())
    elif output == "markdown":
        show_text(markdown(headers, rows))
    else:
        show([Table([header.upper() for header in headers], rows, whole=1)])
