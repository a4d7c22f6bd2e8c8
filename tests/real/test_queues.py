"""RabbitMQ as the blueprints state it: three members, one of which loses its power."""

from __future__ import annotations

import base64
import copy
import http.client
import json
import re
from typing import TYPE_CHECKING, Any

from tests.real.pods import SECRET, eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

# Debian's 3.10 is older than this line; queues are asked for by their type below.
NEWER = re.compile(r"^default_queue_type = quorum\n", re.MULTILINE)
LOGIN = base64.b64encode(f"shop:{SECRET}".encode()).decode()


def api(pod: Pod, method: str, path: str, body: Any = None) -> Any:
    """What the management API of a member answers; {} where it does not."""

    def ask() -> Any:
        connection = http.client.HTTPConnection(pod.address, 15672, timeout=10)
        headers = {"Authorization": f"Basic {LOGIN}", "Content-Type": "application/json"}
        try:
            connection.request(method, f"/api{path}", json.dumps(body) if body else None, headers)
            return json.loads(connection.getresponse().read() or b"{}")
        except (OSError, http.client.HTTPException, ValueError):
            return {}
        finally:
            connection.close()

    return pod.release.node.from_here(ask)


def older(release: Release) -> Release:
    """Without what Debian's RabbitMQ does not know yet."""
    release.objects = copy.deepcopy(release.objects)
    for each in release.objects:
        if each["kind"] == "ConfigMap" and "50-cluster.conf" in each.get("data", {}):
            text, taken = NEWER.subn("", each["data"]["50-cluster.conf"])
            assert taken
            each["data"]["50-cluster.conf"] = text
    return release


def publish(member: Pod, numbers: range) -> None:
    """Until the broker has confirmed each: the API waits for its word that a majority has it on their disks."""
    for number in numbers:
        message = {
            "properties": {},
            "routing_key": "orders",
            "payload": str(number),
            "payload_encoding": "string",
        }
        eventually(
            lambda body=message: (
                api(member, "POST", "/exchanges/%2F/amq.default/publish", body) == {"routed": True}
            ),
            60,
            member.log,
        )


def held(member: Pod) -> list[int]:
    """The numbers in the queue, each once however often it is there; they stay in it."""
    wanted = {"count": 1000, "ackmode": "ack_requeue_true", "encoding": "auto"}
    found = api(member, "POST", "/queues/%2F/orders/get", wanted)
    return sorted({int(each["payload"]) for each in found}) if isinstance(found, list) else []


def is_whole(member: Pod) -> bool:
    """Whether it sees three members, all of which hold the queue."""
    nodes = api(member, "GET", "/nodes")
    running = [node for node in nodes if node.get("running")] if isinstance(nodes, list) else []
    return len(running) == len(api(member, "GET", "/queues/%2F/orders").get("online", [])) == 3


def test_a_quorum_queue_keeps_what_it_confirmed(deployed: Deploy) -> None:
    """One member loses its power and comes back, then all three at once."""
    release = older(deployed("microservices", "staging"))

    def begun() -> list[Pod]:
        members = [release.pod("shop-message-queue", ordinal).start() for ordinal in (0, 1, 2)]
        # One that asks another for its feature flags before that one knows them ends, and is started again.
        for member in members:
            member.ready(180, restarts=3)
        return members

    members = begun()
    quorum = {"durable": True, "arguments": {"x-queue-type": "quorum"}}
    api(members[0], "PUT", "/queues/%2F/orders", quorum)
    eventually(lambda: is_whole(members[1]), 120, members[1].log)
    publish(members[0], range(20))
    members[0].kill()
    publish(members[1], range(20, 40))
    members[0] = release.pod("shop-message-queue", 0).up(180)
    eventually(lambda: is_whole(members[1]), 120, members[1].log)

    publish(members[0], range(40, 60))
    for member in members:
        member.kill()
    members = begun()
    eventually(lambda: is_whole(members[1]), 120, members[1].log)
    for member in members:
        eventually(lambda which=member: held(which) == list(range(60)), 60, member.log)
