"""What an environment that goes leaves in its clusters, and the commands that remove it for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.styled import Part, line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.core.platform.file import Environment
    from generator.core.styled import Line
    from generator.core.values.model import ValuesModel

_UNKNOWN = "ITS-NAMESPACE"


def remains(model: ValuesModel, gone: Sequence[str]) -> list[Line]:
    """What these environments and regions leave when no file says anything of them any more."""
    if model.platform is None:
        return [one for name in gone for one in _in_cluster(model, name, "", _UNKNOWN)]
    return [
        one
        for release in model.platform.releases()
        if release.name in gone
        for one in (*_in_clusters(model, release), *_by_gitops(model, release))
    ]


def _in_clusters(model: ValuesModel, release: Environment) -> Iterator[Line]:
    for cluster in release.clusters or ("",):
        yield from _in_cluster(model, release.name, cluster, release.namespace or _UNKNOWN)


def _in_cluster(model: ValuesModel, name: str, cluster: str, namespace: str) -> Iterator[Line]:
    where = f"the namespace {namespace}" + (f" of the cluster {cluster}" if cluster else "")
    yield line(Part(f"What {name} has in {where} stays until somebody removes it:", "bold"))
    yield from commands(
        (
            f"helm uninstall {model.charts[1].name} -n {namespace}",
            "all but claims and your own Secrets",
        ),
        (f"kubectl delete pvc --all -n {namespace}", "the data"),
        (f"kubectl delete namespace {namespace}", "and everything that is left in it"),
    )


def _by_gitops(model: ValuesModel, release: Environment) -> Iterator[Line]:
    """What GitOps does by itself, which may be more than one wants."""
    name = f"{model.charts[1].name}-{release.name}"
    if "argocd" in flavours(model) and says(model, "argocd", b"preserveResourcesOnDeletion: true"):
        yield line("Argo CD keeps the Application and what it deployed, until somebody deletes both:")
        yield from commands((f"argocd app delete {name} --cascade", ""))
    elif "argocd" in flavours(model):
        yield line(
            "Argo CD removes the Application and what it deployed, but for claims and namespace, after:"
        )
        yield from commands(("kubectl apply -n argocd -f gitops/argocd/applicationset.yaml", ""))
    if "flux" in flavours(model) and says(model, "flux", b"kustomize.toolkit.fluxcd.io/prune: disabled"):
        yield line("Flux keeps the release, until somebody deletes it, which uninstalls:")
        yield from commands((f"flux delete helmrelease {name}", ""))
    elif "flux" in flavours(model):
        yield from _by_a_flux_that_prunes(model, release)


def _by_a_flux_that_prunes(model: ValuesModel, release: Environment) -> Iterator[Line]:
    if release.region:
        yield line("Flux uninstalls the release as soon as this is pushed; claims and namespace stay.")
        return
    keeps = f"kubectl annotate namespace {release.namespace} kustomize.toolkit.fluxcd.io/prune=disabled"
    yield line("Flux removes release and namespace, with the data, when its Kustomization goes:")
    yield from commands(
        (keeps, "keeps the namespace"),
        (f"flux delete kustomization {model.charts[1].name}-{release.name}", ""),
    )


def says(model: ValuesModel, flavour: str, text: bytes) -> bool:
    """Whether a file of a kind of GitOps has a text: what was generated long ago may not."""
    return any(text in data for path, data in model.tree.items() if path.parts[:2] == ("gitops", flavour))


def flavours(model: ValuesModel) -> set[str]:
    """The kinds of GitOps that deliver this platform."""
    return {path.parts[1] for path in model.tree if path.parts[0] == "gitops" and len(path.parts) > 2}


def commands(*pairs: tuple[str, str]) -> Iterator[Line]:
    """Commands to type, a line each, with what they do behind them."""
    width = max(len(command) for command, _ in pairs)
    for command, why in pairs:
        yield line(f"  {command.ljust(width)}  # {why}" if why else f"  {command}")
