"""Pins: a default that a newer chart has otherwise stays what it was, until somebody lets it go."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any

import pytest

from generator.core.upgrade.pins import Pinned, adopted, pinned, pins_in
from generator.errors import BlueprintError, UsageError

VALUES = PurePosixPath("values.yaml")
PROD = PurePosixPath("values-prod.yaml")
DEFAULTS = PurePosixPath("charts/deployment/defaults.json")


KIND = "annotations: {helm-blueprint/workload: deployment}\n"


def platform(
    version: str, defaults: dict[str, Any], values: str = "web: {}\n", prod: str = ""
) -> dict[PurePosixPath, bytes]:
    return {
        VALUES: values.encode(),
        PROD: prod.encode(),
        PurePosixPath("charts/deployment/Chart.yaml"): (
            f"apiVersion: v2\nname: deployment\nversion: {version}\n{KIND}"
        ).encode(),
        DEFAULTS: json.dumps(defaults).encode(),
    }


def made(old: dict[str, Any], new: dict[str, Any], values: str = "web: {}\n", prod: str = "") -> Pinned:
    return pinned(platform("1.1.0", new, values, prod), platform("1.0.0", old, values, prod), lambda _: True)


PINNED = """\
# the shop
global:
  presets: # switches
    deployment:
      replicas: 2
      strategy:
        # pinned: deployment.strategy.type is that of deployment 1.0.0, deployment 1.1.0 has "B": upgrade --adopt deployment.strategy.type
        type: A
