"""What the API server writes where a manifest says nothing: saying it explicitly changes nothing.

Tried on a real API server by tests/cluster/test_effects.py. Custom resources have defaults of their own, and
a number of replicas that nobody states is whatever it was scaled to: neither is filled in.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from generator.core.data import value_at

if TYPE_CHECKING:
    from collections.abc import Mapping

# A path, in which * is every item of a list, and what stands there where nothing is said: a function tells it
# of the map around.
_Default: TypeAlias = tuple[str, Any]

_MODE: Final = 0o644
_GET: Final = (("path", "/"), ("scheme", "HTTP"))
_PROBE: Final = (
    ("initialDelaySeconds", 0), ("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1),
    ("failureThreshold", 3), *((f"httpGet.{key}", value) for key, value in _GET),
)  # fmt: skip


def _pull_policy(container: Mapping[str, Any]) -> str:
    """An image of the tag `latest`, or of none, is always pulled."""
    image = str(container.get("image") or "").rpartition("/")[2]
    is_latest = "@" not in image and image.partition(":")[2] in ("", "latest")
    return "Always" if is_latest else "IfNotPresent"


_CONTAINER: Final = (
    ("imagePullPolicy", _pull_policy),
    ("terminationMessagePath", "/dev/termination-log"), ("terminationMessagePolicy", "File"),
    ("resources", {}), ("stdin", False), ("stdinOnce", False), ("tty", False),
    ("ports.*.protocol", "TCP"), ("env.*.valueFrom.fieldRef.apiVersion", "v1"),
    ("volumeMounts.*.readOnly", False),
    *((f"{one}Probe.{key}", value) for one in ("liveness", "readiness", "startup") for key, value in _PROBE),
    *((f"lifecycle.{when}.httpGet.{key}", value) for when in ("postStart", "preStop") for key, value in _GET),
)  # fmt: skip
_POD: Final = (
    ("restartPolicy", "Always"), ("terminationGracePeriodSeconds", 30), ("dnsPolicy", "ClusterFirst"),
    ("schedulerName", "default-scheduler"), ("securityContext", {}),
    ("hostNetwork", False), ("hostPID", False), ("hostIPC", False),
    *((f"volumes.*.{one}.defaultMode", _MODE) for one in ("configMap", "secret", "projected", "downwardAPI")),
    ("volumes.*.hostPath.type", ""), ("volumes.*.downwardAPI.items.*.fieldRef.apiVersion", "v1"),
    ("volumes.*.projected.sources.*.serviceAccountToken.expirationSeconds", 3600),
    ("volumes.*.projected.sources.*.downwardAPI.items.*.fieldRef.apiVersion", "v1"),
    *((f"{list_}.*.{key}", value) for list_ in ("containers", "initContainers") for key, value in _CONTAINER),
)  # fmt: skip
_JOB: Final = (("backoffLimit", 6), ("completionMode", "NonIndexed"), ("suspend", False))

# The pods of a kind, and what else it has.
_PODS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job"), "spec.template.spec"
        ),
        "CronJob": "spec.jobTemplate.spec.template.spec",
    }
)
_OWN: Final[Mapping[str, tuple[_Default, ...]]] = MappingProxyType(
    {
        "Deployment": (
            ("spec.minReadySeconds", 0), ("spec.paused", False), ("spec.revisionHistoryLimit", 10),
            ("spec.progressDeadlineSeconds", 600), ("spec.strategy", {}),
            ("spec.strategy.type", "RollingUpdate"),
        ),
        "StatefulSet": (
            ("spec.minReadySeconds", 0), ("spec.revisionHistoryLimit", 10),
            ("spec.podManagementPolicy", "OrderedReady"),
            ("spec.persistentVolumeClaimRetentionPolicy", {}),
            ("spec.persistentVolumeClaimRetentionPolicy.whenDeleted", "Retain"),
            ("spec.persistentVolumeClaimRetentionPolicy.whenScaled", "Retain"),
            ("spec.updateStrategy", {}), ("spec.updateStrategy.type", "RollingUpdate"),
            ("spec.volumeClaimTemplates.*.spec.volumeMode", "Filesystem"),
        ),
        "DaemonSet": (
            ("spec.minReadySeconds", 0), ("spec.revisionHistoryLimit", 10), ("spec.updateStrategy", {}),
            ("spec.updateStrategy.type", "RollingUpdate"),
        ),
        "Job": tuple((f"spec.{key}", value) for key, value in _JOB),
        "CronJob": (
            ("spec.concurrencyPolicy", "Allow"), ("spec.suspend", False),
            ("spec.successfulJobsHistoryLimit", 3), ("spec.failedJobsHistoryLimit", 1),
            *((f"spec.jobTemplate.spec.{key}", value) for key, value in _JOB if key != "backoffLimit"),
        ),
        "Service": (
            ("spec.type", "ClusterIP"), ("spec.sessionAffinity", "None"),
            ("spec.internalTrafficPolicy", "Cluster"), ("spec.publishNotReadyAddresses", False),
            ("spec.ports.*.protocol", "TCP"),
        ),
        "NetworkPolicy": tuple((f"spec.{one}.*.ports.*.protocol", "TCP") for one in ("ingress", "egress")),
        "PersistentVolumeClaim": (("spec.volumeMode", "Filesystem"),),
    }
)  # fmt: skip
# How many pods a roll-out takes at a time, where it takes them one after the other.
_ROLLING: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = MappingProxyType(
    {
        "Deployment": ("strategy", {"maxUnavailable": "25%", "maxSurge": "25%"}),
        "StatefulSet": ("updateStrategy", {"partition": 0}),
        "DaemonSet": ("updateStrategy", {"maxUnavailable": 1, "maxSurge": 0}),
    }
)


def as_served(kind: str, manifest: Any) -> Any:
    """A manifest with the server's defaults where it says nothing; one of another kind as it is."""
    made = manifest
    for path, value in _OWN.get(kind, ()):
        made = _filled(made, path.split("."), value)
    if kind in _ROLLING:
        made = _with_rolling(kind, made)
    if kind in _PODS:
        for path, value in _POD:
            made = _filled(made, [*_PODS[kind].split("."), *path.split(".")], value)
    return made


def _filled(value: Any, path: list[str], default: Any) -> Any:
    """A copy with a default at a path, wherever what is above is there; null is as good as nothing."""
    step, *rest = path
    if step == "*":
        return [_filled(one, rest, default) for one in value] if isinstance(value, list) else value
    if not isinstance(value, dict):
        return value
    there = value.get(step)
    if there is None and not rest:
        return {**value, step: default(value) if callable(default) else default}
    if there is None or not rest:
        return value
    return {**value, step: _filled(there, rest, default)}


def _with_rolling(kind: str, manifest: Any) -> Any:
    name, defaults = _ROLLING[kind]
    if value_at(manifest, ("spec", name, "type")) != "RollingUpdate":
        return manifest
    made = _filled(manifest, ["spec", name, "rollingUpdate"], {})
    for key, value in defaults.items():
        made = _filled(made, ["spec", name, "rollingUpdate", key], value)
    return made
