"""Probes as the kubelet carries them out: from the node, within their time."""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.charts.support import Object
    from tests.real.pods import Pod


def passes(pod: Pod, container: Object, probe: Object) -> bool:
    """Whether a probe of a running container passes now; AssertionError for a kind that is not known here."""
    seconds = probe.get("timeoutSeconds", 1)
    if "exec" in probe:
        return (
            pod.processes[container["name"]].exec(*probe["exec"]["command"], seconds=seconds).returncode == 0
        )
    if "tcpSocket" in probe:
        port = port_of(container, probe["tcpSocket"]["port"])
        return pod.release.node.from_here(lambda: _connects(pod.address, port, seconds))
    assert "httpGet" in probe, f"{', '.join(probe)}: no such probe is known here"
    return pod.release.node.from_here(lambda: _answers(pod.address, container, probe["httpGet"], seconds))


def port_of(container: Object, port: int | str) -> int:
    """The number of a port that may be named."""
    if isinstance(port, int):
        return port
    named = [each["containerPort"] for each in container.get("ports", []) if each.get("name") == port]
    assert named, f"{container['name']} has no port {port}"
    return int(named[0])


def _connects(address: str, port: int, seconds: float) -> bool:
    try:
        socket.create_connection((address, port), seconds).close()
    except OSError:
        return False
    return True


def _answers(address: str, container: Object, get: Object, seconds: float) -> bool:
    port = port_of(container, get["port"])
    if get.get("scheme") == "HTTPS":
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            address, port, timeout=seconds, context=context
        )
    else:
        connection = http.client.HTTPConnection(address, port, timeout=seconds)
    headers = {each["name"]: each["value"] for each in get.get("httpHeaders", [])}
    try:
        connection.request("GET", get.get("path", "/"), headers={"User-Agent": "kube-probe/1.34", **headers})
        return 200 <= connection.getresponse().status < 400
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
