"""Flux's controllers with the generated files: a platform comes from them, stays as git has it, and outlives what leaves git."""

from __future__ import annotations

import base64
import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from tests import tools
from tests.blueprints import platforms
from tests.charts.support import by_key, run
from tests.charts.support import objects as objects_of
from tests.cluster import programs
from tests.cluster.release import eventually
from tests.controllers import objects, software
from tests.controllers.conftest import need, plane
from tests.controllers.sources import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cluster.controlplane import Api
    from tests.controllers.sources import Sources

Object = dict[str, Any]
KINDS = {
    "HelmRelease": "/apis/helm.toolkit.fluxcd.io/v2/namespaces/flux-system/helmreleases",
    "Kustomization": "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations",
    "GitRepository": "/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories",
}
# Production in a region, which another cluster's Flux delivers.
FAR = ("gitops=flux", "private=false", "name=far", "regions=eu")
PODS = "/api/v1/namespaces/{}/pods"
SCALED = {
    "autoscaling": {"enabled": True, "minReplicas": 1, "maxReplicas": 5, "targetCPUUtilizationPercentage": 75}
}


class Flux(NamedTuple):
    """A cluster with Flux, and the repositories that it reads: one for each blueprint, called like it."""

    api: Api
    sources: Sources

    def repository(self, name: str) -> Path:
        return self.sources.repositories[name]

    def read(self, kind: str, name: str) -> Object:
        return self.api.get(f"{KINDS[kind]}/{name}")

    def ready(self, kind: str, name: str, seconds: float = 300) -> Object:
        """The object, once it is Ready with its present state; AssertionError with what it says otherwise."""

        def complaint() -> str:
            self.sources.look()
            item = self.read(kind, name)
            status = item.get("status", {})
            ready = {one["type"]: one for one in status.get("conditions", [])}.get("Ready", {})
            is_now = status.get("observedGeneration") == item["metadata"]["generation"]
            told = f"{kind} {name}: {ready.get('reason', 'nothing yet')}: {ready.get('message', '')}"
            return "" if is_now and ready.get("status") == "True" else told

        eventually(complaint, seconds)
        return self.read(kind, name)

    def reconcile(self, kind: str, name: str) -> Object:
        """As `flux reconcile` does, and waits until it has been done."""
        asked = f"{time.time():.6f}"
        self.sources.look()
        note = {"metadata": {"annotations": {"reconcile.fluxcd.io/requestedAt": asked}}}
        self.api.call("PATCH", f"{KINDS[kind]}/{name}", note, kind="application/merge-patch+json")

        def complaint() -> str:
            self.sources.look()
            status = self.read(kind, name).get("status", {})
            handled = status.get("lastHandledReconcileAt")
            return "" if handled == asked else f"{kind} {name} has not been looked at: {status}"

        eventually(complaint, 180)
        return self.ready(kind, name)

    def pushed(self, kind: str, name: str, revision: str) -> Object:
        """The object, once it has taken over what the repository has now, which is another revision than that one."""

        def complaint() -> str:
            self.sources.look()
            tried = self.read(kind, name)["status"].get("lastAttemptedRevision")
            return "" if tried != revision else f"{kind} {name} is at {tried}"

        eventually(complaint, 120)
        return self.ready(kind, name)


def _platform(name: str) -> Path:
    """A repository that a test may change."""
    made = platforms.folder(name, "gitops=flux", "private=false", f"name={name}")
    return Path(shutil.copytree(made, Path(tempfile.mkdtemp(dir=made.parent)) / name))


def _rendered(name: str) -> list[Object]:
    answers = ("gitops=flux", "private=false", f"name={name}")
    return platforms.rendered(tools.install("helm3"), name, "dev", *answers, more=f"--namespace {name}-dev")


@pytest.fixture(scope="module")
def flux() -> Iterator[Flux]:
    need("helm3", "helm4", *programs.BUILT, "kwok", *(one.program for one in software.FLUX))
    with ThreadPoolExecutor(max_workers=2) as pool:
        manifests = [item for found in pool.map(_rendered, platforms.NAMES) for item in found]
    manifests += platforms.rendered(tools.install("helm3"), "devops", "prod-eu", *FAR)
    delivered = [{"apiVersion": "helm.toolkit.fluxcd.io/v2", "kind": "HelmRelease"}]
    delivered += [{"apiVersion": "kustomize.toolkit.fluxcd.io/v1", "kind": "Kustomization"}]
    delivered += [
        {"apiVersion": "source.toolkit.fluxcd.io/v1", "kind": kind}
        for kind in (
            "GitRepository",
            "HelmChart",
            "OCIRepository",
            "Bucket",
            "HelmRepository",
            "ExternalArtifact",
        )
    ]
    with plane("flux", [*manifests, *delivered]) as api:
        objects.create_namespace(api, "flux-system")
        with (
            served(api, {name: _platform(name) for name in platforms.NAMES}) as sources,
            software.running(api, api.kubeconfig.parent / "flux", software.FLUX),
        ):
            for name in platforms.NAMES:
                file = sources.repositories[name] / "gitops/flux/dev/release.yaml"
                api.kubectl("apply", "-f", str(file))  # as the file's first lines say
            yield Flux(api, sources)


