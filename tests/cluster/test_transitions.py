"""From one state of a service to another by `helm upgrade`, with both Helms: it works, or is refused before anything changes."""

from __future__ import annotations

import json
import time
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from tests.charts import support
from tests.charts.support import Umbrella
from tests.cluster.platforms import Unit
from tests.cluster.release import Release, eventually, is_ready

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cluster.controlplane import Api

Values = dict[str, Any]
SHARED: Values = {
    "environment": "dev",
    "presets": {"all": {"image": {"repository": "example.com/app", "tag": "1"}, "ports": {"http": 8080}}},
}
HPA: Values = {
    "autoscaling": {"enabled": True, "minReplicas": 1, "maxReplicas": 5, "targetCPUUtilizationPercentage": 75}
}
KEDA: Values = {"keda": {"enabled": True, "minReplicaCount": 1, "maxReplicaCount": 5, "triggers": {"cpu": {"type": "cpu", "metricType": "Utilization", "metadata": {"value": "75"}}}}}  # fmt: skip
CLAIM: Values = {"volumeClaimTemplates": {"data": {"size": "1Gi", "mountPath": "/data"}}}


class Shop:
    """One service `app`, in a release `shop` of a namespace of its own."""

    def __init__(self, api: Api, folder: Path, helm: str, kind: str, what: str) -> None:
        self.folder, self.kind = folder, kind
        self.release = Release(api, Unit(f"transition-{what}", "test", helm, helm))
        api.kubectl("create", "namespace", self.release.namespace)

    def deploy(self, own: Mapping[str, Any], *options: str, check: bool = True, name: str = "shop") -> str:
        """Install or upgrade; what Helm wrote."""
        values = {"global": deepcopy(SHARED), "app": dict(own)}
        chart = support.umbrella(self.folder, Umbrella({"app": self.kind}, values))
        done = self.release.helm(
            "upgrade", "--install", "--reset-values", name, str(chart), *options, check=check
        )
        assert check or done.returncode
        return done.stdout + done.stderr

    def get(self, what: str, name: str = "shop-app") -> Values:
        found: Values = json.loads(
            self.release.api.kubectl("-n", self.release.namespace, "get", what, name, "-o", "json")
        )
        return found

    def kubectl(self, *words: str) -> str:
        return self.release.api.kubectl("-n", self.release.namespace, *words)


@pytest.fixture(params=["helm3", "helm4"])
def helm(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_pods_stay_as_many_as_they_are_while_autoscalers_come_change_and_go(
    api: Api, tmp_path: Path, helm: str
) -> None:
    shop = Shop(api, tmp_path / "shop", helm, "deployment", "autoscaler")
    shop.deploy({"replicaCount": 3})
    seen = []
    for own in (HPA, HPA, {**HPA, "replicaCount": 3, "podAnnotations": {"a": "b"}}, KEDA, HPA):
        shop.deploy({"replicaCount": 3, **own})
        seen.append(shop.get("deployment")["spec"]["replicas"])
    assert seen == [3, 3, 3, 3, 3]
    # What the autoscaler made of it stays, too.
    shop.kubectl("scale", "deployment", "shop-app", "--replicas=4")
    shop.deploy({"replicaCount": 3, **HPA, "podAnnotations": {"a": "c"}})
    assert shop.get("deployment")["spec"]["replicas"] == 4


def test_an_autoscaler_begins_where_there_were_no_pods(api: Api, tmp_path: Path, helm: str) -> None:
    """It leaves alone what has none, and the upgrade that switches it on must not keep that."""
    shop = Shop(api, tmp_path / "shop", helm, "deployment", "none")
    shop.deploy({"replicaCount": 0})
    assert shop.get("deployment")["spec"]["replicas"] == 0
    shop.deploy({"replicaCount": 2, **HPA})
    assert shop.get("deployment")["spec"]["replicas"] == 1


def test_strategy_that_was_not_stated_becomes_recreate(api: Api, tmp_path: Path, helm: str) -> None:
    shop = Shop(api, tmp_path / "shop", helm, "deployment", "strategy")
    own: Values = {"replicaCount": 1}
    shop.deploy(own)
    if helm == "helm4":
        told = shop.deploy({**own, "strategy": {"type": "Recreate"}}, check=False)
        (way,) = [line.strip() for line in told.splitlines() if line.strip().startswith("--set ")]
        key = "app.strategy"
        assert way.removeprefix("--set ") == (
            f"{key}.type=RollingUpdate,{key}.rollingUpdate.maxSurge=25%,{key}.rollingUpdate.maxUnavailable=25%"
        )
        shop.deploy({**own, "strategy": {"type": "Recreate"}}, *way.split())
    shop.deploy({**own, "strategy": {"type": "Recreate"}})
    assert shop.get("deployment")["spec"]["strategy"] == {"type": "Recreate"}
    stated = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}
    for strategy in (stated, {"type": "Recreate"}, stated):
        shop.deploy({**own, "strategy": strategy})
        assert shop.get("deployment")["spec"]["strategy"] == strategy


