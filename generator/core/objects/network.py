"""Which connections a change of an object opens, and which it closes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.core.data import MISSING, map_or_empty, value_at

if TYPE_CHECKING:
    from collections.abc import Iterator

NETWORK_POLICY: Final = "NetworkPolicy"
# Who may call whom, in words of meshes and network plugins: that it changes is all that is told.
OTHER_POLICIES: Final = frozenset({
    "AuthorizationPolicy", "PeerAuthentication", "Server", "ServerAuthorization", "NetworkAuthentication",
    "MeshTLSAuthentication", "CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy",
})  # fmt: skip
DOORS: Final = frozenset({"Ingress", "HTTPRoute", "GRPCRoute", "Gateway", "VirtualService"})
_OUTSIDE = ("LoadBalancer", "NodePort")
_DIRECTIONS = (("ingress", "from"), ("egress", "to"))


class Edges(NamedTuple):
    """Connections as people say them: `in from web on 8080/TCP`."""

    opened: tuple[str, ...]
    closed: tuple[str, ...]


def edges(kind: str, old: Any, new: Any) -> Edges:
    """What a changed object opens and closes; nothing where it has no say in it."""
    if kind == NETWORK_POLICY:
        before, after = (set(_allowed(one)) for one in (old, new))
    elif kind in DOORS:
        before, after = ({f"from outside by {host}" for host in _hosts(one)} for one in (old, new))
    elif kind == "Service":
        before, after = (set(_outside(one)) for one in (old, new))
    else:
        return Edges((), ())
    return Edges(tuple(sorted(after - before)), tuple(sorted(before - after)))


def _allowed(policy: Any) -> Iterator[str]:
    for direction, side in _DIRECTIONS:
        word = "in" if direction == "ingress" else "out"
        if not _is_limited(policy, direction):
            yield f"{word}: everything"
            continue
        for rule in value_at(policy, ("spec", direction)) or ():
            ports = _ports(map_or_empty(rule).get("ports") or ())
            for peer in map_or_empty(rule).get(side) or (None,):
                yield f"{word} {side} {_peer(peer)}{ports}"


def _is_limited(policy: Any, direction: str) -> bool:
    types = value_at(policy, ("spec", "policyTypes"))
    if isinstance(types, list):
        return any(str(one).lower() == direction for one in types)
    return direction == "ingress" or bool(value_at(policy, ("spec", "egress")))


def _ports(ports: Any) -> str:
    said = sorted(_port(one) for one in ports if isinstance(one, dict))
    return f" on {', '.join(said)}" if said else ""


def _port(one: dict[str, Any]) -> str:
    last = f"–{one['endPort']}" if "endPort" in one else ""
    return f"{one.get('port', 'any')}{last}/{one.get('protocol', 'TCP')}"


def _peer(peer: Any) -> str:
    if not isinstance(peer, dict) or not peer:
        return "everywhere"
    block = map_or_empty(peer.get("ipBlock"))
    if block:
        except_ = f" but {', '.join(map(str, block.get('except') or ()))}" if block.get("except") else ""
        return f"{block.get('cidr')}{except_}"
    pods, spaces = peer.get("podSelector", MISSING), peer.get("namespaceSelector", MISSING)
    said = "all pods" if pods in (MISSING, {}) else _selected(pods)
    return said if spaces is MISSING else f"{said} in {'all namespaces' if not spaces else _selected(spaces)}"


def _selected(selector: Any) -> str:
    """By its name, where that is all that is asked besides the release; else in full."""
    labels = map_or_empty(map_or_empty(selector).get("matchLabels"))
    rest = {key: value for key, value in labels.items() if key != "app.kubernetes.io/instance"}
    if map_or_empty(selector).get("matchExpressions"):
        return json.dumps(selector, sort_keys=True)
    if len(rest) == 1:
        return str(next(iter(rest.values())))
    return ", ".join(f"{key}={value}" for key, value in sorted(labels.items())) or "all"


def _hosts(door: Any) -> Iterator[str]:
    for rule in value_at(door, ("spec", "rules")) or ():
        if isinstance(rule, dict) and rule.get("host"):
            yield str(rule["host"])
    for host in value_at(door, ("spec", "hostnames")) or value_at(door, ("spec", "hosts")) or ():
        yield str(host)
    for listener in value_at(door, ("spec", "listeners")) or ():
        if isinstance(listener, dict):
            yield f"{listener.get('hostname', '*')}:{listener.get('port')}"


def _outside(service: Any) -> Iterator[str]:
    kind = value_at(service, ("spec", "type"))
    if kind in _OUTSIDE:
        for port in value_at(service, ("spec", "ports")) or ():
            yield f"from outside by {kind} on {map_or_empty(port).get('port')}"
