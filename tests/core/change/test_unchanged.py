"""What templates see stays the same in Helm 3 and in Helm 4: values, and the nulls that they treat differently."""

from __future__ import annotations

import pytest

from generator.core.change.unchanged import changed_value, prove_unchanged
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.small_platform import PROD, foreign_umbrella, small_platform


def test_changed_value_is_named() -> None:
    before, after = (
        load_values(small_platform(values_prod=text)) for text in (PROD, PROD.replace("30", "31"))
    )
    with pytest.raises(BlueprintError) as caught:
        prove_unchanged(before, after)
    assert caught.value.what == "orders.autoscaling.maxReplicas of prod would change"


PROD_TAG = {"values_prod": "cart: {tag: a}\n"}
ALL_A = {"values_dev": "a: 1\n", "values_prod": "a: 1\n"}
NULL = "cart: {port: null}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Helm 4 lets a null of values.yaml remove a default only where a -f file states something of the chart.
        ({"values": NULL, "values_dev": "cart: {replicas: 1}\n"}, {"values": NULL, "values_dev": "{}\n"}),
        # A null over nothing is there for hasKey, over a value it removes it.
        ({"values": "a: 1\n", "values_dev": "b: null\n"}, {"values": "a: 1\nb: 1\n", "values_dev": "b: null\n"}),
        # A key without a value is a key: range, toJson and hasKey show it.
        ({"values_dev": "ports: {extra: null, b: 1}\n"}, {"values_dev": "ports: {b: 1}\n"}),
        ({"values": "sec: {x: null}\n"}, {"values": "sec: {}\n"}),
    ],
)  # fmt: skip
def test_nulls_count_where_they_stand(before: dict[str, str], after: dict[str, str]) -> None:
    path, environment = changed_value(*(load_values(foreign_umbrella(**one)) for one in (before, after)))
    assert path is not None
    assert environment == "dev"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Something else of the chart is still stated.
        (
            {"values": NULL, "values_dev": "cart: {replicas: 1, tag: a}\n"} | PROD_TAG,
            {"values": "cart: {port: null, tag: a}\n", "values_dev": "cart: {replicas: 1}\n"} | PROD_TAG,
        ),
        # A value stands above it.
        ({"values": "a: null\n", **ALL_A}, {"values": "a: 1\n", "values_dev": "{}\n"}),
        (
            {"values": "cart: {port: null}\n", **ALL_A},
            {"values": "cart: {port: null}\na: 1\n", "values_dev": "{}\n"},
        ),
        # In the umbrella's own values it counts only what a null lies over.
        (
            {"values": "a: {b: null}\n", "values_dev": "a: {c: 1}\n", "values_prod": "a: {c: 1}\n"},
            {"values": "a: {b: null, c: 1}\n", "values_dev": "{}\n", "values_prod": "{}\n"},
        ),
    ],
)
def test_nulls_hinder_nothing_else(before: dict[str, str], after: dict[str, str]) -> None:
    models = (load_values(foreign_umbrella(**{"values_prod": "{}\n", **one})) for one in (before, after))
    assert changed_value(*models) == (None, None)


def test_nulls_that_charts_of_ours_skip_are_nothing() -> None:
    models = (
        load_values(small_platform(values_dev=text))
        for text in ("web: {env: {A: null}}\n", "web: {env: {}}\n")
    )
    assert changed_value(*models) == (None, None)
