"""Platforms on every kind of cluster: names resolve under each policy, OpenShift takes the pods."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.blueprint.clusters import FACTS
from generator.core.data import value_at
from generator.edge.bundled import cluster_profiles
from tests.blueprints.openshift import pods_in, refusals_of
from tests.blueprints.platforms import NAMES, rendered, values
from tests.charts.support import Object
from tests.cluster.network import Pod, Port, allowed, selects

pytestmark = pytest.mark.helm
PROFILES = tuple(cluster_profiles())


def _pod(namespace: str, key: str, value: str) -> Pod:
    return Pod(value, {key: value}, {}, namespace)


def _address(ip: str) -> Pod:
    """Who answers at an address of the node, of a Service, of the cloud: no pod that a selector could select."""
    return Pod(ip, {}, {}, "outside", {"": ""}, ip)


CORE_DNS = _pod("kube-system", "k8s-app", "kube-dns")
NODE_LOCAL = _pod("kube-system", "k8s-app", "node-local-dns")
OPENSHIFT = _pod("openshift-dns", "dns.operator.openshift.io/daemonset-dns", "default")
# Who answers, written down from the clouds' documentation (docs/clusters.md), not from the profiles.
RESOLVERS = {
    "generic": [CORE_DNS, NODE_LOCAL, _address("169.254.20.10")],
    "gke": [
        CORE_DNS,
        NODE_LOCAL,
        *map(_address, ("169.254.20.10", "169.254.169.254", "34.118.224.10")),
    ],
    "eks": [CORE_DNS],
    "eks-auto": [_address(ip) for ip in ("172.20.0.10", "10.100.0.10", "10.0.31.7")],
    "aks": [CORE_DNS, _address("169.254.10.11")],
    "openshift": [OPENSHIFT],
    "k3s": [CORE_DNS],
}
PORT = {name: 5353 if name == "openshift" else 53 for name in RESOLVERS}
# Agents read their node's disk: an account of theirs needs constraints of its own (docs/clusters.md).
OF_THE_NODE: set[str] = set()
EVERY = [(blueprint, profile) for profile in PROFILES for blueprint in NAMES]
SOME = [(NAMES[place % len(NAMES)], profile) for place, profile in enumerate(PROFILES)]
REST = [pytest.param(*case, marks=pytest.mark.long) for case in EVERY if case not in SOME]


def resolves(policy: Object, answers: Pod, port: Port) -> bool:
    """Whether this policy alone lets a pod that it selects ask there."""
    labels = policy["spec"]["podSelector"].get("matchLabels", {})
    assert selects(policy["spec"]["podSelector"], labels)
    return allowed([policy], Pod("asks", labels, {}), answers, port)


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
    deaf = [
        (one["metadata"]["name"], answers.service, protocol)
        for one in policies
        for answers in RESOLVERS[profile]
        for protocol in ("UDP", "TCP")
        if not resolves(one, answers, Port(protocol, PORT[profile]))
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
    policies = [
        one for one in rendered(helm3, "ecommerce", "prod", "cluster=gke") if one["kind"] == "NetworkPolicy"
    ]
    assert not any(resolves(one, OPENSHIFT, Port("UDP", 5353)) for one in policies)


@pytest.mark.long
def test_a_new_platform_states_the_facts_of_its_cluster() -> None:
    for name, profile in cluster_profiles().items():
        assert value_at(values("ecommerce", "values.yaml", f"cluster={name}"), FACTS) == profile.facts
