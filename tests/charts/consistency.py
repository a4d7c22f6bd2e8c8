"""What no schema sees: that objects of one release fit together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from generator.core.check.consistency import lost_needs
from generator.core.check.made import things
from generator.core.check.release import objects_of_release
from tests.charts.support import Object, controllers, pod_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LABEL = re.compile(r"^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$")
NAME = re.compile(r"^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$")
SHORT = {"Service": 63, "Job": 63, "CronJob": 52, "StatefulSet": 52}


def problems(found: Sequence[Object]) -> list[str]:
    """Every reference, name and label that the cluster would refuse or that leads nowhere."""
    out = [*_names_and_labels(found)]
    for controller in controllers(found):
        out += _pod(controller)
    out += _services(found)
    out += _lost(found)
    return out


def _lost(found: Sequence[Object]) -> Iterator[str]:
    """Accounts of pods and backends of routes that bear the release's name and are not there: what else a chart names, others may make."""
    release = objects_of_release(found)
    instances = {each["metadata"]["labels"]["app.kubernetes.io/instance"] for each in found}
    ours = re.compile(rf"(ServiceAccount|Service) ({'|'.join(map(re.escape, instances))})-")
    for gap in lost_needs(release, list(things(release))):
        if ours.search(gap.missing):
            yield str(gap)


def _names_and_labels(found: Sequence[Object]) -> Iterator[str]:
    for each in found:
        kind, metadata = each["kind"], each["metadata"]
        if not kind.startswith(("Role", "ClusterRole")) and not NAME.match(metadata["name"]):
            yield f"{kind}: {metadata['name']!r} is no name"
        if len(metadata["name"]) > SHORT.get(kind, 253):
            yield f"{kind}: {metadata['name']!r} is too long"
        for key, value in metadata["labels"].items():
            if not LABEL.match(value):
                yield f"{kind} {metadata['name']}: label {key}: {value!r}"
        for key, value in metadata.get("annotations", {}).items():
            if not isinstance(value, str):
                yield f"{kind} {metadata['name']}: annotation {key} is no text: {value!r}"


def _pod(controller: Object) -> Iterator[str]:
    kind, spec = controller["kind"], controller["spec"]
    pod = pod_of(controller)
    template = (spec["jobTemplate"]["spec"] if kind == "CronJob" else spec)["template"]
    labels = template["metadata"]["labels"]
    where = f"{kind} {controller['metadata']['name']}"
    if "selector" in spec and not spec["selector"]["matchLabels"].items() <= labels.items():
        yield f"{where}: its selector does not select its pods"
    for key, value in labels.items():
        if not LABEL.match(value):
            yield f"{where}: pod label {key}: {value!r}"
    volumes = [each["name"] for each in pod.get("volumes", [])]
    volumes += [each["metadata"]["name"] for each in spec.get("volumeClaimTemplates", [])]
    names = [each["name"] for each in _containers(pod)]
    for what in (volumes, names):
        for name in {each for each in what if what.count(each) > 1}:
            yield f"{where}: {name!r} stands twice"
    for container in _containers(pod):
        paths = [mount["mountPath"] for mount in container.get("volumeMounts", [])]
        if len(paths) != len(set(paths)):
            yield f"{where}: {container['name']} mounts twice at one path"
        for mount in container.get("volumeMounts", []):
            if mount["name"] not in volumes:
                yield f"{where}: {container['name']} mounts {mount['name']!r}, which is no volume"
        ports = [port["name"] for port in container.get("ports", [])]
        for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
            for handler in container.get(probe, {}).values():
                port = handler.get("port") if isinstance(handler, dict) else None
                if isinstance(port, str) and port not in ports:
                    yield f"{where}: {probe} of {container['name']} asks the port {port!r}"
        seen: set[str] = set()
        for entry in container.get("env", []):
            for other in re.findall(r"(?<!\$)\$\((\w+)\)", entry.get("value", "")):
                known = {each["name"] for each in container["env"]}
                if (
                    other in known
                    and other not in seen
                    and f"$({entry['name']})" not in _value(container, other)
                ):
                    yield f"{where}: {entry['name']} refers to {other}, which comes later"
            seen.add(entry["name"])


def _value(container: Object, name: str) -> str:
    return next((str(each.get("value", "")) for each in container["env"] if each["name"] == name), "")


def _containers(pod: Object) -> list[dict[str, Any]]:
    return [*pod.get("initContainers", []), *pod["containers"]]


def _services(found: Sequence[Object]) -> Iterator[str]:
    services = {each["metadata"]["name"]: each["spec"] for each in found if each["kind"] == "Service"}
    node_ports = [
        p["nodePort"] for spec in services.values() for p in spec.get("ports", []) if "nodePort" in p
    ]
    if len(node_ports) != len(set(node_ports)):
        yield f"a node port stands twice: {node_ports}"
    for name, spec in services.items():
        ports = spec.get("ports", [])
        if not ports and spec.get("clusterIP") != "None" and spec.get("type") != "ExternalName":
            yield f"Service {name} has no ports"
        if spec.get("type") not in ("NodePort", "LoadBalancer") and any("nodePort" in port for port in ports):
            yield f"Service {name} has a node port, but is none"
