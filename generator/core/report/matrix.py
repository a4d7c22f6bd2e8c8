"""What `values matrix` shows: keys and environments, the differences marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.core.columns import is_readable
from generator.core.data import MISSING
from generator.core.paths import format_path
from generator.core.report.matrix_groups import grouped_lines
from generator.core.styled import Part, Table, line
from generator.core.values.beside_text import texts_beside
from generator.core.values.by_item import by_item, rows_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.styled import Block
    from generator.core.values.compare import Row


def summary(rows: Sequence[Row], *, all_keys: bool) -> str:
    """How many keys differ; `all_keys` says that the rows have those that do not, too."""
    differing, unknown = sum(row.differs for row in rows), sum(row.unknown for row in rows)
    aside = f" {unknown} encrypted, of which nothing can be known (?)." if unknown else ""
    if all_keys:
        return f"{differing} of {len(rows)} keys differ.{aside}"
    return f"{differing} key{' differs' if differing == 1 else 's differ'}.{aside}"


def as_text(
    rows: Sequence[Row],
    titles: Sequence[str],
    *,
    all_keys: bool,
    by: str | None = None,
    longest: int | None = None,
    width: int | None = None,
    is_full: bool = False,
) -> list[Block]:
    """Keys with their values, and a summary.

    What follows from another key is only counted, unless `all_keys` are wanted.
    `by` key it is a table with a column for each environment, `by` environment a list of the values of each
    key with the environments that agree on them. None takes the table where `width`, in letters, has room
    for it. Lists that differ are shown item by item. Values are cut to `longest` letters, and to the
    terminal's width, unless all `is_full`.
    """
    shown = rows if all_keys else [row for row in rows if not row.follows]
    items = [one for row in shown for one in by_item(row)]
    summed = line(Part(summary(rows, all_keys=all_keys) + _folded(len(rows) - len(shown)), "bold"))
    if not items:
        return [summed]
    if by != "environment":
        headers, cells = ("", "KEY", *titles), [_cells(one, longest) for one in items]
        if by or not width or is_readable(headers, cells, width, whole=2):
            return [Table(headers, cells, whole=2, is_full=is_full), summed]
    return [
        *(
            block
            for one in items
            for block in grouped_lines(one, _mark(one), titles, longest=longest, width=width)
        ),
        summed,
    ]


def _cells(row: Row, longest: int | None) -> list[str]:
    return [_mark(row), format_path(row.path), *texts_beside(row.values, longest)]


def _mark(row: Row) -> str:
    return ("~" if row.expected else "*") if row.differs else "?" if row.unknown else ""


def _folded(count: int) -> str:
    return f" {count} of them follow from presets or overrides (--all shows them)." if count else ""


def as_json(rows: Sequence[Row], titles: Sequence[str]) -> dict[str, Any]:
    """All rows; environments in which a key is not set are left out of its `values`."""
    return {
        "environments": list(titles),
        "rows": [
            {
                "path": format_path(row.path),
                "values": {
                    title: value
                    for title, value in zip(titles, row.values, strict=True)
                    if value is not MISSING
                },
                **_items(row, titles),
                "differs": row.differs,
                **({"unknown": True} if row.unknown else {}),
                "expected": row.expected,
                "follows": format_path(row.follows) if row.follows else None,
            }
            for row in rows
        ],
    }


def _items(row: Row, titles: Sequence[str]) -> dict[str, Any]:
    """What differs within lists, item by item; nothing where no list does."""
    found = [
        {
            "path": format_path(one.path),
            "kind": one.kind,
            "values": {
                title: value for title, value in zip(titles, one.values, strict=True) if value is not MISSING
            },
        }
        for one in rows_within(row)
    ]
    return {"items": found} if found else {}
