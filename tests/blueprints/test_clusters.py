"""Platforms on every kind of cluster: names resolve under each policy, OpenShift takes the pods."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.blueprint.clusters import FACTS
from generator.core.data import value_at
from generator.edge.bundled import cluster_profiles
from tests.blueprints.network import Target, fits, lets_out
from tests.blueprints.openshift import pods_in, refusals_of
from tests.blueprints.platforms import NAMES, rendered, values

pytestmark = pytest.mark.helm
PROFILES = tuple(cluster_profiles())
CORE_DNS = {"k8s-app": "kube-dns"}
# Who answers, written down from the clouds' documentation (docs/clusters.md), not from the profiles.
RESOLVERS = {
    "generic": [
        Target(53, labels=CORE_DNS, namespace="kube-system"),
        Target(53, labels={"k8s-app": "node-local-dns"}, namespace="kube-system"),
        Target(53, "169.254.20.10"),
    ],
    "gke": [
        Target(53, labels=CORE_DNS, namespace="kube-system"),
        Target(53, labels={"k8s-app": "node-local-dns"}, namespace="kube-system"),
        Target(53, "169.254.20.10"),
        Target(53, "169.254.169.254"),
        Target(53, "34.118.224.10"),
    ],
    "eks": [Target(53, labels=CORE_DNS, namespace="kube-system")],
    "eks-auto": [Target(53, "172.20.0.10"), Target(53, "10.100.0.10"), Target(53, "10.0.31.7")],
    "aks": [Target(53, labels=CORE_DNS, namespace="kube-system"), Target(53, "169.254.10.11")],
    "openshift": [
        Target(5353, labels={"dns.operator.openshift.io/daemonset-dns": "default"}, namespace="openshift-dns")
    ],
    "k3s": [Target(53, labels=CORE_DNS, namespace="kube-system")],
}
# Agents read their node's disk: an account of theirs needs constraints of its own (docs/clusters.md).
OF_THE_NODE: set[str] = set()
EVERY = [(blueprint, profile) for profile in PROFILES for blueprint in NAMES]
SOME = [(NAMES[place % len(NAMES)], profile) for place, profile in enumerate(PROFILES)]
REST = [pytest.param(*case, marks=pytest.mark.long) for case in EVERY if case not in SOME]


def test_every_profile_has_its_resolvers_and_names_itself() -> None:
    assert set(RESOLVERS) == set(PROFILES)
    assert {name: profile.facts["profile"] for name, profile in cluster_profiles().items()} == {
        name: name for name in PROFILES
    }


def test_every_profile_states_every_fact() -> None:
    """One that said less would, in an environment, keep what the profile below it says."""
    facts = {name: set(profile.facts) for name, profile in cluster_profiles().items()}
    assert {name: keys ^ facts["generic"] for name, keys in facts.items()} == {name: set() for name in facts}


@pytest.mark.parametrize(("blueprint", "profile"), [*SOME, *REST])
def test_every_policy_lets_its_pods_resolve_names(blueprint: str, profile: str, helm3: Path) -> None:
    found = rendered(helm3, blueprint, "prod", f"cluster={profile}")
    policies = [one for one in found if one["kind"] == "NetworkPolicy" and one["spec"].get("egress")]
    assert policies
    targets = [one._replace(protocol=kind) for one in RESOLVERS[profile] for kind in ("UDP", "TCP")]
    deaf = [
        (one["metadata"]["name"], target)
        for one in policies
        for target in targets
        if not lets_out(one, target)
    ]
    assert deaf == []


@pytest.mark.parametrize("blueprint", NAMES)
def test_openshift_takes_the_pods_that_need_nothing_of_the_node(blueprint: str, helm4: Path) -> None:
    found = rendered(helm4, blueprint, "prod", "cluster=openshift")
    pods = {one["metadata"]["name"]: pod for one in found for pod in pods_in(one)}
    assert len(pods) > 10
    refused = {name: why for name, pod in pods.items() if (why := refusals_of(pod))}
    assert {name for name in refused if name not in OF_THE_NODE} == set(), refused


def test_other_clusters_keep_the_users_that_images_were_made_for(helm3: Path) -> None:
    """What the two tests above find none of is there elsewhere: they can fail."""
    refused = [
        why
        for one in rendered(helm3, "ecommerce", "prod", "cluster=gke")
        for pod in pods_in(one)
        for why in refusals_of(pod)
    ]
    assert {"pod: runAsUser", "pod: runAsGroup", "pod: fsGroup"} <= set(refused)
    openshift = Target(
        5353, labels={"dns.operator.openshift.io/daemonset-dns": "default"}, namespace="openshift-dns"
    )
    policies = [
        one for one in rendered(helm3, "ecommerce", "prod", "cluster=gke") if one["kind"] == "NetworkPolicy"
    ]
    assert not any(lets_out(one, openshift) for one in policies)
    assert not fits({"matchLabels": {"a": "b"}}, {})


def test_a_new_platform_states_the_facts_of_its_cluster() -> None:
    for name, profile in cluster_profiles().items():
        assert value_at(values("ecommerce", "values.yaml", f"cluster={name}"), FACTS) == profile.facts
