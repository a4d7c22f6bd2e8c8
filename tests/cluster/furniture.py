"""What the platforms find in their cluster: nodes, storage and runtime classes, definitions of custom resources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tests import crds
from tests.cluster import platforms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.cluster.controlplane import Api

Object = dict[str, Any]
_POOLS = Path(__file__).parent / "pools.yaml"
# A node pool of this repository is a label and a taint of this key.
POOL = "node-pool"

# What no platform has by default, and tests of transitions switch on.
_SWITCHED_ON = {("postgresql.cnpg.io", "Cluster"), ("keda.sh", "ScaledObject")}


def furnish(api: Api, rendered: Sequence[Object] | None = None) -> None:
    """What these objects find; those of all platforms of the run, unless others are given."""
    manifests = list(platforms.everything()) if rendered is None else list(rendered)
    specs = list(platforms.pod_specs(manifests))
    for definition in _definitions(manifests):
        api.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition)
    for node in nodes({spec["nodeSelector"][POOL] for spec in specs if POOL in spec.get("nodeSelector", {})}):
        api.create("/api/v1/nodes", node)
    api.create("/apis/storage.k8s.io/v1/storageclasses", _storage_class("standard", default=True))
    for name in sorted(set(_storage_classes(manifests)) - {"standard"}):
        api.create("/apis/storage.k8s.io/v1/storageclasses", _storage_class(name))
    for name in sorted({spec["runtimeClassName"] for spec in specs if "runtimeClassName" in spec}):
        runtime = {
            "apiVersion": "node.k8s.io/v1",
            "kind": "RuntimeClass",
            "metadata": {"name": name},
            "handler": name,
        }
        api.create("/apis/node.k8s.io/v1/runtimeclasses", runtime)


def _definitions(manifests: list[Object]) -> Iterator[Object]:
    """Of the kinds that the platforms use: each definition costs the server a quarter of a second."""
    known = crds.definitions()
    used = {(item["apiVersion"].rpartition("/")[0], item["kind"]) for item in manifests} | _SWITCHED_ON
    return (known[each] for each in sorted(used & set(known)))


def nodes(named_pools: set[str]) -> Iterator[Object]:
    """The nodes of pools.yaml, spread over its zones, and a pool for every name that a platform gives one."""
    described: Object = yaml.safe_load(_POOLS.read_text(encoding="utf-8"))
    pools: dict[str, Object] = dict(described["pools"])
    named: Object = described["named"]
    for name in sorted(named_pools - set(pools)):
        labels = {**named["labels"], POOL: name}
        pools[name] = {
            **named,
            "labels": labels,
            "taints": [{"key": POOL, "value": name, "effect": "NoSchedule"}],
        }
    for pool, given in pools.items():
        for number in range(given["nodesPerZone"]):
            for zone in described["zones"]:
                name = f"{pool}-{zone}-{number}"
                labels = {
                    "kubernetes.io/hostname": name,
                    "kubernetes.io/os": "linux",
                    "kubernetes.io/arch": "amd64",
                    "topology.kubernetes.io/region": described["region"],
                    "topology.kubernetes.io/zone": zone,
                }
                resources = described["resources"] | given.get("resources", {})
                yield {
                    "apiVersion": "v1",
                    "kind": "Node",
                    "metadata": {"name": name, "labels": labels | given.get("labels", {})},
                    "spec": {"taints": given.get("taints", [])},
                    "status": {"allocatable": resources, "capacity": resources},
                }


def _storage_classes(manifests: list[Object]) -> Iterator[str]:
    """Platforms name classes for tiers; what they are called is theirs."""
    for item in manifests:
        spec = item.get("spec") or {}
        claims = [each["spec"] for each in spec.get("volumeClaimTemplates", [])]
        if item["kind"] == "PersistentVolumeClaim":
            claims.append(spec)
        template = platforms.pod_template(item)
        for volume in template["spec"].get("volumes", []) if template else []:
            if "ephemeral" in volume:
                claims.append(volume["ephemeral"]["volumeClaimTemplate"]["spec"])
        yield from (claim["storageClassName"] for claim in claims if claim.get("storageClassName"))


def _storage_class(name: str, *, default: bool = False) -> Object:
    return {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {
            "name": name,
            "annotations": {"storageclass.kubernetes.io/is-default-class": str(default).lower()},
        },
        "provisioner": "kubernetes.io/host-path",
        "reclaimPolicy": "Delete",
        "volumeBindingMode": "WaitForFirstConsumer",
        "allowVolumeExpansion": True,
    }
