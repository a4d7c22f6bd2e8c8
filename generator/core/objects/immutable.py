"""What the API server lets nobody change: `python -m tests.cluster.fields` tries each field, and writes this.

Of kinds in ONLY it says what alone may change in spec.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TRIED_ON: Final = "1.34"  # the minor version of Kubernetes

IMMUTABLE: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType(
    {
        "Deployment": (("spec", "selector"),),
        "ReplicaSet": (("spec", "selector"),),
        "DaemonSet": (("spec", "selector"),),
        "Job": (
            ("spec", "template"),
            ("spec", "completions"),
            ("spec", "completionMode"),
            ("spec", "backoffLimitPerIndex"),
            ("spec", "selector"),
            ("spec", "manualSelector"),
            ("spec", "podFailurePolicy"),
            ("spec", "successPolicy"),
            ("spec", "managedBy"),
        ),
        "Service": (("spec", "clusterIP"),),
        "Secret": (("type",),),
        "ResourceQuota": (("spec", "scopes"),),
        "PersistentVolume": (
            ("spec", "hostPath"),
            ("spec", "volumeMode"),
        ),
        "RoleBinding": (("roleRef",),),
        "ClusterRoleBinding": (("roleRef",),),
        "PriorityClass": (
            ("value",),
            ("preemptionPolicy",),
        ),
        "StorageClass": (
            ("provisioner",),
            ("parameters",),
            ("reclaimPolicy",),
            ("volumeBindingMode",),
        ),
        "IngressClass": (("spec", "controller"),),
        "RuntimeClass": (("handler",),),
        "CSIDriver": (("spec", "attachRequired"),),
        "EndpointSlice": (("addressType",),),
    }
)

ONLY: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "StatefulSet": (
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds",
        ),
        "PersistentVolumeClaim": (
            "resources",
            "volumeAttributesClassName",
        ),
    }
)
