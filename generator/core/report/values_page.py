"""Values side by side, as a page shows them: what differs first, and what is the same everywhere below it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import MISSING
from generator.core.differences import first_equals
from generator.core.encrypted import UNKNOWN
from generator.core.paths import format_path
from generator.core.printable import printable
from generator.core.values.beside_text import texts_beside
from generator.core.values.by_item import by_item
from generator.core.values.compare import grouped, news

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.values.compare import Row


class PageCell(NamedTuple):
    """A value of `span` columns beside each other, those of `titles`; `kinds` are classes of CSS."""

    text: str
    titles: str
    span: int
    kinds: str


class PageRow(NamedTuple):
    """A key, in parts between which it may be broken, with what finds it (`search`) and its cells."""

    key: tuple[str, ...]
    search: str
    kinds: str
    note: str
    cells: tuple[PageCell, ...]


class PageGroup(NamedTuple):
    """The rows of a service."""

    name: str
    rows: tuple[PageRow, ...]


class ValuesPage(NamedTuple):
    """All that a page shows, ready for people: nothing in it is a letter that a reader would obey.

    `quiet` is how many of the rows that differ are no news.
    """

    heading: str
    summary: str
    titles: tuple[str, ...]
    differing: tuple[PageGroup, ...]
    quiet: int
    same: tuple[PageGroup, ...]
    same_count: str


def values_page(rows: Sequence[Row], titles: Sequence[str], *, heading: str, summary: str) -> ValuesPage:
    """What differs, by service, is there at once; what is no news waits for a click.

    Environments beside each other that agree share a cell; marked is what is not as most of them have it.
    """
    reported = news(rows)
    there = {row.path for row in rows}
    rows = [*rows, *(row for row in reported if row.path not in there)]
    loud = {row.path for row in reported}
    shown = tuple(map(printable, titles))
    differing = [row for row in rows if row.differs or row.unknown]
    same = [row for row in rows if not (row.differs or row.unknown)]
    return ValuesPage(
        printable(heading),
        printable(summary),
        shown,
        _groups(differing, shown, loud),
        sum(row.differs and row.path not in loud for row in rows),
        _groups(same, ("everywhere",), loud),
        f"{len(same)} {'key is' if len(same) == 1 else 'keys are'} the same everywhere",
    )


def _groups(rows: Sequence[Row], titles: Sequence[str], loud: Collection[KeyPath]) -> tuple[PageGroup, ...]:
    return tuple(
        PageGroup(
            printable(name),
            tuple(_row(one, titles, is_loud=row.path in loud) for row in members for one in by_item(row)),
        )
        for name, members in grouped(rows).items()
    )


def _row(row: Row, titles: Sequence[str], *, is_loud: bool) -> PageRow:
    kinds = ["unknown"] if row.unknown else []
    if row.differs:
        kinds.append("expected" if row.expected else "news")
    if row.differs and not is_loud:
        kinds.append("quiet")
    key = printable(format_path(row.path[1:]) or format_path(row.path))
    note = f"follows from {printable(format_path(row.follows))}" if row.follows else ""
    return PageRow(
        tuple(re.split(r"(?<=\.)|(?=\[)", key)),
        printable(format_path(row.path).lower()),
        " ".join(kinds),
        UNKNOWN if row.unknown else note,
        tuple(_cells(row.values[: len(titles)], titles)),
    )


def _cells(values: Sequence[Data], titles: Sequence[str]) -> list[PageCell]:
    alike = first_equals(values)
    (usual, _), *_others = Counter(alike).most_common()
    texts = texts_beside(values)
    cells: list[PageCell] = []
    start = 0
    for end in range(1, len(values) + 1):
        if end < len(values) and alike[end] == alike[start]:
            continue
        value = values[start]
        kinds = ["absent"] if value is MISSING else []
        kinds += [] if alike[start] == usual else ["other"]
        cells.append(
            PageCell(printable(texts[start]), ", ".join(titles[start:end]), end - start, " ".join(kinds))
        )
        start = end
    return cells