def test_udp_beside_tcp_on_one_number_loses_neither(api: Api, tmp_path: Path, helm: str) -> None:
    shop = Shop(api, tmp_path / "shop", helm, "deployment", "udp")
    both = {"ports": {"http": 8080, "dns": {"containerPort": 8080, "protocol": "UDP"}}}
    shop.deploy({})
    if helm == "helm3":
        told = shop.deploy(both, check=False)
        assert "has the port 8080 by UDP and by TCP" in told or "has the port 8080 by TCP and by UDP" in told
    else:
        shop.deploy(both)
    found = {(one["port"], one["protocol"]) for one in shop.get("service")["spec"]["ports"]}
    assert found == {(8080, "TCP")} | ({(8080, "UDP")} if helm == "helm4" else set())


def test_larger_volume_is_refused_with_the_recipe_and_the_recipe_works(
    api: Api, tmp_path: Path, helm: str
) -> None:
    shop = Shop(api, tmp_path / "shop", helm, "statefulset", "volume")
    own: Values = {"replicaCount": 2, **CLAIM}
    shop.deploy(own)
    eventually(lambda: "" if len(shop.release.live("PersistentVolumeClaim")) == 2 else "no claims yet", 60)
    pods = {one["metadata"]["uid"] for one in shop.release.live("Pod")}
    smaller = {**own, "volumeClaimTemplates": {"data": {"size": "512Mi", "mountPath": "/data"}}}
    assert "Kubernetes makes no volume smaller: state that size" in shop.deploy(smaller, check=False)
    # The same amount in other words is no change.
    shop.deploy({**own, "volumeClaimTemplates": {"data": {"size": "1024Mi", "mountPath": "/data"}}})
    larger = {**own, "volumeClaimTemplates": {"data": {"size": "2Gi", "mountPath": "/data"}}}
    told = shop.deploy(larger, check=False)
    recipe = [line.strip() for line in told.splitlines() if line.strip().startswith("kubectl ")]
    namespace = shop.release.namespace
    patch = '{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}'
    assert recipe == [
        *(f"kubectl -n {namespace} patch pvc data-shop-app-{pod} --patch '{patch}'" for pod in (0, 1)),
        f"kubectl -n {namespace} delete statefulset shop-app --cascade=orphan",
    ]
    assert shop.release.helm("status", "shop", "-o", "json").stdout.count('"deployed"') == 1
    for pod in (0, 1):
        shop.kubectl("patch", "pvc", f"data-shop-app-{pod}", "--patch", patch)
    shop.kubectl("delete", "statefulset", "shop-app", "--cascade=orphan")
    shop.deploy(larger)
    claim = shop.get("statefulset")["spec"]["volumeClaimTemplates"][0]
    assert claim["spec"]["resources"]["requests"] == {"storage": "2Gi"}
    assert {one["metadata"]["uid"] for one in shop.release.live("Pod")} == pods


@pytest.mark.parametrize("name", ["1shop", "my.shop"])
def test_release_whose_services_cannot_be_named_is_not_begun(
    api: Api, tmp_path: Path, helm: str, name: str
) -> None:
    what = f"name-{name.replace('.', '-')}"
    shop = Shop(api, tmp_path / "shop", helm, "deployment", what)
    told = shop.deploy({}, check=False, name=name)
    assert f'app: "{name}-app" cannot name a Service' in told
    assert shop.release.live("Deployment", "Service", "NetworkPolicy") == []


def test_what_kubectl_scaled_is_scaled_back_or_told_as_a_conflict(
    api: Api, tmp_path: Path, helm: str
) -> None:
    shop = Shop(api, tmp_path / "shop", helm, "deployment", "scaled")
    shop.deploy({"replicaCount": 1})
    shop.kubectl("scale", "deployment", "shop-app", "--replicas=2")
    if helm == "helm4":
        told = shop.deploy({"replicaCount": 1}, check=False)
        assert "conflict" in told
        assert ".spec.replicas" in told
        shop.deploy({"replicaCount": 1}, "--force-conflicts")
        assert shop.get("deployment")["spec"]["replicas"] == 1
    else:
        shop.deploy({"replicaCount": 3})
        assert shop.get("deployment")["spec"]["replicas"] == 3


