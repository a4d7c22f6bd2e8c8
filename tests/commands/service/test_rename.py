"""`service rename` as a command: what it writes, says and refuses; what it decides is tested in core."""

from __future__ import annotations

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

FILES = ["Chart.yaml", "platform.yaml", "values.schema.json", "values.yaml"]


def test_changes_every_file_at_once(invoke: Run, here: Here) -> None:
    result = invoke("service", "rename", "db", "store", "--recreate", "--yes")
    assert (result.status, result.err) == (0, "")
    assert list(here.changed()) == FILES
    assert "    orders: [store]\n" in here.text("values.yaml")
    assert "alias: store, condition: store.enabled" in here.text("Chart.yaml")


def test_the_diff_is_shown_and_nothing_written(invoke: Run, here: Here) -> None:
    result = invoke("service", "rename", "db", "store", "--recreate", "--dry-run")
    assert result.status == 0
    assert "-  - {name: statefulset, alias: db, condition: db.enabled, version: 1.0.0}\n" in result.out
    assert here.changed() == {}


def test_recreated_says_what_becomes_of_each_environment(invoke: Run, here: Here) -> None:
    result = invoke("service", "rename", "web", "front", "--recreate", "--dry-run")
    assert result.out.startswith(
        "dev (namespace shop-dev):\n"
        "  shop-web becomes shop-front: objects and pods are made anew, the old ones go\n"
        "  callers start anew: their variables are FRONT_HOST and so on\n"
        "staging (namespace shop-staging):\n"
    )


def test_line_that_may_mean_it_is_shown(invoke: Run, here: Here) -> None:
    here.put("values-dev.yaml", here.text("values-dev.yaml") + "orders: {env: {GROUP: db}}\n")
    result = invoke("service", "rename", "db", "store", "--recreate", "--dry-run")
    assert result.err == "Note: values-dev.yaml:6 may mean db and stays: orders: {env: {GROUP: db}}\n"


def test_late_files_follow_and_then_there_is_nothing_to_do(invoke: Run, here: Here) -> None:
    invoke("service", "rename", "db", "store", "--recreate", "--yes")
    here.put("values-dev.yaml", "db: {replicaCount: 2}\n")
    assert invoke("service", "rename", "db", "store", "--yes").status == 0
    assert here.text("values-dev.yaml") == "store: {replicaCount: 2}\n"
    assert invoke("service", "rename", "db", "store").out == "Every file calls it store already.\n"


def test_umbrella_of_somebody_else(invoke: Run, foreign: Here) -> None:
    result = invoke("service", "rename", "cart", "basket", "--yes")
    reason = "its chart has no nameOverride"
    assert (
        result.err
        == f"Note: what Kubernetes calls cart may change, and with it claims and Secrets: {reason}\n"
    )
    assert list(foreign.changed()) == ["Chart.yaml", "values-dev.yaml", "values-prod.yaml", "values.yaml"]


def test_name_that_cannot_be_is_refused(invoke: Run, here: Here) -> None:
    result = invoke("service", "rename", "db", "global")
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        'Error: "global" cannot name a service: Helm gives every chart what stands there\n'
        "  Choose another name; nothing was changed.\n"
    )
    assert here.changed() == {}


def test_what_every_environment_is_past_is_tidied(invoke: Run, here: Here) -> None:
    before = here.text("platform.yaml")
    invoke("service", "rename", "db", "store", "--recreate", "--yes")
    assert "moved:" in here.text("platform.yaml")
    assert invoke("values", "tidy", "--past", "0.0.9", "--dry-run").out.count("moved") == 0
    assert invoke("values", "tidy", "--past", "0.1.0", "--yes").status == 0
    assert here.text("platform.yaml") == before
