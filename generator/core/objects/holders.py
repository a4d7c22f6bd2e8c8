"""What holds data, and who reads configuration: what is lost with an object, and what pods notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.core.data import map_or_empty, value_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.core.objects.effects import ObjectKey

# Custom resources whose operators keep volumes for them and delete these with them.
_OF_OPERATORS: Final = {
    ("postgresql.cnpg.io", "Cluster"), ("kafka.strimzi.io", "Kafka"), ("kafka.strimzi.io", "KafkaNodePool"),
    ("rabbitmq.com", "RabbitmqCluster"), ("elasticsearch.k8s.elastic.co", "Elasticsearch"),
    ("mongodbcommunity.mongodb.com", "MongoDBCommunity"), ("acid.zalan.do", "postgresql"),
}  # fmt: skip
_RETENTION = ("spec", "persistentVolumeClaimRetentionPolicy")


def data_lost(group: str, kind: str, old: Any) -> str:
    """What becomes of data when an object is deleted; nothing where no data hangs on it."""
    if kind == "StatefulSet" and value_at(old, ("spec", "volumeClaimTemplates")):
        if value_at(old, (*_RETENTION, "whenDeleted")) == "Delete":
            return "is deleted, and its claims with it"
        return "is deleted; its claims stay behind, and what takes its place starts empty"
    if kind == "PersistentVolumeClaim":
        return "is deleted, and by most storage classes its volume with it"
    if kind == "Namespace":
        return "is deleted with all that is in it"
    if kind == "CustomResourceDefinition":
        return "is deleted, and all objects of its kind with it"
    if (group, kind) in _OF_OPERATORS:
        return "is deleted, and its operator deletes the volumes"
    return ""


def data_lost_with(kind: str, old: Any, new: Any) -> str:
    """The same for an object that changes."""
    if kind != "StatefulSet":
        return ""
    for when, says in (
        ("whenDeleted", "its claims are deleted with it from now on"),
        ("whenScaled", "claims of pods beyond its replicas are deleted"),
    ):
        was, becomes = (value_at(one, (*_RETENTION, when)) for one in (old, new))
        if becomes == "Delete" and was != "Delete":
            return says
    pods = [value_at(one, ("spec", "replicas")) for one in (old, new)]
    are_fewer = all(isinstance(one, int) for one in pods) and pods[1] < pods[0]
    if are_fewer and value_at(new, (*_RETENTION, "whenScaled")) == "Delete":
        return f"{pods[0]} → {pods[1]} pods, and the claims of those that go are deleted"
    return ""


def readers_of_config(
    kind: str, name: str, workloads: Iterable[tuple[ObjectKey, Any]]
) -> Iterator[tuple[ObjectKey, str]]:
    """Which workloads read a ConfigMap or a Secret, and how: "variables", "files" or "single files"."""
    for workload, spec in workloads:
        pod = map_or_empty(value_at(spec, ("spec", "template", "spec")))
        containers = [
            one
            for key in ("initContainers", "containers")
            for one in pod.get(key) or ()
            if isinstance(one, dict)
        ]
        volumes = {one["name"] for one in pod.get("volumes") or () if _names(one, kind, name)}
        if any(_as_variables(one, kind, name) for one in containers):
            yield workload, "variables"
        every = [mount for one in containers for mount in one.get("volumeMounts") or ()]
        mounts = [mount for mount in every if mount.get("name") in volumes]
        if mounts:
            yield workload, "single files" if all(mount.get("subPath") for mount in mounts) else "files"


def _names(volume: Any, kind: str, name: str) -> bool:
    sources = [volume, *(value_at(volume, ("projected", "sources")) or ())]
    if kind == "ConfigMap":
        return any(value_at(one, ("configMap", "name")) == name for one in sources)
    ways = (("secret", "secretName"), ("secret", "name"))
    return any(value_at(one, way) == name for one in sources for way in ways)


def _as_variables(container: Any, kind: str, name: str) -> bool:
    word = "configMap" if kind == "ConfigMap" else "secret"
    whole, single = (f"{word}Ref", "name"), ("valueFrom", f"{word}KeyRef", "name")
    return any(value_at(one, whole) == name for one in container.get("envFrom") or ()) or any(
        value_at(one, single) == name for one in container.get("env") or ()
    )
