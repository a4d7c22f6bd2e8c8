"""gitops/flux/<environment>/release.yaml: a HelmRelease for each release of the environment."""

from __future__ import annotations

from tests.core.delivery.small import THREE, all_delivered

HEAD = """\
# The {name} environment with Flux: --path=./gitops/flux/{name}, shop-{name}, {name}-shop
kind: Namespace
metadata:
  name: {namespace} # mine
---
kind: GitRepository
metadata:
  name: shop-{name}
spec:
  url: https://git.example.com/mine.git # ours
"""
RELEASE = """\
---
kind: HelmRelease
metadata:
  name: "shop-{name}"
spec:
  targetNamespace: {namespace}
  storageNamespace: {namespace}
  chart:
    spec:
      sourceRef: {{kind: GitRepository, name: shop-{environment}}}
      valuesFiles: [{chain}]
{region}  interval: 10m # mine
"""
REGION = """\
  kubeConfig: {{secretRef: {{name: "{name}"}}}} # a Secret
  values: {{global: {{region: "{name}"}}}}
"""


def file(name: str, namespace: str, *chain: str, releases: str = "") -> str:
    head = HEAD.replace("{name}", name).replace("{namespace}", namespace)
    return head + (releases or release(name, name, namespace, *chain))


def release(name: str, environment: str, namespace: str, *chain: str, region: str = "") -> str:
    files = ", ".join(["values.yaml", *(f"values-{one}.yaml" for one in chain)])
    where = REGION.format(name=region) if region else ""
    return RELEASE.format(name=name, environment=environment, namespace=namespace, chain=files, region=where)


def path(name: str) -> str:
    return f"gitops/flux/{name}/release.yaml"


FILES = {
    path("dev"): file("dev", "shop-dev", "dev"),
    path("prod"): file("prod", "shop", "prod"),
    path("dr"): file("dr", "shop-dr", "prod", "dr"),
}


def test_what_is_up_to_date_stays_byte_by_byte() -> None:
    assert all_delivered(FILES) == FILES


def test_new_environment_gets_the_file_of_its_neighbour_with_its_names() -> None:
    more = THREE.replace("  dr:", "  qa: {namespace: lab, clusters: [in-cluster]}\n  dr:")
    text = file("qa", "lab", "qa").replace("qa-shop", "prod-shop")
    assert all_delivered(FILES, more) == {**FILES, path("qa"): text}
    # What it inherits from is nearer than what stands before it.
    more = f"{THREE}  qa: {{inherits: dev, namespace: lab, clusters: [in-cluster]}}\n"
    text = file("qa", "lab", "dev", "qa").replace("qa-shop", "dev-shop")
    assert all_delivered(FILES, more) == {**FILES, path("qa"): text}


def test_environment_without_a_cluster_or_without_a_neighbour_gets_none() -> None:
    assert all_delivered(FILES, f"{THREE}  qa: {{namespace: lab}}\n") == FILES
    assert all_delivered({path("dev"): "kind: Kustomization\n"}) == {}


def test_file_of_a_removed_environment_goes_with_its_values() -> None:
    fewer = THREE.replace("  dev: {namespace: shop-dev, clusters: [in-cluster]}\n", "")
    assert all_delivered(FILES, fewer) == {**FILES, path("dev"): None}
    assert all_delivered(FILES, fewer, "dev") == FILES


def test_chain_follows_what_an_environment_inherits() -> None:
    other = THREE.replace("inherits: prod", "inherits: dev")
    assert all_delivered(FILES, other) == {**FILES, path("dr"): file("dr", "shop-dr", "dev", "dr")}


def test_region_gets_a_release_with_its_layer_in_its_cluster() -> None:
    regions = THREE.replace(
        "shop, clusters: [in-cluster]", "shop, clusters: [in-cluster], regions: {eu: {cluster: eu-1}}"
    )
    new = release("prod-eu", "prod", "shop", "prod", "prod-eu")
    new += "  kubeConfig:\n    secretRef:\n      name: eu-1\n  values:\n    global:\n      region: eu\n"
    assert all_delivered(FILES, regions) == {**FILES, path("prod"): FILES[path("prod")] + new}
    cut = FILES[path("prod")].removesuffix("\n")
    without_end = {**FILES, path("prod"): cut}
    assert all_delivered(without_end, regions) == {**FILES, path("prod"): f"{cut}\n{new}".removesuffix("\n")}


def test_region_that_is_like_another_one_and_one_that_goes() -> None:
    def prod(*names: str) -> str:
        releases = (
            release(f"prod-{one}", "prod", "shop", "prod", f"prod-{one}", region=one) for one in names
        )
        return file("prod", "shop", releases="".join(releases))

    two = THREE.replace("shop, clusters: [in-cluster]", "shop, regions: {eu: {}, us: {}}")
    both = {**FILES, path("prod"): prod("eu", "us")}
    assert all_delivered(both, two) == both
    assert all_delivered({**FILES, path("prod"): prod("eu")}, two) == both
    one = THREE.replace("shop, clusters: [in-cluster]", "shop, regions: {eu: {}}")
    assert all_delivered(both, one) == {**FILES, path("prod"): prod("eu")}
    # An environment that is made like one of regions is in none.
    more = one.replace("  dr:", "  qa: {namespace: qa, clusters: [in-cluster]}\n  dr:")
    kept = {**FILES, path("prod"): prod("eu")}
    assert all_delivered(kept, more) == {
        **kept, path("qa"): file("qa", "qa", "qa").replace("qa-shop", "prod-shop"),
    }  # fmt: skip


