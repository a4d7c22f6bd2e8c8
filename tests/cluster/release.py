"""A Helm release in a namespace of its own: install, upgrade, roll back, uninstall, and what is live in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from tests import tools
from tests.cluster import platforms, programs
from tests.cluster.controlplane import Refused
from tests.cluster.network import selects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.cluster.controlplane import Api
    from tests.cluster.platforms import Unit

Object = dict[str, Any]
TIMEOUT = "5m"
ALIAS = "app.kubernetes.io/name"
_LISTS = {
    "Pod": "/api/v1/namespaces/{}/pods",
    "Service": "/api/v1/namespaces/{}/services",
    "ConfigMap": "/api/v1/namespaces/{}/configmaps",
    "Secret": "/api/v1/namespaces/{}/secrets",
    "ServiceAccount": "/api/v1/namespaces/{}/serviceaccounts",
    "PersistentVolumeClaim": "/api/v1/namespaces/{}/persistentvolumeclaims",
    "ResourceQuota": "/api/v1/namespaces/{}/resourcequotas",
    "Event": "/api/v1/namespaces/{}/events",
    "Deployment": "/apis/apps/v1/namespaces/{}/deployments",
    "ReplicaSet": "/apis/apps/v1/namespaces/{}/replicasets",
    "StatefulSet": "/apis/apps/v1/namespaces/{}/statefulsets",
    "DaemonSet": "/apis/apps/v1/namespaces/{}/daemonsets",
    "Job": "/apis/batch/v1/namespaces/{}/jobs",
    "CronJob": "/apis/batch/v1/namespaces/{}/cronjobs",
    "Rollout": "/apis/argoproj.io/v1alpha1/namespaces/{}/rollouts",
    "HorizontalPodAutoscaler": "/apis/autoscaling/v2/namespaces/{}/horizontalpodautoscalers",
    "PodDisruptionBudget": "/apis/policy/v1/namespaces/{}/poddisruptionbudgets",
    "Certificate": "/apis/cert-manager.io/v1/namespaces/{}/certificates",
    "NetworkPolicy": "/apis/networking.k8s.io/v1/namespaces/{}/networkpolicies",
}


@dataclass
class Release:
    """One installation, and what became of it."""

    api: Api
    unit: Unit
    failure: str = ""
    installed: bool = False

    @property
    def namespace(self) -> str:
        return self.unit.name

    @property
    def name(self) -> str:
        return platforms.release_name(self.unit.blueprint)

    def helm(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = [
            str(tools.find(self.unit.helm)),
            "--kubeconfig",
            str(self.api.kubeconfig),
            "-n",
            self.namespace,
        ]
        environment = os.environ | {"HELM_BURST_LIMIT": "1000", "HELM_QPS": "500"}
        done = subprocess.run(
            [*command, *arguments], capture_output=True, text=True, check=False, env=environment
        )
        if check and done.returncode:
            raise AssertionError(
                f"helm {arguments[0]} failed in {self.namespace}:\n{done.stderr.strip()}\n\n{self.diagnose()}"
            )
        return done

    def install(self) -> None:
        """Namespace, what the platform documents as given, and the platform itself; waits until all is ready."""
        prepare_namespace(self.api, self.unit)
        self.helm("install", self.name, *self._chart(), "--wait", "--wait-for-jobs", "--timeout", TIMEOUT)
        self.installed = True

    def upgrade(
        self, *options: str, environment: str = "", check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        chart = self._chart(environment)
        waiting = ["--wait", "--wait-for-jobs", "--timeout", TIMEOUT]
        return self.helm("upgrade", self.name, *chart, *waiting, *options, check=check)

    def _chart(self, environment: str = "") -> list[str]:
        return platforms.helm_arguments(self.unit.blueprint, environment or self.unit.environment)

    def values(self) -> Object:
        """All values that Helm computed, those of the chart included."""
        computed: Object = yaml.load(
            self.helm("get", "values", self.name, "--all", "-o", "yaml").stdout, yaml.CSafeLoader
        )
        return computed

    def manifest(self) -> list[Object]:
        """The objects of the release, hooks not included."""
        text = self.helm("get", "manifest", self.name).stdout
        return [document for document in yaml.load_all(text, yaml.CSafeLoader) if document]

    def live(self, *kinds: str) -> list[Object]:
        """The objects of these kinds in the namespace."""
        return [
            {"kind": kind, **item}
            for kind in kinds
            if kind != "Rollout" or self._has_rollouts()
            for item in self.api.items(_LISTS[kind].format(self.namespace))
        ]

    def uids(self, *kinds: str) -> dict[tuple[str, str], str]:
        """By kind and name; one that is made anew has another."""
        return {
            (item["kind"], item["metadata"]["name"]): item["metadata"]["uid"] for item in self.live(*kinds)
        }

    def _has_rollouts(self) -> bool:
        return self._exists("/apis/argoproj.io/v1alpha1")

    def workloads(self) -> list[Object]:
        """What makes pods: the controllers, not the Jobs of CronJobs nor the ReplicaSets of Deployments."""
        found = self.live("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Rollout")
        return [item for item in found if not item["metadata"].get("ownerReferences")]

    def pods_by_service(self, *, ended: bool = False) -> dict[str, list[Object]]:
        """The pods of each service, by who owns them and not by labels that selectors might use."""
        owners = {
            item["metadata"]["uid"]: item
            for item in self.live(
                "ReplicaSet", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Rollout"
            )
        }
        found: dict[str, list[Object]] = {}
        for pod in self.live("Pod"):
            if not ended and pod["status"].get("phase") in ("Succeeded", "Failed"):
                continue
            root = pod
            while owner := _owner(root, owners):
                root = owner
            found.setdefault(
                root["metadata"].get("labels", {}).get(ALIAS, f"({root['metadata']['name']})"), []
            ).append(pod)
        return found

    def diagnose(self) -> str:
        """What is not as it should be, and what the cluster says about it."""
        lines = [line for item in self.workloads() for line in _shortcomings(item)]
        lines += [line for pod in self.live("Pod") for line in _pod_troubles(pod)]
        for claim in self.live("PersistentVolumeClaim"):
            if claim["status"].get("phase") != "Bound":
                lines.append(f"claim {claim['metadata']['name']}: {claim['status'].get('phase')}")
        warnings: dict[str, str] = {}
        for event in sorted(
            self.live("Event"), key=lambda each: str(each.get("lastTimestamp") or each.get("eventTime"))
        ):
            if event.get("type") == "Warning" and "autoscaler" not in str(event.get("source")):
                about = event["involvedObject"]
                warnings[f"{about['kind']} {about['name']}: {event.get('reason')}"] = event.get("message", "")
        lines += [f"event: {what}: {message}" for what, message in list(warnings.items())[-25:]]
        return "\n".join(lines) or "every workload is ready and there are no warnings"

    def snapshot(self) -> dict[str, Object]:
        """All objects of the release as they are live, without what the cluster itself writes on them."""
        found = {}
        for item in self.manifest():
            path = object_path(self.api, item, self.namespace)
            found[f"{item['kind']}/{item['metadata']['name']}"] = _stated(self.api.get(path))
        return found

    def running(self) -> dict[str, tuple[str, ...]]:
        """Every pod that is not the work of a Job: its identity and the restarts of its containers."""
        return {
            pod["metadata"]["name"]: (
                pod["metadata"]["uid"],
                *(str(status["restartCount"]) for status in pod["status"].get("containerStatuses", [])),
            )
            for pod in self.live("Pod")
            if not any(owner["kind"] == "Job" for owner in pod["metadata"].get("ownerReferences", []))
        }

    def check_uninstall(self) -> None:
        """Uninstall, and compare what is left with what was to stay."""
        stays = self._to_stay()
        gone = [object_path(self.api, item, self.namespace) for item in self.manifest()]
        self.helm("uninstall", self.name, "--wait", "--timeout", TIMEOUT)
        self.installed = False

        def complaint() -> str:
            left = _everything_in(self.api, self.namespace)
            return "" if left == stays else f"left: {sorted(left - stays)}, gone: {sorted(stays - left)}"

        eventually(complaint, 60)
        in_cluster = [path for path in gone if "/namespaces/" not in path and self._exists(path)]
        assert in_cluster == []

    def _to_stay(self) -> set[str]:
        """What is not Helm's: what was there before; claims, as their StatefulSet says; what the chart has Helm keep."""
        stays = {"ConfigMap/kube-root-ca.crt", "ServiceAccount/default"}
        for secret in self.live("Secret"):
            owners = secret["metadata"].get("annotations", {})
            if secret["type"] != "helm.sh/release.v1" and "meta.helm.sh/release-name" not in owners:
                stays.add(f"Secret/{secret['metadata']['name']}")
        for item in self.manifest():
            kept = item["metadata"].get("annotations", {}).get("helm.sh/resource-policy") == "keep"
            if kept and item["metadata"].get("namespace") == self.namespace:
                stays.add(f"{item['kind']}/{item['metadata']['name']}")
        stateful = {item["metadata"]["uid"]: item for item in self.live("StatefulSet")}
        for claim in self.live("PersistentVolumeClaim"):
            owner = next((name for name in stateful.values() if _made_claim(name, claim)), None)
            if owner and owner["spec"]["persistentVolumeClaimRetentionPolicy"]["whenDeleted"] == "Retain":
                stays.add(f"PersistentVolumeClaim/{claim['metadata']['name']}")
        return stays

    def _exists(self, path: str) -> bool:
        try:
            self.api.get(path)
        except Refused:
            return False
        return True


