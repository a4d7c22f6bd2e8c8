"""What the data of three versions become, and what counts as a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.core.data import MISSING
from generator.core.merge.three_way import MergeConflict, order_of, same_any_order, three_way
from generator.core.paths import Item

if TYPE_CHECKING:
    from generator.core.data import Data

X = {"name": "x", "value": 1}
Y = {"name": "y", "value": 2}
CASES: dict[str, tuple[Data, Data, Data, Data]] = {  # base, ours, theirs, result
    "a side that says what was yields": ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 2}),
    "both say the same": ({"a": 1}, {"a": 2}, {"a": 2}, {"a": 2}),
    "what one side removed is gone": ({"a": 1, "b": 1}, {"b": 1}, {"a": 1, "b": 2}, {"b": 2}),
    "null is a value": ({"a": 1, "b": 1}, {"a": None, "b": 1}, {"a": 1, "b": 2}, {"a": None, "b": 2}),
    "what was empty is filled by both": ({"a": {}}, {"a": {"x": 1}}, {"a": {"y": 1}}, {"a": {"x": 1, "y": 1}}),
    "what was not there is made by both": ({}, {"a": {"x": 1}}, {"a": {"y": 1}}, {"a": {"x": 1, "y": 1}}),
    "items are who their name says": ([X, Y], [{**X, "value": 9}, Y], [Y, X], [{**X, "value": 9}, Y]),
    "items come and go": ([X, Y], [X], [{"name": "n"}, X, Y], [{"name": "n"}, X]),
    "lists that were empty": ([], [X], [Y], [Y, X]),
    "by another name": (
        [{"alias": "a", "v": 1}, {"alias": "b", "v": 1}], [{"alias": "a", "v": 2}, {"alias": "b", "v": 1}],
        [{"alias": "a", "v": 1}, {"alias": "b", "v": 2}], [{"alias": "a", "v": 2}, {"alias": "b", "v": 2}],
    ),
    "names are sets in presets": ({"presets": ["a", "b"]}, {"presets": ["b", "c"]}, {"presets": ["a", "b", "d"]},
                                  {"presets": ["b", "d", "c"]}),
    "and sets in connections": ({"connections": {"w": ["a"]}}, {"connections": {"w": ["a", "b"]}},
                           {"connections": {"w": ["c", "a"]}}, {"connections": {"w": ["c", "a", "b"]}}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_two_sides_that_change_different_things_are_merged(case: str) -> None:
    base, ours, theirs, result = CASES[case]
    merged = three_way(base, ours, theirs)
    assert same_any_order(merged.data, result)
    assert merged.conflicts == ()
    if "sets" not in case:  # they stand in our order
        assert same_any_order(three_way(base, theirs, ours).data, result)


CONFLICTS: dict[str, tuple[Data, Data, Data, MergeConflict]] = {
    "changed": ({"a": {"b": 1}}, {"a": {"b": 2}}, {"a": {"b": 3}}, MergeConflict(("a", "b"), "changed")),
    "of two types": ({"a": 1}, {"a": {"b": 1}}, {"a": [1]}, MergeConflict(("a",), "changed")),
    "a number and its text": ({"a": 1}, {"a": "2"}, {"a": 2}, MergeConflict(("a",), "changed")),
    "added": ({}, {"a": 1}, {"a": 2}, MergeConflict(("a",), "added")),
    "removed by ours": ({"a": 1}, {}, {"a": 2}, MergeConflict(("a",), "removed by ours")),
    "removed by theirs": ({"a": 1}, {"a": 2}, {}, MergeConflict(("a",), "removed by theirs")),
    "a list is one value": ({"a": [1]}, {"a": [1, 2]}, {"a": [1, 3]}, MergeConflict(("a",), "changed")),
    "an item": ([X], [{**X, "value": 2}], [{**X, "value": 3}],
                MergeConflict((Item(("name", "x")), "value"), "changed")),
    "a list without names": ([], [{"name": "x"}, {"name": "x"}], [Y], MergeConflict((), "changed")),
}  # fmt: skip


@pytest.mark.parametrize("case", CONFLICTS)
def test_what_both_changed_is_a_conflict_in_which_the_favoured_side_stands(case: str) -> None:
    base, ours, theirs, conflict = CONFLICTS[case]
    assert three_way(base, ours, theirs) == (ours, (conflict,))
    favoured = three_way(base, ours, theirs, favours_theirs=True)
    assert same_any_order(favoured.data, theirs)
    assert favoured.conflicts == (conflict,)


def test_new_entries_stand_behind_what_they_stood_behind() -> None:
    assert order_of(["a", "b", "c"], ["a", "x", "b", "c"], ["n", "a", "b", "m", "c"]) == [
        "n",
        "a",
        "x",
        "b",
        "m",
        "c",
    ]
    assert order_of(["a", "b"], ["a", "x", "b"], ["b", "a"]) == ["b", "a", "x"]  # they alone moved them
    assert order_of(["a", "b", "c"], ["c", "b", "a"], ["b", "a", "c"]) == ["c", "b", "a"]
    assert order_of([], [], ["a", "b"]) == ["a", "b"]


def test_lists_are_equal_in_any_order_where_items_have_names() -> None:
    assert same_any_order({"a": [X, Y]}, {"a": [Y, X]})
    assert not same_any_order([1, 2], [2, 1])
    assert not same_any_order([X, Y], [X, {**Y, "value": 3}])
    assert not same_any_order([X, X], [X, Y])
    assert not same_any_order({"a": 1}, {"a": 1, "b": MISSING})
