"""What the library chart's merge does beyond merging; test_values_like_helm compares with the templates."""

from __future__ import annotations

from typing import Any

import pytest

from generator.core.data import MISSING
from generator.core.values.library import deciding_in_library, overlaid
from generator.core.values.model import load_values
from tests.small_platform import small_platform


@pytest.mark.parametrize(
    ("below", "above", "result"),
    [
        ({"a": {"x": 1}}, {"a": {"y": 2, "x": None}}, {"a": {"x": 1, "y": 2}}),
        ({"a": 1}, {"a": {"x": None}}, {"a": {}}),
        (
            {"readinessProbe": {"httpGet": {"path": "/"}, "periodSeconds": 5}},
            {"readinessProbe": {"exec": {"command": ["x"]}}},
            {"readinessProbe": {"exec": {"command": ["x"]}, "periodSeconds": 5}},
        ),
        (
            {"readinessProbe": {"httpGet": {"path": "/"}}},
            {"readinessProbe": {"periodSeconds": 9}},
            {"readinessProbe": {"httpGet": {"path": "/"}, "periodSeconds": 9}},
        ),
        ({"preStop": {"sleep": {"seconds": 5}}}, {"preStop": {"exec": {}}}, {"preStop": {"exec": {}}}),
        ({"env": {"A": {"value": 1}}}, {"env": {"A": {"valueFrom": {"x": 1}}}}, {"env": {"A": {"valueFrom": {"x": 1}}}}),
        ({"env": {"A": {"valueFrom": {"x": 1}}}}, {"env": {"A": {"value": 1}}}, {"env": {"A": {"value": 1}}}),
        (
            {"A": {"valueFrom": {"secretKeyRef": {"name": "a"}}}},
            {"A": {"valueFrom": {"configMapKeyRef": {"name": "b"}}}},
            {"A": {"valueFrom": {"configMapKeyRef": {"name": "b"}}}},
        ),
        ({"A": {"valueFrom": "x"}}, {"A": {"value": 1}}, {"A": {"valueFrom": "x", "value": 1}}),
    ],
)  # fmt: skip
def test_overlaid(below: Any, above: Any, result: Any) -> None:
    before = repr(below)
    assert overlaid(below, above) == result
    assert repr(below) == before


def test_what_excludes_a_value_decides_it() -> None:
    above = {"readinessProbe": {"exec": {}}, "env": {"A": {"value": 1}}, "l": [1]}
    assert deciding_in_library(above, ("readinessProbe", "httpGet", "path")) == 1
    assert deciding_in_library(above, ("readinessProbe", "periodSeconds")) is None
    assert deciding_in_library(above, ("env", "A", "valueFrom", "secretKeyRef", "name")) == 2
    assert deciding_in_library(above, ("env", "B")) is None
    assert deciding_in_library(above, ("l", 0)) == 2
    assert deciding_in_library(above, ("l", 1)) == 1


def test_place_that_excludes_a_value_is_told() -> None:
    model = load_values(
        small_platform(
            values_dev="global: {presets: {all: {startupProbe: {httpGet: {path: /a}}}}}\nweb: {startupProbe: {exec: {}}}\n"
        )
    )
    assert model.effective("dev", ("web", "startupProbe", "httpGet")) is MISSING
    assert [
        (setting.layer, setting.where, setting.value, setting.wins)
        for setting in model.layers("dev", ("web", "startupProbe", "httpGet", "path"))
    ] == [
        ("global.presets.all", "values-dev.yaml:1", "/a", False),
        ("values", "values-dev.yaml:2", MISSING, True),
    ]
