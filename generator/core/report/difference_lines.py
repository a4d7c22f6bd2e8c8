"""How one difference between two sides is shown: on one line, item by item, or line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, map_or_empty
from generator.core.item_rows import item_rows
from generator.core.line_differences import line_differences
from generator.core.paths import Item, format_path
from generator.core.styled import Part, line
from generator.core.values.beside_text import texts_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.core.data import Data
    from generator.core.item_rows import ItemRow
    from generator.core.paths import KeyPath
    from generator.core.styled import Line, Style

_ARROW = " → "
_LEAST = 24  # letters of a value that are shown, however narrow the terminal is
_MOST_LINES = 40  # of a text, where not all is asked for
_STYLES: dict[str, Style] = {"-": "red", "+": "green", "@": "cyan", " ": "dim"}


def difference_lines(
    path: KeyPath, values: Sequence[Data], remark: str = "", width: int | None = None
) -> Iterator[Line]:
    """The lines of what differs at `path` between two values; a `remark` stands behind the first.

    Values are cut so that a line is about `width` letters wide; None is for all of them.
    """
    for row in item_rows(values, path):
        yield from _of(row, remark, width)
        remark = ""


def _of(row: ItemRow, remark: str, width: int | None) -> Iterator[Line]:
    name = format_path(row.path) or "(the value)"
    aside = Part(f"   ({remark})" if remark else "", "dim")
    before, after = row.values
    if row.kind == "item":
        sign, value = ("+", after) if before is MISSING else ("-", before)
        is_named = isinstance(row.path[-1], Item) and bool(row.path[-1].keys)
        if not is_named:
            name = format_path(row.path[:-1]) or "(the value)"
        head = f"  {sign} {name}"
        (text,) = texts_beside([_rest(value, row.path) if is_named else value], _room(width, head, remark))
        yield line(Part(head, _STYLES[sign]), Part("" if text == "{}" and is_named else f"  {text}"), aside)
        return
    if isinstance(before, str) and isinstance(after, str) and _have_lines(before, after):
        yield line(f"  {name}", aside)
        yield from _lines(before, after, width)
        return
    head = f"  {name}: order  " if row.kind == "order" else f"  {name}  "
    one, other = _two(row.values, _room(width, head, remark, len(_ARROW)))
    yield line(head, Part(one, "red"), _ARROW, Part(other, "green"), aside)


def _rest(value: Data, path: KeyPath) -> Data:
    """An item without what names it."""
    names = dict(path[-1].keys) if isinstance(path[-1], Item) else {}
    return {key: one for key, one in map_or_empty(value).items() if key not in names}


def _room(width: int | None, head: str, remark: str, more: int = 2) -> int | None:
    if width is None:
        return None
    return max(width - len(head) - more - (len(remark) + 5 if remark else 0), _LEAST)


def _two(values: Sequence[Data], room: int | None) -> list[str]:
    """Two values in a room; what the shorter one leaves is the longer one's."""
    whole = texts_beside(values)
    if room is None or sum(map(len, whole)) <= room:
        return whole
    shorter = min(map(len, whole))
    return texts_beside(values, max(room // 2 if shorter > room // 2 else room - shorter, _LEAST))


def _have_lines(before: str, after: str) -> bool:
    """Whether texts have lines that differ by more than the break behind the last one."""
    return "\n" in before.rstrip("\n") + after.rstrip("\n") and before.rstrip("\n") != after.rstrip("\n")


def _lines(before: str, after: str, width: int | None) -> Iterator[Line]:
    found = line_differences(before, after)
    shown = found if width is None or len(found) <= _MOST_LINES else found[: _MOST_LINES - 1]
    for sign, text in shown:
        yield line(Part(f"    @@ {text} @@" if sign == "@" else f"    {sign}{text}", _STYLES[sign]))
    if len(shown) < len(found):
        yield line(Part(f"    … {len(found) - len(shown)} more lines (--full shows them)", "dim"))
