"""A Job runs again for what changes its work, and for nothing else; what keeps its name keeps its template, which the API cannot change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.charts import support
from tests.charts.support import Umbrella, merged, values_file

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.helm
SERVICES = {"migrate": "job", "db": "statefulset"}
VALUES: dict[str, Any] = {
    "global": {"connections": {"migrate": ["db"]}},
    "migrate": {"image": support.IMAGE, "podLabels": {"team": "a"}},
    "db": {
        "image": support.IMAGE,
        "ports": {"tcp": 5432},
        "volumeClaimTemplates": {"data": {"size": "1Gi"}},
        "backup": {"enabled": True},
    },
}
RESTORED = {"db": {"backup": {"enabled": False}, "restore": {"enabled": True}}}
# Whether the Jobs of service and store run again.
CASES: dict[str, tuple[dict[str, Any], bool, bool]] = {
    "labels": ({"migrate": {"labels": {"a": "b"}}, "db": {"labels": {"a": "b"}}}, False, False),
    "labels of all": ({"global": {"labels": {"a": "b"}, "objectLabels": {"c": "d"}}}, False, False),
    "tier, component": (
        {"migrate": {"tier": "data", "component": "x"}, "db": {"tier": "data"}},
        False,
        False,
    ),
    "TTL": ({"migrate": {"ttlSecondsAfterFinished": 60}}, False, False),
    "backoff, deadline": (
        {
            "migrate": {"backoffLimit": 1, "activeDeadlineSeconds": 9},
            "db": {"restore": {"activeDeadlineSeconds": 9}, "backup": {"activeDeadlineSeconds": 9}},
        },
        False,
        False,
    ),
    "a callee's port": ({"db": {"service": {"ports": {"tcp": 6432}}}}, False, False),
    "labels of its pods": ({"migrate": {"podLabels": {"team": "b"}}}, True, False),
    "image": ({"migrate": {"image": {"tag": "2"}}, "db": {"image": {"tag": "2"}}}, True, True),
    "argument": ({"migrate": {"args": ["up"]}}, True, False),
}


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return support.umbrella(tmp_path_factory.mktemp("jobs") / "platform", Umbrella(SERVICES, VALUES))


def _jobs(helm: Path, chart: Path, folder: Path, more: dict[str, Any]) -> dict[str, support.Object]:
    """Service or store -> its Job."""
    found = support.template(helm, chart, "-f", values_file(folder, more))
    jobs = [each for each in found if each["kind"] == "Job"]
    assert len(jobs) == 2
    return {each["metadata"]["name"].split("-")[1]: each for each in jobs}


@pytest.mark.parametrize("store", [{}, RESTORED], ids=["check", "restore"])
@pytest.mark.parametrize("case", CASES)
def test_a_job_runs_again_for_its_work_alone(
    case: str, store: dict[str, Any], helm4: Path, platform: Path, tmp_path: Path
) -> None:
    change, *again = CASES[case]
    before = _jobs(helm4, platform, tmp_path, store)
    after = _jobs(helm4, platform, tmp_path, merged(store, change))
    for name, runs in zip(("migrate", "db"), again, strict=True):
        was, now = before[name], after[name]
        assert (was["metadata"]["name"] != now["metadata"]["name"]) == runs, name
        assert (was["spec"]["template"] != now["spec"]["template"]) == runs, name


def test_ports_are_still_told_to_a_job(helm4: Path, platform: Path, tmp_path: Path) -> None:
    found = support.template(helm4, platform)
    job = next(
        each
        for each in found
        if each["metadata"]["name"].startswith("shop-migrate-") and each["kind"] == "Job"
    )
    assert support.main_container(job)["env"] == [
        {"name": "DB_HOST", "value": "shop-db"},
        {
            "name": "DB_PORT",
            "valueFrom": {"configMapKeyRef": {"name": "shop-migrate-ports", "key": "DB_PORT"}},
        },
    ]
    assert support.the("ConfigMap", found, "shop-migrate-ports")["data"] == {"DB_PORT": "5432"}
