"""Every value that a chart's schema accepts, as a pair of values that differ in nothing else.

A property is reached through maps with names of the user's choice ("*") and lists ("[]"); there the pair has the same entry with and
without the property. Kubernetes' own types are taken as one value, except where they stand for a whole object (pod, container …).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.charts.support import CHARTS, merged

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]
Path = tuple[str, ...]

# What a chart's own entries need before another of their keys can mean anything.
ENTRIES: dict[Path, dict[str, Any]] = {
    ("env", "*"): {"value": "x"},
    ("ports", "*"): {"containerPort": 1234},
    ("volumes", "*"): {"mountPath": "/sample"},
    ("configMaps", "*"): {"data": {"a": "{{ .Chart.Version }}"}, "mountPath": "/sample"},
    ("secrets", "*"): {"stringData": {"a": "{{ .Chart.Version }}"}, "mountPath": "/sample"},
    ("persistentVolumeClaims", "*"): {
        "size": "1Gi",
        "mountPath": "/sample",
        "accessModes": ["ReadWriteMany"],
    },
    ("volumeClaimTemplates", "*"): {"size": "1Gi", "mountPath": "/sample"},
    ("services", "*"): {"type": "NodePort", "ports": {"http": 81}},
    ("services", "*", "ports", "*"): {"port": 82},
    ("service", "ports", "*"): {"port": 81},
    ("initContainers", "*", "env", "*"): {"value": "x"},
    ("initContainers", "*", "ports", "*"): {"containerPort": 1234},
    ("initContainers", "*", "image"): {"repository": "other", "tag": "1"},
    ("sidecars", "*", "env", "*"): {"value": "x"},
    ("sidecars", "*", "ports", "*"): {"containerPort": 1234},
    ("sidecars", "*", "image"): {"repository": "other", "tag": "1"},
    ("httpRoute", "parentRefs", "[]"): {"name": "edge"},
    ("keda", "triggers", "*"): {"type": "kafka"},
    ("alerts", "rules", "*"): {"expr": "up > 1"},
    ("backup", "env", "*"): {"value": "x"},
    ("backup", "storage"): {"size": "1Gi"},
    ("backup", "pods", "image"): {"repository": "other", "tag": "1"},
    ("backup", "drill", "pods", "image"): {"repository": "other", "tag": "1"},
    ("backup", "drill", "storage"): {"size": "1Gi"},
    ("restore", "pods", "image"): {"repository": "other", "tag": "1"},
    ("secrets", "*", "externalSecret"): {"keys": ["token"], "store": {"name": "vault"}},
    ("priorityClasses", "*"): {"value": 5},
    ("configMaps", "*", "mounts", "[]"): {"mountPath": "/more"},
    ("secrets", "*", "mounts", "[]"): {"mountPath": "/more"},
    ("volumes", "*", "mounts", "[]"): {"mountPath": "/more"},
    ("persistentVolumeClaims", "*", "mounts", "[]"): {"mountPath": "/more"},
    ("volumeClaimTemplates", "*", "mounts", "[]"): {"mountPath": "/more"},
}

SHARED_ENTRIES: dict[Path, dict[str, Any]] = {
    ("configMaps", "*"): {"data": {"a": "{{ .Chart.Version }}"}},
    ("secrets", "*"): {"stringData": {"a": "{{ .Chart.Version }}"}},
}

# Values without which a property has nothing to act on; every prefix of the property's path counts.
_KEDA = {"autoscaling": {"enabled": False}, "keda": {"enabled": True, "triggers": {"t": {"type": "cron"}}}}
_EXTERNAL = {"external": {"enabled": True, "addresses": ["192.0.2.1"]}}
_RESOURCES = {"resources": {"requests": {"cpu": 1, "memory": "1Gi"}}}
_POSTGRES = {"env": {"POSTGRES_DB": "sample"}}  # dumps and logs are of no other store
CONTEXTS: dict[Path, dict[str, Any]] = {
    ("connectionVariables",): {"podLabels": {"connectionVariables": "asked"}},
    ("replicaCount",): {"autoscaling": {"enabled": False}},
    ("autoscaling", "queueLength"): {"autoscaling": {"queueLength": {"metric": "queue", "target": 1}}},
    ("rollout",): {"rollout": {"strategy": "canary"}},
    ("rollout", "analysis"): {"rollout": {"analysis": {"enabled": True}}},
    ("rollout", "analysis", "count"): {"rollout": {"strategy": "blueGreen", "analysis": {"enabled": True}}},
    ("rollout", "traffic"): {"httpRoute": {"enabled": True, "parentRefs": [{"name": "edge"}]}},
    ("rollout", "header"): {
        "rollout": {"traffic": "nginx"},
        "ingress": {"enabled": True, "hosts": [{"host": "a.example.com"}]},
    },
    ("rollout", "header", "value"): {"rollout": {"header": {"name": "X-Try"}}},
    ("rollout", "autoPromotion"): {"rollout": {"strategy": "blueGreen"}},
    ("rollout", "scaleDownDelaySeconds"): {"rollout": {"strategy": "blueGreen"}},
    ("rollout", "previewReplicaCount"): {"rollout": {"strategy": "blueGreen"}},
    ("env", "*", "key"): {"env": {"sample": {"credentialsOf": "queue"}}},
    ("initContainers", "*", "env", "*", "key"): {
        "initContainers": {"sample": {"env": {"sample": {"credentialsOf": "queue"}}}}
    },
    ("sidecars", "*", "env", "*", "key"): {
        "sidecars": {"sample": {"env": {"sample": {"credentialsOf": "queue"}}}}
    },
    ("service", "ports", "*", "nodePort"): {"service": {"type": "NodePort"}},
    ("initContainers", "*", "order"): {"initContainers": {"other": {"order": 5}}},
    ("sidecars", "*", "order"): {"sidecars": {"proxy": {"order": 5}}},
    ("ingress", "hosts", "[]", "paths", "[]", "port"): {"ports": {"extra": 5555}},
    ("image", "tag"): {"image": {"digest": ""}},
    ("volumeClaimTemplates", "*", "ephemeral"): {},
    ("podDisruptionBudget", "maxUnavailable"): {"podDisruptionBudget": {"minAvailable": ""}},
    ("hook",): {"persistentVolumeClaims": {"uploads": {"enabled": False}}},
    ("hook", "weight"): {"hook": {"helm": "post-install"}},
    ("hook", "deletePolicy"): {"hook": {"helm": "post-install"}},
    ("hook", "argocdDeletePolicy"): {"hook": {"argocd": "Sync"}},
    ("service", "enabled"): {"ingress": {"enabled": False}, "httpRoute": {"enabled": False}},
    ("metrics",): {"metrics": {"enabled": True}},
    ("slo",): {"slo": {"enabled": True}},
    ("slo", "latency"): {"slo": {"latency": {"within": 0.5}}},
    ("alerts",): {"alerts": {"enabled": True}},
    ("mesh", "retries"): {"mesh": {"retries": {"attempts": 2}}},
    ("mesh", "outlierDetection"): {"mesh": {"outlierDetection": {"consecutive5xxErrors": 3}}},
    ("credentials",): {
        "credentials": {"enabled": True, "source": "externalSecret", "store": {"name": "vault"}},
        "env": {"OWN": {"credentialsOf": "{{alias}}"}},
    },
    ("tls",): {"tls": {"enabled": True, "issuer": {"name": "ca"}}},
    ("tls", "onRenewal"): {"command": ["serve"]},
    ("external",): _EXTERNAL,
    ("external", "aliases"): _EXTERNAL,
    ("external", "host"): {"external": {"host": "other.example.com"}},
    ("keda", "triggers", "*", "port"): {"keda": {"triggers": {"sample": {"service": "queue"}}}},
    ("verticalPodAutoscaler",): {
        "autoscaling": {"enabled": False},
        "verticalPodAutoscaler": {"enabled": True},
    },
    ("keda",): _KEDA,
    ("qos",): _RESOURCES
    | {"sidecars": {"proxy": {**_RESOURCES}}, "initContainers": {"migrate": {**_RESOURCES}}},
    ("hugePages",): {"hugePages": {"amount": "1Gi"}},
    ("backup",): {"backup": {"enabled": True}, **_POSTGRES},
    ("backup", "keep"): {"backup": {"method": "snapshot"}},
    ("backup", "snapshotClassName"): {
        "backup": {"method": "snapshot"},
        "volumeClaimTemplates": {"data": {"size": "1Gi"}},
    },
    ("userIds",): {"podSecurityContext": {"runAsUser": 1}},
    ("backup", "snapshotImage"): {"backup": {"method": "snapshot"}},
    ("backup", "drill"): {"backup": {"drill": {"enabled": True}}},
    ("backup", "alerts"): {"backup": {"alerts": {"enabled": True}}},
    ("rpo",): {"backup": {"enabled": True, "alerts": {"enabled": True}}, **_POSTGRES},
    ("rto",): {"backup": {"enabled": True, "drill": {"enabled": True}}, **_POSTGRES},
    ("backup", "archiveTimeout"): {"backup": {"method": "wal"}},
    ("replication",): {"replication": {"enabled": True}, "replicaCount": 2},
    ("roles",): {"roles": {"enabled": True}, "env": {"PGDATA": "/data/sample"}},
    ("exporter",): {
        "exporter": {"enabled": True},
        "metrics": {"enabled": True},
        "roles": {"enabled": True},
        "env": {"PGDATA": "/data/sample"},
    },
    ("restore", "until"): {"backup": {"method": "wal"}, "env": {"PGDATA": "/data/sample"}},
    ("restore",): {"backup": {"enabled": True}, "restore": {"enabled": True}, **_POSTGRES},
    ("operator", "kind"): {"operator": {"image": "example/pg:17"}, "image": {"repository": "example/kafka"}},
    ("operator",): {
        "operator": {"enabled": True},
        "image": {"repository": "postgres", "tag": "17.6"},
        "ports": {
            "http": {"containerPort": 8080, "enabled": False},
            "metrics": {"containerPort": 9090, "enabled": False},
            "postgres": 5432,
        },
        "ingress": {"enabled": False},
        "httpRoute": {"enabled": False},
        "volumeClaimTemplates": {"data": {"size": "1Gi"}},
    },
    ("numaAligned",): {
        "qos": "guaranteed",
        **_RESOURCES,
        "sidecars": {"proxy": {**_RESOURCES}},
        "initContainers": {"migrate": {**_RESOURCES}},
    },
    ("resourceQuota",): {"resourceQuota": {"enabled": True, "hard": {"pods": 1}}},
    ("limitRange",): {"limitRange": {"enabled": True, "limits": [{"type": "Pod"}]}},
    ("dashboard",): {"dashboard": {"enabled": True}},
}

_ROLLOUT = {"rollout": {"strategy": "canary"}}
CONTEXTS |= {("workload", "strategy", key): _ROLLOUT for key in ("canary", "blueGreen")}
CONTEXTS |= {
    ("workload", key): _ROLLOUT
    for key in ("analysis", "rollbackWindow", "progressDeadlineAbort", "restartAt", "workloadRef")
}

PROBE = {"httpGet": {"path": "/sample", "port": 1}}
DIGEST = "sha256:" + "ab" * 32

# Values that a sample made from the schema alone would not hit.
SAMPLES: dict[Path, Any] = {
    ("presets",): ["named"],
    ("rpo",): "30d",
    ("rto",): "1h",
    ("hook", "helm"): "post-install",
    ("ingress", "hosts", "[]", "paths", "[]", "port"): "extra",
    ("initContainers", "*", "order"): 9,
    ("sidecars", "*", "order"): 9,
    ("metrics", "port"): "metrics",
    ("external", "host"): "db.example.com",
    ("podDisruptionBudget", "minAvailable"): "50%",
    ("metadata",): {"NetworkPolicy": {"annotations": {"a": "b"}}},
    ("persistentVolumeClaims", "*", "accessModes"): ["ReadOnlyMany"],
    ("rollout", "steps"): [{"setWeight": 7}],
    ("rollout", "traffic"): "gateway",
    ("slo", "availability"): 99.5,
    ("alerts", "rules", "*", "for"): "7m",
    ("keda", "triggers", "*", "service"): "queue",
    ("keda", "triggers", "*", "port"): "extra",
    ("keda", "triggers", "*", "type"): "apache-kafka",
    ("qos",): "guaranteed",
    ("operator", "kind"): "strimzi",
    ("replication", "walKeepSize"): "2GB",
    ("extraObjects", "*"): {"apiVersion": "v1", "kind": "ConfigMap"},
}

# Accepted, and rightly without effect on what is rendered.
EXCEPTIONS: dict[Path, str] = {
    ("external", "cidrs"): "it opens the policies of the callers: test_connections",
    ("backup", "folder"): "in a store, which is global's: test_stores",
    ("restore", "folder"): "in a store, which is global's: test_stores",
    ("restore", "follow"): "of a store, which is global's: test_stores",
    ("global",): "Helm puts it into every chart's values; its own keys are tested one by one",
    (
        "workload",
        "global",
    ): "Helm puts it there in a chart used alone, where the library is a dependency of this name",
}
# The same, of charts that have no Service: there it only decides which ports callers may reach.
OF_A_SERVICE: dict[Path, str] = {
    ("ports", "*", "service"): "whether callers reach it: test_connections",
    (
        "ports",
        "*",
        "appProtocol",
    ): "a port of Jobs is never one of a Service, but presets are shared with those that have one",
}


class Pair(NamedTuple):
    """Values without a property, and with it: it is used if one of these makes a difference."""

    label: str
    without: dict[str, Any]
    given: list[dict[str, Any]]


class Chart:
    """The schema of a chart, and values that have everything on."""

    def __init__(self, name: str, base: dict[str, Any]) -> None:
        self.schema: Schema = json.loads((CHARTS / name / "values.schema.json").read_text())
        self.base = base
        # ConfigMaps and Secrets of the namespace are nobody's volumes
        self.entries = ENTRIES | (SHARED_ENTRIES if name == "namespace" else {})

    def pairs(self) -> Iterator[Pair]:
        for path, schema, label in self._leaves((), self.schema, ""):
            context: dict[str, Any] = {}
            for length in range(1, len(path) + 1):
                context = merged(context, CONTEXTS.get(path[:length], {}))
            context = {key: value for key, value in context.items() if key in self.schema["properties"]}
            without = context
            if "*" in path or "[]" in path:
                without = merged(context, _nested(path[:-1], {}, self.entries))
            current = _at(merged(self.base, without), path)
            if path[-2:][0].endswith("Probe") and path[-1] == "enabled":
                without = merged(without, _nested(path[:-1], PROBE, self.entries))
            if path[-2:] == ("lifecycle", "enabled"):
                without = merged(
                    without, _nested(path[:-1], {"preStop": {"sleep": {"seconds": 1}}}, self.entries)
                )
            if path in SAMPLES:
                samples = [SAMPLES[path]]
            elif path[-1].endswith("Probe"):
                samples = [PROBE]
            else:
                samples = self._samples(schema, current)
            given = [merged(without, _nested(path, sample, self.entries)) for sample in samples]
            yield Pair(f"{'.'.join(path)}{label}", without, given)

    def _resolve(self, schema: Schema) -> tuple[Schema, bool]:
        """The schema that is meant, and whether it is one of Kubernetes' own."""
        reference = schema.get("$ref", "").removeprefix("#/definitions/")
        if reference:
            return self._resolve(self.schema["definitions"][reference])[0], reference.startswith("k8s.")
        return schema, False

    def _leaves(self, path: Path, schema: Schema, label: str) -> Iterator[tuple[Path, Schema, str]]:
        if path in EXCEPTIONS or (path in OF_A_SERVICE and "service" not in self.schema["properties"]):
            return
        resolved, kubernetes = self._resolve(schema)
        if path and path[-1].endswith("Probe"):  # its handlers exclude each other
            yield path, resolved, label
            if "enabled" in resolved["properties"]:
                yield (*path, "enabled"), {"type": "boolean"}, label
        elif path and kubernetes and path not in {("pod",), ("container",), ("workload",)}:
            yield path, resolved, label
        elif "anyOf" in resolved and path not in SAMPLES:
            for number, alternative in enumerate(resolved["anyOf"]):
                yield from self._leaves(path, alternative, f"{label}|{number}")
        elif resolved.get("properties"):
            for key, inner in resolved["properties"].items():
                yield from self._leaves((*path, key), inner, label)
        elif isinstance(resolved.get("additionalProperties"), dict) and path not in SAMPLES:
            yield from self._leaves((*path, "*"), resolved["additionalProperties"], label)
        elif (
            self._resolve(resolved.get("items", {}))[0].get("properties")
            and not self._resolve(resolved["items"])[1]
        ):
            yield from self._leaves((*path, "[]"), resolved["items"], label)
        else:
            yield path, resolved, label

    def _samples(self, schema: Schema, current: Any) -> list[Any]:
        """Values that the schema accepts; where we do not know the current one, some that it cannot all be."""
        resolved, _ = self._resolve(schema)
        if "enum" in resolved:
            return [option for option in resolved["enum"] if option not in (current, "")]
        if resolved.get("type") == "boolean":
            return [option for option in (True, False) if option is not current]
        if resolved.get("type") == "integer":
            low = resolved.get("minimum", 1)
            return [low + 1, low + 2]
        if resolved.get("type") == "array" and "enum" in resolved.get("items", {}):
            return [[option] for option in resolved["items"]["enum"]]
        return [self._sample(schema, current)]

    def _sample(self, schema: Schema, current: Any) -> Any:
        schema, _ = self._resolve(schema)
        if "anyOf" in schema:
            return self._sample(schema["anyOf"][0], current)
        if "enum" in schema:
            return next(option for option in schema["enum"] if option not in (current, ""))
        kind = schema.get("type", "object")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "boolean":
            return current is not True
        if kind in ("integer", "number"):
            low = schema.get("minimum", 1)
            return (current if isinstance(current, int) else low) + 1
        if kind == "string":
            pattern = schema.get("pattern", "")
            if "T[0-9]" in pattern:
                return "2026-01-31T12:00:00Z"
            return "3Gi" if "Ki|Mi" in pattern else DIGEST if "[0-9a-f]" in pattern else "sample"
        if kind == "array":
            return [self._sample(schema.get("items", {"type": "string"}), None)]
        properties = schema.get("properties")
        if properties:
            # the first scalar, so that the sample stays small
            ordered = sorted(properties.items(), key=lambda each: (self._weight(each[1]), each[0]))
            key, inner = ordered[0]
            return {key: self._sample(inner, (current or {}).get(key) if isinstance(current, dict) else None)}
        inner = schema.get("additionalProperties")
        return {"sample": self._sample(inner if isinstance(inner, dict) else {"type": "string"}, None)}

    def _weight(self, schema: Schema) -> int:
        resolved, _ = self._resolve(schema)
        return 0 if resolved.get("type") in ("string", "integer", "boolean") else 1


def _nested(path: Path, leaf: Any, entries: dict[Path, dict[str, Any]]) -> dict[str, Any]:
    """The values in which `leaf` stands at `path`, entries on the way completed."""
    value = leaf
    for length in range(len(path), 0, -1):
        entry = entries.get(path[:length])
        # a Secret that is drawn from a store has no content here
        if entry is not None and isinstance(value, dict) and "externalSecret" not in value:
            value = merged(entry, value)
        key = path[length - 1]
        value = [value] if key == "[]" else {"sample" if key == "*" else key: value}
    assert isinstance(value, dict)
    return value


def _at(values: Any, path: Path) -> Any:
    for key in path:
        if key == "[]":
            values = values[0] if isinstance(values, list) and values else None
        else:
            values = values.get("sample" if key == "*" else key) if isinstance(values, dict) else None
    return values
