"""Switches of a platform, flipped once: a sample of what `python -m tests.blueprints.switches` does with all of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.blueprints.platforms import NAMES
from tests.blueprints.switches import (
    GLOBALS,
    Switch,
    all_switches,
    flipped,
    judged,
    reason,
    refusing_services,
    switches_of,
)
from tests.charts.support import HelmError

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = 10


def test_a_switch_is_true_or_false_or_one_word_of_several() -> None:
    schema = {
        "properties": {
            "on": {"type": "boolean"},
            "size": {"type": "integer"},
            "mesh": {"properties": {"type": {"enum": ["", "istio"], "default": ""}}},
        }
    }
    assert list(switches_of(schema)) == [(("on",), [True, False]), (("mesh", "type"), ["istio"])]


def test_values_of_a_switch_are_those_of_the_services_that_have_it_and_what_has_to_come_along() -> None:
    external = {"external": {"host": "elsewhere.example.com", "enabled": True}}
    assert Switch("db", ("external", "enabled"), value=True).values(["db", "web"]) == {"db": external}
    off = {"external": {"enabled": False}}
    assert Switch("", ("external", "enabled"), value=False).values(["db", "web"]) == {"db": off, "web": off}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Error: … web: keda and autoscaling are both enabled", True),
        ("Error: keda and autoscaling are both enabled", False),
        ("Error: web: nil pointer evaluating interface {}.x", False),
    ],
)
def test_a_refusal_without_a_name_or_of_a_broken_template_is_none(said: str, expected: bool) -> None:
    assert bool(reason(HelmError(said), ["web"])) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Error: execution error at (shop/charts/web/templates/deployment.yaml:1:2): db: …", ["web"]),
        (
            "Error: values don't meet the specifications\n- at '/web/qos': not x\n- at '/db/qos': not x",
            ["web", "db"],
        ),
        ("Error: execution error at (shop/templates/platform/web.yaml:1:2): web: …", []),
    ],
)
def test_who_refuses_is_told_by_the_template_or_by_the_schema(said: str, expected: list[str]) -> None:
    assert refusing_services(said, ["web", "db", "web-ui"]) == expected


@pytest.mark.helm
@pytest.mark.long
@pytest.mark.parametrize("blueprint", NAMES)
def test_what_is_flipped_fits_in_or_is_refused_with_a_reason(blueprint: str, helm3: Path) -> None:
    chosen = random.Random(blueprint).sample(all_switches(blueprint), SAMPLE)
    found = [one for switch, services in chosen for one in flipped(blueprint, switch, services, helm3)]
    assert len(found) >= SAMPLE
    assert [one for one in found if one[0] in ("wrong", "unexplained")] == []


@pytest.mark.helm
@pytest.mark.long
@pytest.mark.parametrize("blueprint", NAMES)
def test_meshes_telemetry_and_policies_fit_in(blueprint: str, helm3: Path) -> None:
    assert [problem for values in GLOBALS for problem in judged(blueprint, {"global": values}, helm3)] == []
