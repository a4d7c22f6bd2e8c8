from pathlib import PurePosixPath

import pytest

from generator.core.report.remains import remains
from generator.core.values.model import load_values
from tests.small_platform import PLATFORM, foreign_umbrella, small_platform

TEXT = PLATFORM.replace(
    "{namespace: shop}", "{namespace: shop, clusters: [a, b], regions: {eu: {cluster: b}}}"
)
ARGO = PurePosixPath("gitops/argocd/applicationset.yaml")
FLUX = PurePosixPath("gitops/flux/prod/release.yaml")


def of(*gone: str, extra: PurePosixPath | None = None, says: bytes = b"") -> list[str]:
    tree = dict(small_platform(**{"platform.yaml": TEXT, "values-prod-eu.yaml": ""}))
    if extra:
        tree[extra] = says
    return [one.text for one in remains(load_values(tree), gone)]


def test_each_cluster_of_each_region_is_told() -> None:
    commands = [
        "  helm uninstall shop -n shop       # all but claims and your own Secrets",
        "  kubectl delete pvc --all -n shop  # the data",
        "  kubectl delete namespace shop     # and everything that is left in it",
    ]
    assert of("prod", "prod-eu") == [
        "What prod has in the namespace shop of the cluster a stays until somebody removes it:",
        *commands,
        "What prod-eu has in the namespace shop of the cluster b stays until somebody removes it:",
        *commands,
    ]
    assert of("dev")[0] == "What dev has in the namespace shop-dev stays until somebody removes it:"


@pytest.mark.parametrize(
    ("file", "name", "expected"),
    [
        (
            ARGO,
            "prod",
            [
                "Argo CD removes the Application and what it deployed, but for claims and namespace, after:",
                "  kubectl apply -n argocd -f gitops/argocd/applicationset.yaml",
            ],
        ),
        (
            FLUX,
            "prod-eu",
            ["Flux uninstalls the release as soon as this is pushed; claims and namespace stay."],
        ),
        (
            FLUX,
            "prod",
            [
                "Flux removes release and namespace, with the data, when its Kustomization goes:",
                "  kubectl annotate namespace shop kustomize.toolkit.fluxcd.io/prune=disabled  # keeps the namespace",
                "  flux delete kustomization shop-prod",
            ],
        ),
    ],
)
def test_what_gitops_does_by_itself_is_told(file: PurePosixPath, name: str, expected: list[str]) -> None:
    assert of(name, extra=file)[4:] == expected


def test_gitops_that_keeps_what_it_deployed_is_told_to_delete_it() -> None:
    assert of("prod-eu", extra=ARGO, says=b"{preserveResourcesOnDeletion: true}")[4:] == [
        "Argo CD keeps the Application and what it deployed, until somebody deletes both:",
        "  argocd app delete shop-prod-eu --cascade",
    ]
    assert of("prod", extra=FLUX, says=b"{kustomize.toolkit.fluxcd.io/prune: disabled}")[4:] == [
        "Flux keeps the release, until somebody deletes it, which uninstalls:",
        "  flux delete helmrelease shop-prod",
    ]


def test_where_a_foreign_environment_runs_is_not_known() -> None:
    assert [one.text for one in remains(load_values(foreign_umbrella()), ["dev"])][:2] == [
        "What dev has in the namespace ITS-NAMESPACE stays until somebody removes it:",
        "  helm uninstall theirs -n ITS-NAMESPACE     # all but claims and your own Secrets",
    ]
