"""Production loses a zone: every pod that can move moves, and no service falls below its disruption budget."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.cluster import platforms
from tests.cluster.release import Release, eventually, is_ready

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cluster.controlplane import Api

pytestmark = pytest.mark.drain
ZONE = "zone-b"
Object = dict[str, Any]


@pytest.fixture(scope="module")
def drained(api: Api, productions: dict[str, Release]) -> Iterator[dict[str, str]]:
    """What kubectl said of each node of the zone that it could not drain; the zone is back afterwards."""
    nodes = [
        node["metadata"]["name"]
        for node in api.items(f"/api/v1/nodes?labelSelector=topology.kubernetes.io%2Fzone%3D{ZONE}")
    ]
    api.kubectl("cordon", *nodes)

    def drain(node: str) -> str:
        options = ["--ignore-daemonsets", "--delete-emptydir-data", "--timeout=120s"]
        said = api.kubectl("drain", node, *options, check=False, timeout=180)
        return "" if f"node/{node} drained" in said else said

    with ThreadPoolExecutor(len(nodes)) as pool:
        found = dict(zip(nodes, pool.map(drain, nodes), strict=True))
    yield {node: said for node, said in found.items() if said}
    api.kubectl("uncordon", *nodes)


def _blueprints() -> list[str]:
    return platforms.wanted()


@pytest.mark.parametrize("blueprint", _blueprints())
def test_draining_a_zone_keeps_every_disruption_budget(
    blueprint: str, productions: dict[str, Release], drained: dict[str, str]
) -> None:
    release = productions[blueprint]
    if not release.installed:
        pytest.fail(release.failure, pytrace=False)
    blocked = "\n".join(
        line for said in drained.values() for line in said.splitlines() if release.namespace in line
    )
    assert blocked == "", "these evictions were refused for two minutes"

    def complaint() -> str:
        broken = [
            f"{budget['metadata']['name']}: {status['currentHealthy']} of {status['desiredHealthy']} healthy"
            for budget in release.live("PodDisruptionBudget")
            if (status := budget["status"])["currentHealthy"] < status["desiredHealthy"]
        ]
        return "\n".join([*broken, release.diagnose()]) if broken else ""

    eventually(complaint, 60)


@pytest.mark.parametrize("blueprint", _blueprints())
def test_what_ran_in_the_zone_runs_elsewhere(
    blueprint: str, productions: dict[str, Release], drained: dict[str, str]
) -> None:
    """But for what may only run there: required spread leaves one pod per zone waiting, agents stay on their nodes."""
    release = productions[blueprint]
    if not release.installed:
        pytest.fail(release.failure, pytrace=False)

    def complaint() -> str:
        waiting = [pod for pod in release.live("Pod") if _waits(pod)]
        return (
            "\n".join([pod["metadata"]["name"] for pod in waiting] + [release.diagnose()]) if waiting else ""
        )

    eventually(complaint, 60)


def _waits(pod: Object) -> bool:
    required = any(
        each["whenUnsatisfiable"] == "DoNotSchedule" and each["topologyKey"] == "topology.kubernetes.io/zone"
        for each in pod["spec"].get("topologySpreadConstraints", [])
    )
    return not (required or is_ready(pod) or pod["status"].get("phase") in ("Succeeded", "Failed"))


@pytest.mark.parametrize("blueprint", _blueprints())
def test_uninstalling_production_leaves_only_what_is_to_stay(
    blueprint: str, productions: dict[str, Release]
) -> None:
    release = productions[blueprint]
    if not release.installed:
        pytest.fail(release.failure, pytrace=False)
    release.check_uninstall()