def _made_claim(stateful: Object, claim: Object) -> bool:
    name = claim["metadata"]["name"]
    prefixes = [
        f"{template['metadata']['name']}-{stateful['metadata']['name']}-"
        for template in stateful["spec"].get("volumeClaimTemplates", [])
    ]
    return any(name.startswith(prefix) and name.removeprefix(prefix).isdigit() for prefix in prefixes)


def _everything_in(api: Api, namespace: str) -> set[str]:
    """Every object of a namespace, but for events and what controllers derive from others."""
    derived = {"Event", "Endpoints", "EndpointSlice", "Lease", "ControllerRevision", "PodMetrics"}
    bases = ["/api/v1"]
    bases += [f"/apis/{group['preferredVersion']['groupVersion']}" for group in api.get("/apis")["groups"]]
    found = set()
    for base in bases:
        for resource in api.get(base)["resources"]:
            if resource["namespaced"] and "list" in resource["verbs"] and resource["kind"] not in derived:
                items = api.items(f"{base}/namespaces/{namespace}/{resource['name']}")
                found |= {f"{resource['kind']}/{item['metadata']['name']}" for item in items}
    return found


def prepare_namespace(api: Api, unit: Unit) -> None:
    """A namespace that enforces what the platform's delivery has it enforce, with the Secrets that its documentation makes."""
    labels = {"pod-security.kubernetes.io/enforce": security_level(unit.blueprint)}
    api.create(
        "/api/v1/namespaces",
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": unit.name, "labels": labels}},
    )
    accounts = f"/api/v1/namespaces/{unit.name}/serviceaccounts"
    eventually(lambda: "" if api.items(accounts) else f"{unit.name} has no default ServiceAccount", 60)
    run_documented_scripts(api, unit, unit.environment)


