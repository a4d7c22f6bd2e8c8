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


def test_a_quorum_queue_outlives_a_member_that_loses_its_power_and_the_member_comes_back(
    deployed: Deploy,
) -> None:
    release = deployed("microservices", "staging")
    release.objects = copy.deepcopy(release.objects)
    for each in release.objects:
        if each["kind"] == "ConfigMap" and "50-cluster.conf" in each.get("data", {}):
            text, taken = NEWER.subn("", each["data"]["50-cluster.conf"])
            assert taken
            each["data"]["50-cluster.conf"] = text
    members = [release.pod("shop-message-queue", ordinal).start() for ordinal in (0, 1, 2)]
    for member in members:
        member.ready(180)

    def running(asked: Pod) -> int:
        nodes = api(asked, "GET", "/nodes")
        return sum(node.get("running", False) for node in nodes) if isinstance(nodes, list) else 0

    eventually(lambda: running(members[1]) == 3, 120, members[1].log)
    quorum = {"durable": True, "arguments": {"x-queue-type": "quorum"}}
    api(members[0], "PUT", "/queues/%2F/orders", quorum)
    message = {"properties": {}, "routing_key": "orders", "payload": "one", "payload_encoding": "string"}
    eventually(
        lambda: api(members[0], "POST", "/exchanges/%2F/amq.default/publish", message) == {"routed": True}
    )

    members[0].kill()
    wanted = {"count": 1, "ackmode": "ack_requeue_true", "encoding": "auto"}

    def got() -> list[str]:
        found = api(members[1], "POST", "/queues/%2F/orders/get", wanted)
        return [each["payload"] for each in found] if isinstance(found, list) else []

    eventually(lambda: got() == ["one"], 60, members[1].log)
    release.pod("shop-message-queue", 0).up(180)
    eventually(lambda: running(members[1]) == 3, 120, members[1].log)