web: {}
"""
BEFORE = "# the shop\nglobal:\n  presets: # switches\n    deployment:\n      replicas: 2\nweb: {}\n"


def test_changed_default_is_stated_under_a_comment_that_names_the_versions() -> None:
    found = made({"strategy": {"type": "A", "x": 1}}, {"strategy": {"type": "B", "x": 1}}, BEFORE)
    assert found.tree[VALUES].decode() == PINNED
    assert [one.name for one in found.pins] == ["deployment.strategy.type"]
    assert found.notes == ()


def test_letting_go_gives_back_the_file_as_it_was() -> None:
    tree = {VALUES: PINNED.encode()}
    assert pins_in(tree) == [("deployment.strategy.type", 'deployment 1.0.0; deployment 1.1.0 has "B"')]
    assert adopted(tree, ["deployment.strategy.type"])[VALUES].decode() == BEFORE
    assert adopted(tree, ["all"])[VALUES].decode() == BEFORE
    assert adopted({VALUES: b"a: 1\n"}, ["all"]) == {VALUES: b"a: 1\n"}


def test_pins_that_people_took_away_leave_no_comment() -> None:
    gone = PINNED.replace("      strategy:\n", "").replace("        type: A\n", "")
    assert adopted({VALUES: gone.encode()}, ["all"])[VALUES].decode() == BEFORE


def test_pin_that_is_not_there_is_told() -> None:
    with pytest.raises(UsageError) as caught:
        adopted({VALUES: PINNED.encode()}, ["deployment.strategy.typ"])
    assert str(caught.value) == (
        'values.yaml has no pin "deployment.strategy.typ"\n  Did you mean "deployment.strategy.type"?'
    )
    with pytest.raises(UsageError, match="It has none at all"):
        adopted({VALUES: b""}, ["x"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"a": 1}, {"a": 1}),
        ({"a": 1}, {"a": 1, "b": 2}),  # a new key changes nothing that is said
        ({"a": 1}, {}),  # what is no more cannot be said
        ({"a": {}}, {"a": {"b": 1}}),  # an empty map says nothing
    ],
)
def test_what_is_no_changed_default_needs_no_pin(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert made(old, new) == Pinned(platform("1.1.0", new), (), ())


@pytest.mark.parametrize("layer", ["deployment", "all"])
@pytest.mark.parametrize("said", ["{a: {b: 7}}", "{a: 7}"])
def test_what_a_preset_of_values_says_needs_no_pin(layer: str, said: str) -> None:
    found = made({"a": {"b": 1}}, {"a": {"b": 2}}, f"global: {{presets: {{{layer}: {said}}}}}\n")
    assert (found.pins, found.notes) == ((), ())


def test_below_a_preset_of_all_in_an_environment_a_pin_stands_in_presets_all() -> None:
    found = made({"a": 1}, {"a": 2}, prod="global: {presets: {all: {a: 5}}}\n")
    assert ([one.name for one in found.pins], found.notes) == (["all.a"], ())
    assert b"presets:\n    all:\n" in found.tree[VALUES]
    assert len(made({"a": 1}, {"a": 2}, prod="global: {presets: {deployment: {a: 5}}}\n").pins) == 1


def test_pin_that_would_stand_over_an_environment_is_told() -> None:
    """Other types have another default: presets.all cannot say it for them."""
    prod = "global: {presets: {all: {a: 5}}}\n"
    job = {
        PurePosixPath("charts/job/Chart.yaml"): b"apiVersion: v2\nname: job\nversion: 1.0.0\n",
        PurePosixPath("charts/job/defaults.json"): b'{"a": 9}',
    }
    old = {**platform("1.0.0", {"a": 1}, prod=prod), **job}
    found = pinned({**platform("1.1.0", {"a": 2}, prod=prod), **job}, old, lambda _: True)
    (note,) = found.notes
    assert note == (
        "deployment.a is 2 by default in deployment 1.1.0, and was 1: not pinned, since values-prod.yaml says it "
        "in presets.all"
    )


def test_null_cannot_be_pinned_and_lists_are_pinned_as_a_whole() -> None:
    found = made({"a": None, "b": [1]}, {"a": "x" * 99, "b": [1, 2]}, "web: {}")
    assert [one.old for one in found.pins] == [[1]]
    (note,) = found.notes
    assert note == (
        f'deployment.a is "{"x" * 59}… by default in deployment 1.1.0, and was null: not pinned, '
        "since no file of values can say null for sure"
    )


def test_what_the_new_charts_refuse_is_not_pinned() -> None:
    old, new = platform("1.0.0", {"a": 1, "b": 1}), platform("1.1.0", {"a": 2, "b": 2})
    found = pinned(new, old, lambda tree: b"a: 1" not in tree[VALUES])
    assert [one.name for one in found.pins] == ["deployment.b"]
    assert found.notes == (
        "deployment.a is 2 by default in deployment 1.1.0, and was 1: not pinned, since the new charts refuse it",
    )


def test_comment_stands_above_braces_that_the_pin_is_in() -> None:
    found = made({"a": 1}, {"a": 2}, "global: {presets: {deployment: {z: 1}}}\n")
    comment, line = found.tree[VALUES].decode().splitlines()
    assert comment.startswith("# pinned: deployment.a is that of deployment 1.0.0, ")
    assert line == "global: {presets: {deployment: {z: 1, a: 1}}}"
    assert adopted(found.tree, ["all"])[VALUES] == b"global: {presets: {deployment: {z: 1}}}\n"


def test_charts_of_no_service_have_no_presets() -> None:
    chart = PurePosixPath("charts/deployment/Chart.yaml")
    new = {**platform("1.1.0", {"a": 2}), chart: b"apiVersion: v2\nname: deployment\nversion: 1.1.0\n"}
    assert pinned(new, platform("1.0.0", {"a": 1}), lambda _: True) == Pinned(new, (), ())


def test_platforms_without_values_or_charts_have_no_pins() -> None:
    assert pinned({}, {}, lambda _: True) == Pinned({}, (), ())
    new = platform("1.1.0", {"a": 2})
    assert pinned(new, {}, lambda _: True).pins == ()
    bare = {path: data for path, data in platform("1.0.0", {}).items() if path != DEFAULTS}
    assert pinned(new, bare, lambda _: True).pins == ()
    with pytest.raises(BlueprintError, match="charts/deployment/defaults.json: this is not valid JSON"):
        pinned(new, {**bare, DEFAULTS: b"{"}, lambda _: True)
