"""One walk for all that differs, and one place that knows what two sequences have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.data import MISSING, Data, equal, value_at
from generator.core.differences import (
    agree,
    beside,
    common_ends,
    entries_of_any,
    entries_of_maps,
    first_difference,
    first_equals,
)

scalars = st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.sampled_from(["", "a", "1"]))
data = st.recursive(
    scalars,
    lambda inner: st.one_of(st.dictionaries(st.sampled_from("abc"), inner), st.lists(inner, max_size=2)),
    max_leaves=8,
)


def test_maps_are_walked_into_and_lists_are_one_value() -> None:
    left = {"a": {"b": 1, "c": [1, 2]}, "d": {"e": 1}, "f": 1}
    right = {"a": {"c": [2], "b": 1.0}, "d": 5, "g": {"h": {}}}
    assert list(beside((left, right))) == [
        (("a", "c"), ([1, 2], [2]), True),
        (("d",), ({"e": 1}, 5), True),
        (("f",), (1, MISSING), True),
        (("g",), (MISSING, {"h": {}}), True),
    ]


def test_map_may_stand_beside_nothing() -> None:
    columns = ({"g": {"h": {}, "i": 1}}, {}, {"g": {}})
    assert list(beside(columns, ("x",), within=entries_of_any)) == [
        (("x", "g"), ({"h": {}, "i": 1}, MISSING, {}), True),  # or the last two would look the same
    ]
    assert list(beside(({"g": {"h": 1}}, {}, {}), within=entries_of_any)) == [
        (("g", "h"), (1, MISSING, MISSING), True)
    ]
    assert list(beside(({}, MISSING), within=entries_of_any)) == [((), ({}, MISSING), True)]
    assert list(beside(({"a": 1}, 5), within=entries_of_any)) == [((), ({"a": 1}, 5), True)]


def test_everything_has_what_is_equal_too() -> None:
    shared = {"a": {"b": 1}, "e": {}}
    assert list(beside((shared, {**shared, "c": 2}), everything=True)) == [
        (("a", "b"), (1, 1), False),
        (("e",), ({}, {}), False),
        (("c",), (MISSING, 2), True),
    ]


@pytest.mark.parametrize(
    ("values", "is_so"),
    [
        ((1, 1.0), True),
        ((1, True), False),
        ((MISSING, MISSING), True),
        ((MISSING, None), False),
        ((None, MISSING), False),
        ((False, MISSING), False),
        (({}, MISSING), False),
        (([], [], [0]), False),
    ],
)
def test_values_agree(values: tuple[Data, ...], is_so: bool) -> None:
    assert agree(values) is is_so


@given(left=data, right=data, within=st.sampled_from([entries_of_maps, entries_of_any]))
def test_what_differs_is_found_and_nothing_else(left: Data, right: Data, within) -> None:  # type: ignore[no-untyped-def]
    found = list(beside((left, right), within=within))
    assert bool(found) is not equal(left, right)
    for path, values, differs in found:
        assert differs
        assert values == (value_at(left, path), value_at(right, path))
        assert not equal(*values)
    assert first_difference(left, right) == next((one.path for one in beside((left, right))), None)


@pytest.mark.parametrize(
    ("old", "new", "ends"),
    [
        ("", "", (0, 0)),
        ("abc", "abc", (3, 0)),
        ("abc", "axc", (1, 1)),
        ("abc", "abxc", (2, 1)),
        ("aa", "aaa", (2, 0)),
        ("abab", "ab", (2, 0)),
        ("abc", "", (0, 0)),
        ("xabc", "abc", (0, 3)),
    ],
)
def test_common_ends_do_not_overlap(old: str, new: str, ends: tuple[int, int]) -> None:
    assert common_ends(old, new) == ends


def test_common_ends_ask_what_is_the_same() -> None:
    assert common_ends([1, 2, 3], [1.0, 5, 3.0]) == (1, 1)
    assert common_ends([1, 2, 3], [1.0, 5, 3], lambda a, b: type(a) is type(b) and a == b) == (0, 1)


@given(st.lists(st.one_of(data, st.just(MISSING), st.floats(), st.just(float("nan"))), max_size=8))
def test_each_value_has_the_number_of_the_first_that_is_equal(values: list[Data]) -> None:
    naive = [next(at for at, other in enumerate(values) if equal(other, one)) for one in values]
    assert first_equals(values) == naive
