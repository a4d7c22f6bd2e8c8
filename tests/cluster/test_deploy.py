"""Every platform in every environment, on a real API server, scheduler and controller manager.

The tests of one installation run in this order, on the same release: what comes later changes it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.cluster import network, platforms
from tests.cluster.controlplane import Refused
from tests.cluster.release import ALIAS, eventually, is_ready, selected

if TYPE_CHECKING:
    from tests.cluster.release import Release

Object = dict[str, Any]


def test_deploys(attempt: Release) -> None:
    if not attempt.installed:
        pytest.fail(attempt.failure, pytrace=False)


def test_every_pod_is_scheduled_and_ready(release: Release) -> None:
    def complaint() -> str:
        pods = [pod for pod in release.live("Pod") if pod["status"].get("phase") != "Succeeded"]
        waiting = [
            pod["metadata"]["name"] for pod in pods if not (pod["spec"].get("nodeName") and is_ready(pod))
        ]
        short = [name for name, (want, have) in _replicas(release).items() if have < want]
        return (
            f"not ready: {waiting}, too few pods: {short}\n{release.diagnose()}" if waiting or short else ""
        )

    eventually(complaint)


def _replicas(release: Release) -> dict[str, tuple[int, int]]:
    """What autoscalers want is part of what must be there."""
    wanted = {
        (hpa["spec"]["scaleTargetRef"]["kind"], hpa["spec"]["scaleTargetRef"]["name"]): hpa["spec"][
            "minReplicas"
        ]
        for hpa in release.live("HorizontalPodAutoscaler")
    }
    found = {}
    for item in release.live("Deployment", "StatefulSet"):
        name = item["metadata"]["name"]
        want = max(item["spec"].get("replicas", 1), wanted.get((item["kind"], name), 0))
        found[f"{item['kind']} {name}"] = (want, item["status"].get("readyReplicas", 0))
    return found


def test_every_enabled_service_is_there(release: Release) -> None:
    """A service whose template rendered nothing would satisfy every other test."""
    values = release.values()
    chart = platforms.umbrella_services(release.unit.blueprint)
    enabled = {alias for alias in chart if (values.get(alias) or {}).get("enabled", True)}
    live = {item["metadata"]["labels"].get(ALIAS) for item in release.workloads()}
    others = {
        item["metadata"]["labels"].get(ALIAS)
        for item in release.manifest()
        if item["kind"] in ("Cluster", "Kafka", "ScaledJob")
        or item.get("spec", {}).get("type") == "ExternalName"
    }
    tests = {alias for alias in chart if (values.get(alias) or {}).get("hook", {}).get("helm") == "test"}
    assert enabled - live - others == tests & enabled  # `helm test` makes them


def test_claims_are_bound(release: Release) -> None:
    claims = release.live("PersistentVolumeClaim")
    # A claim that only CronJobs mount waits for the first of their pods.
    mounted = {
        volume["persistentVolumeClaim"]["claimName"]
        for pod in release.live("Pod")
        for volume in pod["spec"].get("volumes", [])
        if "persistentVolumeClaim" in volume
    }
    unbound = [
        claim["metadata"]["name"]
        for claim in claims
        if claim["status"].get("phase") != "Bound" and claim["metadata"]["name"] in mounted
    ]
    assert unbound == [], release.diagnose()


def test_everything_that_pods_refer_to_exists(release: Release) -> None:
    """The nodes are not real: they would start a pod whose Secret is missing."""
    have = {
        kind: {
            item["metadata"]["name"]: {*(item.get("data") or {}), *(item.get("binaryData") or {})}
            for item in release.live(kind)
        }
        for kind in ("ConfigMap", "Secret", "ServiceAccount", "PersistentVolumeClaim")
    }
    for name, keys in _made_by_operators(release).items():
        have["Secret"].setdefault(name, set()).update(keys)
    missing = set()
    for item in release.workloads():
        template = platforms.pod_template(item)
        assert template
        for kind, name, key in _references(template["spec"]):
            if name not in have[kind] or (
                key and "*" not in have[kind][name] and key not in have[kind][name]
            ):
                missing.add(f"{item['kind']} {item['metadata']['name']}: {kind} {name} {key}".strip())
    assert sorted(missing) == []


def _made_by_operators(release: Release) -> dict[str, set[str]]:
    """Secrets that the operator behind a custom resource would make; "*" stands for keys that only it knows."""
    found: dict[str, set[str]] = {}
    for item in release.manifest():
        spec = item.get("spec") or {}
        if item["kind"] == "ExternalSecret":
            keys = {each["secretKey"] for each in spec.get("data", [])} or {"*"}
            found[spec.get("target", {}).get("name", item["metadata"]["name"])] = keys
        elif item["kind"] == "Certificate":
            found[spec["secretName"]] = {"tls.crt", "tls.key", "ca.crt"}
        elif item["kind"] == "Cluster":
            found[f"{item['metadata']['name']}-app"] = {"*"}
        elif item["kind"] == "KafkaUser":
            found[item["metadata"]["name"]] = {"*"}
    return found


def _references(spec: Object) -> list[tuple[str, str, str]]:
    """Kind, name and key of all that a pod needs and that is not optional."""
    found: list[tuple[str, str, str]] = [("ServiceAccount", spec.get("serviceAccountName", "default"), "")]
    found += [("Secret", each["name"], "") for each in spec.get("imagePullSecrets", [])]
    for container in [*spec["containers"], *spec.get("initContainers", [])]:
        for variable in container.get("env", []):
            source = variable.get("valueFrom") or {}
            for kind, given in (
                ("Secret", source.get("secretKeyRef")),
                ("ConfigMap", source.get("configMapKeyRef")),
            ):
                if given and not given.get("optional"):
                    found.append((kind, given["name"], given["key"]))
        for each in container.get("envFrom", []):
            for kind, given in (("Secret", each.get("secretRef")), ("ConfigMap", each.get("configMapRef"))):
                if given and not given.get("optional"):
                    found.append((kind, given["name"], ""))
    for volume in spec.get("volumes", []):
        for source in [volume, *volume.get("projected", {}).get("sources", [])]:
            for kind, given in (("Secret", source.get("secret")), ("ConfigMap", source.get("configMap"))):
                if given and not given.get("optional"):
                    name = given.get("secretName") or given["name"]
                    found.append((kind, name, ""))
                    found += [(kind, name, item["key"]) for item in given.get("items", [])]
        if "persistentVolumeClaim" in volume:
            found.append(("PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"], ""))
    return found


def test_jobs_complete(release: Release) -> None:
    """The Jobs of the release, and one run of every CronJob: its pods are admitted, scheduled and end."""
    made = []
    for cron in release.live("CronJob"):
        name = f"{cron['metadata']['name'][:50]}-now"
        release.api.kubectl(
            "-n", release.namespace, "create", "job", name, f"--from=cronjob/{cron['metadata']['name']}"
        )
        made.append(name)

    def complaint() -> str:
        waiting = [
            job["metadata"]["name"]
            for job in release.live("Job")
            if not job["spec"].get("suspend") and not _has_condition(job, "Complete")
        ]
        return f"not complete: {waiting}\n{release.diagnose()}" if waiting else ""

    eventually(complaint, 60)
    assert {cron["metadata"]["name"] for cron in release.live("CronJob")} or not made


def _has_condition(item: Object, kind: str) -> bool:
    return any(
        each["type"] == kind and each["status"] == "True"
        for each in item.get("status", {}).get("conditions", [])
    )


def test_services_select_exactly_their_pods(release: Release) -> None:
    pods = release.pods_by_service()
    everyone = [pod for group in pods.values() for pod in group]
    wrong = []
    for service in release.live("Service"):
        selector = service["spec"].get("selector")
        if not selector:
            continue
        name, alias = service["metadata"]["name"], service["metadata"]["labels"].get(ALIAS)
        mine = pods.get(alias, [])
        # A label that all pods have with another value is a role, which an elected leader takes; here nothing runs that could.
        roles = {
            key
            for key, value in selector.items()
            if mine and all(pod["metadata"]["labels"].get(key, value) != value for pod in mine)
        }
        selector = {key: value for key, value in selector.items() if key not in roles}
        found = selected({"matchLabels": selector}, everyone)
        own = {pod["metadata"]["name"] for pod in mine}
        narrowed = set(selector) - {ALIAS, "app.kubernetes.io/instance"}
        # A further Service may pick some of the pods, such as the primary.
        if found != own and not (narrowed and found and found < own):
            wrong.append(f"Service {name} selects {sorted(found)}, its service's pods are {sorted(own)}")
    assert wrong == []


def test_services_lead_to_ports_that_pods_have(release: Release) -> None:
    """A target port by name must be one of the containers' ports; by number, it may be one that no container declares."""
    wrong = []
    templates = {
        item["metadata"]["labels"].get(ALIAS): platforms.pod_template(item) for item in release.workloads()
    }
    for service in release.live("Service"):
        template = templates.get(service["metadata"]["labels"].get(ALIAS))
        if template is None or not service["spec"].get("selector"):
            continue
        names = set(network.pod_of("", template, release.namespace).ports)
        wrong += [
            f"{service['metadata']['name']}: {port['targetPort']}"
            for port in service["spec"].get("ports", [])
            if isinstance(port["targetPort"], str) and port["targetPort"] not in names
        ]
    assert wrong == []


