"""Which connections a change opens and closes, in words."""

from __future__ import annotations

from typing import Any

import pytest

from generator.core.objects.network import edges


def policy(**spec: Any) -> dict[str, Any]:
    return {"spec": spec}


def peer(**one: Any) -> dict[str, Any]:
    return policy(policyTypes=["Ingress"], ingress=[{"from": [one]}])


SHUT = policy(policyTypes=["Ingress"], ingress=[])


@pytest.mark.parametrize(
    ("open_", "said"),
    [
        (policy(policyTypes=["Ingress"], ingress=[{}]), "in from everywhere"),
        (peer(ipBlock={"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}), "in from 10.0.0.0/8 but 10.1.0.0/16"),
        (peer(ipBlock={"cidr": "10.0.0.0/8"}), "in from 10.0.0.0/8"),
        (peer(podSelector={}), "in from all pods"),
        (peer(namespaceSelector={}), "in from all pods in all namespaces"),
        (peer(namespaceSelector={"matchLabels": {"name": "a"}}), "in from all pods in a"),
        (
            peer(podSelector={"matchLabels": {"app.kubernetes.io/instance": "x", "app.kubernetes.io/name": "web"}}),
            "in from web",
        ),
        (peer(podSelector={"matchLabels": {"a": "b", "c": "d"}}), "in from a=b, c=d"),
        (
            peer(podSelector={"matchExpressions": [{"key": "a", "operator": "Exists"}]}),
            'in from {"matchExpressions": [{"key": "a", "operator": "Exists"}]}',
        ),
        (
            policy(ingress=[{"from": [{"podSelector": {}}], "ports": [{"port": 1, "endPort": 9, "protocol": "UDP"}, {}]}]),
            "in from all pods on 1–9/UDP, any/TCP",
        ),
    ],
)  # fmt: skip
def test_who_is_let_in_is_said_as_people_say_it(open_: dict[str, Any], said: str) -> None:
    assert edges("NetworkPolicy", SHUT, open_).opened[0] == said
    assert edges("NetworkPolicy", open_, SHUT).closed[0] == said


def test_what_limits_no_way_out_lets_everything_out() -> None:
    limited = policy(policyTypes=["Ingress", "Egress"], egress=[{"to": [{"podSelector": {}}]}])
    assert edges("NetworkPolicy", limited, policy(policyTypes=["Ingress"])).opened == ("out: everything",)
    assert edges("NetworkPolicy", policy(egress=[{}]), policy()).closed == ("out to everywhere",)


def test_other_objects_have_no_say() -> None:
    assert edges("ConfigMap", {"data": 1}, {"data": 2}) == ((), ())
    routed = [{"spec": {"hosts": [one]}} for one in ("a.io", "b.io")]
    assert edges("VirtualService", *routed) == (("from outside by b.io",), ("from outside by a.io",))
