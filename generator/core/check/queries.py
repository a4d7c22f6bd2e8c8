"""Labels in queries to Prometheus: rules, scalers and dashboards ask for what there is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from generator.core.check.release import Gap, containers, name_of, namespace_of
from generator.core.data import map_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.core.check.release import ReleaseObjects

# A label of kube-state-metrics, or of what the Prometheus operator scrapes, and the kind whose names it has.
_KINDS = {
    "statefulset": "StatefulSet",
    "deployment": "Deployment",
    "daemonset": "DaemonSet",
    "cronjob": "CronJob",
    "horizontalpodautoscaler": "HorizontalPodAutoscaler",
    "persistentvolumeclaim": "PersistentVolumeClaim",
    "service": "Service",
}
_MATCHER = re.compile(r"\b([a-z_]+)\s*(=~|=)\s*\\?\"((?:[^\"\\]|\\.)*?)\\?\"")
_BRACES = re.compile(r"([a-zA-Z_:][\w:]*)\{((?:\"(?:[^\"\\]|\\.)*\"|[^{}\"])*)\}")
# How a controller ends the names of its pods, where no number does: rand.SafeEncodeString has no vowels.
_ENDINGS = {"Deployment": "6b8d9c7f5d-x2x4z", "Rollout": "6b8d9c7f5d-x2x4z", "CronJob": "29000000-x2x4z"}
_ENDPOINTS = "kube_endpoint"  # its label `endpoint` is a Service, elsewhere it is a port


def lost_queries(release: ReleaseObjects, names: Mapping[str, frozenset[str]]) -> Iterator[Gap]:
    """Every label in a query that no object has. `names`: kind -> the names of that kind."""
    pods = [
        name.replace("*", _ENDINGS.get(each.controller["kind"], "x2x4z"))
        for each in release.pods
        for name in each.names
    ]
    inner = {container["name"] for each in release.pods for _, container in containers(each.spec)}
    namespaces = {namespace_of(each) for each in release.objects} | names.get("Namespace", frozenset())
    seen = set()
    for each, path, query in _queries(release):
        for metric, labels in _BRACES.findall(query):
            for label, sign, value in _MATCHER.findall(labels):
                kind = (
                    "Service" if label == "endpoint" and metric.startswith(_ENDPOINTS) else _KINDS.get(label)
                )
                known: set[str] | frozenset[str] | list[str]
                if kind:
                    known, what = names.get(kind, frozenset()), kind
                elif label == "pod":
                    known, what = pods, "pod"
                elif label == "namespace":
                    known, what = namespaces, "namespace"
                elif label == "container" and value:
                    known, what = inner, "container"
                else:
                    continue
                gap = Gap(
                    each["kind"], name_of(each), path, f"no {what} is called {value}",
                    "ask for one that is rendered, or take the query away",
                )  # fmt: skip
                if gap not in seen and not _is_there(sign, value, known):
                    seen.add(gap)
                    yield gap


def _is_there(sign: str, value: str, known: Any) -> bool:
    if sign == "=":
        return value in known or value == ""
    return any(re.fullmatch(value.replace("\\\\", "\\"), one) for one in known)


def _queries(release: ReleaseObjects) -> Iterator[tuple[Mapping[str, Any], str, str]]:
    for each in release.of_kind("PrometheusRule"):
        for group in map_at(dict(each), "spec").get("groups") or []:
            for rule in group.get("rules") or []:
                name = rule.get("alert") or rule.get("record")
                yield each, f"spec.groups.{group['name']}.{name}", str(rule["expr"])
    for each in release.of_kind("ScaledObject"):
        for trigger in map_at(dict(each), "spec").get("triggers") or []:
            if trigger["type"] == "prometheus":
                query = map_at(trigger, "metadata").get("query", "")
                yield each, f"spec.triggers.{trigger.get('name', 'prometheus')}", str(query)
    for each in release.of_kind("ConfigMap"):
        for key, value in (each.get("data") or {}).items():
            if str(key).endswith(".json"):
                for expression in re.findall(r'"expr":\s*"((?:[^"\\]|\\.)*)"', str(value)):
                    yield each, f"data.{key}", expression.replace('\\"', '"')
