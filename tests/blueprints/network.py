"""NetworkPolicies, evaluated: which of them lets a pod reach what. After the API's documentation of networking.k8s.io/v1."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.charts.support import Object


class Target(NamedTuple):
    """Where a packet goes: to a pod (its labels, its namespace) or, without labels, to an address."""

    port: int
    address: str = ""
    labels: Mapping[str, str] = {}
    namespace: str = ""
    protocol: str = "UDP"


def fits(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Whether a label selector selects these labels; an empty one selects everything."""
    tests = {
        "In": lambda key, values: labels.get(key) in values,
        "NotIn": lambda key, values: labels.get(key) not in values,
        "Exists": lambda key, _: key in labels,
        "DoesNotExist": lambda key, _: key not in labels,
    }
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items()) and all(
        tests[one["operator"]](one["key"], one.get("values", []))
        for one in selector.get("matchExpressions", [])
    )


def lets_out(policy: Object, target: Target) -> bool:
    """Whether this policy alone lets the pods that it selects reach the target."""
    spec, own = policy["spec"], policy["metadata"]["namespace"]
    return any(
        _is_port(rule.get("ports", []), target) and _is_peer(rule.get("to", []), target, own)
        for rule in spec.get("egress", [])
    )


def _is_port(ports: list[dict[str, Any]], target: Target) -> bool:
    return not ports or any(
        one.get("protocol", "TCP") == target.protocol and one.get("port", target.port) == target.port
        for one in ports
    )


def _is_peer(peers: list[dict[str, Any]], target: Target, own: str) -> bool:
    return not peers or any(_is(one, target, own) for one in peers)


def _is(peer: dict[str, Any], target: Target, own: str) -> bool:
    if block := peer.get("ipBlock"):
        if not target.address:
            return False
        address = ip_address(target.address)
        return address in ip_network(block["cidr"]) and not any(
            address in ip_network(one) for one in block.get("except", [])
        )
    if target.address:
        return False
    there = {"kubernetes.io/metadata.name": target.namespace}
    is_there = (
        fits(peer["namespaceSelector"], there) if "namespaceSelector" in peer else target.namespace == own
    )
    return is_there and fits(peer.get("podSelector", {}), target.labels)