def security_level(blueprint: str) -> str:
    """The Pod Security level that a platform's delivery labels its namespaces with."""
    manifest = platforms.platform_folder(blueprint) / "gitops" / "argocd" / "applicationset.yaml"
    found = re.search(r"pod-security\.kubernetes\.io/enforce: *(\S+)", manifest.read_text(encoding="utf-8"))
    assert found, f"{manifest.name} of {blueprint} states no Pod Security level"
    return found[1]


def documented_scripts(blueprint: str, environment: str) -> list[str]:
    """The commands by which a platform's documentation has its passwords made, for environments that bring none."""
    if environment in ("dev", "test"):
        return []
    page = platforms.platform_folder(blueprint) / "docs" / "architecture.md"
    blocks = re.findall(
        r"^```(?:sh|bash|shell)\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return [block for block in blocks if "create secret" in block]


def run_documented_scripts(api: Api, unit: Unit, environment: str) -> None:
    """In a shell as a reader would, but whatever namespace they name, in that of the test."""
    folder = api.kubeconfig.parent / "bin"
    folder.mkdir(exist_ok=True)
    kubectl = folder / "kubectl"
    if not kubectl.exists():
        new = folder / f"kubectl.{os.getpid()}"
        new.write_text(f"#!{sys.executable}\n{_KUBECTL}", encoding="utf-8")
        new.chmod(0o755)
        new.rename(kubectl)
    settings = {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "TEST_KUBECTL": str(programs.find("kubectl")),
        "TEST_NAMESPACE": unit.name,
        "KUBECONFIG": str(api.kubeconfig),
    }
    for script in documented_scripts(unit.blueprint, environment):
        done = subprocess.run(
            ["bash", "-euc", script], env=os.environ | settings, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"the documentation's commands fail:\n{script}\n{done.stderr}"


_KUBECTL = """
import os, sys
given = sys.argv[1:]
if given[:2] == ["create", "namespace"]:
    sys.exit()
if "-n" in given:
    del given[given.index("-n") : given.index("-n") + 2]
os.execv(os.environ["TEST_KUBECTL"], ["kubectl", "-n", os.environ["TEST_NAMESPACE"], *given])
"""


def object_path(api: Api, item: Object, namespace: str) -> str:
    """Where an object is in the API."""
    group, _, version = item["apiVersion"].rpartition("/")
    base = f"/apis/{group}/{version}" if group else f"/api/{version}"
    resource, namespaced = _resources(api, base)[item["kind"]]
    inside = f"/namespaces/{item['metadata'].get('namespace', namespace)}" if namespaced else ""
    return f"{base}{inside}/{resource}/{item['metadata']['name']}"


_known: dict[str, dict[str, tuple[str, bool]]] = {}


def _resources(api: Api, base: str) -> dict[str, tuple[str, bool]]:
    if base not in _known:
        listed = api.get(base)["resources"]
        _known[base] = {
            each["kind"]: (each["name"], each["namespaced"]) for each in listed if "/" not in each["name"]
        }
    return _known[base]


def _owner(item: Object, owners: Mapping[str, Object]) -> Object | None:
    for reference in item["metadata"].get("ownerReferences", []):
        if reference.get("controller") and reference["uid"] in owners:
            return owners[reference["uid"]]
    return None


def _stated(item: Object) -> Object:
    """What somebody stated: neither status nor bookkeeping."""
    metadata = {
        key: value
        for key, value in item["metadata"].items()
        if key not in ("managedFields", "resourceVersion", "creationTimestamp")
    }
    return {**{key: value for key, value in item.items() if key != "status"}, "metadata": metadata}


def _shortcomings(item: Object) -> list[str]:
    kind, name, status = item["kind"], item["metadata"]["name"], item.get("status", {})
    wanted, ready = {
        "Deployment": (item["spec"].get("replicas", 1), status.get("availableReplicas", 0)),
        "StatefulSet": (item["spec"].get("replicas", 1), status.get("readyReplicas", 0)),
        "DaemonSet": (status.get("desiredNumberScheduled", 0), status.get("numberReady", 0)),
        "Job": (item["spec"].get("completions") or 1, status.get("succeeded", 0)),
    }.get(kind, (0, 0))
    if ready >= wanted or item["spec"].get("suspend"):
        return []
    conditions = [
        f"{each['type']}: {each.get('message', '')}"
        for each in status.get("conditions", [])
        if each.get("reason")
        in ("FailedCreate", "ReplicaSetCreateError", "BackoffLimitExceeded", "DeadlineExceeded")
    ]
    return [" · ".join([f"{kind} {name}: {ready} of {wanted}", *conditions])]


def _pod_troubles(pod: Object) -> list[str]:
    status = pod["status"]
    if status.get("phase") == "Succeeded" or is_ready(pod):
        return []
    reasons = [
        f"{each['type']}={each['status']} {each.get('reason', '')} {each.get('message', '')}".strip()
        for each in status.get("conditions", [])
        if each["status"] != "True"
    ]
    return [f"pod {pod['metadata']['name']}: {status.get('phase')} ({'; '.join(reasons)})"]


def is_ready(pod: Object) -> bool:
    return any(
        each["type"] == "Ready" and each["status"] == "True" for each in pod["status"].get("conditions", [])
    )


def selected(selector: Object | None, pods: Sequence[Object]) -> set[str]:
    return {pod["metadata"]["name"] for pod in pods if selects(selector, pod["metadata"].get("labels", {}))}


def eventually(check: Callable[[], str], seconds: float = 30) -> None:
    """Until `check` has nothing to complain about; its last complaint fails the test."""
    until = time.monotonic() + seconds
    while complaint := check():
        if time.monotonic() > until:
            raise AssertionError(complaint)
        time.sleep(0.3)
