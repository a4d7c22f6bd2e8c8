"""Rows of a comparison with lists taken apart: one for each item that is not the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.item_rows import item_rows
from generator.core.paths import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.item_rows import ItemRow
    from generator.core.values.compare import Row

# What stands in a path where a row tells the order of a list: `env[order]`.
_ORDER = Item.label("order")


def by_item(row: Row) -> Iterator[Row]:
    """The row itself, or those of the items of its lists, which differ as it does.

    `env[name=LEVEL].value` of an item that all have, `env[name=LEVEL]` of one that some have, `args[]` of one
    without a name, `env[order]` where the same items stand in another order.
    """
    if not _has_lists(row):
        yield row
        return
    for one in item_rows(row.values, row.path):
        path = (*one.path, _ORDER) if one.kind == "order" else one.path
        yield row._replace(path=path, values=one.values)


def rows_within(row: Row) -> list[ItemRow]:
    """What differs within the lists of a row, item by item; nothing where no list does, or all of it."""
    found = list(item_rows(row.values, row.path)) if _has_lists(row) else []
    return [] if [one.path for one in found] == [row.path] else found


def _has_lists(row: Row) -> bool:
    return row.differs and any(isinstance(value, list) for value in row.values)
