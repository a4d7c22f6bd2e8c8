"""What every platform's manifests must satisfy, beyond being valid: each rule tells its problems as sentences."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from tests import crds
from tests.charts import kubernetes
from tests.charts.support import controllers, pod_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.charts.support import Object

_REGISTRY = re.compile(r"^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?/")


def unknown_fields(found: Sequence[Object], release: str) -> Iterator[str]:
    """What the API server would refuse or drop: by Kubernetes' strict schemas, and the definitions of custom resources."""
    for each in found:
        if (each["apiVersion"], each["kind"]) in kubernetes._names(release):
            yield from kubernetes.problems(each, release)
        else:
            yield from custom_resource(each)


def custom_resource(each: Mapping[str, Any]) -> Iterator[str]:
    group, _, version = each["apiVersion"].rpartition("/")
    schema = crds.crd_schema(group, version, each["kind"])
    where = f"{each['kind']} {each['metadata']['name']}"
    if schema is None:
        yield f"{where}: nobody knows {each['apiVersion']}"
        return
    for error in jsonschema_rs.validator_for(schema).iter_errors(each):
        yield f"{where}: {'/'.join(map(str, error.instance_path))}: {error.message}"


def containers(controller: Object) -> list[dict[str, Any]]:
    pod = pod_of(controller)
    return [*pod.get("initContainers", []), *pod["containers"]]


def service_of(each: Object) -> str:
    return str(each["metadata"]["labels"]["app.kubernetes.io/name"])


def not_restricted(controller: Object) -> Iterator[str]:
    """Pod Security Standards, level restricted: https://kubernetes.io/docs/concepts/security/pod-security-standards"""
    pod, where = pod_of(controller), service_of(controller)
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        if pod.get(field):
            yield f"{where}: {field}"
    allowed = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image"}
    allowed |= {"persistentVolumeClaim", "projected", "secret"}
    for volume in pod.get("volumes", []):
        for source in set(volume) - {"name"} - allowed:
            yield f"{where}: volume {volume['name']} is a {source}"
    common = pod.get("securityContext", {})
    for container in containers(controller):
        own = container.get("securityContext", {})
        name = f"{where}/{container['name']}"
        merged = {**common, **own}
        if any(port.get("hostPort") for port in container.get("ports", [])):
            yield f"{name}: hostPort"
        if own.get("privileged"):
            yield f"{name}: privileged"
        if own.get("allowPrivilegeEscalation") is not False:
            yield f"{name}: allowPrivilegeEscalation"
        capabilities = own.get("capabilities", {})
        if "ALL" not in capabilities.get("drop", []):
            yield f"{name}: capabilities are not dropped"
        if set(capabilities.get("add", [])) - {"NET_BIND_SERVICE"}:
            yield f"{name}: capabilities are added"
        if merged.get("runAsNonRoot") is not True:
            yield f"{name}: may run as root"
        # Without a number the kubelet refuses an image whose USER is a name.
        if not merged.get("runAsUser"):
            yield f"{name}: runAsUser is no number above 0"
        if merged.get("seccompProfile", {}).get("type") not in ("RuntimeDefault", "Localhost"):
            yield f"{name}: no seccomp profile"


def loose_images(controller: Object) -> Iterator[str]:
    for container in containers(controller):
        image = container["image"]
        tag = image.rpartition("/")[2].partition(":")[2]
        if not _REGISTRY.match(image):
            yield f"{image}: its registry is not named"
        if "@sha256:" not in image and not re.search(r"\d+\.\d+|\d{4}-\d\d-\d\d", tag):
            yield f"{image}: its tag pins nothing"


def unsized(controller: Object) -> Iterator[str]:
    for container in containers(controller):
        resources = container.get("resources", {})
        for kind, resource in (("requests", "cpu"), ("requests", "memory"), ("limits", "memory")):
            if resource not in resources.get(kind, {}):
                yield f"{service_of(controller)}/{container['name']}: no {kind}.{resource}"


def endless(controller: Object) -> Iterator[str]:
    """Jobs that may hang, runs that begin at any time or beside each other, and calls that wait for an answer for ever."""
    kind, spec = controller["kind"], controller["spec"]
    if kind in ("Job", "CronJob"):
        job = spec["jobTemplate"]["spec"] if kind == "CronJob" else spec
        stated = {**spec, **job}
        wanted = ["activeDeadlineSeconds"] + ["startingDeadlineSeconds", "concurrencyPolicy"] * (
            kind == "CronJob"
        )
        yield from (f"{service_of(controller)}: no {field}" for field in wanted if field not in stated)
    for container in containers(controller):
        for line in "\n".join([*container.get("command", []), *container.get("args", [])]).splitlines():
            if re.search(r"\bcurl\s", line) and "--max-time" not in line:
                yield f"{service_of(controller)}/{container['name']}: no --max-time: {line.strip()}"


def unprobed(controller: Object) -> Iterator[str]:
    """Deployments and StatefulSets without a readiness probe: a pod would count before it serves."""
    if controller["kind"] in ("Deployment", "StatefulSet"):
        main = pod_of(controller)["containers"][0]
        if "readinessProbe" not in main:
            yield f"{service_of(controller)}: no readinessProbe"