def test_disruption_budgets_select_exactly_their_pods(release: Release) -> None:
    pods = release.pods_by_service()
    everyone = [pod for group in pods.values() for pod in group]
    for budget in release.live("PodDisruptionBudget"):
        own = {pod["metadata"]["name"] for pod in pods.get(budget["metadata"]["labels"].get(ALIAS), [])}
        assert selected(budget["spec"]["selector"], everyone) == own, budget["metadata"]["name"]
        assert own, f"{budget['metadata']['name']} guards no pod"


def test_autoscalers_scale_exactly_their_pods(release: Release) -> None:
    pods = release.pods_by_service()
    everyone = [pod for group in pods.values() for pod in group]
    targets = {(item["kind"], item["metadata"]["name"]): item for item in release.workloads()}
    for scaler in release.live("HorizontalPodAutoscaler"):
        name = scaler["metadata"]["name"]
        reference = scaler["spec"]["scaleTargetRef"]
        target = targets.get((reference["kind"], reference["name"]))
        assert target, f"{name} scales {reference['kind']} {reference['name']}, which does not exist"
        own = {pod["metadata"]["name"] for pod in pods.get(scaler["metadata"]["labels"].get(ALIAS), [])}
        assert selected(target["spec"]["selector"], everyone) == own, name


def test_monitors_find_what_they_scrape(release: Release) -> None:
    services = release.live("Service")
    running = release.pods_by_service()
    pods = [pod for group in running.values() for pod in group]
    lost = []
    for item in release.manifest():
        if item["kind"] in ("ServiceMonitor", "PodMonitor"):
            candidates = services if item["kind"] == "ServiceMonitor" else pods
            alias = item["metadata"]["labels"].get(ALIAS)
            if alias in running and not selected(item["spec"]["selector"], candidates):
                lost.append(f"{item['kind']} {item['metadata']['name']}")
    assert lost == []


