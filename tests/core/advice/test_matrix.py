"""The decision matrix decides as ARCHITECTURES does, and says why."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

from generator.core.advice.choice import KINDS
from generator.core.advice.matrix import advice_for, advised_values
from generator.core.advice.traits import Traits
from generator.core.report import advice as report
from tests.core.advice.rows import ROWS, Row

CHARTS = Path(__file__).parents[3] / "charts"


def test_the_table_has_sixty_rows_and_none_twice() -> None:
    assert len(ROWS) >= 60
    assert len({row.principle for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row.principle for row in ROWS])
def test_decides(row: Row) -> None:
    advice = advice_for(Traits(**row.traits))
    (choice,) = [one for one in advice.choices if one.aspect == row.aspect]
    assert (choice.choice, choice.reason) == (row.choice, row.reason)
    assert tuple(one.alternative for one in choice.rejected) == row.rejected


@pytest.mark.parametrize("row", ROWS, ids=[row.principle for row in ROWS])
def test_says_what_it_rejects_and_why(row: Row) -> None:
    for choice in advice_for(Traits(**row.traits)).choices:
        assert choice.rejected
        assert all(one.alternative and one.reason for one in choice.rejected)
        assert choice.choice not in {one.alternative for one in choice.rejected}


@pytest.mark.parametrize("row", ROWS, ids=[row.principle for row in ROWS])
def test_its_values_are_values_of_the_chart(row: Row) -> None:
    advice = advice_for(Traits(**row.traits))
    schema = json.loads((CHARTS / advice.workload / "values.schema.json").read_bytes())
    assert jsonschema_rs.validator_for(schema).is_valid(advised_values(advice))


@pytest.mark.parametrize("workload", KINDS)
def test_every_workload_type_is_the_answer_to_something(workload: str) -> None:
    assert workload in {advice_for(Traits(**row.traits)).workload for row in ROWS}


TIERS = [
    (Traits(), "business"),
    (Traits(public=True), "presentation"),
    (Traits(once=True), "business"),
    (Traits(schedule="@daily"), "business"),
    (Traits(stateful=True), "data"),
    (Traits(in_memory=True), "data"),
    (Traits(stream=True), "business"),
    (Traits(stream=True, stateful=True), "infrastructure"),
    (Traits(per_node=True), "infrastructure"),
]


@pytest.mark.parametrize(("traits", "tier"), TIERS)
def test_has_a_tier(traits: Traits, tier: str) -> None:
    assert advice_for(traits).tier == tier


VALUES = [
    (
        Traits(scales_on=("rps", "memory"), critical=True),
        {
            "autoscaling": {
                "enabled": True,
                "targetCPUUtilizationPercentage": 75,
                "targetMemoryUtilizationPercentage": 75,
                "requestsPerSecond": 100,
            },
            "replicaCount": 3,
            "topologySpread": {"zones": "prefer", "hosts": "prefer"},
            "podDisruptionBudget": {"enabled": True},
            "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}},
            "slo": {"enabled": True, "availability": 99.95},
            "resources": {"requests": {"cpu": "250m", "memory": "512Mi"}, "limits": {"memory": "512Mi"}},
        },
    ),
    (
        Traits(scales_on=("memory",), latency=True),
        {
            "autoscaling": {
                "enabled": True,
                "targetCPUUtilizationPercentage": 0,
                "targetMemoryUtilizationPercentage": 75,
            },
            "replicaCount": 2,
            "topologySpread": {"zones": "prefer", "hosts": "prefer"},
            "podDisruptionBudget": {"enabled": True},
            "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}},
            "qos": "guaranteed",
            "resources": {
                "requests": {"cpu": "1", "memory": "1Gi"},
                "limits": {"cpu": "1", "memory": "1Gi"},
            },
        },
    ),
    (
        Traits(schedule="0 2 * * *", parallel=4, cheap=True, sensitive=True),
        {
            "schedule": "0 2 * * *",
            "timeZone": "Etc/UTC",
            "completionMode": "Indexed",
            "completions": 4,
            "parallelism": 4,
            "concurrencyPolicy": "Forbid",
            "startingDeadlineSeconds": 3600,
            "backoffLimit": 6,
            "spot": "prefer",
            "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"memory": "1Gi"}},
            "labels": {"audit": "required"},
        },
    ),
    (
        Traits(in_memory=True),
        {
            "replicaCount": 1,
            "autoscaling": {"enabled": False},
            "verticalPodAutoscaler": {"enabled": True, "controlledResources": ["memory"]},
            "strategy": {"type": "Recreate"},
            "podDisruptionBudget": {"enabled": False},
            "resources": {"requests": {"cpu": "250m", "memory": "1Gi"}, "limits": {"memory": "1Gi"}},
        },
    ),
]


@pytest.mark.parametrize(("traits", "values"), VALUES)
def test_what_is_chosen_is_said_in_values(traits: Traits, values: object) -> None:
    assert advised_values(advice_for(traits)) == values


def test_shows_each_choice_with_its_reason_and_what_was_rejected() -> None:
    advice = {"a": advice_for(Traits(once=True)), "b": advice_for(Traits(once=True))}
    shown = [line.text for line in report.as_text(advice)]
    half = len(shown) // 2
    assert shown[:half] == [
        "a",
        "workload     Job",
        "             it runs to its end, and is tried again where it fails",
        "             not Deployment: it would start again whatever ends",
        "             not CronJob: nothing repeats it",
        "scaling      one pod a run",
        "             nothing says that the work can be shared",
        "             not parallelism: the work has to be in slices or in a queue; --parallel says in how many",
        "availability tried again six times, gone after a day",
        "             a node that fails costs a pod, not the run",
        "             not replicas: two pods would do the same work",
        "resources    Burstable, memory limited to its request",
        "             what it needs on an ordinary day is reserved, 70 to 80 % of it used; peaks take idle processors",
        "             not Guaranteed: it would reserve for its peak, all the time",
        "             not BestEffort: it is the first that a full node ends, and a quota refuses it",
        "isolation    callers by name alone, restricted pod",
        "             who may call it follows from connections; nothing else gets in",
        "             not open to every pod: whoever gets into one pod of the cluster would get into this one",
    ]
    assert shown[half:] == ["", "b", *shown[1:half]]


def test_a_service_without_a_name_has_no_heading() -> None:
    assert report.as_text({"": advice_for(Traits())})[0].text == "workload     Deployment"


def test_each_choice_in_a_line() -> None:
    assert report.choices_in_short(advice_for(Traits(single=True)).choices[:2]) == [
        "workload: Deployment, since one pod, which is replaced where its node fails",
        "scaling: one pod, since a second one would do the same work again",
    ]


def test_json_has_the_traits_that_were_stated() -> None:
    (told,) = report.as_json({"x": advice_for(Traits(scales_on=("rps",), critical=True))})
    assert (told["name"], told["workload"], told["tier"]) == ("x", "deployment", "business")
    assert told["traits"] == {"scales-on": ["rps"], "critical": True}
    assert [choice["aspect"] for choice in told["choices"]] == [
        "workload",
        "scaling",
        "availability",
        "resources",
        "isolation",
    ]