def unknown_variables(controller: Object) -> Iterator[str]:
    """$(NAME) of which there is no variable: Kubernetes would pass the text on as it is."""
    for container in containers(controller):
        known = {each["name"] for each in container.get("env", [])}
        texts = [each.get("value", "") for each in container.get("env", [])]
        texts += [*container.get("command", []), *container.get("args", [])]
        for text in texts:
            for name in re.findall(r"(?<!\$)\$\(([A-Za-z_]\w*)\)", text):
                if name not in known and not re.search(r"\bsh\b|bash", str(container.get("command", ""))):
                    yield f"{service_of(controller)}/{container['name']}: $({name})"


def runbooks(found: Sequence[Object]) -> dict[str, str]:
    """Where each alert leads; "" where it leads nowhere."""
    return {
        rule["alert"]: rule["annotations"].get("runbook_url", "")
        for each in found
        if each["kind"] == "PrometheusRule"
        for group in each["spec"]["groups"]
        for rule in group["rules"]
        if "alert" in rule
    }


def secrets_asked_for(found: Sequence[Object]) -> dict[str, set[str]]:
    """The Secrets, with their keys, that pods need and the release does not make."""
    made = {each["metadata"]["name"] for each in found if each["kind"] in ("Secret", "ExternalSecret")}
    made |= {each["spec"]["secretName"] for each in found if each["kind"] == "Certificate"}
    asked: dict[str, set[str]] = defaultdict(set)
    for controller in controllers(found):
        for container in containers(controller):
            for entry in container.get("env", []):
                reference = entry.get("valueFrom", {}).get("secretKeyRef")
                if reference and not reference.get("optional") and reference["name"] not in made:
                    asked[reference["name"]].add(reference["key"])
        for volume in pod_of(controller).get("volumes", []):
            secret = volume.get("secret", {})
            if secret and not secret.get("optional") and secret["secretName"] not in made:
                asked[secret["secretName"]].add("")
    return asked


def roles_of(cluster: Object) -> dict[str, str]:
    """The Secrets that CloudNativePG reads passwords from, with the role of each."""
    beginning = cluster["spec"]["bootstrap"]["initdb"]
    found = {beginning["secret"]["name"]: beginning["owner"]}
    return found | {
        role["passwordSecret"]["name"]: role["name"] for role in cluster["spec"]["managed"]["roles"]
    }


_UNITS = {"m": Decimal("0.001"), "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_UNITS |= {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}


def quantity(text: str | float) -> Decimal:
    found = re.fullmatch(r"([0-9.]+)([a-zA-Z]*)", str(text))
    assert found, text
    return Decimal(found[1]) * (_UNITS[found[2]] if found[2] else 1)


def peaks(found: Sequence[Object]) -> dict[str, Decimal]:
    """What the namespace holds when every service is at its peak and the largest roll-out adds its surge."""
    most = {
        each["spec"]["scaleTargetRef"]["name"]: each["spec"]["maxReplicas"]
        for each in found
        if each["kind"] == "HorizontalPodAutoscaler"
    } | {
        each["spec"]["scaleTargetRef"]["name"]: each["spec"]["maxReplicaCount"]
        for each in found
        if each["kind"] == "ScaledObject"
    }
    total: dict[str, Decimal] = defaultdict(Decimal)
    for controller in controllers(found):
        spec = controller["spec"]
        job = spec["jobTemplate"]["spec"] if controller["kind"] == "CronJob" else spec
        pods = most.get(controller["metadata"]["name"], spec.get("replicas", 1))
        if controller["kind"] in ("Job", "CronJob"):
            pods = job.get("parallelism", 1)
        elif controller["kind"] == "DaemonSet":
            pods = 10
        total["pods"] += pods
        for container in pod_of(controller)["containers"]:
            for kind, resources in container.get("resources", {}).items():
                for resource, amount in resources.items():
                    total[f"{kind}.{resource}"] += quantity(amount) * pods
        for claim in spec.get("volumeClaimTemplates", []):
            total["persistentvolumeclaims"] += pods
            total["requests.storage"] += quantity(claim["spec"]["resources"]["requests"]["storage"]) * pods
    for claim in (each for each in found if each["kind"] == "PersistentVolumeClaim"):
        total["persistentvolumeclaims"] += 1
        total["requests.storage"] += quantity(claim["spec"]["resources"]["requests"]["storage"])
    return total


def graph(found: Sequence[Object], direction: str) -> set[tuple[str, str]]:
    """(caller, callee) as the NetworkPolicies let them through, seen from the side of the callers or the callees."""
    label = "app.kubernetes.io/name"
    edges = set()
    for each in (each for each in found if each["kind"] == "NetworkPolicy"):
        me = each["spec"]["podSelector"].get("matchLabels", {}).get(label)
        for rule in each["spec"].get(direction, []):
            for peer in rule.get("from" if direction == "ingress" else "to", []):
                other = peer.get("podSelector", {}).get("matchLabels", {}).get(label)
                if me and other:
                    edges.add((other, me) if direction == "ingress" else (me, other))
    return edges
