"""What is known of a platform's charts: which keys a workload type does not have."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.data import MISSING
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.small_platform import packed, small_platform

STATED = "global: {overrides: {all: {schedule: x, slo: {enabled: true}}}}\n"


def test_keys_that_a_type_does_not_have_do_not_reach_its_services() -> None:
    files = {"charts/deployment/unsupported.json": '["schedule", "slo"]'}
    model = load_values(small_platform(values_dev=STATED, **files))
    assert {key: chart.unsupported for key, chart in model.subcharts.items()} == {
        "web": {"schedule", "slo"},
        "orders": {"schedule", "slo"},
        "db": set(),
    }
    assert model.effective("dev", ("web", "slo")) is MISSING
    assert [setting.wins for setting in model.layers("dev", ("web", "schedule"))] == [False]
    assert model.effective("dev", ("db", "slo")) == {"enabled": True}
    assert [setting.wins for setting in model.layers("dev", ("db", "schedule"))] == [True]


def test_chart_that_is_no_service_has_every_key() -> None:
    files = {"charts/deployment/Chart.yaml": "name: deployment\nversion: 1.0.0\n"}
    model = load_values(small_platform(**files, **{"charts/deployment/unsupported.json": '["slo"]'}))
    assert model.subcharts["web"].kind == "vendored"
    assert model.subcharts["web"].unsupported == set()


def test_packed_chart_says_it_too() -> None:
    files = {path: data.decode() for path, data in small_platform(values_dev=STATED).items()}
    chart = PurePosixPath("charts/deployment")
    inside = {path.name: files.pop(path) for path in list(files) if path.is_relative_to(chart)}
    tree = {path: text.encode() for path, text in files.items()}
    archive = packed("deployment", {**inside, "unsupported.json": '["slo"]'})
    model = load_values({**tree, PurePosixPath("charts/deployment-1.0.0.tgz"): archive})
    assert model.subcharts["web"].unsupported == {"slo"}
    assert model.effective("dev", ("web", "slo")) is MISSING


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('["a",\n "b"', ":2: this is not JSON: Expecting ',' delimiter"),
        ('{"a": 1}', ": a list of keys is expected\n  It is not edited by hand: restore it."),
        ('["a", 1]', ": a list of keys is expected\n  It is not edited by hand: restore it."),
        ("[" * 100_000, ": this is nested too deeply"),
    ],
)
def test_list_of_keys_that_is_none_is_told(text: str, said: str) -> None:
    model = load_values(small_platform(**{"charts/deployment/unsupported.json": text}))
    with pytest.raises(BlueprintError) as error:
        _ = model.subcharts
    assert str(error.value) == f"charts/deployment/unsupported.json{said}"
