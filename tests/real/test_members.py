"""Members of clusters lose their power, one and then all of them: what was confirmed is there, and the cluster is whole again."""

from __future__ import annotations

import base64
import json
import ssl
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.real.certificates import certified
from tests.real.nats import Client
from tests.real.pods import SECRET, eventually
from tests.real.test_products import asked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

STREAM = {"name": "orders", "subjects": ["orders"], "num_replicas": 3, "storage": "file"}


class Bus(NamedTuple):
    """A blueprint's cluster of NATS, and who may use it."""

    blueprint: str
    environment: str
    answers: tuple[str, ...]
    name: str
    user: str
    is_encrypted: bool = False


BUSES = {
    "trading": Bus("trading", "staging", (), "exchange-message-bus", "app", is_encrypted=True),
    "ecommerce": Bus("ecommerce", "prod", ("messaging=nats",), "shop-message-queue", "shop"),
}


class Publisher:
    """Numbers published one after another, and which of them the cluster has confirmed: sequence to number."""

    def __init__(self, members: Sequence[Pod], user: str, tls: ssl.SSLContext | None) -> None:
        self.members = members
        self.user = user
        self.tls = tls
        self.confirmed: dict[int, str] = {}
        self._next = 0

    def _client(self, member: Pod) -> closing[Client]:
        return closing(Client(member.address, self.user, SECRET, self.tls))

    def ask(self, member: Pod, subject: str, payload: str = "") -> Any:
        """What a member answers; {} where it does not."""

        def asked() -> Any:
            try:
                with self._client(member) as client:
                    return client.ask(subject, payload)
            except OSError:
                return {}

        return member.release.node.from_here(asked)

    def publish(self, member: Pod, count: int) -> None:
        """Until the cluster has confirmed so many."""
        wanted = len(self.confirmed) + count

        def tried() -> bool:
            with suppress(OSError), self._client(member) as client:
                while len(self.confirmed) < wanted:
                    self._next += 1
                    answer = client.ask("orders", str(self._next))
                    if "seq" not in answer:
                        return False
                    self.confirmed[answer["seq"]] = str(self._next)
            return len(self.confirmed) == wanted

        eventually(lambda: member.release.node.from_here(tried), 60, member.log)

    def found(self, member: Pod) -> dict[int, str]:
        """What the stream holds of what was confirmed."""

        def asked() -> dict[int, str]:
            read = {}
            with self._client(member) as client:
                for number in self.confirmed:
                    answer = client.ask("$JS.API.STREAM.MSG.GET.orders", json.dumps({"seq": number}))
                    read[number] = base64.b64decode(answer.get("message", {}).get("data", "")).decode()
            return read

        return member.release.node.from_here(asked)

    def is_whole(self) -> bool:
        """Whether the stream has a leader, and two followers who keep up with it."""
        cluster = self.ask(self.members[1], "$JS.API.STREAM.INFO.orders").get("cluster", {})
        followers = cluster.get("replicas", [])
        current = [each for each in followers if each.get("current") and not each.get("offline")]
        return bool(cluster.get("leader")) and len(current) == len(followers) == 2


@pytest.mark.parametrize("where", BUSES)
def test_a_stream_of_nats_keeps_what_it_confirmed(deployed: Deploy, where: str) -> None:
    """One member is gone and comes back, then all three lose their power at once."""
    bus = BUSES[where]
    more = "--set message-bus.sidecars.exporter.enabled=false" if bus.is_encrypted else ""
    release = deployed(bus.blueprint, bus.environment, more, *bus.answers)
    tls = None
    if bus.is_encrypted:
        certified(release, bus.name)
        tls = ssl.create_default_context(cadata=release.secrets[f"{bus.name}-tls/ca.crt"])
        tls.check_hostname = False  # it is asked by its address
    members = [release.pod(bus.name, ordinal).start() for ordinal in range(3)]
    for member in members:
        member.ready(120)
    publisher = Publisher(members, bus.user, tls)
    create = ("$JS.API.STREAM.CREATE.orders", json.dumps(STREAM))
    eventually(lambda: "config" in publisher.ask(members[0], *create), 60, members[0].log)

    publisher.publish(members[1], 50)
    members[0].kill()
    publisher.publish(members[1], 50)
    members[0] = release.pod(bus.name, 0).up(120)
    eventually(publisher.is_whole, 60, members[0].log)

    publisher.publish(members[2], 50)
    for member in members:
        member.kill()
    members[:] = [release.pod(bus.name, ordinal).start() for ordinal in range(3)]
    for member in members:
        member.ready(120)
    eventually(publisher.is_whole, 60, members[0].log)
    for member in members:
        assert publisher.found(member) == publisher.confirmed
    publisher.publish(members[0], 1)
    assert members[2].stop(), members[2].log()


def test_a_cache_that_is_killed_comes_back_empty_and_asks_for_its_password(deployed: Deploy) -> None:
    """It holds nothing that cannot be read again: what is promised is that it serves, and to nobody else."""
    release = deployed("microservices", "prod")
    cache = release.pod("shop-cache").up()

    def ask(*words: str) -> str:
        return cache.main.exec("valkey-cli", "-a", SECRET, "--no-auth-warning", *words).stdout.strip()

    assert ask("set", "a", "1") == "OK"
    metrics = cache.ports("metrics")[0]
    assert "redis_up 1" in asked(cache, metrics, "/metrics")
    cache.main.kill()
    cache.restart().ready()
    assert ask("get", "a") == ""
    assert "NOAUTH" in cache.main.exec("valkey-cli", "get", "a").stdout
    assert ask("set", "a", "2") == "OK"
    eventually(lambda: "redis_up 1" in asked(cache, metrics, "/metrics"), told=cache.log)
    assert cache.stop()
