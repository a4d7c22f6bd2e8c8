"""What another name of an environment means in its clusters, and what GitOps has to be told before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.report.remains import commands, flavours, says
from generator.core.styled import Part, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.platform.file import Environment
    from generator.core.styled import Line
    from generator.core.values.model import ValuesModel

_PRESERVES = """'{"spec":{"syncPolicy":{"preserveResourcesOnDeletion":true}}}'"""


def renaming(model: ValuesModel, old: str, new: str) -> Iterator[Line]:
    """For each cluster what stays there, and for GitOps the commands that keep it running."""
    if model.platform is None:
        return
    releases = [one for one in model.platform.releases() if old in (one.name, one.region and one.inherits)]
    for one in releases:
        yield from _in_each_cluster(one, old, new)
    release = model.charts[1].name
    if "argocd" in flavours(model) and says(model, "argocd", b"preserveResourcesOnDeletion: true"):
        yield line(
            f"Argo CD makes an Application called after {new}; that of {old} goes, and nothing else, with:"
        )
        yield from commands(
            *((f"kubectl delete application {release}-{one.name} -n argocd", "") for one in releases)
        )
    elif "argocd" in flavours(model):
        yield line(
            f"Argo CD makes an Application called after {new}, and removes the one of {old} with what it "
            "deployed, unless it was told before:"
        )
        patch = f"kubectl patch applicationset {release} -n argocd --type merge -p {_PRESERVES}"
        yield from commands((patch, ""))
    if "flux" in flavours(model):
        yield line(
            f"Flux makes a HelmRelease called after {new}; that of {old} goes, and nothing else, with:"
        )
        yield from _of_flux(release, [one.name for one in releases], old)
        path = f"--source=GitRepository/<this repository> --path=./gitops/flux/{new} --prune"
        makes_itself = says(model, "flux", b"kind: Kustomization")
        yield from commands(
            (f"kubectl apply -f gitops/flux/{new}/release.yaml", "once it is pushed")
            if makes_itself
            else (f"flux create kustomization {release}-{new} {path}", "")
        )


def _in_each_cluster(one: Environment, old: str, new: str) -> Iterator[Line]:
    name = new + one.name.removeprefix(old)
    where = f"the namespace {one.namespace}" if one.namespace else "its namespace"
    for cluster in one.clusters or ("",):
        place = where + (f" of the cluster {cluster}" if cluster else "")
        yield line(
            Part(f"{name} is what {one.name} was: release, claims and Secrets stay in {place}.", "bold")
        )


def _of_flux(release: str, names: list[str], old: str) -> Iterator[Line]:
    yield from commands(
        (f"flux suspend kustomization {release}-{old}", "so that nothing is pruned"),
        *((f"flux suspend helmrelease {release}-{name}", "nor uninstalled") for name in names),
        (f"flux delete kustomization {release}-{old}", ""),
        *((f"flux delete helmrelease {release}-{name}", "") for name in names),
    )
