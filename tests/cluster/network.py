"""Who can reach whom, by the NetworkPolicies of a namespace. Pure: objects in, edges out."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Object = dict[str, Any]


class Port(NamedTuple):
    protocol: str
    number: int


# No platform states it: whoever may reach it may reach everything.
ANY = Port("TCP", 4)


@dataclass(frozen=True)
class Pod:
    """What policies see of a pod."""

    service: str
    labels: Mapping[str, str]
    ports: Mapping[str, Port]
    namespace: str = "own"
    namespace_labels: Mapping[str, str] | None = None
    ip: str = "10.64.0.7"


def edges(pods: Sequence[Pod], policies: Sequence[Object]) -> dict[tuple[str, str], set[Port]]:
    """Every pair of services of which the one may reach the other, and at which ports."""
    found: dict[tuple[str, str], set[Port]] = {}
    named = _ports_of(policies)
    for callee in pods:
        candidates = {ANY, *named, *callee.ports.values()}
        for caller in pods:
            open_ports = {port for port in candidates if allowed(policies, caller, callee, port)}
            if open_ports:
                found.setdefault((caller.service, callee.service), set()).update(open_ports)
    return found


def allowed(policies: Iterable[Object], caller: Pod, callee: Pod, port: Port) -> bool:
    """Policies hold in their own namespace ("own"); both ends must agree."""
    listed = list(policies)
    leaves = _rules(listed, "egress", caller)
    enters = _rules(listed, "ingress", callee)
    return (
        leaves is None
        or any(_matches_peer(rule.get("to"), callee) and _matches_port(rule, callee, port) for rule in leaves)
    ) and (
        enters is None
        or any(
            _matches_peer(rule.get("from"), caller) and _matches_port(rule, callee, port) for rule in enters
        )
    )


def _rules(policies: Sequence[Object], way: str, pod: Pod) -> list[Object] | None:
    """The rules of all policies that govern a pod; None when none does, and everything is open."""
    governing = [
        policy["spec"]
        for policy in policies
        if pod.namespace == "own"
        and way.capitalize() in _types(policy["spec"])
        and selects(policy["spec"].get("podSelector"), pod.labels)
    ]
    return [rule for spec in governing for rule in spec.get(way) or []] if governing else None


def _types(spec: Object) -> Sequence[str]:
    stated: list[str] = spec.get("policyTypes") or ["Ingress", *(["Egress"] if "egress" in spec else [])]
    return stated


def selects(selector: Object | None, labels: Mapping[str, str]) -> bool:
    """A label selector; an empty one selects everything, none at all nothing."""
    if selector is None:
        return False
    if any(labels.get(key) != value for key, value in (selector.get("matchLabels") or {}).items()):
        return False
    return all(_holds(expression, labels) for expression in selector.get("matchExpressions") or [])


def _holds(expression: Object, labels: Mapping[str, str]) -> bool:
    key, operator = expression["key"], expression["operator"]
    if operator == "Exists":
        return key in labels
    if operator == "DoesNotExist":
        return key not in labels
    inside = labels.get(key) in expression["values"] and key in labels
    return inside if operator == "In" else not inside


def _matches_peer(peers: Sequence[Object] | None, pod: Pod) -> bool:
    return not peers or any(_is_peer(peer, pod) for peer in peers)


def _is_peer(peer: Object, pod: Pod) -> bool:
    if "ipBlock" in peer:
        address = ipaddress.ip_address(pod.ip)
        block = peer["ipBlock"]
        inside = address in ipaddress.ip_network(block["cidr"])
        return inside and not any(address in ipaddress.ip_network(cidr) for cidr in block.get("except") or [])
    if "namespaceSelector" in peer:
        labels = pod.namespace_labels or {"kubernetes.io/metadata.name": pod.namespace}
        if not selects(peer["namespaceSelector"], labels):
            return False
    elif pod.namespace != "own":
        return False
    return selects(peer["podSelector"], pod.labels) if "podSelector" in peer else True


def _matches_port(rule: Object, callee: Pod, port: Port) -> bool:
    ports = rule.get("ports")
    return not ports or any(_is_port(each, callee, port) for each in ports)


def _is_port(given: Object, callee: Pod, port: Port) -> bool:
    if given.get("protocol", "TCP") != port.protocol:
        return False
    number: int | str | None = given.get("port")
    if number is None:
        return True
    if isinstance(number, str):
        return callee.ports.get(number) == port
    last: int = given.get("endPort", number)
    return number <= port.number <= last


def _ports_of(policies: Iterable[Object]) -> set[Port]:
    rules = [
        rule for policy in policies for way in ("ingress", "egress") for rule in policy["spec"].get(way) or []
    ]
    return {
        Port(port.get("protocol", "TCP"), port["port"])
        for rule in rules
        for port in rule.get("ports") or []
        if isinstance(port.get("port"), int)
    }


def pod_of(service: str, template: Object, namespace: str) -> Pod:
    """The pod that a template makes in the namespace of the policies, which has this name."""
    spec = template["spec"]
    containers = [*spec["containers"], *spec.get("initContainers", [])]
    ports = {
        port.get("name", str(port["containerPort"])): Port(port.get("protocol", "TCP"), port["containerPort"])
        for container in containers
        for port in container.get("ports", [])
    }
    named = {"kubernetes.io/metadata.name": namespace}
    return Pod(service, template["metadata"].get("labels", {}), ports, namespace_labels=named)
