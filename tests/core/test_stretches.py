"""What two sequences have in common: right for all, as difflib has it for short ones, in bounded time for long ones."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core import stretches as module
from generator.core.stretches import hunks_of, stretches
from tests.calls import calls

ITEMS = st.lists(st.sampled_from("abcdef"), max_size=20)


def refuse_what_is_wrong(old: Sequence[str], new: Sequence[str]) -> None:
    found = stretches(old, new)
    for one in found:
        assert one.length > 0
        assert old[one.old : one.old + one.length] == new[one.new : one.new + one.length]
    for one, following in pairwise(found):
        assert one.old + one.length <= following.old
        assert one.new + one.length <= following.new
        assert (one.old + one.length, one.new + one.length) != (following.old, following.new)


@given(ITEMS, ITEMS)
def test_short_ones_have_in_common_what_they_have(old: list[str], new: list[str]) -> None:
    refuse_what_is_wrong(old, new)
    assert bool(stretches(old, new)) is not {*old}.isdisjoint(new)


@pytest.mark.parametrize(("short", "most"), [(0, 10_000), (0, 0), (20, 60)])
@given(old=ITEMS, new=ITEMS)
def test_long_ones_are_right_as_well(short: int, most: int, old: list[str], new: list[str]) -> None:
    """Whatever counts as long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SHORT", short)
        patch.setattr(module, "_MOST", most)
        refuse_what_is_wrong(old, new)


@given(ITEMS, ITEMS, st.integers(0, 3))
def test_hunks_are_those_of_difflib_where_nothing_is_equal_at_the_ends(
    old: list[str], new: list[str], around: int
) -> None:
    before, after = ["<", *old], [">", *new]
    own = [
        [one for one in group if one[1:] != (0, 0, 0, 0)]
        for group in SequenceMatcher(None, [*before, "["], [*after, "]"]).get_grouped_opcodes(around)
    ]
    assert list(hunks_of([*before, "["], [*after, "]"], around)) == own


@pytest.mark.parametrize(
    "lines",
    [
        lambda at, new: [f"name: {at}", f"image: {new and at % 2}", "level: info"],  # each item has a name
        lambda at, new: ["a", f"b: {at}" if at % 2 else f"c: {new and at}"],
        lambda at, new: ["a", f"b: {new} {at}"],  # nothing is once in both
        lambda at, new: ["a", "b"] if at % 2 else [str(at * 7 % (5 + new))],
    ],
)
def test_time_grows_with_the_length(lines) -> None:  # type: ignore[no-untyped-def]
    def of(size: int) -> int:
        old, new = ([line for at in range(size) for line in lines(at, side)] for side in (0, 1))
        return calls(lambda: stretches(old, new))

    assert of(1500) < 300 * 1500


def test_what_is_named_in_a_long_sequence_is_found() -> None:
    old = [line for at in range(2000) for line in (f"name: {at}", f"image: {at % 2}", "level: info")]
    new = [line.replace("image: 1", "image: 2") for line in old]
    assert sum(one.length for one in stretches(old, new)) == sum(map(str.__eq__, old, new)) == 5000
