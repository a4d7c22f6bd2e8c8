"""Blocks in another order, with the comments that are theirs."""

from __future__ import annotations

import pytest

from generator.core.edit.order import ordered
from generator.errors import BlueprintError

BEFORE = """\
# The file.

global:
  a: 1

# about web
web: # the shop
  b: 1
  # the end of web

# ── data ──
db:
  c: 1

orders:
  d: 1
"""
AFTER = """\
# The file.

global:
  a: 1

orders:
  d: 1

# ── data ──
db:
  c: 1

# about web
web: # the shop
  b: 1
  # the end of web
"""


def test_blocks_move_with_their_comments() -> None:
    assert ordered(BEFORE, ["orders", "db", "web"]) == AFTER


@pytest.mark.parametrize(
    ("text", "names"),
    [(AFTER, ["orders", "db", "web"]), (BEFORE, ["web", "orders"]), (BEFORE, ["cache", "web"]), ("", ["a"]), ("{b: 1, a: 1}\n", ["a", "b"])],
)  # fmt: skip
def test_what_is_in_order_stays(text: str, names: list[str]) -> None:
    assert ordered(text, names) == text


def test_last_block_without_a_line_break() -> None:
    assert ordered("b: 1\n\na: 2", ["a", "b"]) == "a: 2\n\nb: 1"


def test_windows_line_breaks_and_byte_order_mark() -> None:
    assert ordered("\ufeffb: 1\r\na: 2\r\n", ["a", "b"]) == "\ufeffa: 2\r\nb: 1\r\n"


@pytest.mark.parametrize("text", ["b: &x {c: 1}\na: *x\n", "b: 1\na: 1\nb: 2\n"])
def test_blocks_that_depend_on_their_order_are_refused(text: str) -> None:
    with pytest.raises(BlueprintError, match="cannot be ordered"):
        ordered(text, ["a", "b"], "values.yaml")
