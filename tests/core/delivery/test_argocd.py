"""The elements of the ApplicationSet: one for each release that has a cluster."""

from __future__ import annotations

from tests.core.delivery.small import THREE, all_delivered, delivered

FILE = "gitops/argocd/applicationset.yaml"
DEV = '          - {environment: dev, namespace: shop-dev, cluster: in-cluster, region: "", automatic: true, values: [dev]}\n'
PROD = (
    "          # Production moves when somebody presses Sync.\n"
    '          - {environment: prod, namespace: shop, cluster: in-cluster, region: "", automatic: false, values: [prod], project: live}\n'
)
DR = '          - {environment: dr, namespace: shop-dr, cluster: recovery, region: "", automatic: true, values: [prod, dr]}\n'
HEAD = "kind: ApplicationSet\nspec:\n  generators:\n    - list:\n        elements:\n"
TAIL = "  template: {} # mine\n"
SET = f"{HEAD}{DEV}{PROD}{DR}{TAIL}"


def test_what_is_up_to_date_stays_and_so_do_namespaces_of_people() -> None:
    assert delivered(FILE, SET) == {FILE: SET}
    moved = SET.replace("namespace: shop-dev", "namespace: elsewhere").replace("[dev]", "[dev] ")
    assert delivered(FILE, moved) == {FILE: moved}


def test_clusters_and_regions_are_those_of_platform_yaml() -> None:
    moved = THREE.replace("clusters: [recovery]", "clusters: [elsewhere]")
    assert delivered(FILE, SET, moved) == {FILE: SET.replace("cluster: recovery", "cluster: elsewhere")}
    assert delivered(FILE, SET.replace("cluster: in-cluster", "cluster: mine")) == {FILE: SET}
    # A key that somebody has taken out is not missed.
    bare = SET.replace("cluster: recovery, ", "")
    assert delivered(FILE, bare, moved) == {FILE: bare}


def test_platform_without_delivery_has_no_such_file() -> None:
    assert all_delivered({"README.md": "gitops\n"}) == {}


def test_new_environment_is_like_the_one_before_it() -> None:
    more = THREE.replace("  dr:", "  qa: {clusters: [lab]}\n  dr:")
    qa = '          - {environment: qa, namespace: qa, cluster: lab, region: "", automatic: false, values: [qa], project: live}\n'
    assert delivered(FILE, SET, more) == {FILE: f"{HEAD}{DEV}{PROD}{qa}{DR}{TAIL}"}


def test_environment_without_a_cluster_gets_no_element() -> None:
    assert delivered(FILE, SET, f"{THREE}  qa: {{namespace: qa}}\n") == {FILE: SET}


def test_environment_in_several_clusters_has_an_element_for_each() -> None:
    two = THREE.replace("shop, clusters: [in-cluster]", "shop, clusters: [eu, us]")
    element = '          - {environment: "prod-eu", namespace: shop, cluster: "eu", region: "eu", automatic: false, values: [prod]}\n'
    assert delivered(FILE, SET.replace(PROD, element), two) == {
        FILE: SET.replace(PROD, element + element.replace("eu", "us"))
    }
    # One that has the environment's own name is all that somebody wants.
    assert delivered(FILE, SET, two) == {FILE: SET}


def test_region_is_deployed_with_its_layer_in_its_cluster() -> None:
    regions = THREE.replace(
        "shop, clusters: [in-cluster]", "shop, clusters: [in-cluster], regions: {eu: {cluster: eu-1}}"
    )
    region = '          - {environment: prod-eu, namespace: shop, cluster: eu-1, region: "eu", automatic: false, values: [prod, prod-eu], project: live}\n'
    assert delivered(FILE, SET, regions) == {FILE: f"{HEAD}{DEV}{PROD}{region}{DR}{TAIL}"}


def test_cluster_that_becomes_a_region_keeps_its_element() -> None:
    one = THREE.replace("shop, clusters: [in-cluster]", "shop, clusters: [eu], regions: {eu: {}}")
    expected = SET.replace("values: [prod],", "values: [prod, prod-eu],").replace(
        'cluster: in-cluster, region: "", automatic: false', 'cluster: eu, region: "eu", automatic: false'
    )
    assert delivered(FILE, SET, one) == {FILE: expected}
    both = THREE.replace("shop, clusters: [in-cluster]", "shop, clusters: [eu, us], regions: {eu: {}}")
    placed = PROD.replace('cluster: in-cluster, region: ""', 'cluster: eu, region: "eu"')
    element = placed.replace("environment: prod", "environment: prod-eu")
    other = placed.splitlines(keepends=True)[1].replace("environment: prod", "environment: prod-us")
    other = other.replace('cluster: eu, region: "eu"', 'cluster: us, region: "us"')
    text = f"{HEAD}{DEV}{element}{other}{DR}{TAIL}"
    after = text.replace(element, element.replace("values: [prod],", "values: [prod, prod-eu],"))
    assert delivered(FILE, text, both) == {FILE: after}


def test_element_of_a_removed_environment_goes_with_its_file() -> None:
    fewer = THREE.replace("  dev: {namespace: shop-dev, clusters: [in-cluster]}\n", "")
    assert delivered(FILE, SET, fewer) == {FILE: f"{HEAD}{PROD}{DR}{TAIL}"}
    assert delivered(FILE, SET, fewer, "dev") == {FILE: SET}


def test_renamed_environment_keeps_its_element_and_those_of_its_regions() -> None:
    text = SET.replace("environment: prod,", "environment: prod-eu,").replace(
        'cluster: in-cluster, region: "", automatic: false', 'cluster: eu, region: "", automatic: false'
    )
    expected = text.replace("prod-eu", "live-eu").replace("[prod", "[live")
    other = (
        THREE.replace("prod:", "live:")
        .replace("inherits: prod", "inherits: live")
        .replace("shop, clusters: [in-cluster]", "shop, clusters: [eu]")
    )
    assert delivered(FILE, text, other, renamed={"prod": "live"}) == {FILE: expected}


def test_values_that_are_no_list_of_names_are_none_of_our_making() -> None:
    text = SET.replace("[dev]", "dev").replace("[prod]", "[1]").replace("[prod, dr]", "{}")
    assert delivered(FILE, text, "  qa: {clusters: [a]}\n") == {FILE: text}
