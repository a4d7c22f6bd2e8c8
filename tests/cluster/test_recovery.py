"""dr by its one switch, as the platforms' pages have it: at production's scale, and an understudy again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cluster import platforms
from tests.cluster.platforms import Unit
from tests.cluster.release import Release, eventually
from tests.cluster.test_deploy import test_every_pod_is_scheduled_and_ready as check_pods

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.cluster.controlplane import Api

Object = dict[str, Any]
SWITCH = ("--set", "global.overrides.enabled=false")


# Each blueprint by one Helm: what they do differently does not depend on the blueprint.
THREE = ("iot", "microservices")


def units() -> Iterator[Unit]:
    for name in platforms.wanted():
        yield Unit(name, "dr", "helm3" if name in THREE else "helm4", "promoted")


@pytest.fixture(params=units(), ids=lambda unit: f"{unit.name}-{unit.helm}")
def understudy(request: pytest.FixtureRequest, api: Api) -> Iterator[Release]:
    platforms.described(request.param.blueprint)
    release = Release(api, request.param)
    release.install()
    yield release
    api.kubectl("delete", "namespace", release.namespace, "--wait=false", "--ignore-not-found")


def test_dr_is_promoted_by_its_one_switch_and_demoted_by_it(understudy: Release) -> None:
    before, claims = understudy.manifest(), understudy.uids("PersistentVolumeClaim")
    understudy.upgrade(*SWITCH)
    check_pods(understudy)
    now = _scale(understudy.manifest())
    for which, wanted in _scale(platforms.rendered(understudy.unit.blueprint, "prod")).items():
        assert now[which].items() >= wanted.items(), which
    eventually(lambda: _below_their_bounds(understudy), 60)
    assert understudy.uids("PersistentVolumeClaim").items() >= claims.items()
    # Helm 4 leaves to an autoscaler what it has counted, and says so, unless it is told to take it.
    understudy.upgrade(*(["--force-conflicts"] if understudy.unit.helm == "helm4" else []))
    check_pods(understudy)
    assert understudy.manifest() == before
    assert understudy.uids("PersistentVolumeClaim").items() >= claims.items()


def _scale(items: Sequence[Object]) -> dict[tuple[str, str], Object]:
    """How much of each is stated, and whether it works at all; what an autoscaler counts, it counts itself."""
    keys = ("replicas", "minReplicas", "maxReplicas", "minReplicaCount", "maxReplicaCount", "suspend")
    return {
        (item["kind"], item["metadata"]["name"]): {
            key: item["spec"][key] for key in keys if key in item["spec"]
        }
        for item in items
        if item["kind"] in ("Deployment", "StatefulSet", "CronJob", "HorizontalPodAutoscaler", "ScaledObject")
    }


def _below_their_bounds(release: Release) -> str:
    """Which workloads have fewer pods than their HorizontalPodAutoscaler allows."""
    counts = {
        (one["kind"], one["metadata"]["name"]): one["spec"]["replicas"]
        for one in release.live("Deployment", "StatefulSet")
    }
    found = []
    for one in release.live("HorizontalPodAutoscaler"):
        target = one["spec"]["scaleTargetRef"]
        if counts[target["kind"], target["name"]] < one["spec"]["minReplicas"]:
            found.append(target["name"])
    return f"fewer than at least: {found}" if found else ""
