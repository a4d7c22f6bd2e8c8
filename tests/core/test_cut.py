"""Texts are cut around what differs, and never so that two look the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.cut import cut_apart


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["short", "shorter"], ["short", "shorter"]),
        (["jdbc:postgresql://one.example.com/a", "jdbc:postgresql://two.example.com/a"],
         ["…sql://one.example.c…", "…sql://two.example.c…"]),
        (["one " + "x" * 40, "two " + "x" * 40], ["one xxxxxxxxxxxxxxxx…", "two xxxxxxxxxxxxxxxx…"]),
        (["x" * 40] * 2, ["xxxxxxxxxxxxxxxxxxxx…"] * 2),
        (["x" * 40, "x" * 41], ["xxxxxxxx…(40 letters)", "xxxxxxxx…(41 letters)"]),
        (["x" * 40, "x" * 20 + "y" * 20], ["…xxxxxxxxxxxxxxxxxxx…", "…xxxxxxyyyyyyyyyyyyy…"]),
        (["a" + "x" * 50 + "1", "b" + "x" * 50 + "1", "a" + "x" * 50 + "2"],
         ["axxxxxxxx…xxxxxxxx1", "bxxxxxxxx…xxxxxxxx1", "axxxxxxxx…xxxxxxxx2"]),
    ],
)  # fmt: skip
def test_a_text_is_cut_around_what_differs(texts: list[str], shown: list[str]) -> None:
    assert cut_apart(texts, [21] * len(texts)) == shown


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("ab…", max_size=60), min_size=2, max_size=4), st.integers(1, 30))
def test_no_two_texts_are_cut_to_be_the_same(texts: list[str], width: int) -> None:
    shown = cut_apart(texts, [width] * len(texts))
    assert len(set(shown)) >= len(set(texts))
