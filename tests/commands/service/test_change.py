"""`service change` as a command; what it decides is tested in core."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here


@pytest.fixture(autouse=True)
def _without_helm(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the charts refuse is tested with the blueprints."""
    monkeypatch.setenv("HELM_BIN", "no-helm-here")


def test_says_the_plan_and_what_goes_and_writes_every_file(invoke: Run, here: Here) -> None:
    result = invoke("service", "change", "orders", "--workload", "statefulset", "--yes")
    assert result.status == 0
    assert result.out.startswith(
        "dev (namespace shop-dev):\n"
        "  Deployment shop-orders is deleted, StatefulSet shop-orders is made; labels and selectors stay\n"
        "  downtime: Helm deletes the old pods without waiting for the new ones to be ready\n"
        "staging (namespace shop-staging):\n"
    )
    assert result.err == (
        "Note: nobody has tried whether the charts accept this: helm is needed to render the platform, and it is not here\n"
        "Note: values-prod.yaml:7 orders.autoscaling goes: a statefulset has no such value\n"
    )
    assert here.changed() == {
        "Chart.yaml": here.text("Chart.yaml"),
        "values-prod.yaml": (
            "# prod: what production changes\nglobal:\n  presets:\n    deployment: {replicaCount: 3}\n"
        ),
    }
    assert "{name: statefulset, alias: orders," in here.text("Chart.yaml")


def test_shows_and_writes_nothing(invoke: Run, here: Here) -> None:
    assert invoke("service", "change", "orders", "--workload", "statefulset", "--dry-run").status == 0
    assert here.changed() == {}


def test_type_that_is_none_is_refused(invoke: Run, here: Here) -> None:
    result = invoke("service", "change", "orders", "--workload", "statefullset")
    assert (result.status, result.err) == (
        2, 'Error: "statefullset" is no type of workload\n  Did you mean "statefulset"?\n'
    )  # fmt: skip
    assert here.changed() == {}
