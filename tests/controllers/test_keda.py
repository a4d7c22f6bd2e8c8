"""KEDA's operator with what services scale by: it makes the autoscaler, asks the source, and leaves when it is told to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests import tools
from tests.blueprints import platforms
from tests.cluster import programs
from tests.cluster.release import eventually
from tests.cluster.test_transitions import HPA, KEDA, Shop
from tests.controllers import objects, software
from tests.controllers.conftest import need, plane

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cluster.controlplane import Api
    from tests.controllers.prometheus import Prometheus

pytestmark = pytest.mark.nightly
Object = dict[str, Any]
NAMESPACE = "runners"
RUNNER = "forge-ci-runner"
REQUESTS = {"requests": {"cpu": "10m"}}  # of which the trigger takes a part


@pytest.fixture(scope="module")
def runner(prometheus: Prometheus) -> list[Object]:
    """What production of devops says of its runners."""
    more = f"--namespace {NAMESPACE} --set global.prometheus={prometheus.address}"
    found = platforms.rendered(tools.install("helm3"), "devops", "prod", more=more)
    kinds = ("Deployment", "ScaledObject", "ServiceAccount")
    return [one for one in found if one["kind"] in kinds and one["metadata"]["name"] == RUNNER]


@pytest.fixture(scope="module")
def keda(runner: list[Object]) -> Iterator[Api]:
    need("helm3", "helm4", *programs.BUILT, "kwok", "keda-operator", "keda-webhooks")
    kinds = ("ScaledObject", "ScaledJob", "TriggerAuthentication", "ClusterTriggerAuthentication")
    known = [{"apiVersion": "keda.sh/v1alpha1", "kind": kind} for kind in kinds]
    known += [
        {"apiVersion": "eventing.keda.sh/v1alpha1", "kind": kind}
        for kind in ("CloudEventSource", "ClusterCloudEventSource")
    ]
    webhooks = [one for one in software.SOFTWARE if one.program == "keda-webhooks"]
    with plane("keda", [*runner, *known]) as api:
        objects.create_namespace(api, "keda")
        with software.running(api, api.kubeconfig.parent / "keda", [*webhooks, *software.KEDA]):
            yield api


def _autoscalers(api: Api, namespace: str) -> list[Object]:
    return api.items(f"/apis/autoscaling/v2/namespaces/{namespace}/horizontalpodautoscalers")


def test_runners_follow_their_queue_within_their_bounds(
    keda: Api, runner: list[Object], prometheus: Prometheus
) -> None:
    objects.create_namespace(keda, NAMESPACE)
    # KEDA reads what the pods' variables come from, whether a trigger asks for it or not.
    secret = ["forge-ci-engine-credentials", "--from-literal=agent-secret=x"]
    keda.kubectl("-n", NAMESPACE, "create", "secret", "generic", *secret)
    for one in runner:
        assert objects.apply(keda, one, NAMESPACE) == []
    (scaled,) = (one for one in runner if one["kind"] == "ScaledObject")

    def complaint() -> str:
        conditions = objects.read(keda, scaled, NAMESPACE).get("status", {}).get("conditions", [])
        is_ready = any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)
        return "" if is_ready and _autoscalers(keda, NAMESPACE) else str(conditions)

    eventually(complaint, 90)
    (made,) = _autoscalers(keda, NAMESPACE)
    spec, stated = made["spec"], scaled["spec"]
    assert spec["scaleTargetRef"]["name"] == RUNNER
    assert (spec["minReplicas"], spec["maxReplicas"]) == (
        stated["minReplicaCount"],
        stated["maxReplicaCount"],
    )
    wanted = stated["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]["scaleDown"]
    assert spec["behavior"]["scaleDown"].items() >= wanted.items()
    eventually(lambda: "" if prometheus.asked else "Prometheus was not asked", 60)
    assert {query for query in prometheus.asked if f'namespace="{NAMESPACE}"' not in query} == set()


@pytest.mark.parametrize("helm", ["helm3", "helm4"])
def test_keda_takes_over_from_an_autoscaler_and_leaves_to_it(keda: Api, tmp_path: Path, helm: str) -> None:
    """One of them is there at the end of each upgrade, and the pods are as many as they were."""
    shop = Shop(keda, tmp_path / "shop", helm, "deployment", "keda")
    shop.deploy({"replicaCount": 3, "resources": REQUESTS})
    for own, name in ((HPA, "shop-app"), (KEDA, "keda-hpa-shop-app"), (HPA, "shop-app")):
        shop.deploy({"replicaCount": 3, "resources": REQUESTS, **own})

        def others(name: str = name) -> str:
            found = [one["metadata"]["name"] for one in _autoscalers(keda, shop.release.namespace)]
            return "" if found == [name] else f"{found}, not {name} alone"

        eventually(others, 60)
        assert shop.get("deployment")["spec"]["replicas"] == 3
    assert shop.kubectl("get", "scaledobject", "--output", "name") == ""
