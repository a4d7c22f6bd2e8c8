"""Random edits of random files: no other value changes, no comment goes, set and unset restore the bytes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.edit.edit import edit
from generator.core.yaml.data import values_of_text
from tests.core.edit.cases import check_random_edit, check_random_edit_of_what_is_shared
from tests.effort import examples

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=6), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=examples(300), deadline=None)
@given(st.randoms(use_true_random=False))
def test_an_edit_changes_nothing_else(rng: random.Random) -> None:
    check_random_edit(rng)


@settings(max_examples=examples(300), deadline=None)
@given(st.randoms(use_true_random=False))
def test_an_edit_beside_aliases_and_merges_shows_where_it_is_made_and_nowhere_else(
    rng: random.Random,
) -> None:
    check_random_edit_of_what_is_shared(rng)


@pytest.mark.statistics
def test_what_is_not_shared_stays_open_to_edits() -> None:
    outcomes = [check_random_edit_of_what_is_shared(random.Random(seed)) for seed in range(2000)]
    assert outcomes.count("edited") >= 350


@settings(max_examples=examples(300), deadline=None)
@given(
    JSON,
    st.sampled_from(
        ["k: old\n", "k: 'old' # c\n", 'k: {a: "old"}\n', "k:\n- x\n", "k: |\n  x\nl: 1\n", "k:\n"]
    ),
)
def test_every_value_can_be_written_and_is_read_back(value: object, text: str) -> None:
    after = edit(text, "set", "k", value)
    assert values_of_text(after)["k"] == value
    assert edit(after, "set", "k", value) == after


@pytest.mark.statistics
def test_few_edits_are_refused() -> None:
    """Only moves, and deletes below block scalars; less than 3 in 1,000 of all."""
    outcomes = [check_random_edit(random.Random(seed)) for seed in range(2000)]
    assert set(outcomes) == {"edited", "refused"}
    assert outcomes.count("refused") <= 6
