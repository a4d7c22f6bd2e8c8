"""A container of a pod with all names resolved: variables, fields, volumes, and what its image brings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.real import images, volumes
from tests.real.processes import Container, Mounted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.charts.support import Object
    from tests.real.pods import Pod

FIRST_OF_OPENSHIFT = (
    1_000_000_000  # of the user ids that OpenShift gives namespaces: no image has them in its /etc/passwd
)


def container_of(pod: Pod, container: Object) -> Container:
    """AssertionError for an image that is not to be had here."""
    image = images.image_of(container)
    stated: dict[str, str] = {}
    for each in container.get("env", []):
        stated[each["name"]] = _expanded(_value(pod, each), stated)
    security = {**pod.spec.get("securityContext", {}), **container.get("securityContext", {})}
    words = [_expanded(word, stated) for word in container.get("args", [])]
    for word in pod.without:
        at = words.index(word)
        del words[at - 1 : at + 1]
    command = [_expanded(word, stated) for word in container.get("command", [])]
    if not command:
        command, words = list(image.entrypoint), words or list(image.command)
    mounts = [*image.files(), *(_mount(pod, each, security) for each in container.get("volumeMounts", []))]
    if image.is_alpine:
        mounts.append(Mounted(pod.release.node.busybox(), images.BUSYBOX, is_read_only=True))
    env = {"PATH": image.search_path, "HOSTNAME": pod.name, **image.env, **stated}
    return Container(
        [*command, *words],
        env,
        mounts,
        security["runAsUser"],
        security.get("runAsGroup", security["runAsUser"]),
        [security["fsGroup"]] if "fsGroup" in security else [],
        "" if security["runAsUser"] >= FIRST_OF_OPENSHIFT else image.user,
    )


def _value(pod: Pod, variable: Object) -> str:
    source = variable.get("valueFrom", {})
    if "secretKeyRef" in source:
        return pod.release.value(source["secretKeyRef"]["name"], source["secretKeyRef"]["key"])
    if "configMapKeyRef" in source:
        return pod.release.config(source["configMapKeyRef"]["name"])[source["configMapKeyRef"]["key"]]
    if "fieldRef" in source:
        return pod.field(source["fieldRef"]["fieldPath"])
    value: str = variable.get("value", "")
    return value


def _mount(pod: Pod, mount: Object, security: Mapping[str, Any]) -> Mounted:
    name, group = mount["name"], security.get("fsGroup")
    volume = next((each for each in pod.spec.get("volumes", []) if each["name"] == name), {"name": name})
    claim = pod.claims.get(name) or volume.get("persistentVolumeClaim", {}).get("claimName")
    is_read_only = mount.get("readOnly", False) or volumes.is_written_by_the_kubelet(volume)
    if claim:
        folder = pod.release.claim(claim)
        folder.mkdir(parents=True, exist_ok=True)
        volumes.owned(folder, group)
    else:
        folder = volumes.laid_out(pod, volume, group)
    # Of a subPath the kubelet binds what it stands for now: such a file does not follow the ConfigMap.
    source = (folder / mount["subPath"]).resolve() if "subPath" in mount else folder
    if not source.exists():
        source.mkdir(parents=True)
        volumes.owned(source, group)
    return Mounted(source, mount["mountPath"], is_read_only)


def _expanded(text: str, env: Mapping[str, str]) -> str:
    """`$(NAME)` of a variable stated before; `$$(NAME)` stays `$(NAME)`, as does what nobody stated."""

    def value(found: re.Match[str]) -> str:
        return found[0][1:] if found[0].startswith("$$") else env.get(found[1], found[0])

    return re.sub(r"\$?\$\(([A-Za-z_][\w.-]*)\)", value, text)
