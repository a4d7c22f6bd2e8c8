"""The ports by which a service is called, and the variables that its callers get, as the charts make both.

See workload.register and workload.pod.connections in `charts/workload`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import map_at, map_or_empty
from generator.core.graph.known import variable_prefix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.data import Data, Values

_MAIN = ("http", "grpc", "tcp")


def ports_of(values: Values) -> dict[str, Data]:
    """The ports of a service that others may name, each with its number, by name.

    `values` are the service's effective ones. They are the ports of its pods, but for what its Service
    leaves out or adds.
    """
    own = map_at(values, "ports")
    there = {
        name: given.get("containerPort") if isinstance(given, dict) else given
        for name, given in own.items()
        if not _is_off(given, "enabled") and not _is_off(given, "service")
    }
    for name, given in map_at(map_at(values, "service"), "ports").items():
        base = there.pop(name, None)
        if not _is_off(given, "enabled"):
            there[name] = (given.get("port") if isinstance(given, dict) else given) or base
    return dict(sorted(there.items()))


def _is_off(given: Data, key: str) -> bool:
    """Whether a port says `false` to this."""
    return str(map_or_empty(given).get(key)).lower() == "false"


def main_port(ports: Mapping[str, Data]) -> str:
    """The port that is meant where none is named: the first by name where none has a usual one."""
    usual = next((name for name in _MAIN if name in ports), "")
    return usual or next((name for name in sorted(ports) if name != "metrics"), "metrics")


def connection_variables(known: str, host: str, ports: Mapping[str, Data], port: str = "") -> dict[str, Data]:
    """What a caller gets in its environment: <SERVICE>_HOST, <SERVICE>_PORT, and each of several ports.

    `known` is what Kubernetes knows the callee as, `host` where it answers, "" where it does not: then
    there are none. `port` is what the connection names, by default the main one.
    """
    if not host or not ports:
        return {}
    prefix = variable_prefix(known)
    found = {f"{prefix}_HOST": host, f"{prefix}_PORT": ports.get(port or main_port(ports))}
    if len(ports) > 1:
        found.update({f"{prefix}_PORT_{variable_prefix(name)}": number for name, number in ports.items()})
    return found


def host_of(name: str, values: Values, ports: Mapping[str, Data], workload: str) -> str:
    """The name of the Kubernetes Service by which others call a service, "" where there is none.

    `name` is that of its objects. A StatefulSet without a Service is called by the headless one.
    """
    if not ports:
        return ""
    service = map_at(values, "service")
    if service and not _is_off(service, "enabled"):
        return str(service.get("name") or name)
    headless = map_at(values, "headlessService")
    runs_pods = not any(map_at(values, other).get("enabled") for other in ("external", "operator"))
    if workload == "statefulset" and runs_pods and not _is_off(headless, "enabled"):
        return str(headless.get("name") or f"{name}-headless")
    return ""


def lacks_metrics_port(values: Values) -> bool:
    """Whether metrics are looked for at a port that the service does not have.

    The charts refuse that, but of a service without any port, for which they make no monitor.
    """
    metrics = map_at(values, "metrics")
    return bool(metrics.get("enabled")) and metrics.get("port") not in map_at(values, "ports")
