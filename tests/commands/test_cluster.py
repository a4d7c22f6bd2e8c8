"""`cluster` as a command; what it decides is tested in core."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.core.helm.chart_file import SCHEMA_FILE
from tests.commands.conftest import Run
from tests.commands.values.conftest import Here, _own_state
from tests.small_platform import small_platform

__all__ = ["_own_state"]


@pytest.fixture
def here(invoke: Run) -> Here:
    tree = dict(small_platform())
    schema = json.loads(tree[SCHEMA_FILE])
    schema["properties"]["global"]["properties"]["cluster"] = {"type": "object"}
    return Here(Path.cwd(), {**tree, SCHEMA_FILE: json.dumps(schema).encode()})


def test_facts_of_another_cluster_come_in_and_are_shown(invoke: Run, here: Here) -> None:
    assert invoke("cluster", "k3s", "--env", "prod", "--yes").status == 0
    assert "    profile: k3s\n" in here.text("values-prod.yaml")
    assert invoke("cluster").out.splitlines()[-4:] == [
        "dev        no facts stated: the defaults of the charts",
        "staging    no facts stated: the defaults of the charts",
        "prod       k3s",
        "dr         k3s",
    ]
    assert invoke("cluster", "k3s", "--env", "prod", "--yes").out == "The facts are those of k3s already.\n"


def test_a_cluster_that_nobody_knows_is_refused(invoke: Run, here: Here) -> None:
    before = here.text("values.yaml")
    wrong = invoke("cluster", "opneshift", "--yes")
    assert (wrong.status, wrong.err) == (
        2, 'Error: there is no kind of cluster "opneshift"\n  Did you mean "openshift"?\n'
    )  # fmt: skip
    assert here.text("values.yaml") == before
