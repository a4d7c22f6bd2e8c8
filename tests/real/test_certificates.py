"""Certificates that were renewed are served, as soon as the kubelet has put them there."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.real.certificates import issue
from tests.real.pods import eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

POSTGRESQL = "server.sendall(bytes([0, 0, 0, 8, 4, 210, 22, 47])); assert server.recv(1) == b'S'"
NATS = "assert server.recv(4096).startswith(b'INFO ')"
ASK = """
import socket, ssl
server = socket.create_connection(("127.0.0.1", {port}), 5)
{beginning}
context = ssl._create_unverified_context()
print(ssl.DER_cert_to_PEM_cert(context.wrap_socket(server).getpeercert(True)), end="")
"""


def renew(pod: Pod) -> str:
    """Have the kubelet put a new certificate into the pod; the certificate."""
    (secret,) = (each["secret"]["secretName"] for each in pod.spec["volumes"] if each["name"] == "tls")
    certificate = issue(pod.release, secret)
    pod.path("/tls")  # the kubelet writes what it has not written yet
    return certificate


def served(pod: Pod, port: int, beginning: str = "") -> str:
    """The certificate that the server in a pod shows; empty while there is none."""
    script = ASK.format(port=port, beginning=beginning)
    told = subprocess.run(
        ["ip", "netns", "exec", pod.namespace, sys.executable, "-c", script],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return told.stdout


def test_a_renewed_certificate_is_read_by_a_reload(deployed: Deploy) -> None:
    """PostgreSQL and NATS: the process goes on."""
    more = [
        "message-bus.sidecars.exporter.enabled=false",
        "order-db.args={-c,config_file=/etc/postgresql/postgresql.conf,-c,shared_buffers=16MB}",
        *(f"{each}.replicaCount=1,{each}.env.RENEWAL_PAUSE=1" for each in ("order-db", "message-bus")),
    ]
    release = deployed("trading", "staging", " ".join(f"--set {each}" for each in more))
    for name, port, beginning in (("order-db", 5432, POSTGRESQL), ("message-bus", 4222, NATS)):
        pod = release.pod(f"exchange-{name}")
        first = renew(pod)
        pod.up()
        assert served(pod, port, beginning) == first, pod.log()
        second = renew(pod)
        eventually(lambda: served(pod, port, beginning) == second, told=pod.log)  # noqa: B023
        assert pod.main.runs
        pod.kill()


def test_a_program_that_cannot_reload_is_restarted_for_a_renewed_certificate(deployed: Deploy) -> None:
    """Ended as the kubelet ends it, which starts it again."""
    more = "--set trade-service.env.RENEWAL_PAUSE=1,trade-service.env.RENEWAL_SPREAD=1"
    pod = deployed("trading", "staging", more).pod("exchange-trade-service")
    first = renew(pod)
    pod.up()
    assert served(pod, 9899) == first, pod.log()
    second = renew(pod)
    assert pod.main.wait() == 0, pod.log()
    pod.restart().ready()
    assert served(pod, 9899) == second
