"""Services: names, addresses of their own, and the pods behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.real.namespaces import Forwarding
from tests.real.probes import port_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.charts.support import Object
    from tests.real.namespaces import Node
    from tests.real.pods import Pod


class Services:
    """The Services of a release. The newest pod of a name is behind them from when it is made; nobody asks whether it is ready."""

    def __init__(self, node: Node, objects: Sequence[Object]) -> None:
        self.node = node
        self._pods: dict[str, Pod] = {}
        self._services = [each for each in objects if each["kind"] == "Service"]
        self._addresses = {
            each["metadata"]["name"]: node.service_address()
            for each in self._services
            if each["spec"].get("clusterIP") != "None" and each["spec"].get("type") != "ExternalName"
        }
        for service in self._services:
            name = service["metadata"]["name"]
            if name in self._addresses:
                self._know(service, name, self._addresses[name])

    def join(self, pod: Pod) -> None:
        """A pod is there, in place of the one that had its name."""
        self._pods[pod.name] = pod
        for service in self._services:
            name = service["metadata"]["name"]
            behind = self._behind(service)
            if name not in self._addresses:
                self._know(service, name, *(each.address for each in behind))
            if pod in behind and pod.subdomain == name:
                self._know(service, f"{pod.name}.{name}", pod.address)
        self.node.forward(list(self._forwardings()))

    def _know(self, service: Object, name: str, *addresses: str) -> None:
        namespace = service["metadata"].get("namespace", "default")
        for suffix in ("", f".{namespace}", f".{namespace}.svc", f".{namespace}.svc.cluster.local"):
            self.node.know(name + suffix, *addresses)

    def _behind(self, service: Object) -> list[Pod]:
        selector = service["spec"].get("selector")
        return [pod for pod in self._pods.values() if selector and selector.items() <= pod.labels.items()]

    def _forwardings(self) -> Iterator[Forwarding]:
        for service in self._services:
            name = service["metadata"]["name"]
            if name not in self._addresses:
                continue
            pods = self._behind(service)
            for port in service["spec"].get("ports", []):
                target = port.get("targetPort", port["port"])
                to = [(pod.address, number) for pod in pods for number in pod.ports(target)]
                yield Forwarding(
                    self._addresses[name], port["port"], str(port.get("protocol", "TCP")).lower(), to
                )


def numbers(containers: Sequence[Object], port: int | str) -> list[int]:
    """The port of a pod that a Service means; none where no container names it."""
    if isinstance(port, int):
        return [port]
    return [
        port_of(each, port)
        for each in containers
        if any(stated.get("name") == port for stated in each.get("ports", []))
    ][:1]
