"""What CloudNativePG makes of a database that it runs, beside what the charts make for those who connect to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.blueprints import rules
from tests.cluster import platforms
from tests.cluster.release import eventually
from tests.controllers import objects

if TYPE_CHECKING:
    from tests.cluster.controlplane import Api
    from tests.controllers.objects import Unit

Object = dict[str, Any]
OPERATED = [unit for unit in objects.units() if unit.answer == objects.OPERATED]
MADE = {
    "Service": "/api/v1/namespaces/{}/services",
    "Secret": "/api/v1/namespaces/{}/secrets",
    "ServiceAccount": "/api/v1/namespaces/{}/serviceaccounts",
    "Role": "/apis/rbac.authorization.k8s.io/v1/namespaces/{}/roles",
    "RoleBinding": "/apis/rbac.authorization.k8s.io/v1/namespaces/{}/rolebindings",
    "PodDisruptionBudget": "/apis/policy/v1/namespaces/{}/poddisruptionbudgets",
    "PersistentVolumeClaim": "/api/v1/namespaces/{}/persistentvolumeclaims",
    "Job": "/apis/batch/v1/namespaces/{}/jobs",
}


def made(api: Api, cluster: Object, namespace: str) -> dict[tuple[str, str], Object]:
    """What the operator has made for a Cluster, by kind and name."""
    return {
        (kind, one["metadata"]["name"]): one
        for kind, path in MADE.items()
        for one in api.items(path.format(namespace))
        if any(
            (owner["kind"], owner["name"]) == ("Cluster", cluster["metadata"]["name"])
            for owner in one["metadata"].get("ownerReferences", [])
        )
    }


@pytest.mark.parametrize("unit", OPERATED, ids=lambda unit: unit.namespace)
def test_a_database_under_its_operator_is_the_one_that_is_stated(api: Api, unit: Unit) -> None:
    objects.complaints(api, unit)  # test_accepted tells of them
    rendered = objects.rendered(unit)
    issue(api, unit)
    clusters = [item for item in rendered if item["kind"] == "Cluster"]
    assert len(clusters) == len(objects.databases(unit.blueprint, unit.environment)) > 0
    plain = {item["metadata"]["name"]: item for item in rendered_plain(unit) if item["kind"] == "StatefulSet"}
    ours = {(item["kind"], item["metadata"]["name"]): item for item in rendered}
    for cluster in clusters:
        name, spec = cluster["metadata"]["name"], cluster["spec"]

        def complaint(cluster: Object = cluster, name: str = name) -> str:
            there = made(api, cluster, unit.namespace)
            missing = {("Service", f"{name}-rw"), ("Job", f"{name}-1-initdb")} - set(there)
            return f"not made for {name}: {sorted(missing)}; {_status(api, cluster, unit)}" if missing else ""

        eventually(complaint, 90)
        found = made(api, cluster, unit.namespace)
        # Two who make the same object undo each other's work for ever.
        assert set(found) & set(ours) == set()
        assert ours["Service", name]["spec"]["selector"] == found["Service", f"{name}-rw"]["spec"]["selector"]
        assert (("PodDisruptionBudget", f"{name}-primary") in found) == (spec.get("enablePDB", True))
        assert (("PodDisruptionBudget", name) in found) == (spec["instances"] > 2)
        pod = found["Job", f"{name}-1-initdb"]["spec"]["template"]["spec"]
        assert [one["image"] for one in pod["containers"]] == [spec["imageName"]]
        stated = plain[name]["spec"]["template"]["spec"]["containers"][0]["image"].rpartition(":")[2]
        assert stated.startswith(spec["imageName"].rpartition(":")[2])
        claim = found["PersistentVolumeClaim", f"{name}-1"]["spec"]
        assert claim["resources"]["requests"]["storage"] == spec["storage"]["size"]


def issue(api: Api, unit: Unit) -> None:
    """The Secrets that cert-manager would make."""
    folder = api.kubeconfig.parent / "controllers"
    certificate, key = (folder / "tls.crt").read_text(), (folder / "tls.key").read_text()
    for item in objects.rendered(unit):
        if item["kind"] == "Certificate":
            made = {
                "apiVersion": "v1",
                "kind": "Secret",
                "metadata": {"name": item["spec"]["secretName"]},
                "type": "kubernetes.io/tls",
                "stringData": {"tls.crt": certificate, "tls.key": key, "ca.crt": certificate},
            }
            assert objects.apply(api, made, unit.namespace) == []


def rendered_plain(unit: Unit) -> list[Object]:
    """The same without the operator."""
    return list(objects.rendered(objects.Unit(unit.blueprint, unit.environment)))


def _status(api: Api, cluster: Object, unit: Unit) -> str:
    status = objects.read(api, cluster, unit.namespace).get("status", {})
    return f"{status.get('phase', '')}: {status.get('phaseReason', '')}"


@pytest.mark.parametrize("unit", OPERATED, ids=lambda unit: unit.namespace)
def test_who_connects_reads_the_password_of_a_role_that_the_operator_has(unit: Unit) -> None:
    """Each Secret that pods read of a database is one whose password the operator gives to a role of that name."""
    items = objects.rendered(unit)
    read = {
        (entry["valueFrom"]["secretKeyRef"]["name"], entry["valueFrom"]["secretKeyRef"]["key"])
        for template in platforms.pod_specs(items)
        for container in template["containers"]
        for entry in container.get("env", [])
        if "secretKeyRef" in (entry.get("valueFrom") or {})
    }
    users = {
        item["metadata"]["name"]: item["stringData"].get("username")
        for item in items
        if item["kind"] == "Secret" and "stringData" in item
    }
    for cluster in (item for item in items if item["kind"] == "Cluster"):
        name, roles = cluster["metadata"]["name"], rules.roles_of(cluster)
        found = {(secret, key) for secret, key in read if secret.startswith(f"{name}-")}
        assert found <= {(secret, "password") for secret in roles}
        assert (f"{name}-credentials", "password") in found
        if unit.environment == "test":  # which makes them itself
            assert {secret: users[secret] for secret in roles} == roles
