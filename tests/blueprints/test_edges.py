"""Who may call is the same for NetworkPolicies, Istio and Linkerd: of every blueprint, edge by edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.blueprints import platforms
from tests.charts.access import Asked, Caller, istio_admits, linkerd_admits
from tests.charts.support import controllers
from tests.cluster import network

if TYPE_CHECKING:
    from pathlib import Path

    from tests.charts.support import Object

OWN = "shop-test"
MORE = (
    "--set global.mesh.type={} --set-json "
    'global.cluster.ingress.controllers=[{{"namespaceSelector":{{"matchLabels":{{"kubernetes.io/metadata.name":"ingress"}}}}}}]'
)
ADMITS = {"istio": istio_admits, "linkerd": linkerd_admits}


class Party(NamedTuple):
    """A caller, as NetworkPolicies see its pod and as meshes see its proxy, and what it asks for."""

    name: str
    pod: network.Pod
    caller: Caller
    path: str = "/"


def _outside(namespace: str, account: str = "", path: str = "/") -> Party:
    pod = network.Pod(
        namespace, {}, {}, namespace, {"kubernetes.io/metadata.name": namespace}, ip="10.64.0.9"
    )
    return Party(namespace, pod, Caller(namespace, account), path)


def _parties(found: list[Object]) -> list[Party]:
    out = []
    for each in controllers(found):
        spec = each["spec"]["jobTemplate"]["spec"] if each["kind"] == "CronJob" else each["spec"]
        template = spec["template"]
        pod = network.pod_of(each["metadata"]["name"], template, OWN)
        account = template["spec"].get("serviceAccountName", "default")
        if not _has_proxy(template):
            account = ""
        out.append(Party(each["metadata"]["name"], pod, Caller(OWN, account)))
    return out


def _has_proxy(template: Object) -> bool:
    metadata = template["metadata"]
    return bool(
        metadata["labels"].get("sidecar.istio.io/inject") == "true"
        or metadata.get("annotations", {}).get("linkerd.io/inject") == "enabled"
    )


def _scraped(found: list[Object]) -> dict[str, str]:
    """Service -> the path that its metrics have."""
    paths = {}
    for each in found:
        if each["kind"] in ("ServiceMonitor", "PodMonitor"):
            endpoints = each["spec"].get("endpoints") or each["spec"]["podMetricsEndpoints"]
            paths[each["metadata"]["name"]] = endpoints[0]["path"]
    return paths


def differences(found: list[Object], mesh: str) -> list[str]:
    """Every caller and port that the mesh and the NetworkPolicies do not agree about."""
    names = [(each["kind"], each["metadata"].get("namespace"), each["metadata"]["name"]) for each in found]
    assert len(names) == len(set(names)), "an object is rendered twice"
    walls = [_inward(each) for each in found if _is_own_wall(each)]
    policies = [
        each for each in found if each["apiVersion"].startswith(("security.istio.io/", "policy.linkerd.io/"))
    ]
    parties = _parties(found)
    scraped = _scraped(found)
    out = []
    for callee in (party for party in parties if party.caller.account):
        own = [each for each in walls if network.selects(each["spec"]["podSelector"], callee.pod.labels)]
        outsiders = [
            _outside("ingress", "controller"),
            _outside("keda", "keda-operator"),
            _outside("monitoring", path=scraped.get(callee.name, "/")),
            _outside("elsewhere", "default"),
            _outside("nowhere"),
        ]
        for port in {port for port in callee.pod.ports.values() if port.protocol == "TCP"}:
            asked = Asked(callee.pod.labels, port.number)
            # A port that is open to whoever has no name (a scrape by HTTPS, whose path nobody sees; Linkerd does
            # not tell them from those who have one): whom it is closed to, the wall in front of it says.
            is_open = ADMITS[mesh](policies, Caller("nowhere", ""), asked)
            for party in [*parties, *outsiders]:
                through = network.allowed(own, party.pod, callee.pod, port)
                let_in = ADMITS[mesh](policies, party.caller, asked._replace(path=party.path))
                is_walled = is_open and let_in and (mesh == "linkerd" or not party.caller.account)
                if let_in != through and not is_walled:
                    out.append(f"{party.name} -> {callee.name}:{port.number}: {through=}, {let_in=}")
    return out


def _is_own_wall(each: Object) -> bool:
    return each["kind"] == "NetworkPolicy" and each["metadata"].get("namespace", OWN) == OWN


def _inward(policy: Object) -> Object:
    """What a policy says of those who come in: meshes do not say who may go out."""
    types = [each for each in policy["spec"]["policyTypes"] if each == "Ingress"]
    return {**policy, "spec": {**policy["spec"], "policyTypes": types or ["none"]}}


def _edges(found: list[Object]) -> int:
    return sum(len(each["spec"].get("ingress", [])) for each in found if each["kind"] == "NetworkPolicy")


@pytest.mark.helm
@pytest.mark.parametrize("mesh", ADMITS)
@pytest.mark.parametrize("blueprint", platforms.NAMES)
def test_meshes_let_in_whom_network_policies_let_in(blueprint: str, mesh: str, helm4: Path) -> None:
    found = platforms.rendered(helm4, blueprint, "prod", more=MORE.format(mesh))
    assert _edges(found) > 10
    assert differences(found, mesh) == []


def _probes_shut_out(found: list[Object]) -> list[str]:
    """Linkerd lets httpGet probes in by itself where a port has no routes; else, and of gRPC, its policies must."""
    routed = {
        parent["name"]
        for each in found
        if each["kind"] == "HTTPRoute" and each["apiVersion"].startswith("policy.linkerd.io")
        for parent in each["spec"]["parentRefs"]
    }
    servers = [each for each in found if each["kind"] == "Server" and each["metadata"]["name"] in routed]
    out = []
    for each in controllers(found):
        template = (each["spec"]["jobTemplate"]["spec"] if each["kind"] == "CronJob" else each["spec"])[
            "template"
        ]
        pod = network.pod_of(each["metadata"]["name"], template, OWN)
        for name, probe in template["spec"]["containers"][0].items():
            if not name.endswith("Probe") or not probe.keys() & {"httpGet", "grpc"}:
                continue
            handler = probe.get("httpGet") or probe["grpc"]
            port = pod.ports[handler["port"]].number if isinstance(handler["port"], str) else handler["port"]
            is_routed = any(
                server["spec"]["port"] == port
                and server["spec"]["podSelector"]["matchLabels"].items() <= pod.labels.items()
                for server in servers
            )
            path = handler.get("path", "/") if "httpGet" in probe else "/grpc.health.v1.Health/Check"
            method = "GET" if "httpGet" in probe else "POST"
            if (is_routed or "grpc" in probe) and not linkerd_admits(
                found, Caller("", ""), Asked(pod.labels, port, path, method)
            ):
                out.append(f"{each['metadata']['name']}: {name} {path}")
    return out


@pytest.mark.helm
@pytest.mark.parametrize("blueprint", platforms.NAMES)
def test_linkerd_lets_the_kubelet_ask(blueprint: str, helm4: Path) -> None:
    assert _probes_shut_out(platforms.rendered(helm4, blueprint, "prod", more=MORE.format("linkerd"))) == []


@pytest.mark.long
@pytest.mark.helm
@pytest.mark.parametrize("mesh", ADMITS)
@pytest.mark.parametrize("case", platforms.CASES, ids=lambda case: case.id)
def test_so_they_do_in_every_environment(case: platforms.Case, mesh: str, helm4: Path) -> None:
    found = platforms.rendered(helm4, case.blueprint, case.environment, more=MORE.format(mesh))
    assert differences(found, mesh) == []
