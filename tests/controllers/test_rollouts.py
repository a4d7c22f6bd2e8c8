"""Argo Rollouts with the releases of the blueprints: a new version comes through to the end, a bad one is taken back."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests import tools
from tests.blueprints import platforms
from tests.cluster import programs
from tests.cluster.release import eventually
from tests.controllers import objects, software
from tests.controllers.conftest import need, plane

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.cluster.controlplane import Api
    from tests.controllers.prometheus import Prometheus

pytestmark = pytest.mark.nightly
Object = dict[str, Any]
WAYS = [
    ("ecommerce", ("release=canary",)),
    ("ecommerce", ("release=blue-green",)),
    ("microservices", ("release=canary", "mesh=istio")),
    ("microservices", ("release=blue-green",)),
]
NAME = "app.kubernetes.io/name"
# Nobody has an hour here; a pause is still longer than the three answers that an analysis takes to fail.
SOON = {"duration": "15s", "interval": "1s", "initialDelay": "1s"}


class Released(NamedTuple):
    """A service that Argo Rollouts releases, in a namespace where the platform lies."""

    api: Api
    rollout: Object
    namespace: str

    @property
    def name(self) -> str:
        return str(self.rollout["metadata"]["name"])

    def read(self) -> Object:
        return objects.read(self.api, self.rollout, self.namespace)

    def release(self, tag: str) -> None:
        changed = deepcopy(self.rollout)
        container = changed["spec"]["template"]["spec"]["containers"][0]
        container["image"] = f"{container['image'].rpartition(':')[0]}:{tag}"
        assert objects.apply(self.api, changed, self.namespace) == []

    def until(self, phase: str, stable: str | None = None) -> Object:
        """The Rollout in this phase with its present state; `stable`: the hash that is not the stable one's any more."""

        def complaint() -> str:
            item = self.read()
            status = item.get("status", {})
            said = f"{self.namespace}/{self.name}: {status.get('phase')}: {status.get('message', '')}"
            is_now = status.get("observedGeneration") == str(item["metadata"]["generation"])
            moved = stable is None or status.get("stableRS") != stable
            # A Rollout that comes before what it names is invalid until that is there.
            invalid = [one["message"] for one in status.get("conditions", []) if one["type"] == "InvalidSpec"]
            if invalid:
                return f"{self.name}: {invalid}"
            return "" if status.get("phase") == phase and is_now and moved else said

        eventually(complaint, 180)
        return self.read()

    def hash_behind(self, service: str) -> str:
        found = self.api.get(f"/api/v1/namespaces/{self.namespace}/services/{service}")
        return str(found["spec"]["selector"]["rollouts-pod-template-hash"])

    def pods(self, revision: str) -> int:
        """Of one version, and ready."""
        sets = self.api.items(f"/apis/apps/v1/namespaces/{self.namespace}/replicasets")
        return sum(
            one["status"].get("readyReplicas", 0)
            for one in sets
            if one["metadata"]["name"] == f"{self.name}-{revision}"
        )


def _namespace(way: tuple[str, Sequence[str]]) -> str:
    return "-".join((way[0], *(one.partition("=")[2] for one in way[1])))


def _parts(way: tuple[str, Sequence[str]], address: str) -> list[Object]:
    """All of production that belongs to the services which Argo Rollouts releases; what is asked, is asked soon."""
    more = f"--namespace {_namespace(way)} --set global.prometheus={address}"
    found = platforms.rendered(tools.install("helm3"), way[0], "prod", *way[1], more=more)
    names = {one["metadata"]["labels"][NAME] for one in found if one["kind"] == "Rollout"}
    assert names
    return [
        _soon(one)
        for one in found
        if one["metadata"].get("labels", {}).get(NAME) in names or one["kind"] == "PriorityClass"
    ]


def _soon(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: SOON[key] if key in SOON and isinstance(one, str) else _soon(one)
            for key, one in value.items()
        }
    return [_soon(one) for one in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def argo(prometheus: Prometheus) -> Iterator[Api]:
    need("helm3", *programs.BUILT, "kwok", "argo-rollouts")
    rendered = [item for way in WAYS for item in _parts(way, prometheus.address)]
    kinds = ("AnalysisRun", "Experiment", "ClusterAnalysisTemplate", "AnalysisTemplate", "Rollout")
    rendered += [{"apiVersion": "argoproj.io/v1alpha1", "kind": kind} for kind in kinds]
    rendered += [
        {"apiVersion": "networking.istio.io/v1", "kind": kind}
        for kind in ("VirtualService", "DestinationRule")
    ]
    with (
        plane("rollouts", rendered) as api,
        software.running(api, api.kubeconfig.parent / "argo", software.ROLLOUTS),
    ):
        yield api


@pytest.fixture(scope="module", params=WAYS, ids=_namespace)
def way(request: pytest.FixtureRequest, argo: Api, prometheus: Prometheus) -> tuple[str, list[Released]]:
    """The namespace, and the services that are released there."""
    namespace = _namespace(request.param)
    objects.create_namespace(argo, namespace)
    parts = _parts(request.param, prometheus.address)
    for item in parts:
        assert objects.apply(argo, item, namespace) == []
    return namespace, [Released(argo, one, namespace) for one in parts if one["kind"] == "Rollout"]


def test_every_release_of_the_blueprint_is_valid_and_becomes_healthy(way: tuple[str, list[Released]]) -> None:
    namespace, released = way
    assert {one.name for one in released} >= {"shop-api-gateway", "shop-order-service"}
    phases = {one.name: one.until("Healthy")["status"]["phase"] for one in released}
    assert set(phases.values()) == {"Healthy"}, namespace


def test_a_new_version_comes_through_and_a_bad_or_silent_one_is_taken_back(
    way: tuple[str, list[Released]], prometheus: Prometheus
) -> None:
    namespace, released = way
    one = next(each for each in released if "order" in each.name)
    api = one.api
    first = one.until("Healthy")["status"]["stableRS"]
    prometheus.answer = 1.0
    prometheus.asked.clear()
    one.release("2.0.0")
    good = one.until("Healthy", stable=first)["status"]["stableRS"]
    # It was asked about the new pods alone, and of these.
    assert prometheus.asked
    assert all(f"{one.name}-{good}-" in query and first not in query for query in prometheus.asked)
    bluegreen = "blueGreen" in one.rollout["spec"]["strategy"]
    leading = one.name if bluegreen else f"{one.name}-stable"
    assert one.hash_behind(leading) == good
    for tag, answer in (("3.0.0", 0.5), ("4.0.0", None)):
        prometheus.answer = answer
        one.release(tag)
        bad = one.until("Degraded")
        assert bad["status"]["abort"] is True, tag
        assert bad["status"]["stableRS"] == good, (tag, bad["status"])
        assert one.hash_behind(leading) == good
        wanted = bad["spec"].get("replicas", 1)
        eventually(lambda wanted=wanted: "" if one.pods(good) == wanted else "stable is not whole", 60)
    if "istio" in namespace:
        routes = api.get(f"/apis/networking.istio.io/v1/namespaces/{namespace}/virtualservices/{one.name}")
        weights = {
            part["destination"]["host"]: part.get("weight", 0)
            for route in routes["spec"]["http"]
            for part in route["route"]
            if "match" not in route
        }
        assert weights == {f"{one.name}-stable": 100, f"{one.name}-canary": 0}
    # What the values said before, and the old version, is health again.
    prometheus.answer = 1.0
    one.release("2.0.0")
    assert one.until("Healthy")["status"]["stableRS"] == good
