"""The objects of one release, as checks look at them: what there is, and which pods come of it."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.data import map_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_TEMPLATES = {
    "Deployment": "spec.template",
    "StatefulSet": "spec.template",
    "DaemonSet": "spec.template",
    "Rollout": "spec.template",
    "Job": "spec.template",
    "CronJob": "spec.jobTemplate.spec.template",
}
# What a StatefulSet's controller adds to the labels of a pod (Kubernetes 1.28 and newer).
_INDEX = "apps.kubernetes.io/pod-index"
_POD_NAME = "statefulset.kubernetes.io/pod-name"
_MOST = 50  # pods of one owner that are looked at by name


_CNPG_PORTS = {"postgresql": 5432, "metrics": 9187, "status": 8000}


class Gap(NamedTuple):
    """What one object says that nothing answers to: the object, the place, what is missing, what to do."""

    kind: str
    name: str
    path: str
    missing: str
    advice: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}: {self.path}: {self.missing}; {self.advice}"


class Outside(NamedTuple):
    """What a release relies on and others make: kind, name (* and ? stand for anything) and who makes it.

    Kinds are those of Kubernetes and: Host (a name that DNS knows), Name (of anything else that is no object,
    such as a bucket), Label (key=value, of pods that a program labels).
    """

    kind: str
    name: str
    by: str


class Pods(NamedTuple):
    """The pods of one owner: their labels with what controllers and operators add, names, ports by name."""

    controller: Mapping[str, Any]
    path: str  # of the pod's spec in its owner
    spec: Mapping[str, Any]
    labels: Mapping[str, frozenset[str]]  # label -> the values that it has in one pod or another
    names: tuple[str, ...]  # of a StatefulSet's, one by one; of others a pattern
    ports: Mapping[str, int]
    by: str  # "" for the release itself, else the operator that makes them


class ReleaseObjects(NamedTuple):
    """All objects of a release and what is known to be made elsewhere."""

    objects: tuple[Mapping[str, Any], ...]
    pods: tuple[Pods, ...]
    outside: tuple[Outside, ...]

    def of_kind(self, *kinds: str) -> Iterator[Mapping[str, Any]]:
        return (each for each in self.objects if each["kind"] in kinds)

    def selected(self, namespace: str, selector: Mapping[str, Any]) -> list[Pods]:
        """The pods that have all labels of a map, or get the values from a program declared outside."""
        return [
            each
            for each in self.pods
            if namespace_of(each.controller) == namespace
            and all(
                str(value) in each.labels.get(key, ())
                or (key in each.labels and self.made_outside("Label", f"{key}={value}"))
                for key, value in selector.items()
            )
        ]

    def made_outside(self, kind: str, name: str) -> bool:
        return any(each.kind == kind and fnmatchcase(name, each.name) for each in self.outside)


def objects_of_release(
    objects: Sequence[Mapping[str, Any]], outside: Iterable[Outside] = ()
) -> ReleaseObjects:
    """The release that these objects make: each a parsed manifest with kind and metadata.name."""
    pods = [found for each in objects for found in (*_own_pods(each), *_pods_of_operators(each))]
    return ReleaseObjects(tuple(objects), tuple(pods), tuple(outside))


def name_of(each: Mapping[str, Any]) -> str:
    return str(each["metadata"]["name"])


def namespace_of(each: Mapping[str, Any]) -> str:
    return str(each["metadata"].get("namespace", ""))


def pod_template(each: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]] | None:
    """Where an object's pod template is, and the template; None where the object makes no pods."""
    path = _TEMPLATES.get(each["kind"])
    if path is None:
        return None
    found: Any = each
    for step in path.split("."):
        found = map_at(found, step)
    return (path, found) if found else None


def containers(spec: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every container of a pod with its path below the pod's spec, init containers first."""
    for field in ("initContainers", "containers"):
        for each in spec.get(field) or []:
            yield f"{field}.{each['name']}", each


def _own_pods(each: Mapping[str, Any]) -> Iterator[Pods]:
    found = pod_template(each)
    if found is None:
        return
    path, template = found
    spec = map_at(dict(template), "spec")
    labels = {
        key: frozenset([str(value)]) for key, value in (template["metadata"].get("labels") or {}).items()
    }
    name = name_of(each)
    names: tuple[str, ...] = (f"{name}-*",)
    if each["kind"] == "StatefulSet":
        count = each["spec"].get("replicas", 1)
        first = map_at(each["spec"], "ordinals").get("start", 0)
        ordinals = range(int(first), int(first) + min(int(count), _MOST))
        names = tuple(f"{name}-{ordinal}" for ordinal in ordinals)
        labels |= {_INDEX: frozenset(map(str, ordinals)), _POD_NAME: frozenset(names)}
    ports = {
        str(port["name"]): int(port["containerPort"])
        for _, container in containers(spec)
        for port in container.get("ports") or []
        if "name" in port
    }
    yield Pods(each, f"{path}.spec", spec, labels, names, ports | _of_proxies(template), "")


def _of_proxies(template: Mapping[str, Any]) -> dict[str, int]:
    """The ports of the proxy that a mesh puts into the pods of a template."""
    metadata = template["metadata"]
    if map_at(metadata, "annotations").get("linkerd.io/inject") == "enabled":
        return {"linkerd-proxy": 4143, "linkerd-admin": 4191}
    if map_at(metadata, "labels").get("sidecar.istio.io/inject") == "true":
        return {"istio-inbound": 15006, "istio-hbone": 15008, "istio-merged": 15020, "istio-metrics": 15090}
    return {}


def cnpg_instances(each: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of a Cluster's first instances, of pods and claims alike; later ones count on."""
    count = min(int(each["spec"].get("instances", 1)), _MOST)
    return tuple(f"{name_of(each)}-{number}" for number in range(1, count + 1))


def _pods_of_operators(each: Mapping[str, Any]) -> Iterator[Pods]:
    name = name_of(each)
    if each["kind"] == "Cluster" and str(each["apiVersion"]).startswith("postgresql.cnpg.io/"):
        labels = {
            "cnpg.io/cluster": frozenset([name]),
            "cnpg.io/podRole": frozenset(["instance"]),
            "cnpg.io/instanceRole": frozenset(["primary", "replica"][: each["spec"].get("instances", 1)]),
        }
        yield Pods(each, "spec", {}, labels, cnpg_instances(each), _CNPG_PORTS, "CloudNativePG")
    if each["kind"] == "Kafka" and str(each["apiVersion"]).startswith("kafka.strimzi.io/"):
        listeners = map_at(each["spec"], "kafka").get("listeners") or []
        labels = {
            "strimzi.io/cluster": frozenset([name]),
            "strimzi.io/kind": frozenset(["Kafka"]),
            "strimzi.io/name": frozenset([f"{name}-kafka"]),
            "strimzi.io/broker-role": frozenset(["true"]),
        }
        ports = {f"tcp-{one['name']}": int(one["port"]) for one in listeners}
        yield Pods(each, "spec", {}, labels, (f"{name}-*",), ports, "Strimzi")
