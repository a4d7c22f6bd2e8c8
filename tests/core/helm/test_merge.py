"""Helm's combination of values, case by case; test_values_like_helm compares with Helm itself."""

from __future__ import annotations

from typing import Any

import pytest

from generator.core.data import MISSING, deciding, equal, leaves, merged, placed, value_at, without_nulls
from generator.core.helm.merge import combined, globals_of_subcharts


@pytest.mark.parametrize(
    ("below", "above", "result"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": {"x": 1, "y": 1}}, {"a": {"y": 2}}, {"a": {"x": 1, "y": 2}}),
        ({"a": {"x": 1}}, {"a": {}}, {"a": {"x": 1}}),
        ({"a": {"x": 1}}, {"a": []}, {"a": []}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": 1}, {"a": {"x": 1}}, {"a": {"x": 1}}),
        ({"a": 1, "b": True, "c": "x"}, {"a": 0, "b": False, "c": ""}, {"a": 0, "b": False, "c": ""}),
        ({"a": 1}, {"a": None}, {"a": None}),
    ],
)
def test_merged(below: Any, above: Any, result: Any) -> None:
    assert merged(below, above) == result


def test_merged_leaves_its_arguments_alone_and_shares_the_rest() -> None:
    below = {"a": {"x": 1}, "b": {"y": 1}}
    above = {"a": {"x": 2}}
    result = merged(below, above)
    assert (below, above) == ({"a": {"x": 1}, "b": {"y": 1}}, {"a": {"x": 2}})
    assert result["b"] is below["b"]


def test_files_go_together_before_they_meet_values_yaml() -> None:
    assert combined({"a": {"x": 1}}, [{"a": 5}, {"a": {"y": 2}}]) == {"a": {"x": 1, "y": 2}}
    assert combined({"a": {"x": 1}}, [{"a": None}, {"a": {"y": 2}}]) == {"a": {"x": 1, "y": 2}}
    assert combined({"a": 1}, []) == {"a": 1}


def test_nulls_deep_in_global_say_nothing_to_an_umbrella() -> None:
    base = {"global": {"a": 1, "m": {"b": 1, "m": {"c": 1}}}, "m": {"m": {"m": {"c": 1}}}}
    over = {"global": {"a": None, "m": {"b": None, "m": {"c": None}}}, "m": {"m": {"m": {"c": None}}}}
    assert without_nulls(combined(base, [over], has_subcharts=True)) == {
        "global": {"m": {"m": {"c": 1}}},
        "m": {"m": {"m": {}}},
    }
    assert without_nulls(combined(base, [over])) == {"global": {"m": {"m": {}}}, "m": {"m": {"m": {}}}}
    assert globals_of_subcharts(base, [over]) == base["global"]


def test_without_nulls_keeps_lists_and_what_has_none() -> None:
    data = {"a": {"b": 1}, "c": [None, {"d": None}]}
    assert without_nulls(data) is data
    assert without_nulls({"a": {"b": None}, "c": None, "d": 0}) == {"a": {}, "d": 0}


def test_value_at() -> None:
    data = {"a": [{"b": None}], "c": 0}
    assert value_at(data, ("a", 0, "b")) is None
    assert value_at(data, ("c",)) == 0
    for path in (("x",), ("a", 1), ("a", "b"), ("c", "x"), ("c", 0)):
        assert value_at(data, path) is MISSING
    assert not MISSING
    assert repr(MISSING) == "MISSING"


def test_deciding() -> None:
    data = {"a": {"b": 1, "n": None}, "l": [1]}
    assert deciding(data, ("a", "b")) == 2
    assert deciding(data, ("a", "b", "c")) == 2  # a scalar stands in the way
    assert deciding(data, ("a", "n", "c")) == 2  # a null, too
    assert deciding(data, ("a", "x")) is None
    assert deciding(data, ("l", 0)) == 2
    assert deciding(data, ("l", 5)) == 1  # the list replaces what lies below it as a whole


def test_equal_is_what_a_template_can_tell() -> None:
    assert equal({"a": 1, "b": [1.0]}, {"b": [1], "a": 1.0})
    for left, right in (
        (1, True),
        (0, False),
        (1, "1"),
        ({}, []),
        ({"a": 1}, {"b": 1}),
        ([1], [1, 2]),
        (None, 0),
    ):
        assert not equal(left, right)
        assert not equal(right, left)


def test_leaves_are_what_is_replaced_as_a_whole() -> None:
    data = {"a": {"b": 1, "c": {}}, "d": [{"e": 1}], "f": None}
    assert list(leaves(data)) == [(("a", "b"), 1), (("a", "c"), {}), (("d",), [{"e": 1}]), (("f",), None)]
    assert list(leaves({})) == []
    assert list(leaves(5, ("x",))) == [(("x",), 5)]


def test_placed() -> None:
    assert placed({"a": 1}, ("x", "y")) == {"x": {"y": {"a": 1}}}
    assert placed({"a": 1}, ()) == {"a": 1}