def test_network_policies_are_exactly_the_connections(release: Release) -> None:
    values = release.values()
    templates = {
        item["metadata"]["labels"][ALIAS]: platforms.pod_template(item) for item in release.workloads()
    }
    pods = [
        network.pod_of(name, template, release.namespace)
        for name, template in sorted(templates.items())
        if template
    ]
    found = network.edges(pods, release.live("NetworkPolicy"))
    wanted: dict[tuple[str, str], set[network.Port]] = {}
    ports = _ports_of_services(release, {pod.service: pod for pod in pods})
    for graph in ((values.get("global") or {}).get("connections"), values.get("connections")):
        for caller, callees in (graph or {}).items():
            for callee in callees or []:
                name, _, port = callee.partition(":")
                if caller in templates and name in templates:
                    opened = {each for key, each in ports[name].items() if port in ("", key)}
                    wanted.setdefault((caller, name), set()).update(opened)
    for name, template in templates.items():
        store = re.sub(r"-(backup|restore)$", "", name)
        # What works on a store's data reaches that store: it is part of the service, with pods of its own.
        if store != name and store in templates and template and (name, store) in found:
            wanted[name, store] = set(ports[store].values())
        # Replicas copy from the first pod of their own service, whether connections say so or not.
        if any(one["name"] == "follow" for one in (template or {}).get("spec", {}).get("initContainers", ())):
            wanted[name, name] = set(ports[name].values())
    assert _told(found) == _told(wanted)


