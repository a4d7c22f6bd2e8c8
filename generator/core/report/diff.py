"""What `values diff` shows: the keys that differ, service by service, and what differs for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.core.data import MISSING
from generator.core.encrypted import UNKNOWN
from generator.core.paths import format_path
from generator.core.report.difference_lines import difference_lines
from generator.core.styled import Part, line
from generator.core.values.beside_text import texts_beside
from generator.core.values.by_item import rows_within
from generator.core.values.compare import followers, grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.core.styled import Block, Line
    from generator.core.values.compare import Row


def summary(rows: Sequence[Row], reported: Sequence[Row]) -> str:
    """`2 differences, 3 expected (--all shows them).`; `reported` are the rows that are news."""
    if not rows:
        return "No differences."
    unknown = sum(row.unknown for row in rows)
    rows = [row for row in rows if not row.unknown]
    expected = sum(row.expected for row in rows)
    shown = {row.path for row in reported}
    following = sum(not row.expected and row.path not in shown for row in rows)
    parts = [f"{len(reported)} difference{'' if len(reported) == 1 else 's'}"]
    parts += [f"{expected} expected"] if expected else []
    parts += [f"{following} that follow from them"] if following else []
    parts += [f"{unknown} encrypted, of which nothing can be known"] if unknown else []
    hidden = " (--all shows them)" if expected or following else ""
    return ", ".join(parts) + hidden + "."


def as_text(shown: Sequence[Row], rows: Sequence[Row], width: int | None = None) -> list[Block]:
    """The rows that are `shown` of all `rows`, and what is unknown, each group below its name.

    Lists item by item, texts line by line; values are cut to `width`, unless it is None.
    """
    follow = followers(rows)
    shown = [*shown, *(row for row in rows if row.unknown and row not in shown)]
    blocks: list[Block] = []
    for group, members in grouped(shown).items():
        blocks.append(line(Part(group, "bold")))
        for row in members:
            blocks += _lines(row, follow.get(row.path, []), width)
        blocks.append(line())
    return blocks


def _lines(row: Row, services: Sequence[str], width: int | None) -> Iterator[Line]:
    remarks = [UNKNOWN] if row.unknown else ["expected"] if row.expected else []
    remarks += [f"from {format_path(row.follows)}"] if row.follows else []
    if services:
        brings = row.path[1:] == ("presets",)
        remarks += ["with all that these presets bring" if brings else f"in {_names(services)}"]
    remark = "; ".join(remarks)
    if row.unknown:
        before, after = texts_beside(row.values)
        yield line(
            f"  {format_path(row.path[1:]) or '(the value)'}  {before} → {after}",
            Part(f"   ({remark})", "dim"),
        )
        return
    yield from difference_lines(row.path[1:], row.values, remark, width)


def _names(services: Sequence[str]) -> str:
    if len(services) <= 3:
        return ", ".join(services)
    return f"{len(services)} services: {', '.join(services[:2])} …"


def as_json(rows: Sequence[Row], titles: Sequence[str]) -> dict[str, Any]:
    """All rows, those that are expected and those that follow from others included.

    `unknown`, where there are any, are the keys of what is encrypted: nobody can tell whether it differs.
    """
    unknown = [format_path(row.path) for row in rows if row.unknown]
    return {
        "from": titles[0],
        "to": titles[1],
        "differences": [
            {
                "path": format_path(row.path),
                **{
                    side: value
                    for side, value in zip(("from", "to"), row.values, strict=True)
                    if value is not MISSING
                },
                **_items(row),
                "expected": row.expected,
                "follows": format_path(row.follows) if row.follows else None,
            }
            for row in rows
            if not row.unknown
        ],
        **({"unknown": unknown} if unknown else {}),
    }


def _items(row: Row) -> dict[str, Any]:
    """What differs within lists, item by item; nothing where no list does."""
    found = [
        {
            "path": format_path(one.path),
            "kind": one.kind,
            **{s: value for s, value in zip(("from", "to"), one.values, strict=True) if value is not MISSING},
        }
        for one in rows_within(row)
    ]
    return {"items": found} if found else {}
