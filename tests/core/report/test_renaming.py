from pathlib import PurePosixPath

from generator.core.report.renaming import renaming
from generator.core.values.model import load_values
from tests.small_platform import PLATFORM, foreign_umbrella, small_platform

TEXT = PLATFORM.replace("{namespace: shop}", "{namespace: shop, clusters: [a], regions: {eu: {cluster: b}}}")


def of(*extra: str, says: bytes = b"") -> list[str]:
    tree = dict(small_platform(**{"platform.yaml": TEXT, "values-prod-eu.yaml": ""}))
    tree |= {PurePosixPath(path): says for path in extra}
    return [one.text for one in renaming(load_values(tree), "prod", "live")]


STAYS = [
    "live is what prod was: release, claims and Secrets stay in the namespace shop of the cluster a.",
    "live-eu is what prod-eu was: release, claims and Secrets stay in the namespace shop of the cluster b.",
]


def test_in_each_cluster_everything_stays() -> None:
    assert of() == STAYS
    dev = small_platform(**{"platform.yaml": PLATFORM.replace("{namespace: shop-dev}", "{}")})
    assert [one.text for one in renaming(load_values(dev), "dev", "x")] == [
        "x is what dev was: release, claims and Secrets stay in its namespace."
    ]
    assert list(renaming(load_values(foreign_umbrella()), "dev", "x")) == []


def test_argo_cd_is_told_to_keep_what_runs() -> None:
    assert of("gitops/argocd/applicationset.yaml")[2:] == [
        (
            "Argo CD makes an Application called after live, and removes the one of prod with what it deployed, "
            "unless it was told before:"
        ),
        """  kubectl patch applicationset shop -n argocd --type merge -p '{"spec":{"syncPolicy":{"preserveResourcesOnDeletion":true}}}'""",
    ]


def test_flux_is_told_to_keep_what_runs() -> None:
    assert of("gitops/flux/prod/release.yaml")[2:] == [
        "Flux makes a HelmRelease called after live; that of prod goes, and nothing else, with:",
        "  flux suspend kustomization shop-prod   # so that nothing is pruned",
        "  flux suspend helmrelease shop-prod     # nor uninstalled",
        "  flux suspend helmrelease shop-prod-eu  # nor uninstalled",
        "  flux delete kustomization shop-prod",
        "  flux delete helmrelease shop-prod",
        "  flux delete helmrelease shop-prod-eu",
        "  flux create kustomization shop-live --source=GitRepository/<this repository> --path=./gitops/flux/live --prune",
    ]


def test_gitops_that_keeps_what_it_deployed_forgets_the_old_name() -> None:
    assert of("gitops/argocd/applicationset.yaml", says=b"{preserveResourcesOnDeletion: true}")[2:] == [
        "Argo CD makes an Application called after live; that of prod goes, and nothing else, with:",
        "  kubectl delete application shop-prod -n argocd",
        "  kubectl delete application shop-prod-eu -n argocd",
    ]
    flux = of("gitops/flux/prod/release.yaml", says=b"kind: Kustomization")
    assert flux[-1] == "  kubectl apply -f gitops/flux/live/release.yaml  # once it is pushed"