def _told(graph: dict[tuple[str, str], set[network.Port]]) -> dict[str, list[str]]:
    return {
        f"{caller} → {callee}": sorted(f"{port.number}/{port.protocol}" for port in ports)
        for (caller, callee), ports in sorted(graph.items())
        if ports
    }


def _ports_of_services(release: Release, pods: dict[str, network.Pod]) -> dict[str, dict[str, network.Port]]:
    """The pods' ports behind each service, by the name that connections may use."""
    found: dict[str, dict[str, network.Port]] = {name: {} for name in pods}
    for service in release.live("Service"):
        alias = service["metadata"]["labels"].get(ALIAS)
        if alias not in pods or service["metadata"]["name"].removesuffix("-headless") not in _names(
            release, alias
        ):
            continue
        for port in service["spec"].get("ports", []):
            target = port["targetPort"]
            number = pods[alias].ports[target].number if isinstance(target, str) else target
            found[alias][port["name"]] = network.Port(port["protocol"], number)
    return found


def _names(release: Release, alias: str) -> set[str]:
    return {
        item["metadata"]["name"]
        for item in release.workloads()
        if item["metadata"]["labels"].get(ALIAS) == alias
    }


def test_every_pod_may_resolve_names_and_no_other_namespace_gets_in_by_itself(release: Release) -> None:
    policies = release.live("NetworkPolicy")
    dns = network.Pod("dns", {"k8s-app": "kube-dns"}, {}, namespace="kube-system")
    stranger = network.Pod("stranger", {"app": "stranger"}, {}, namespace="elsewhere")
    public = {
        item["metadata"]["labels"].get(ALIAS)
        for item in release.manifest()
        if item["kind"] in ("Ingress", "HTTPRoute")
        or item.get("spec", {}).get("type") in ("LoadBalancer", "NodePort")
    }
    deaf, open_ = [], []
    for item in release.workloads():
        template = platforms.pod_template(item)
        assert template
        if template["spec"].get("hostNetwork"):
            continue
        pod = network.pod_of(item["metadata"]["labels"][ALIAS], template, release.namespace)
        if not all(network.allowed(policies, pod, dns, network.Port(each, 53)) for each in ("UDP", "TCP")):
            deaf.append(pod.service)
        ports = {network.ANY, *pod.ports.values()}
        if pod.service not in public and any(
            network.allowed(policies, stranger, pod, port) for port in ports
        ):
            open_.append(pod.service)
    assert deaf == []
    assert open_ == []


def test_quota_is_not_exceeded(release: Release) -> None:
    """Neither now nor with every autoscaler at its peak."""
    quotas = release.live("ResourceQuota")
    refused = [
        event["message"] for event in release.live("Event") if "exceeded quota" in event.get("message", "")
    ]
    assert refused == []
    more = _needed_at_peak(release)
    short = []
    for quota in quotas:
        hard, used = quota["status"].get("hard", {}), quota["status"].get("used", {})
        for resource, limit in hard.items():
            need = _amount(used.get(resource, "0")) + more.get(resource, 0)
            if need > _amount(limit):
                short.append(
                    f"{resource}: {need:g} at peak, the quota allows {limit} ({used.get(resource)} now)"
                )
    assert short == []


def _needed_at_peak(release: Release) -> dict[str, float]:
    needed: dict[str, float] = {}
    templates = {(item["kind"], item["metadata"]["name"]): item for item in release.workloads()}
    for scaler in release.live("HorizontalPodAutoscaler"):
        reference = scaler["spec"]["scaleTargetRef"]
        target = templates.get((reference["kind"], reference["name"]))
        if target is None:
            continue
        more = scaler["spec"]["maxReplicas"] - target["status"].get("replicas", 0)
        for resource, amount in _of_pod(target["spec"]["template"]["spec"]).items():
            needed[resource] = needed.get(resource, 0) + amount * more
    return needed