@pytest.mark.parametrize("name", platforms.NAMES)
def test_platform_comes_from_the_file_that_its_first_lines_apply(flux: Flux, name: str) -> None:
    applied = flux.ready("Kustomization", f"{name}-dev")
    release = flux.ready("HelmRelease", f"{name}-dev", 600)
    assert [one["status"] for one in release["status"]["history"]] == ["deployed"]
    inventory = {one["id"] for one in applied["status"]["inventory"]["entries"]}
    assert f"flux-system_{name}-dev_helm.toolkit.fluxcd.io_HelmRelease" in inventory
    # What Flux merges into one values.yaml renders what the files one after the other do.
    folder = platforms.folder(name, "gitops=flux", "private=false", f"name={name}")
    files = platforms.files_of(name, "dev", "gitops=flux", "private=false", f"name={name}")
    helm4 = tools.install("helm4")
    cluster = ("--kubeconfig", flux.api.kubeconfig, "--namespace", f"{name}-dev")
    meant = run(helm4, "template", name, folder, *files, *cluster, "--dry-run=server", "--no-hooks")
    held = run(helm4, "get", "manifest", name, *cluster)
    assert _differing(held, meant) == {}


def _by_name(text: str) -> dict[tuple[str, str], Object]:
    """Objects without helm-controller's own labels, and without the last line feed of each text.

    Helm trims the documents that a post-renderer gets, and the last text of a ConfigMap is the end of its document.
    """
    found = by_key(objects_of(text))
    for one in found.values():
        labels = one["metadata"].get("labels", {})
        kept = {key: labels[key] for key in labels if not key.startswith("helm.toolkit.fluxcd.io/")}
        one["metadata"]["labels"] = kept
        if one["kind"] == "ConfigMap":
            one["data"] = {key: text.removesuffix("\n") for key, text in one.get("data", {}).items()}
    return found


def _differing(held: str, meant: str) -> dict[tuple[str, str], tuple[Object | None, Object | None]]:
    left, right = _by_name(held), _by_name(meant)
    return {
        key: (left.get(key), right.get(key))
        for key in sorted({*left, *right})
        if left.get(key) != right.get(key)
    }


@pytest.mark.parametrize("name", platforms.NAMES)
def test_nothing_drifts_and_a_commit_that_changes_nothing_restarts_nothing(flux: Flux, name: str) -> None:
    before = flux.ready("HelmRelease", f"{name}-dev", 600)
    pods = _pods(flux, f"{name}-dev")
    again = flux.reconcile("HelmRelease", f"{name}-dev")
    assert again["status"]["history"] == before["status"]["history"]
    assert _drifted(flux, f"{name}-dev") == []
    (flux.repository(name) / "CONTRIBUTING.md").write_text("A word that is in the package.\n")
    after = flux.pushed("HelmRelease", f"{name}-dev", before["status"]["lastAttemptedRevision"])
    assert after["status"]["history"][0]["version"] == 2
    assert _pods(flux, f"{name}-dev") == pods


def _pods(flux: Flux, namespace: str) -> dict[str, str]:
    """Pods by name; those of CronJobs come and go."""
    return {
        pod["metadata"]["name"]: pod["metadata"]["uid"]
        for pod in flux.api.items(PODS.format(namespace))
        if not any(owner["kind"] == "Job" for owner in pod["metadata"].get("ownerReferences", []))
    }


def _drifted(flux: Flux, name: str) -> list[str]:
    """What helm-controller found other than its release has it."""
    events = flux.api.items("/api/v1/namespaces/flux-system/events")
    return [
        one["message"]
        for one in events
        if one["involvedObject"]["name"] == name and one["reason"] in ("DriftDetected", "DriftCorrected")
    ]


