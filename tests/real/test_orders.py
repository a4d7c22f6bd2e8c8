"""The main path of ecommerce and microservices, by their `helm test`: an order, its event, the cache, its stock; nothing stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.real.pods import SECRET
from tests.real.test_queues import api, older

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
EVENT = "its event came through message-queue"
CACHE = "the cache gives back what it got"
STOCK = "its event, which came twice, is taken by inventory-db once"


def databases(release: Release) -> tuple[Pod, Pod]:
    """Both, with what a run that was killed has left."""
    orders, stock = (release.pod(f"shop-{name}").up() for name in ("order-db", "inventory-db"))
    orders.sql("select lo_from_bytea(1212501108, 'order of a run that was killed')", user="app")
    return orders, stock


def said(test: Pod) -> list[str]:
    """The last line of each container, in their order."""
    return [ID.sub("ID", process.logs().strip().rpartition("\n")[2]) for process in test.processes.values()]


def tried(release: Release, *others: Pod) -> list[str]:
    """What its containers say at the end; AssertionError with all logs where it fails."""
    test = release.job("shop-first-order", "Job")
    code, _ = test.run(120)
    told = "\n".join(each.log() for each in (test, *others))
    assert code == 0, told
    assert SECRET not in test.log()
    return said(test)


def left(*stores: Pod) -> list[str]:
    """What of it is still in the databases."""
    return [each.sql("select count(*) from pg_largeobject_metadata") for each in stores]


def test_an_order_goes_through_ecommerces_kafka(deployed: Deploy) -> None:
    release = deployed("ecommerce", "dev")
    queue = release.pod("shop-message-queue").start()
    stores = databases(release)
    release.pod("shop-cache").up()
    queue.ready(120)
    assert tried(release, queue, *stores) == ["order ID is in order-db", EVENT, CACHE, STOCK]
    assert left(*stores) == ["0", "0"]
    topics = queue.main.exec(
        "/opt/kafka/bin/kafka-topics.sh", "--bootstrap-server", "localhost:9092", "--list"
    )
    assert topics.stdout.split() == []


def test_an_order_goes_through_ecommerces_nats_again_and_again_and_a_wrong_password_is_told(
    deployed: Deploy,
) -> None:
    release = deployed("ecommerce", "dev", "", "messaging=nats")
    stores = databases(release)
    queue, cache = (release.pod(f"shop-{name}").up() for name in ("message-queue", "cache"))
    for _ in range(2):
        assert tried(release, queue, *stores) == ["order ID is in order-db", EVENT, CACHE, STOCK]
        assert left(*stores) == ["0", "0"]
    assert (
        cache.main.exec(
            "valkey-cli", "-a", release.value("shop-cache-credentials", "password"), "dbsize"
        ).stdout
        == "0\n"
    )

    release.secrets["shop-cache-credentials/password"] = "another"
    test = release.job("shop-first-order", "Job")
    with pytest.raises(AssertionError, match="WRONGPASS invalid username-password pair"):
        test.run(120)
    assert said(test)[:2] == ["order ID is in order-db", EVENT]


def test_an_order_goes_through_microservices_and_a_replica_that_stands_still_is_told(
    deployed: Deploy,
) -> None:
    release = older(deployed("microservices", "prod", "--set message-queue.replicaCount=1"))
    queue = release.pod("shop-message-queue").start()
    stores = databases(release)
    replica = release.pod("shop-order-db", 1).up()
    release.pod("shop-cache").up()
    queue.ready(180)
    order = "order ID is in order-db and read at its replica"
    assert tried(release, queue, *stores, replica) == [order, EVENT, CACHE, STOCK]
    assert left(*stores) == ["0", "0"]
    assert api(queue, "GET", "/queues") == []

    replica.sql("select pg_wal_replay_pause()")
    test = release.job("shop-first-order", "Job")
    with pytest.raises(AssertionError):
        test.run(120)
    assert said(test) == ["order-db: order ID is in it, and not read at shop-order-db-read"]
