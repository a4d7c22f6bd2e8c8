"""What the commands on services promise of a running release, with its pods.

Renamed, a service keeps its pods (their UIDs are equal) and all that Kubernetes calls it. Removed, it leaves the claims of
its pods. As another type of workload it leaves them, too, and the Service that others connect to selects the new pods.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests import tools
from tests.cluster import platforms
from tests.cluster.platforms import Unit
from tests.cluster.release import TIMEOUT, Release, eventually, is_ready
from tests.cluster.test_deploy import test_every_pod_is_scheduled_and_ready as check_pods

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cluster.controlplane import Api

Object = dict[str, Any]
BLUEPRINT, ENVIRONMENT = "ecommerce", "test"  # whose data stores have claims


class Changed:
    """A release, and a copy of its platform that commands change."""

    def __init__(self, release: Release, folder: Path) -> None:
        self.release, self.folder = release, folder

    def command(self, *words: str) -> None:
        """Run a command of helm-blueprint on the copy."""
        done = subprocess.run(
            [sys.executable, "-m", "generator", *words, "--platform", str(self.folder), "--yes"],
            capture_output=True,
            text=True,
            check=False,
            cwd=tools.ROOT,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def upgrade(self) -> None:
        files = platforms.described(BLUEPRINT).values_files(ENVIRONMENT)
        options = [word for file in files for word in ("-f", str(self.folder / file))]
        waiting = ["--wait", "--wait-for-jobs", "--timeout", TIMEOUT]
        self.release.helm("upgrade", self.release.name, str(self.folder), *options, *waiting)

    def pods(self) -> dict[str, str]:
        """The UID of every pod that runs, by name."""
        return {
            pod["metadata"]["name"]: pod["metadata"]["uid"]
            for pod in self.release.live("Pod")
            if pod["status"].get("phase") not in ("Succeeded", "Failed")
            and not pod["metadata"].get("deletionTimestamp")
        }

    def claims(self, service: str) -> dict[str, str]:
        """The UID of every claim of a service's pods, by name."""
        found = self.release.uids("PersistentVolumeClaim")
        return {name: uid for (_, name), uid in found.items() if f"-{self.release.name}-{service}-" in name}


# With a parameter all tests run in one process, one after the other: see conftest.py.
@pytest.fixture(scope="module", params=[name for name in platforms.wanted() if name == BLUEPRINT])
def changed(api: Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Changed]:
    platforms.described(BLUEPRINT)
    folder = tmp_path_factory.mktemp("renamed") / "shop"
    shutil.copytree(platforms.platform_folder(BLUEPRINT), folder)
    release = Release(api, Unit(BLUEPRINT, ENVIRONMENT, suffix="renamed"))
    release.install()
    check_pods(release)  # as many as autoscalers want, which look a while later
    yield Changed(release, folder)
    api.kubectl("delete", "namespace", release.namespace, "--wait=false", "--ignore-not-found")


def test_renamed_services_keep_their_pods(changed: Changed) -> None:
    """A data store, which others take credentials of, and a service that others call."""
    kinds = (
        "Service",
        "Secret",
        "ConfigMap",
        "Deployment",
        "StatefulSet",
        "PersistentVolumeClaim",
        "NetworkPolicy",
    )
    pods, objects = changed.pods(), _without_releases(changed.release.uids(*kinds))
    changed.command("service", "rename", "order-db", "orders")
    changed.command("service", "rename", "product-service", "catalogue")
    changed.upgrade()
    assert _without_releases(changed.release.uids(*kinds)) == objects
    assert changed.pods() == pods


def test_recreated_it_has_new_pods_and_leaves_its_claims(changed: Changed) -> None:
    before, pods = changed.claims("payment-db"), changed.pods()
    assert before, "payment-db has no claim: there is nothing to test"
    changed.command("service", "rename", "payment-db", "ledger", "--recreate")
    changed.upgrade()
    release = changed.release.name
    after = changed.pods()
    assert f"{release}-payment-db-0" in pods
    assert f"{release}-payment-db-0" not in after
    assert f"{release}-ledger-0" in after
    assert changed.claims("payment-db") == before
    # Who has nothing to do with it runs on.
    for name in (f"{release}-product-db-0", f"{release}-message-queue-0"):
        assert after[name] == pods[name]


def test_as_another_type_it_leaves_its_claims_and_is_reached(changed: Changed) -> None:
    before = changed.claims("payment-service")
    assert before, "payment-service has no claim: there is nothing to test"
    services = changed.release.uids("Service")
    name = f"{changed.release.name}-payment-service"
    changed.command("service", "change", "payment-service", "--workload", "deployment")
    # As it says: the journal is where it was, and the first claim is mounted on.
    volume = f'{{"persistentVolumeClaim": {{"claimName": "data-{name}-0"}}, "mountPath": "/journal"}}'
    changed.command("values", "set", "--json", f"payment-service.volumes.journal={volume}")
    changed.upgrade()
    assert ("Deployment", name) in changed.release.uids("Deployment")
    assert ("StatefulSet", name) not in changed.release.uids("StatefulSet")
    assert changed.claims("payment-service") == before
    assert changed.release.uids("Service")["Service", name] == services["Service", name]
    eventually(lambda: _not_selected(changed.release, name), 60)


def test_removed_it_leaves_its_claims(changed: Changed) -> None:
    before = changed.claims("inventory-db")
    assert before, "inventory-db has no claim: there is nothing to test"
    pods = changed.pods()
    changed.command("service", "remove", "inventory-service", "inventory-db", "--force")
    changed.upgrade()
    release = changed.release.name

    def complaint() -> str:
        gone = [name for name in changed.pods() if name.startswith(f"{release}-inventory-")]
        return f"still there: {gone}" if gone else ""

    eventually(complaint, 60)
    assert changed.claims("inventory-db") == before
    assert changed.pods()[f"{release}-product-db-0"] == pods[f"{release}-product-db-0"]


def _without_releases(found: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Helm keeps a Secret for each revision."""
    return {key: uid for key, uid in found.items() if not key[1].startswith("sh.helm.release.")}


def _not_selected(release: Release, name: str) -> str:
    """What a Service's selector finds no ready pod for."""
    service = next(item for item in release.live("Service") if item["metadata"]["name"] == name)
    wanted = service["spec"]["selector"].items()
    ready = [
        pod["metadata"]["name"]
        for pod in release.live("Pod")
        if wanted <= pod["metadata"].get("labels", {}).items() and is_ready(pod)
    ]
    return "" if ready else f"{name} selects no pod that is ready\n{release.diagnose()}"