def test_what_somebody_changed_by_hand_is_changed_back_but_not_what_an_autoscaler_did(flux: Flux) -> None:
    name, namespace = "ecommerce-dev", "ecommerce-dev"
    before = flux.ready("HelmRelease", name, 600)
    values = flux.repository("ecommerce") / "values-dev.yaml"
    stated = yaml.safe_load(values.read_text())
    # dev has one pod of each, never two at once.
    stated["global"]["overrides"]["deployment"]["strategy"] = {"type": "RollingUpdate"}
    stated["product-service"] = {**stated.get("product-service", {}), **SCALED}
    values.write_text(yaml.safe_dump(stated))
    flux.pushed("HelmRelease", name, before["status"]["lastAttemptedRevision"])
    deployments = f"/apis/apps/v1/namespaces/{namespace}/deployments"
    scaled = flux.api.get(f"{deployments}/ecommerce-product-service")
    assert scaled["metadata"]["annotations"]["helm-blueprint/replicas"] == "live"
    for one, count in (("product-service", 4), ("order-service", 3)):
        flux.api.kubectl("-n", namespace, "scale", "deployment", f"ecommerce-{one}", f"--replicas={count}")
    flux.reconcile("HelmRelease", name)

    def replicas(one: str) -> int:
        count: int = flux.api.get(f"{deployments}/ecommerce-{one}")["spec"]["replicas"]
        return count

    eventually(lambda: "" if replicas("order-service") == 1 else "not changed back", 60)
    assert replicas("product-service") == 4


def test_a_job_that_is_gone_runs_again(flux: Flux) -> None:
    """So says docs/delivery.md of those that are cleared away a while after they ended."""
    flux.ready("HelmRelease", "devops-dev", 600)
    path = "/apis/batch/v1/namespaces/devops-dev/jobs"
    (job,) = flux.api.items(path)
    flux.api.kubectl("-n", "devops-dev", "delete", "job", job["metadata"]["name"])
    flux.reconcile("HelmRelease", "devops-dev")

    def complaint() -> str:
        found = [one["metadata"] for one in flux.api.items(path)]
        names = [one["name"] for one in found if one["uid"] != job["metadata"]["uid"]]
        return "" if names == [job["metadata"]["name"]] else f"there is {names}"

    eventually(complaint, 60)


@pytest.mark.parametrize("kind", ["HelmRelease", "Namespace"])
def test_what_leaves_git_goes_on_running(flux: Flux, kind: str) -> None:
    """Though the Kustomization prunes: a line that goes uninstalls nothing."""
    name = "iot-dev"
    flux.ready("HelmRelease", name, 600)
    pods = _pods(flux, name)
    file = flux.repository("iot") / "gitops/flux/dev/release.yaml"
    documents = [one for one in yaml.safe_load_all(file.read_text()) if one["kind"] != kind]
    file.write_text(yaml.safe_dump_all(documents))
    revision = flux.read("Kustomization", name)["status"]["lastAppliedRevision"]
    applied = flux.pushed("Kustomization", name, revision)
    assert not [one for one in applied["status"]["inventory"]["entries"] if one["id"].endswith(f"_{kind}")]
    assert flux.read("HelmRelease", name)["metadata"].get("deletionTimestamp") is None
    assert flux.api.get(f"/api/v1/namespaces/{name}")["status"]["phase"] == "Active"
    assert _pods(flux, name) == pods


def test_a_region_has_its_namespace_with_its_label_and_its_release(flux: Flux) -> None:
    """The cluster of the region is this one, reached by a kubeconfig as another one would be."""
    flux.sources.repositories["far"] = folder = platforms.folder("devops", *FAR)
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "eu", "namespace": "flux-system"},
        "stringData": {"value": _kubeconfig(flux.api)},
    }
    assert objects.apply(flux.api, secret, "flux-system") == []
    flux.api.kubectl("apply", "-f", str(folder / "gitops/flux/prod/release.yaml"))
    flux.ready("Kustomization", "far-prod-eu-namespace")
    labels = flux.api.get("/api/v1/namespaces/far")["metadata"]["labels"]
    stated = yaml.safe_load((folder / "gitops/flux/namespace/namespace.yaml").read_text())
    assert labels.items() >= stated["metadata"]["labels"].items()

    def complaint() -> str:
        flux.sources.look()
        found = flux.api.items("/api/v1/namespaces/far/secrets")
        names = [one["metadata"]["name"] for one in found]
        return (
            ""
            if "sh.helm.release.v1.far.v1" in names
            else f"no release: {flux.read('HelmRelease', 'far-prod-eu').get('status')}"
        )

    eventually(complaint, 120)
    # Its pods are many, and the promise is kept.
    flux.api.kubectl("-n", "flux-system", "delete", "helmrelease", "far-prod-eu", "--wait=false")


def _kubeconfig(api: Api) -> str:
    """With all that it names in itself: Flux takes no paths from strangers."""
    config = yaml.safe_load(api.kubeconfig.read_text())
    cluster = config["clusters"][0]["cluster"]
    cluster["certificate-authority-data"] = base64.b64encode(api.authority.read_bytes()).decode()
    del cluster["certificate-authority"]
    return str(yaml.safe_dump(config))