def test_clusters_that_are_no_regions_keep_their_releases() -> None:
    releases = "".join(release(f"prod-{one}", "prod", "shop", "prod", region=one) for one in ("eu", "us"))
    files = {**FILES, path("prod"): file("prod", "shop", releases=releases)}
    two = THREE.replace("shop, clusters: [in-cluster]", "shop, clusters: [eu, us]")
    assert all_delivered(files, two) == files
    one = two.replace("[eu, us]", "[eu, us], regions: {us: {}}")
    after = releases[::-1].replace(
        "values-prod.yaml]"[::-1], "values-prod.yaml, values-prod-us.yaml]"[::-1], 1
    )[::-1]
    assert all_delivered(files, one) == {**FILES, path("prod"): file("prod", "shop", releases=after)}


def test_cluster_that_becomes_the_only_region_keeps_its_release() -> None:
    one = THREE.replace("shop, clusters: [in-cluster]", "shop, clusters: [eu], regions: {eu: {}}")
    after = file("prod", "shop", "prod", "prod-eu")
    assert all_delivered(FILES, one) == {**FILES, path("prod"): after}


def test_renamed_environment_takes_its_file_along() -> None:
    other = THREE.replace("dev:", "lab:")
    text = file("lab", "shop-dev", "lab").replace("lab-shop", "dev-shop")
    rest = {one: text for one, text in FILES.items() if one != path("dev")}
    assert all_delivered(FILES, other, renamed={"dev": "lab"}) == {
        **rest,
        path("dev"): None,
        path("lab"): text,
    }


def test_file_that_people_keep_stays() -> None:
    mine = {one: f"# helm-blueprint:ignore stale\n{text}" for one, text in FILES.items()}
    assert all_delivered(mine, THREE.replace("inherits: prod", "inherits: dev")) == {}
    broken = {**FILES, path("dev"): "a: [\n"}
    assert all_delivered(broken) == {one: text for one, text in FILES.items() if one != path("dev")}


SYNC = """\
---
kind: Kustomization
metadata:
  name: shop-{name}
spec:
  sourceRef: {kind: GitRepository, name: shop-{name}}
  path: ./platforms/gitops/flux/{name}
"""
NAMESPACE = "gitops/flux/namespace/namespace.yaml"


def in_folder(name: str, namespace: str, *chain: str) -> str:
    """A file as it is made today, of a platform in a folder of its repository."""
    kept, own = HEAD.replace("{name}", name).replace("{namespace}", namespace), SYNC.replace("{name}", name)
    made = release(name, name, namespace, *chain).replace("values", "platforms/values")
    made = made.replace("platforms/valuesFiles", "valuesFiles")
    return kept + own + made.replace("    spec:\n", "    spec:\n      chart: ./platforms\n")


IN_FOLDER = {
    path("dev"): in_folder("dev", "shop-dev", "dev"),
    path("prod"): in_folder("prod", "shop", "prod"),
    path("dr"): in_folder("dr", "shop-dr", "prod", "dr"),
}


def test_platform_in_a_folder_names_its_files_from_the_repository() -> None:
    assert all_delivered(IN_FOLDER) == IN_FOLDER
    other = THREE.replace("inherits: prod", "inherits: dev")
    assert all_delivered(IN_FOLDER, other) == {
        **IN_FOLDER,
        path("dr"): in_folder("dr", "shop-dr", "dev", "dr"),
    }
    fewer = "".join(THREE.splitlines(keepends=True)[1:])
    assert all_delivered(IN_FOLDER, fewer) == {**IN_FOLDER, path("dev"): None}


def test_environment_syncs_itself_under_its_new_name_or_that_of_a_new_one() -> None:
    qa = in_folder("qa", "lab", "qa").replace("qa-shop", "prod-shop")
    more = THREE.replace("  dr:", "  qa: {namespace: lab, clusters: [in-cluster]}\n  dr:")
    assert all_delivered(IN_FOLDER, more)[path("qa")] == qa
    lab = in_folder("lab", "shop-dev", "lab").replace("lab-shop", "dev-shop")
    assert all_delivered(IN_FOLDER, THREE.replace("dev:", "lab:"), renamed={"dev": "lab"})[path("lab")] == lab


def test_namespace_of_a_region_is_made_in_its_cluster_and_goes_with_it() -> None:
    regions = THREE.replace(
        "shop, clusters: [in-cluster]", "shop, clusters: [in-cluster], regions: {eu: {cluster: eu-1}}"
    )
    files = {**IN_FOLDER, NAMESPACE: "kind: Namespace\n"}
    with_region = all_delivered(files, regions)
    made = with_region[path("prod")]
    assert made is not None
    namespace = """\
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: "shop-prod-eu-namespace"
  namespace: flux-system
spec:
  sourceRef: {kind: GitRepository, name: shop-prod}
  path: ./platforms/gitops/flux/namespace
  interval: 10m
  prune: false
  kubeConfig: {secretRef: {name: "eu-1"}}
  postBuild: {substitute: {namespace: "shop"}}
"""
    assert made.count(namespace) == 1
    there = {one: text for one, text in with_region.items() if text} | {NAMESPACE: "kind: Namespace\n"}
    assert all_delivered(there, regions) == with_region
    # Another cluster is platform.yaml's to say, for the release and for its namespace.
    moved = all_delivered(there, regions.replace("eu-1", "eu-2"))[path("prod")]
    assert moved == made.replace("eu-1", "eu-2")
    assert all_delivered(there) == IN_FOLDER
    # A new environment that is made like one of a region gets no namespace elsewhere.
    only = (
        regions.replace("clusters: [in-cluster], regions", "regions")
        + "  qa: {inherits: prod, clusters: [a]}\n"
    )
    qa = all_delivered(there, only)[path("qa")]
    assert qa is not None
    assert "-namespace" not in qa
