"""Whom selectors select: Services, monitors, budgets, policies and meshes lead to pods and ports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.core.check.release import Gap, name_of, namespace_of
from generator.core.data import map_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.core.check.release import Pods, ReleaseObjects

_OF_PODS = {
    "PodDisruptionBudget": "selector",
    "PodMonitor": "selector",
    "NetworkPolicy": "podSelector",
    "AuthorizationPolicy": "selector",
    "Server": "podSelector",
}
_SERVICE_NAME = "kubernetes.io/service-name"


def lost_selectors(release: ReleaseObjects) -> Iterator[Gap]:
    """Every selector that selects nothing, and every port that nothing selected listens on."""
    for each in release.objects:
        if each["kind"] == "Service":
            yield from _service(each, release)
        elif each["kind"] == "ServiceMonitor":
            yield from _service_monitor(each, release)
        elif each["kind"] in _OF_PODS:
            yield from _selector(each, release)
        if each["kind"] == "NetworkPolicy":
            yield from _policy(each, release)


def _led_by_rollouts(release: ReleaseObjects) -> set[str]:
    """The names of the Services whose selector is Argo Rollouts' to set."""
    keys = ("stableService", "canaryService", "activeService", "previewService")
    names: set[str] = set()
    for each in release.of_kind("Rollout"):
        strategy = map_at(map_at(dict(each), "spec"), "strategy")
        parts = (map_at(strategy, kind) for kind in ("canary", "blueGreen"))
        names |= {str(part[key]) for part in parts for key in keys if key in part}
    return names


def _service(each: Mapping[str, Any], release: ReleaseObjects) -> Iterator[Gap]:
    spec, name = map_at(dict(each), "spec"), name_of(each)
    if spec.get("type") == "ExternalName":
        return
    selector = spec.get("selector")
    if not selector and name in _led_by_rollouts(release):
        return
    if not selector:
        labels = [
            other["metadata"].get("labels") or {} for other in release.of_kind("EndpointSlice", "Endpoints")
        ]
        if not any(one.get(_SERVICE_NAME) == name for one in labels):
            yield Gap(
                "Service", name, "spec.selector", "no selector and no EndpointSlice", "state where it leads"
            )
        return
    pods = release.selected(namespace_of(each), selector)
    if not pods:
        yield Gap(
            "Service", name, "spec.selector", f"no pod has {_shown(selector)}",
            "select labels of its pods, or take the Service away",
        )  # fmt: skip
        return
    for port in spec.get("ports") or []:
        target = port.get("targetPort", port["port"])
        if not _listens(pods, target):
            yield Gap(
                "Service", name, f"spec.ports.{port.get('name', port['port'])}.targetPort",
                f"no pod that it selects has the port {target} (they have: {_ports(pods)})",
                "name a port of the pods",
            )  # fmt: skip


def _service_monitor(each: Mapping[str, Any], release: ReleaseObjects) -> Iterator[Gap]:
    selector = map_at(map_at(dict(each), "spec"), "selector").get("matchLabels") or {}
    chosen = [
        other
        for other in release.of_kind("Service")
        if namespace_of(other) == namespace_of(each)
        and selector.items() <= (other["metadata"].get("labels") or {}).items()
    ]
    if not chosen:
        yield Gap(
            "ServiceMonitor", name_of(each), "spec.selector", f"no Service has {_shown(selector)}",
            "select labels of a Service, or switch metrics off",
        )  # fmt: skip
        return
    known = {port.get("name") for other in chosen for port in other["spec"].get("ports") or []}
    for endpoint in each["spec"].get("endpoints") or []:
        if endpoint.get("port") and endpoint["port"] not in known:
            yield Gap(
                "ServiceMonitor", name_of(each), "spec.endpoints",
                f"no Service has a port {endpoint['port']}", "name a port of the Service",
            )  # fmt: skip


def _selector(each: Mapping[str, Any], release: ReleaseObjects) -> Iterator[Gap]:
    spec, field = map_at(dict(each), "spec"), _OF_PODS[each["kind"]]
    selector = map_at(spec, field)
    labels = selector.get("matchLabels") or {}
    if not labels:
        return  # all pods of the namespace
    pods = release.selected(namespace_of(each), labels)
    if not pods:
        yield Gap(
            each["kind"], name_of(each), f"spec.{field}", f"no pod has {_shown(labels)}",
            "select labels of pods, or take the object away",
        )  # fmt: skip
        return
    asked = [one.get("port") for one in spec.get("podMetricsEndpoints") or []]
    asked += [spec["port"]] if each["kind"] == "Server" else []
    for port in asked:
        if port is not None and not _listens(pods, port):
            yield Gap(
                each["kind"], name_of(each), "spec", f"no pod that it selects has the port {port}",
                "name a port of the pods",
            )  # fmt: skip


def _policy(each: Mapping[str, Any], release: ReleaseObjects) -> Iterator[Gap]:
    """Peers by labels alone, and the ports that they are let through to."""
    spec, namespace = map_at(dict(each), "spec"), namespace_of(each)
    for direction, side in (("ingress", "from"), ("egress", "to")):
        for place, rule in enumerate(spec.get(direction) or []):
            where = f"spec.{direction}[{place}]"
            reached = []
            for peer in rule.get(side) or []:
                labels = map_at(peer, "podSelector").get("matchLabels") or {}
                if not labels or "namespaceSelector" in peer or "ipBlock" in peer:
                    continue
                pods = release.selected(namespace, labels)
                reached += pods
                if not pods:
                    yield Gap(
                        "NetworkPolicy", name_of(each), where, f"no pod has {_shown(labels)}",
                        "name pods of this namespace, or take the rule away",
                    )  # fmt: skip
            if direction == "ingress":
                reached = release.selected(namespace, map_at(spec, "podSelector").get("matchLabels") or {})
            for port in rule.get("ports") or []:
                if (
                    reached
                    and "port" in port
                    and "endPort" not in port
                    and not _listens(reached, port["port"])
                ):
                    yield Gap(
                        "NetworkPolicy", name_of(each), where,
                        f"no pod behind it has the port {port['port']} (they have: {_ports(reached)})",
                        "name a port of the pods",
                    )  # fmt: skip


def _listens(pods: Iterable[Pods], port: Any) -> bool:
    """Whether one of them has the port, by name or number; one that declares no ports may have any."""
    return any(not each.ports or port in each.ports or port in each.ports.values() for each in pods)


def _ports(pods: Iterable[Pods]) -> str:
    return ", ".join(sorted({f"{name}={number}" for each in pods for name, number in each.ports.items()}))


def _shown(labels: Mapping[str, Any]) -> str:
    return ", ".join(f"{key}={value}" for key, value in sorted(labels.items()))
