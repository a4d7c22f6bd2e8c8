"""Who gets in, as Istio and Linkerd decide it from their policies. Pure: objects in, yes or no out.

Istio: https://istio.io/latest/docs/reference/config/security/authorization-policy and …/peer_authentication;
Linkerd: https://linkerd.io/2/reference/authorization-policy.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.charts.support import Object


class Caller(NamedTuple):
    """Who asks. `account` is empty where there is no proxy: then a mesh knows the address alone."""

    namespace: str
    account: str
    ip: str = "10.64.0.9"


class Asked(NamedTuple):
    """What is asked for: the pods' labels, the port of the container, the path."""

    labels: Mapping[str, str]
    port: int
    path: str = "/"
    method: str = "GET"


def istio_admits(found: Iterable[Object], caller: Caller, asked: Asked) -> bool:
    """In a namespace whose own PeerAuthentication is STRICT."""
    own = [each for each in found if each["apiVersion"] == "security.istio.io/v1" and _selects(each, asked)]
    modes = [
        each["spec"].get("portLevelMtls", {}).get(str(asked.port), {}).get("mode")
        for each in own
        if each["kind"] == "PeerAuthentication"
    ]
    if not caller.account and "PERMISSIVE" not in modes:
        return False
    policies = [each["spec"] for each in own if each["kind"] == "AuthorizationPolicy"]
    rules = [rule for policy in policies for rule in policy.get("rules", [])]
    return not policies or any(_rule(rule, caller, asked) for rule in rules)


def _selects(each: Object, asked: Asked) -> bool:
    selector = each["spec"].get("selector", {}).get("matchLabels", {})
    return bool(selector) and selector.items() <= asked.labels.items()


def _rule(rule: Object, caller: Caller, asked: Asked) -> bool:
    sources = [each["source"] for each in rule.get("from", [])]
    operations = [each["operation"] for each in rule.get("to", [])]
    return (not sources or any(_source(each, caller) for each in sources)) and (
        not operations or any(_operation(each, asked) for each in operations)
    )


def _source(source: Object, caller: Caller) -> bool:
    principal = f"cluster.local/ns/{caller.namespace}/sa/{caller.account}" if caller.account else ""
    namespace = caller.namespace if caller.account else ""  # what is not known is compared as empty
    tests = {
        "principals": lambda given: principal in given or bool(principal and "*" in given),
        "notPrincipals": lambda given: not (principal in given or (principal and "*" in given)),
        "namespaces": lambda given: namespace in given,
        "notNamespaces": lambda given: namespace not in given,
        "ipBlocks": lambda given: _inside(caller.ip, given),
        "notIpBlocks": lambda given: not _inside(caller.ip, given),
    }
    return all(tests[key](given) for key, given in source.items())


def _operation(operation: Object, asked: Asked) -> bool:
    tests = {"ports": str(asked.port), "paths": asked.path, "methods": asked.method}
    return all(tests[key] in given for key, given in operation.items())


def _inside(ip: str, blocks: Sequence[str]) -> bool:
    return any(ipaddress.ip_address(ip) in ipaddress.ip_network(block) for block in blocks)


def linkerd_admits(found: Iterable[Object], caller: Caller, asked: Asked) -> bool:
    """Where the cluster's default policy lets everybody in, so that Servers alone close ports."""
    objects = {
        (each["kind"], each["metadata"]["name"]): each
        for each in found
        if each["apiVersion"].startswith("policy.linkerd.io/")
    }
    servers = [
        name
        for (kind, name), each in objects.items()
        if kind == "Server"
        and each["spec"]["port"] == asked.port
        and each["spec"]["podSelector"]["matchLabels"].items() <= asked.labels.items()
    ]
    assert len(servers) < 2, f"Servers overlap, which Linkerd refuses: {servers}"
    if not servers:
        return True
    targets = [("Server", servers[0])]
    routes = [
        (name, match)
        for (kind, name), each in objects.items()
        if kind == "HTTPRoute" and each["spec"]["parentRefs"][0]["name"] == servers[0]
        for rule in each["spec"]["rules"]
        for match in rule["matches"]
    ]
    if routes:
        fitting = sorted(
            (match["path"]["type"] != "Exact", name) for name, match in routes if _match(match, asked)
        )
        if not fitting:
            return False  # 404
        targets.append(("HTTPRoute", fitting[0][1]))
    return any(
        all(
            _authenticates(objects[reference["kind"], reference["name"]], caller)
            for reference in each["spec"]["requiredAuthenticationRefs"]
        )
        for (kind, _), each in objects.items()
        if kind == "AuthorizationPolicy"
        and (each["spec"]["targetRef"]["kind"], each["spec"]["targetRef"]["name"]) in targets
    )


def _match(match: Object, asked: Asked) -> bool:
    path = match["path"]
    is_exact = path["type"] == "Exact"
    fits = asked.path == path["value"] if is_exact else asked.path.startswith(path["value"])
    return bool(fits and match.get("method", asked.method) == asked.method)


def _authenticates(authentication: Object, caller: Caller) -> bool:
    spec: dict[str, Any] = authentication["spec"]
    if authentication["kind"] == "NetworkAuthentication":
        return any(
            _inside(caller.ip, [each["cidr"]]) and not _inside(caller.ip, each.get("except", []))
            for each in spec["networks"]
        )
    if not caller.account:
        return False
    known = [
        (each["namespace"], each["name"])
        if each["kind"] == "ServiceAccount"
        else (each["name"], caller.account)
        for each in spec.get("identityRefs", [])
    ]
    return "*" in spec.get("identities", []) or (caller.namespace, caller.account) in known
