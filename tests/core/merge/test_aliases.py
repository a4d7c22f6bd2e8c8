"""Aliases in a merge: they go on saying what their anchor says."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.merge.merge import CannotMerge, MergedText, merged_values

BASE = "a:\n  x: 1\n  w: 2\nb:\n  z: 1\n"
ANCHORED = BASE.replace("a:", "a: &a")
FLOW = "a: {x: 1, w: 2}\nb: {z: 1}\n"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        # Ours refers to a block that theirs changes: as a value, merged, as an item, to a scalar, in braces.
        (BASE, ANCHORED + "c: *a\n", BASE.replace("w: 2", "w: 3"), ANCHORED.replace("w: 2", "w: 3") + "c: *a\n"),
        (
            BASE, ANCHORED.replace("b:\n", "b:\n  <<: *a\n"), BASE.replace("w: 2", "w: 3\n  v: 4"),
            "a: &a\n  x: 1\n  w: 3\n  v: 4\nb:\n  <<: *a\n  z: 1\n",
        ),
        (
            BASE, ANCHORED + "c:\n- *a\n- d\n", BASE.replace("  w: 2\n", ""),
            "a: &a\n  x: 1\nb:\n  z: 1\nc:\n- *a\n- d\n",
        ),
        (
            BASE, BASE.replace("w: 2", "w: &w 2").replace("z: 1", "z: *w"), BASE.replace("w: 2", "w: 5"),
            "a:\n  x: 1\n  w: &w 5\nb:\n  z: *w\n",
        ),
        (
            FLOW, FLOW.replace("a:", "a: &a").replace("z: 1", "<<: *a, z: 1"), FLOW.replace("w: 2", "w: 3"),
            "a: &a {x: 1, w: 3}\nb: {<<: *a, z: 1}\n",
        ),
        # Both refer to it, or both change it.
        (
            ANCHORED, ANCHORED + "c: *a\n", ANCHORED.replace("x: 1", "x: 7") + "d: *a\n",
            ANCHORED.replace("x: 1", "x: 7") + "d: *a\nc: *a\n",
        ),
        (
            ANCHORED, ANCHORED.replace("w: 2", "w: 3") + "c: *a\n", ANCHORED.replace("x: 1", "x: 7"),
            "a: &a\n  x: 7\n  w: 3\nb:\n  z: 1\nc: *a\n",
        ),
        # Theirs writes out what it changes there: that is theirs, and no alias any more.
        (
            ANCHORED + "c: *a\n", ANCHORED.replace("z: 1", "z: 2") + "c: *a\n", ANCHORED + "c: {x: 1, w: 9}\n",
            ANCHORED.replace("z: 1", "z: 2") + "c: {x: 1, w: 9}\n",
        ),
    ],
)  # fmt: skip
def test_alias_says_what_its_anchor_says(base: str, ours: str, theirs: str, merged: str) -> None:
    assert merged_values(base, ours, theirs) == MergedText(merged, ())


def test_what_one_wrote_out_follows_what_the_other_changed_through_the_alias() -> None:
    """Data count: c was the same as a, ours made both 3, and theirs added a key to c alone."""
    base = ANCHORED + "c: *a\n"
    merged = merged_values(base, base.replace("w: 2", "w: 3"), ANCHORED + "c: {x: 1, w: 2, v: 4}\n")
    assert yaml.safe_load(merged.text) == {
        "a": {"x": 1, "w": 3}, "b": {"z": 1}, "c": {"x": 1, "w": 3, "v": 4},
    }  # fmt: skip


def test_conflict_in_what_is_shared_is_told_once() -> None:
    base = ANCHORED + "c: *a\n"
    merged = merged_values(base, base.replace("w: 2", "w: 3"), base.replace("w: 2", "w: 4"))
    assert [one.path for one in merged.conflicts] == [("a", "w")]
    assert merged.text == base.replace("w: 2", "w: 3")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (ANCHORED + "c: *a\n", "b:\n  z: 1\n"),  # what it refers to is gone
        (BASE.replace("b:", "b: &a") + "c: *a\n", ANCHORED + "d: *a\n"),  # one name for two things
    ],
)
def test_alias_that_would_say_nothing_or_something_else_is_never_written(ours: str, theirs: str) -> None:
    try:
        merged = merged_values(BASE, ours, theirs)
    except CannotMerge:
        return
    assert yaml.safe_load(merged.text)["c"] == yaml.safe_load(ours)["c"]


# ── properties ──────────────────────────────────────────────────────────────────────────────────

_BLOCKS = ("a", "b", "c")
_WORDS = st.sampled_from(("x", "w", "v", "u"))
_MAPS = st.dictionaries(_WORDS, st.integers(0, 9), min_size=1, max_size=4)
_ALL = st.fixed_dictionaries(dict.fromkeys(_BLOCKS, _MAPS))
# What ours adds, and what that says of the block that it refers to.
_REFERENCES = {
    "new: *it\n": lambda it: it,
    "new: [*it]\n": lambda it: [it],
    "new:\n- first\n- *it\n": lambda it: ["first", it],
    "new: {<<: *it, own: 1}\n": lambda it: {**it, "own": 1},
    "new:\n  <<: *it\n  own: 1\n": lambda it: {**it, "own": 1},
}


@settings(deadline=None, max_examples=60)
@given(
    before=_ALL, after=_ALL, block=st.sampled_from(_BLOCKS), reference=st.sampled_from([*_REFERENCES]),
    is_flow=st.booleans(), is_anchored=st.booleans(),
)  # fmt: skip
def test_no_reference_is_lost_and_no_change_of_theirs(
    *, before: dict[str, dict[str, int]], after: dict[str, dict[str, int]], block: str, reference: str,
    is_flow: bool, is_anchored: bool,
) -> None:  # fmt: skip
    """Ours refers to one block; theirs changes as it likes: all of it comes, and the reference follows."""
    base, theirs = (
        yaml.safe_dump(one, sort_keys=False, default_flow_style=None if is_flow else False)
        for one in (before, after)
    )
    ours = base.replace(f"{block}:", f"{block}: &it") + reference
    if is_anchored:
        base, theirs = (one.replace(f"{block}:", f"{block}: &it") for one in (base, theirs))
    merged = merged_values(base, ours, theirs)
    assert merged.conflicts == ()
    said = yaml.safe_load(merged.text)
    assert said == {**after, "new": _REFERENCES[reference](after[block])}
    assert "*it" in merged.text
