"""Tables that fit a width: keys are shown whole, values are shortened or stand below their key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.cut import cut_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = "  "
_LEAST = 8  # of a value must be shown, or it is better off on a line of its own
_READABLE = 12  # of a value are shown in a table that nobody asked for
_MARGIN = " " * 4


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows, each column as wide as its longest cell."""
    return _lines(rows, _widths(rows))


def markdown(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The rows as a table of Markdown, without a line break at its end."""
    lines = [" | ".join(_escaped(cell) for cell in row) for row in (headers, *rows)]
    lines.insert(1, "|".join("---" for _ in headers))
    return "\n".join(f"|{text}|" if number == 1 else f"| {text} |" for number, text in enumerate(lines))


def _escaped(cell: str) -> str:
    return " ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split())


def fitted(headers: Sequence[str], rows: Sequence[Sequence[str]], width: int, *, whole: int) -> list[str]:
    """A table with its header, about `width` wide; the first `whole` columns are never cut.

    The other cells are shortened. Where too little would be left of them, they stand below what
    is whole; where even that is too narrow, each on a line of its own, behind its header.
    """
    heads = columns([row[:whole] for row in (headers, *rows)])
    cells = [row[whole:] for row in (headers, *rows)]
    longest = max(map(len, heads))
    gaps = len(GAP) * len(cells[0])
    natural = _widths(cells)
    if shares := _shares(natural, width - longest - gaps):
        return _lines([[head, *cut_apart(row, shares)] for head, row in zip(heads, cells, strict=True)])
    shares = _shares(natural, width - len(_MARGIN) - gaps)
    if shares is None:
        return _blocks(heads[1:], cells, width)
    room = max(width - sum(shares) - gaps, len(_MARGIN))
    lines = []
    for head, row in zip(heads, cells, strict=True):
        values = cut_apart(row, shares)
        if len(head) > room:
            lines.append(head)
            head = ""  # noqa: PLW2901  # reported already
        lines += _lines([[head, *values]], [room, *shares])
    return lines


def is_readable(headers: Sequence[str], rows: Sequence[Sequence[str]], width: int, *, whole: int) -> bool:
    """Whether such a table has room for its columns, below what is never cut at least."""
    natural = _widths([row[whole:] for row in (headers, *rows)])
    return _shares(natural, width - len(_MARGIN) - len(GAP) * len(natural), _READABLE) is not None


def _shares(widths: Sequence[int], room: int, least: int = _LEAST) -> list[int] | None:
    """How wide each column may be: what narrow ones leave goes to the others. None where it is too little."""
    shares = list(widths)
    left, waiting = room, sorted(range(len(widths)), key=lambda number: widths[number])
    while waiting:
        number = waiting.pop(0)
        shares[number] = min(widths[number], left // (len(waiting) + 1))
        if shares[number] < min(widths[number], least):
            return None
        left -= shares[number]
    return shares


def _blocks(heads: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> list[str]:
    names, *rows = cells
    longest = max(map(len, names))
    room = max(width - len(_MARGIN) - longest - len(GAP), _LEAST)
    lines = []
    for head, row in zip(heads, rows, strict=True):
        lines.append(head)
        lines += [
            f"{_MARGIN}{name.ljust(longest)}{GAP}{cell}"
            for name, cell in zip(names, cut_apart(row, [room] * len(row)), strict=True)
        ]
    return lines


def _lines(rows: Sequence[Sequence[str]], widths: Sequence[int] | None = None) -> list[str]:
    return [
        GAP.join(cell.ljust(width) for cell, width in zip(row, widths or _widths(rows), strict=True)).rstrip()
        for row in rows
    ]


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)]
