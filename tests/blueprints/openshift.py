"""What OpenShift's SecurityContextConstraints "restricted-v2" refuse, as far as a manifest shows it.

After "Managing security context constraints" of Red Hat's documentation of OpenShift 4: the user id comes from the
namespace's range, the group of volumes likewise, all capabilities are dropped but NET_BIND_SERVICE, which may be
asked for, and volumes are of the kinds below. What the constraints fill in by themselves needs not stand there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

VOLUMES = {
    "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"
}  # fmt: skip
OF_THE_HOST = ("hostNetwork", "hostPID", "hostIPC")
GIVEN = ("runAsUser", "runAsGroup", "fsGroup", "supplementalGroups", "seLinuxOptions")


def pods_in(data: Any) -> Iterator[dict[str, Any]]:
    """Every pod spec within an object, in whichever kind it stands."""
    if isinstance(data, dict):
        if isinstance(data.get("containers"), list):
            yield data
        for inner in data.values():
            yield from pods_in(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from pods_in(inner)


def refusals_of(pod: dict[str, Any]) -> list[str]:
    """Why restricted-v2 refuses the pod; nothing where it takes it."""
    found = [one for one in OF_THE_HOST if pod.get(one)]
    found += _given(pod, "pod")
    for volume in pod.get("volumes", []):
        found += [f"volume {kind}" for kind in volume if kind not in ("name", *VOLUMES)]
    for container in [*pod.get("initContainers", []), *pod["containers"]]:
        name, security = container["name"], container.get("securityContext", {})
        found += _given(container, name)
        found += [f"{name}: {one}" for one in ("privileged", "allowPrivilegeEscalation") if security.get(one)]
        capabilities = security.get("capabilities", {}).get("add", [])
        found += [f"{name}: capability {one}" for one in capabilities if one != "NET_BIND_SERVICE"]
        found += [f"{name}: hostPort" for port in container.get("ports", []) if "hostPort" in port]
    return found


def _given(holder: dict[str, Any], name: str) -> list[str]:
    security = holder.get("securityContext", {})
    profile = security.get("seccompProfile", {}).get("type", "RuntimeDefault")
    found = [f"{name}: {one}" for one in GIVEN if one in security]
    return found if profile == "RuntimeDefault" else [*found, f"{name}: seccompProfile {profile}"]
