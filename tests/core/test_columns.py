"""Whole tables at several widths."""

from __future__ import annotations

import pytest

from generator.core.columns import columns, fitted, markdown

HEADERS = ["", "KEY", "dev", "prod"]
ROWS = [
    ["*", "global.presets.postgres.image.tag", "17.6-bookworm", "17.6-bookworm-with-more"],
    ["", "web.port", "1", "3"],
]

WIDE = """\
   KEY                                dev            prod
*  global.presets.postgres.image.tag  17.6-bookworm  17.6-bookworm-with-more
   web.port                           1              3
"""
NARROWER = """\
   KEY                                dev            prod
*  global.presets.postgres.image.tag  17.6-bookworm  17.6-bookworm-wi…
   web.port                           1              3
"""
NARROW = """\
   KEY                                dev      prod
*  global.presets.postgres.image.tag  …okworm  …rm-with…
   web.port                           1        3
"""
BELOW = """\
   KEY           dev            prod
*  global.presets.postgres.image.tag
                 17.6-bookworm  17.6-bookworm-with-more
   web.port      1              3
"""
SHORT_BELOW = """\
   KEY
      dev            prod
*  global.presets.postgres.image.tag
      17.6-bookworm  17.6-bookworm-wi…
   web.port
      1              3
"""
BLOCKS = """\
*  global.presets.postgres.image.tag
    dev   …okworm
    prod  …rm-wit…
   web.port
    dev   1
    prod  3
"""


@pytest.mark.parametrize(
    ("width", "shown"),
    [(200, WIDE), (76, WIDE), (70, NARROWER), (57, NARROW), (55, BELOW), (38, SHORT_BELOW)],
)
def test_values_are_shortened_or_stand_below_and_keys_are_whole(width: int, shown: str) -> None:
    lines = fitted(HEADERS, ROWS, width, whole=2)
    assert lines == shown.splitlines()
    assert max(map(len, lines)) <= width


def test_each_value_has_its_line_where_nothing_else_fits() -> None:
    assert fitted(HEADERS, ROWS, 15, whole=2) == BLOCKS.replace("17.6…", "17.6-bo…").splitlines()


def test_no_column_is_wider_than_its_cells() -> None:
    assert columns([["A", "BB"], ["aaa", "b"]]) == ["A    BB", "aaa  b"]


def test_table_of_markdown_keeps_its_columns_whatever_a_cell_holds() -> None:
    assert markdown(["a", "b"], [["1|2", "x\ny"], ["", "\\"]]) == (
        "| a | b |\n|---|---|\n| 1\\|2 | x y |\n|  | \\\\ |"
    )