def _of_pod(spec: Object) -> dict[str, float]:
    found: dict[str, float] = {"pods": 1, "count/pods": 1}
    for container in spec["containers"]:
        for way in ("requests", "limits"):
            for resource, amount in container.get("resources", {}).get(way, {}).items():
                keys = (f"{way}.{resource}", resource) if way == "requests" else (f"{way}.{resource}",)
                for key in keys:
                    found[key] = found.get(key, 0) + _amount(amount)
    return found


_UNITS = {
    "m": 1e-3,
    "k": 1e3,
    "M": 1e6,
    "G": 1e9,
    "T": 1e12,
    "Ki": 2**10,
    "Mi": 2**20,
    "Gi": 2**30,
    "Ti": 2**40,
}


def _amount(quantity: object) -> float:
    match = re.fullmatch(r"([0-9.]+)([a-zA-Z]*)", str(quantity))
    assert match, quantity
    return float(match[1]) * (_UNITS[match[2]] if match[2] else 1)


def test_pod_security_is_as_strict_as_it_can_be(release: Release) -> None:
    """The namespace enforces the level that the platform states. Below "restricted", its documentation names who needs that."""
    labels = release.api.get(f"/api/v1/namespaces/{release.namespace}")["metadata"]["labels"]
    level = labels["pod-security.kubernetes.io/enforce"]
    refused = _refused_if_restricted(release)
    page = platforms.platform_folder(release.unit.blueprint) / "docs" / "architecture.md"
    named = "\n".join(
        part
        for part in page.read_text(encoding="utf-8").split("\n\n")
        if "Pod Security" in part or level in part
    )
    assert {name: why for name, why in refused.items() if level == "restricted" or name not in named} == {}
    assert level == "restricted" or refused, f"nothing needs {level}: the namespace could enforce restricted"


def _refused_if_restricted(release: Release) -> dict[str, str]:
    """Tried as a dry run in a namespace that enforces `restricted`: what each workload's pod would be refused for."""
    namespace = f"{release.namespace}-strict"
    labels = {"pod-security.kubernetes.io/enforce": "restricted"}
    release.api.create(
        "/api/v1/namespaces",
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace, "labels": labels}},
    )
    found = {}
    for item in release.workloads():
        template = platforms.pod_template(item)
        assert template
        keep = (
            "containers",
            "initContainers",
            "volumes",
            "securityContext",
            "hostNetwork",
            "hostPID",
            "hostIPC",
        )
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "name": item["metadata"]["name"],
                "annotations": template["metadata"].get("annotations", {}),
            },
            "spec": {key: template["spec"][key] for key in keep if key in template["spec"]},
        }
        try:
            release.api.call("POST", f"/api/v1/namespaces/{namespace}/pods?dryRun=All", pod)
        except Refused as error:
            if "violates PodSecurity" in str(error):
                found[item["metadata"]["labels"][ALIAS]] = str(error)
    release.api.kubectl("delete", "namespace", namespace, "--wait=false")
    return found


def test_upgrading_to_the_same_changes_nothing(release: Release) -> None:
    objects, pods = release.snapshot(), release.running()
    release.upgrade()
    assert release.running() == pods
    assert release.snapshot() == objects


def test_a_change_rolls_out_and_back(release: Release) -> None:
    """Every pod is replaced by an upgrade that touches them all, and again by the rollback."""
    before = release.snapshot()
    release.upgrade("--set", "global.podAnnotations.changed=yes")
    assert _templates(release.snapshot()) != _templates(before)
    test_every_pod_is_scheduled_and_ready(release)
    release.helm("rollback", release.name, "--wait", "--timeout", "5m")
    assert _templates(release.snapshot()) == _templates(before)
    test_every_pod_is_scheduled_and_ready(release)


def _templates(objects: dict[str, Object]) -> dict[str, Object]:
    """The pod templates, without the labels by which a Job knows its pods: a Job that comes back is another one."""
    found = {}
    for name, item in objects.items():
        template = platforms.pod_template(item)
        if template:
            labels = {
                key: value
                for key, value in template["metadata"].get("labels", {}).items()
                if not key.endswith("controller-uid")
            }
            found[name] = {**template, "metadata": {**template["metadata"], "labels": labels}}
    return found


def test_uninstall_leaves_only_what_is_to_stay(release: Release) -> None:
    """Production is uninstalled after the drain, in test_drain.py."""
    release.check_uninstall()
