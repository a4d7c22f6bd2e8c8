"""A values key that is accepted is used: for each, two renders that differ in nothing else differ in what they write."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.charts import support
from tests.charts.properties import Chart
from tests.charts.support import CHARTS, TYPES, Umbrella, merged

if TYPE_CHECKING:
    from pathlib import Path

GLOBAL = {
    "environment": "dev",
    "prometheus": "http://prometheus:9090",
    "telemetry": {"endpoint": "http://collector:4317"},
    "mesh": {"type": "istio"},
    "cluster": {
        "storage": {"tiers": {"sample": "slow"}},
        "identity": [{"cidr": "169.254.170.23/32", "ports": [80]}],
    },
}


# As little as lets most values mean something: what is missing stands in properties.CONTEXTS.
BASE = {
    "image": {**support.IMAGE},
    "ports": {"http": 8080, "metrics": {"containerPort": 9090, "service": False}},
    "schedule": "0 0 * * *",
    "ingress": {"enabled": True, "hosts": [{"host": "www.example.com"}]},
    "httpRoute": {"enabled": True, "parentRefs": [{"name": "edge"}]},
    "autoscaling": {"enabled": True},
    "podDisruptionBudget": {"enabled": True},
}


@pytest.mark.long
@pytest.mark.helm
@pytest.mark.parametrize("name", TYPES)
def test_an_accepted_value_is_used(name: str, helm3: Path, tmp_path: Path) -> None:
    chart = Chart(name, merged(defaults(name), BASE))
    base = {key: value for key, value in BASE.items() if key in chart.schema["properties"]}
    pairs = list(chart.pairs())
    assert len(pairs) > 200
    aliases: dict[str, str] = {}
    for pair in pairs:
        for values in (pair.without, *pair.given):
            aliases.setdefault(json.dumps(values), f"p{len(aliases):04}")
    values = {alias: json.loads(given.replace("{{alias}}", alias)) for given, alias in aliases.items()}
    values["queue"] = {"image": support.IMAGE, "ports": {"extra": 9093, "tcp": 9092}}
    other = "deployment" if name == "statefulset" else "statefulset"
    shared = {
        **GLOBAL,
        "presets": {name: base, "named": {"podAnnotations": {"preset": "named"}}},
        "connections": {
            alias: ["queue"] for given, alias in aliases.items() if "connectionVariables" in given
        },
    }
    platform = Umbrella({**dict.fromkeys(values, name), "queue": other}, {"global": shared, **values})
    folder = support.umbrella(tmp_path / "platform", platform)
    found = rendered_by_alias(support.run(helm3, "template", "shop", folder, "--namespace", "shop-test"))
    unused = [
        pair.label
        for pair in pairs
        if all(
            found.get(aliases[json.dumps(pair.without)]) == found.get(aliases[json.dumps(given)])
            for given in pair.given
        )
    ]
    assert not unused, "\n".join(unused)


@pytest.mark.helm
def test_an_accepted_value_of_the_namespace_is_used(helm3: Path, tmp_path: Path) -> None:
    """A platform has this chart once; here it stands a hundred times in one, to be quick."""
    folder = support.umbrella(tmp_path / "platform", Umbrella({}, {}, namespace=True))
    pairs = list(Chart("namespace", defaults("namespace")).pairs())
    assert len(pairs) > 40
    aliases: dict[str, str] = {}
    for pair in pairs:
        for values in (pair.without, *pair.given):
            aliases.setdefault(json.dumps(values), f"p{len(aliases):04}")
    file = folder / "Chart.yaml"
    chart = yaml.safe_load(file.read_text())
    chart["dependencies"] = [{"name": "workload", "version": "1.0.0"}] + [
        {"name": "namespace", "version": "1.0.0", "alias": alias} for alias in aliases.values()
    ]
    file.write_text(yaml.safe_dump(chart))
    (folder / "values.schema.json").unlink()
    given = {alias: json.loads(values) for values, alias in aliases.items()}
    (folder / "values.yaml").write_text(json.dumps({"global": {"mesh": {"type": "istio"}}, **given}))
    found = rendered_by_alias(support.run(helm3, "template", "shop", folder, "--namespace", "shop-test"))
    unused = [
        pair.label
        for pair in pairs
        if all(
            found.get(aliases[json.dumps(pair.without)]) == found.get(aliases[json.dumps(v)])
            for v in pair.given
        )
    ]
    assert not unused, "\n".join(unused)


# Each value of `global`, one that changes a small platform; what has values of its own is in test_values and test_connections.
GLOBALS: dict[str, Any] = {
    "annotations": {"a": "b"},
    "backups.bucket": "other",
    "backups.ca": {"configMap": "x"},
    "backups.credentials": {"secretName": "x"},
    "backups.encryption": {"serverSide": "AES256"},
    "backups.endpoint": "https://s3.example.com",
    "backups.env": {"RCLONE_BWLIMIT": "1M"},
    "backups.from": {"bucket": "other"},
    "backups.objectLock": {"days": 1},
    "backups.prefix": "x",
    "backups.provider": "Ceph",
    "backups.prune": False,
    "backups.region": "eu",
    "cluster.apiServer": {"ports": [8443]},
    "cluster.dns": {"ports": [5353]},
    "cluster.gateway": {"name": "x"},
    "cluster.identity": [{"cidr": "169.254.170.23/32", "ports": [80]}],
    "cluster.ingress": {"className": "x"},
    "cluster.mesh": {"cni": True},
    "cluster.monitoring": {"labels": {"release": "x"}},
    "cluster.profile": "k3s",
    "cluster.registries": {"ghcr.io": "mirror.example.com"},
    "cluster.storage": {"className": "slow"},
    "cluster.userIds": "arbitrary",
    "connections": {"app": ["db"]},
    "domain": "example.com",
    "environment": "prod",
    "imagePullSecrets": [{"name": "x"}],
    "imageRegistry": "mirror.example.com",
    "region": "eu-west-1",
    "kept": {"gone": {"persistentVolumeClaims": {"data": {"size": "1Gi"}}}},
    "knownAs": {"app": "was"},
    "labels": {"a": "b"},
    "objectLabels": {"a": "b"},
    "mesh.nativeSidecars": False,
    "mesh.type": "istio",
    "mesh.unmeshed": [],
    "names": {"app": "exact"},
    "networkPolicy.backups": [{"podSelector": {}}],
    "networkPolicy.ingressControllers": [{"podSelector": {}}],
    "networkPolicy.keda": [{"podSelector": {}}],
    "networkPolicy.mesh": [{"podSelector": {}}],
    "networkPolicy.monitoring": [{"podSelector": {}}],
    "networkPolicy.operators": [{"podSelector": {}}],
    "networkPolicy.telemetry": [{"podSelector": {}}],
    "nodeKeys.gpu": "x",
    "nodeKeys.numa": "x",
    "nodeKeys.pool": "x",
    "nodeKeys.spot": "x",
    "overrides": {"all": {"podLabels": {"a": "b"}}},
    "podAnnotations": {"a": "b"},
    "presets": {"all": {"podLabels": {"a": "b"}}},
    "prometheus": "http://prometheus:9090",
    "runbooks": "https://git.example.com/runbooks",
    "secrets.prefix": "x/",
    "secrets.store": {"name": "x"},
    "telemetry.endpoint": "http://other:4317",
    "telemetry.protocol": "grpc",
    "telemetry.sampler": "always_on",
}


@pytest.mark.long
@pytest.mark.helm
def test_an_accepted_value_of_global_is_used(helm3: Path, tmp_path: Path) -> None:
    schema = json.loads((CHARTS / "statefulset" / "values.schema.json").read_text())["definitions"]["global"]
    assert {name.partition(".")[0] for name in GLOBALS} == set(schema["properties"])
    for name, inner in schema["properties"].items():
        nested = inner.get("properties", {})
        if nested:
            assert {f"{name}.{key}" for key in nested} == {
                each for each in GLOBALS if each.startswith(f"{name}.")
            }
    resources = {"requests": {"cpu": 1, "memory": "1Gi"}}
    values: dict[str, Any] = {
        "app": {
            **BASE,
            "resources": resources,
            "env": {"DOMAIN": "{{ .Values.global.domain }}"},
            "nodePool": "x",
            "spot": "prefer",
            "gpu": 1,
            "qos": "guaranteed",
            "numaAligned": True,
            "metrics": {"enabled": True},
            "alerts": {"enabled": True},
            "autoscaling": {"enabled": False},
            "networkPolicy": {"identity": True, "kubernetesApi": True},
            "ingress": {"enabled": True, "hosts": [{"host": "x"}]},
            "httpRoute": {"enabled": True},
            "podSecurityContext": {"runAsUser": 1},
            "credentials": {"enabled": True, "source": "externalSecret"},
            "keda": {
                "enabled": True,
                "triggers": {
                    "t": {"type": "prometheus", "metadata": {"serverAddress": "x"}},
                    "q": {"type": "kafka", "service": "db"},
                },
            },
        },
        "db": {
            "image": support.IMAGE,
            "ports": {"tcp": 1},
            "volumeClaimTemplates": {"data": {"size": "1Gi"}, "hot": {"size": "1Gi", "storageTier": "hot"}},
            "backup": {"enabled": True, "method": "snapshot"},
        },
        "dump": {
            "image": support.IMAGE,
            "ports": {"tcp": 5432},
            "backup": {"enabled": True},
            "restore": {"enabled": True},
        },
        "run": {
            "image": {"repository": "postgres", "tag": "17.6"},
            "ports": {"tcp": 5432},
            "operator": {"enabled": True},
            "volumeClaimTemplates": {"data": {"size": "1Gi"}},
        },
        "global": {
            "backups": {"bucket": "own", "region": "us"},
            "secrets": {"store": {"name": "vault"}},
            "mesh": {"type": "linkerd"},
            "telemetry": {"endpoint": "http://collector:4317"},
            "cluster": {"storage": {"tiers": {"hot": "fast"}}, "gateway": {"name": "door"}},
        },
    }
    del values["app"]["schedule"], values["app"]["keda"]["triggers"]["t"]["metadata"]
    services = {"app": "deployment", "db": "statefulset", "dump": "statefulset", "run": "statefulset"}
    chart = support.umbrella(tmp_path / "platform", Umbrella(services, values))
    before = support.run(helm3, "template", "shop", chart)
    unused = []
    for name, value in GLOBALS.items():
        parts = name.split(".")
        given = {parts[0]: {parts[1]: value} if len(parts) > 1 else value}
        flags = support.values_file(tmp_path, {"global": given})
        if support.run(helm3, "template", "shop", chart, "-f", flags) == before:
            unused.append(name)
    assert unused == ["cluster.mesh", "cluster.profile"]  # for NOTES.txt, and for people


def defaults(name: str) -> dict[str, Any]:
    values: dict[str, Any] = yaml.safe_load((CHARTS / name / "values.yaml").read_text())
    return values


def rendered_by_alias(manifests: str) -> dict[str, list[str]]:
    """What each service renders to, with its own name taken out."""
    out: dict[str, list[str]] = {}
    for each in manifests.split("\n---\n"):
        source, _, text = each.removeprefix("---\n").partition("\n")
        alias = source.removeprefix("# Source: shop/charts/").partition("/")[0]
        text = text.replace(alias, "X")
        # a Job's name and a checksum follow from content: that a value changes them says nothing
        text = re.sub(r"checksum/config: \w+", "checksum/config", text)
        out.setdefault(alias, []).append(re.sub(r"\bshop-X-[0-9a-f]{8}\b", "shop-X-content", text))
    return {alias: sorted(texts) for alias, texts in out.items()}
