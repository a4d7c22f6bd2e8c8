"""Facts of the cluster (global.cluster) reach every object that rests on them; what a service states itself wins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.charts.support import IMAGE, Object, Umbrella, pod_of, template, the, umbrella

pytestmark = pytest.mark.helm
FACTS = {
    "dns": {"peers": [{"ipBlock": {"cidr": "10.96.0.10/32"}}], "ports": [1053]},
    "apiServer": {"peers": [{"ipBlock": {"cidr": "10.0.0.2/32"}}], "ports": [6443]},
    "identity": [{"cidr": "169.254.170.23/32", "ports": [80]}],
    "ingress": {"className": "edge"},
    "gateway": {"name": "door", "namespace": "edge"},
    "monitoring": {"labels": {"release": "prometheus"}},
    "storage": {
        "className": "usual",
        "tiers": {"hot": "fast", "cold": ""},
        "snapshotClassName": "usual-snapshots",
        "snapshotTiers": {"hot": "fast-snapshots"},
    },
    "registries": {"docker.io": "mirror.example.com/hub", "ghcr.io": "mirror.example.com/ghcr"},
    "userIds": "arbitrary",
}
USER = {"runAsUser": 999, "runAsGroup": 999, "fsGroup": 999}
DNS = {
    "to": [{"ipBlock": {"cidr": "10.96.0.10/32"}}],
    "ports": [{"port": 1053, "protocol": "UDP"}, {"port": 1053, "protocol": "TCP"}],
}
WEB = {
    "image": {"repository": "nginx", "tag": "1"},
    "ports": {"http": 8080},
    "metrics": {"enabled": True, "labels": {"team": "web"}},
    "slo": {"enabled": True},
    "extraObjects": {
        "alerts": {"apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule", "spec": {"groups": []}}
    },
    "ingress": {"enabled": True, "hosts": [{"host": "a.example.com"}]},
    "httpRoute": {"enabled": True},
    "networkPolicy": {"kubernetesApi": True, "identity": True},
    "podSecurityContext": {**USER, "supplementalGroups": [5]},
    "securityContext": {"runAsUser": 1},
    "initContainers": {"prepare": {"image": {**IMAGE, "repository": "docker.io/library/busybox"}}},
    "sidecars": {"log": {"image": {**IMAGE, "registry": "ghcr.io", "repository": "example/log"}}},
    "persistentVolumeClaims": {
        "media": {"size": "1Gi", "accessModes": ["ReadWriteMany"], "retain": True, "mountPath": "/media"}
    },
    "container": {"securityContext": {"runAsGroup": 1}},
    "pod": {"securityContext": {"fsGroup": 1}},
}
STORE = {
    "image": {"repository": "registry.example.com/store", "tag": "1"},
    "ports": {"http": 8080},
    "podSecurityContext": USER,
    "volumeClaimTemplates": {
        "hot": {"size": "1Gi", "storageTier": "hot", "mountPath": "/hot"},
        "cold": {"size": "1Gi", "storageTier": "cold", "mountPath": "/cold"},
        "own": {"size": "1Gi", "storageClassName": "own", "mountPath": "/own"},
    },
    "backup": {"enabled": True, "method": "snapshot"},
}
OWN = {
    "image": IMAGE,
    "ports": {"http": 8080},
    "userIds": "fixed",
    "podSecurityContext": USER,
    "ingress": {"enabled": True, "className": "own", "hosts": [{"host": "b.example.com"}]},
    "httpRoute": {"enabled": True, "parentRefs": [{"name": "own"}]},
}
OPERATED = {
    "operator": {"enabled": True, "image": "ghcr.io/cloudnative-pg/postgresql:17.6"},
    "ports": {"postgres": 5432},
    "volumeClaimTemplates": {"data": {"size": "1Gi", "storageTier": "hot"}},
}
DERIVED = {
    "image": {"repository": "docker.io/library/postgres", "tag": "17.6-bookworm"},
    "operator": {"enabled": True},
    "ports": {"postgres": 5432},
    "volumeClaimTemplates": {"data": {"size": "1Gi"}},
}


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Path:
    stores = {"store": STORE, "operated": OPERATED, "derived": DERIVED}
    services = {"web": "deployment", "own": "deployment", **dict.fromkeys(stores, "statefulset")}
    values = {"global": {"cluster": FACTS}, "web": WEB, "own": OWN, **stores}
    return umbrella(tmp_path_factory.mktemp("facts"), Umbrella(services, values, namespace=True))


@pytest.fixture
def found(platform: Path, helms: Path) -> list[Object]:
    return template(helms, platform)


def spec(found: list[Object], kind: str, name: str) -> Any:
    return the(kind, found, f"shop-{name}")["spec"]


def test_every_fact_arrives(found: list[Object]) -> None:
    policies = {one["metadata"]["name"]: one["spec"] for one in found if one["kind"] == "NetworkPolicy"}
    assert {name: one["egress"][0] for name, one in policies.items() if name != "shop-default-deny"} == {
        f"shop-{name}": DNS for name in ("web", "store", "store-backup", "own", "operated", "derived", "dns")
    }
    server = {"to": [{"ipBlock": {"cidr": "10.0.0.2/32"}}], "ports": [{"port": 6443, "protocol": "TCP"}]}
    identity = {
        "to": [{"ipBlock": {"cidr": "169.254.170.23/32"}}], "ports": [{"port": 80, "protocol": "TCP"}]
    }  # fmt: skip
    assert policies["shop-web"]["egress"][1:] == [server, identity]
    assert policies["shop-store-backup"]["egress"][1:] == [server]
    assert server in policies["shop-operated"]["egress"]
    assert spec(found, "Ingress", "web")["ingressClassName"] == "edge"
    assert spec(found, "HTTPRoute", "web")["parentRefs"] == [{"name": "door", "namespace": "edge"}]
    rules = [("PrometheusRule", "shop-web-slo"), ("PrometheusRule", "shop-web-alerts")]
    for kind, name in [("ServiceMonitor", "shop-web"), *rules]:
        labels = the(kind, found, name)["metadata"]["labels"]
        assert (labels["release"], labels["team"]) == ("prometheus", "web")


def test_images_come_from_the_mirror_of_their_registry(found: list[Object]) -> None:
    pods = {
        one["metadata"]["name"]: pod_of(one) for one in found if one["kind"] in ("Deployment", "StatefulSet")
    }
    images = {
        name: [each["image"] for each in [*pod["containers"], *pod.get("initContainers", [])]]
        for name, pod in pods.items()
    }
    assert images == {
        "shop-web": [
            "mirror.example.com/hub/library/nginx:1",
            "mirror.example.com/ghcr/example/log:1.4.2",
            "mirror.example.com/hub/library/busybox:1.4.2",
        ],
        "shop-store": ["registry.example.com/store:1"],
        "shop-own": ["mirror.example.com/ghcr/example/app:1.4.2"],
    }
    assert (
        pod_of(the("CronJob", found))["containers"][0]["image"]
        == "mirror.example.com/hub/curlimages/curl:8.15.0"
    )
    for name in ("operated", "derived"):
        operated = spec(found, "Cluster", name)
        assert operated["imageName"] == "mirror.example.com/ghcr/cloudnative-pg/postgresql:17.6"


def test_volumes_and_snapshots_have_the_class_of_their_tier(found: list[Object]) -> None:
    templates = spec(found, "StatefulSet", "store")["volumeClaimTemplates"]
    classes = {one["metadata"]["name"]: one["spec"].get("storageClassName") for one in templates}
    assert classes == {"hot": "fast", "cold": "usual", "own": "own"}
    assert spec(found, "Cluster", "operated")["storage"] == {"size": "1Gi", "storageClass": "fast"}
    env = pod_of(the("CronJob", found))["containers"][0]["env"]
    assert {"name": "CLAIMS", "value": (
        "cold-shop-store-0=usual-snapshots hot-shop-store-0=fast-snapshots own-shop-store-0=usual-snapshots"
    )} in env  # fmt: skip


def test_no_user_is_left_where_the_cluster_chooses_them(found: list[Object]) -> None:
    given = {"runAsUser", "runAsGroup", "fsGroup", "supplementalGroups"}
    pods = {
        one["metadata"]["name"]: pod_of(one)
        for one in found
        if one["kind"] in ("Deployment", "StatefulSet", "CronJob")
    }
    left = {
        name: [
            given & set(holder.get("securityContext", {}))
            for holder in [pod, *pod["containers"], *pod.get("initContainers", [])]
        ]
        for name, pod in pods.items()
    }
    assert left == {
        "shop-web": [set()] * 4, "shop-store": [set()] * 2, "shop-store-backup": [set()] * 2,
        "shop-own": [{"runAsUser", "runAsGroup", "fsGroup"}, set()],
    }  # fmt: skip
    assert pods["shop-web"]["securityContext"] == {
        "runAsNonRoot": True,
        "seccompProfile": {"type": "RuntimeDefault"},
    }


def test_what_a_service_states_itself_wins(found: list[Object]) -> None:
    assert spec(found, "Ingress", "own")["ingressClassName"] == "own"
    assert spec(found, "HTTPRoute", "own")["parentRefs"] == [{"name": "own"}]


def test_what_helm_keeps_argo_cd_and_flux_keep_too(found: list[Object]) -> None:
    assert the("PersistentVolumeClaim", found, "shop-web-media")["metadata"]["annotations"] == {
        "helm.sh/resource-policy": "keep",
        "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
        "kustomize.toolkit.fluxcd.io/prune": "disabled",
    }


def test_monitors_find_their_service_whatever_a_deployer_writes_on_it(found: list[Object]) -> None:
    """Argo CD that tracks by label writes the Application's name over app.kubernetes.io/instance."""
    services = {
        one["metadata"]["name"]: {**one["metadata"]["labels"], "app.kubernetes.io/instance": "shop-prod"}
        for one in found
        if one["kind"] == "Service"
    }
    wanted = the("ServiceMonitor", found, "shop-web")["spec"]["selector"]["matchLabels"]
    assert [name for name, labels in services.items() if wanted.items() <= labels.items()] == ["shop-web"]