@pytest.mark.parametrize(
    ("what", "on"),
    [
        ("external", {"external": {"enabled": True, "host": "db.example.com"}}),
        ("operator", {"operator": {"enabled": True, "kind": "cloudnative-pg"}}),
    ],
)
def test_store_goes_elsewhere_and_comes_back(
    api: Api, tmp_path: Path, helm: str, what: str, on: Values
) -> None:
    shop = Shop(api, tmp_path / "shop", helm, "statefulset", what)
    image = {"repository": "postgres", "tag": "17.6"}
    own: Values = {"replicaCount": 1, **CLAIM, "image": image, "ports": {"http": 5432}}
    shop.deploy(own)
    before = shop.get("service")["spec"]
    shop.deploy({**own, **on})
    assert shop.release.live("StatefulSet") == []
    shop.deploy(own)
    after = shop.get("service")["spec"]
    assert (after["type"], after["selector"]) == (before["type"], before["selector"])
    assert len(shop.release.live("StatefulSet")) == 1


FIRST = "{{ .Release.Name }}-{{ .Chart.Name }}-{{ .Values.ordinals.start | default 0 }}"
COPIES: Values = {
    **CLAIM,
    "replicaCount": 2,
    "image": {"repository": "postgres", "tag": "17.6"},
    "ports": {"http": 5432},
    "env": {"PGDATA": "/data/pg"},
    "replication": {"enabled": True},
    "service": {"selector": {"statefulset.kubernetes.io/pod-name": FIRST}},
}


@pytest.mark.parametrize("unready", [0, 1])
def test_a_lost_first_pod_is_left_and_the_next_one_is_the_first(
    api: Api, tmp_path: Path, unready: int
) -> None:
    """As docs/architecture.md says of a lost volume; pod 1, where pod 0 came up empty and it will not be its copy."""
    shop = Shop(api, tmp_path / "shop", "helm4", "statefulset", f"ordinals-{unready}")
    shop.deploy(COPIES)

    def pods() -> dict[str, Values]:
        return {one["metadata"]["name"]: one for one in shop.release.live("Pod")}

    def are_ready(*numbers: int) -> str:
        ready = sorted(name for name, pod in pods().items() if is_ready(pod))
        wanted = [f"shop-app-{number}" for number in numbers]
        return "" if sorted(pods()) == ready == wanted else f"pods {sorted(pods())}, ready {ready}"

    eventually(lambda: are_ready(0, 1), 60)
    claims = shop.release.uids("PersistentVolumeClaim")
    assert [name for _, name in sorted(claims)] == ["data-shop-app-0", "data-shop-app-1"]
    before = {name: pod["metadata"]["uid"] for name, pod in pods().items()}
    not_ready = json.dumps({"status": {"conditions": [{"type": "Ready", "status": "False"}]}})
    shop.kubectl("patch", "pod", f"shop-app-{unready}", "--subresource=status", "--patch", not_ready)
    shop.deploy({**COPIES, "ordinals": {"start": 1}})
    leads_to = shop.get("service")["spec"]["selector"]["statefulset.kubernetes.io/pod-name"]
    assert leads_to == "shop-app-1"
    if unready == 1:
        time.sleep(5)
        assert {name: pod["metadata"]["uid"] for name, pod in pods().items()} == before, (
            "nothing goes on by itself"
        )
        shop.kubectl("delete", "pod", "shop-app-1")
    eventually(lambda: are_ready(1, 2), 90)

    def is_of_now() -> str:
        revision = shop.get("statefulset")["status"]["updateRevision"]
        old = [
            name
            for name, pod in pods().items()
            if pod["metadata"]["labels"]["controller-revision-hash"] != revision
        ]
        return f"{old} are not of now" if old else are_ready(1, 2)

    eventually(is_of_now, 90)
    assert pods()["shop-app-1"]["metadata"]["uid"] != before["shop-app-1"]
    after = shop.release.uids("PersistentVolumeClaim")
    assert {claim: after.get(claim) for claim in claims} == claims
    assert sorted(after) == [*sorted(claims), ("PersistentVolumeClaim", "data-shop-app-2")]
