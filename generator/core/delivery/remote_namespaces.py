"""Flux: the namespaces of releases in clusters that it reaches from elsewhere.

A HelmRelease with a kubeConfig makes its namespace there without labels, so each has a Kustomization beside
it, `<release>-namespace`, that puts gitops/flux/namespace there.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.data import MISSING
from generator.core.delivery.documents import statement, with_statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.delivery.releases import Delivered
    from generator.core.paths import KeyPath

_FILE = PurePosixPath("gitops/flux/namespace/namespace.yaml")
_NAME: KeyPath = ("metadata", "name")
_SOURCE: KeyPath = ("spec", "chart", "spec", "sourceRef", "name")
_CHART: KeyPath = ("spec", "chart", "spec", "chart")
_TARGET: KeyPath = ("spec", "targetNamespace")
CLUSTER: KeyPath = ("spec", "kubeConfig", "secretRef", "name")
_SUFFIX = "-namespace"
_KUSTOMIZATION = """\
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: "{name}"
  namespace: flux-system
spec:
  sourceRef: {{kind: GitRepository, name: {source}}}
  path: ./{home}gitops/flux/namespace
  interval: 10m
  prune: false
  kubeConfig: {{secretRef: {{name: "{cluster}"}}}}
  postBuild: {{substitute: {{namespace: "{namespace}"}}}}
"""


def makes_namespace(document: str) -> bool:
    """Whether it is a Kustomization that makes the namespace of a release."""
    return (
        statement(document, ("kind",)) == "Kustomization"
        and str(statement(document, _NAME)).endswith(_SUFFIX)
        and statement(document, CLUSTER) is not MISSING
    )


def chart_prefix(release: str) -> str:
    """Where a HelmRelease has its chart in the repository, before the names of files: "shop/", or nothing."""
    chart = statement(release, _CHART)
    place = PurePosixPath(chart) if isinstance(chart, str) else PurePosixPath()
    return f"{place}/" if place.parts else ""


def with_their_releases(documents: Sequence[str]) -> list[str]:
    """The documents without Kustomizations that make the namespace of a release that is there no more."""
    names = {statement(one, _NAME) for one in documents if not makes_namespace(one)}
    return [
        one
        for one in documents
        if not makes_namespace(one) or str(statement(one, _NAME)).removesuffix(_SUFFIX) in names
    ]


def with_namespace(documents: Sequence[str], place: int, delivered: Delivered, file: str) -> list[str]:
    """The documents with the Kustomization that makes the namespace of the release at `place`.

    None comes where Flux reaches no other cluster for it, or the platform has not what it would put there.
    """
    release = documents[place]
    name, cluster, namespace = (
        f"{statement(release, _NAME)}{_SUFFIX}",
        statement(release, CLUSTER),
        statement(release, _TARGET),
    )
    for at, one in enumerate(documents):
        if makes_namespace(one) and statement(one, _NAME) == name:
            return [*documents[:at], with_statements(one, {CLUSTER: cluster}, file), *documents[at + 1 :]]
    if cluster is MISSING or _FILE not in delivered.tree or not isinstance(namespace, str):
        return list(documents)
    new = _KUSTOMIZATION.format(
        name=name,
        source=statement(release, _SOURCE),
        home=chart_prefix(release),
        cluster=cluster,
        namespace=namespace,
    )
    return [*documents[:place], new, *documents[place:]]
