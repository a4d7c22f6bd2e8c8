"""What CloudNativePG and its plugin barman-cloud make of databases whose log goes to a store, and of those that follow it in dr."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests import tools
from tests.blueprints import platforms
from tests.cluster.release import eventually
from tests.controllers import objects

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cluster.controlplane import Api
    from tests.controllers.objects import Unit

Object = dict[str, Any]
ARCHIVED = [unit for unit in objects.units() if unit.answer == objects.ARCHIVED]
SIDECAR = "plugin-barman-cloud"


def of(environment: str) -> list[Unit]:
    return [unit for unit in ARCHIVED if unit.environment == environment]


def found(api: Api, path: str, unit: Unit, wanted: Callable[[Object], bool]) -> Object:
    """The one that is wanted, as soon as it is there."""
    there: list[Object] = []

    def complaint() -> str:
        listed = api.items(path.format(unit.namespace))
        there[:] = [one for one in listed if wanted(one)]
        names = sorted(one["metadata"]["name"] for one in listed)
        return "" if there else f"none of {path} is it: {names}"

    eventually(complaint, 90)
    return there[0]


def called(name: str) -> Callable[[Object], bool]:
    return lambda one: one["metadata"]["name"] == name


def sidecar(pod: Object) -> Object:
    """What the plugin has put beside the server; without it, nothing would be archived or restored."""
    (container,) = (one for one in pod["spec"]["initContainers"] if one["name"] == SIDECAR)
    return {one["name"]: one.get("value") for one in container["env"]} | {
        "resources": container["resources"],
        "arguments": container["args"],
    }


def clusters(unit: Unit) -> list[Object]:
    return [one for one in objects.rendered(unit) if one["kind"] == "Cluster"]


@pytest.mark.parametrize("unit", of("prod"), ids=lambda unit: unit.namespace)
def test_each_instance_has_what_archives_its_log(api: Api, unit: Unit) -> None:
    assert objects.complaints(api, unit) == []
    names = [one["metadata"]["name"] for one in clusters(unit)]
    assert len(names) == len(objects.databases(unit.blueprint, unit.environment)) == 4
    for name in names:
        # The plugin has read the store: it lets the instances read the keys.
        role = found(
            api,
            "/apis/rbac.authorization.k8s.io/v1/namespaces/{}/roles",
            unit,
            called(f"{name}-barman-cloud"),
        )
        readable = {
            (kind, one)
            for rule in role["rules"]
            for kind in rule["resources"]
            for one in rule.get("resourceNames", [])
        }
        assert {("objectstores", f"{name}-backups"), ("secrets", "backup-store")} <= readable
        backup = found(
            api,
            "/apis/postgresql.cnpg.io/v1/namespaces/{}/backups",
            unit,
            lambda one, name=name: one["spec"]["cluster"]["name"] == name,
        )
        assert (backup["spec"]["method"], backup["spec"]["pluginConfiguration"]["name"]) == (
            "plugin",
            "barman-cloud.cloudnative-pg.io",
        ), "the first base backup is asked for at once"
    for item in objects.rendered(unit):
        if item["kind"] == "PriorityClass":  # which its pods name
            assert objects.apply(api, item, unit.namespace) == []
    first = names[0]
    job = found(api, "/apis/batch/v1/namespaces/{}/jobs", unit, called(f"{first}-1-initdb"))
    complete(api, job, unit)
    pod = found(api, "/api/v1/namespaces/{}/pods", unit, called(f"{first}-1"))
    told = sidecar(pod)
    assert told["arguments"][0] == "instance"
    assert told["AWS_DEFAULT_REGION"] == "eu-central-1"
    assert told["resources"] == {
        "requests": {"cpu": "100m", "memory": "128Mi"},
        "limits": {"memory": "256Mi"},
    }


def complete(api: Api, job: Object, unit: Unit) -> None:
    """As its controller does when the pod has ended well: nobody runs pods here."""
    moment = "2026-01-31T12:00:00Z"
    condition = {"status": "True", "lastTransitionTime": moment, "lastProbeTime": moment}
    status = {
        "succeeded": 1,
        "startTime": moment,
        "completionTime": moment,
        "uncountedTerminatedPods": {},
        "conditions": [{"type": kind, **condition} for kind in ("SuccessCriteriaMet", "Complete")],
    }
    path = f"/apis/batch/v1/namespaces/{unit.namespace}/jobs/{job['metadata']['name']}/status"
    api.answer("PATCH", path, {"status": status}, kind="application/merge-patch+json")


@pytest.mark.parametrize("unit", of("dr"), ids=lambda unit: unit.namespace)
def test_dr_restores_from_productions_store_and_one_switch_promotes_it(api: Api, unit: Unit) -> None:
    assert objects.complaints(api, unit) == []
    helm3 = tools.install("helm3")
    more = f"--namespace {unit.namespace} --set global.overrides.enabled=false"
    promoted = platforms.rendered(helm3, unit.blueprint, "dr", *unit.answer.split(), more=more)
    stores = {one["metadata"]["name"]: one for one in objects.rendered(unit) if one["kind"] == "ObjectStore"}
    later = {(one["kind"], one["metadata"]["name"]): one for one in promoted}
    assert len(clusters(unit)) == 4
    for cluster in clusters(unit):
        name = cluster["metadata"]["name"]
        job = found(api, "/apis/batch/v1/namespaces/{}/jobs", unit, called(f"{name}-1-full-recovery"))
        template = job["spec"]["template"]
        told = sidecar(template)
        assert told["arguments"][0] == "restore"
        assert told["AWS_DEFAULT_REGION"] == "eu-central-1", "where production keeps them"
        assert template["metadata"]["labels"]["cnpg.io/cluster"] == name, "the policy is for its pods, too"
        read = stores[f"{name}-restore"]["spec"]["configuration"]
        assert read["destinationPath"] == f"s3://{release(unit)}-prod-backups"
        assert objects.read(api, cluster, unit.namespace)["spec"]["replica"]["enabled"] is True
        for kind, called_so in (
            ("ObjectStore", f"{name}-backups"),
            ("ScheduledBackup", name),
            ("Cluster", name),
        ):
            assert objects.apply(api, later[kind, called_so], unit.namespace) == []
        now = objects.read(api, cluster, unit.namespace)["spec"]
        assert "replica" not in now
        assert now["plugins"][0]["isWALArchiver"] is True
        written = later["ObjectStore", f"{name}-backups"]["spec"]["configuration"]
        assert written["destinationPath"] == f"s3://{release(unit)}-dr-backups"


def release(unit: Unit) -> str:
    return str(platforms.described(unit.blueprint, *unit.answer.split()).answers["name"])
