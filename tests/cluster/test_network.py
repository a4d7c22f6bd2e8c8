"""The graph is computed as Kubernetes would enforce it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.network import ANY, Pod, Port, allowed, edges

WEB = Port("TCP", 80)
A = Pod("a", {"app": "a"}, {})
B = Pod("b", {"app": "b"}, {"http": WEB})
DENY = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
STRANGER = Pod("c", {"app": "a"}, {}, namespace="elsewhere")


def _policy(**spec: Any) -> dict[str, Any]:
    return {"spec": spec}


def _out(**rule: Any) -> dict[str, Any]:
    return _policy(podSelector={"matchLabels": {"app": "a"}}, policyTypes=["Egress"], egress=[rule])


def _into(**rule: Any) -> dict[str, Any]:
    return _policy(podSelector={"matchLabels": {"app": "b"}}, policyTypes=["Ingress"], ingress=[rule])


TO_B = {"podSelector": {"matchLabels": {"app": "b"}}}
FROM_A = {"podSelector": {"matchLabels": {"app": "a"}}}
CASES = [
    ("no policy opens everything", [], {WEB, ANY}),
    ("deny closes everything", [_policy(**DENY)], set()),
    ("one end is not enough", [_policy(**DENY), _out(to=[TO_B])], set()),
    (
        "both ends, no ports: all ports",
        [_policy(**DENY), _out(to=[TO_B]), _into(**{"from": [FROM_A]})],
        {WEB, ANY},
    ),
    (
        "the narrower end counts",
        [_policy(**DENY), _out(to=[TO_B], ports=[{"port": 80}]), _into(**{"from": [FROM_A]})],
        {WEB},
    ),
    (
        "a port by name",
        [_policy(**DENY), _out(to=[TO_B]), _into(**{"from": [FROM_A], "ports": [{"port": "http"}]})],
        {WEB},
    ),
    (
        "another protocol",
        [
            _policy(**DENY),
            _out(to=[TO_B], ports=[{"port": 80, "protocol": "UDP"}]),
            _into(**{"from": [FROM_A]}),
        ],
        {Port("UDP", 80)},
    ),
    (
        "a range",
        [_policy(**DENY), _out(ports=[{"port": 70, "endPort": 90}]), _into(**{"from": [FROM_A]})],
        {WEB, Port("TCP", 70)},
    ),
    (
        "public addresses are not the pods'",
        [
            _policy(**DENY),
            _out(to=[{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}}]),
            _into(**{"from": [FROM_A]}),
        ],
        set(),
    ),
]


@pytest.mark.parametrize(("policies", "ports"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_edges(policies: list[dict[str, Any]], ports: set[Port]) -> None:
    assert edges([A, B], policies).get(("a", "b"), set()) == ports


def test_a_peer_without_a_namespace_is_of_this_one() -> None:
    assert allowed([_into(**{"from": [FROM_A]})], A, B, WEB)
    assert not allowed([_into(**{"from": [FROM_A]})], STRANGER, B, WEB)
    assert allowed([_into(**{"from": [{"namespaceSelector": {}}]})], STRANGER, B, WEB)
