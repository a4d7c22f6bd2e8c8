"""Alerts that a blueprint states itself: what Prometheus says, by promtool, when something is wrong, and when nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.blueprints.platforms import folder, rendered
from tests.charts.support import the
from tests.languages.promql import Case, said_of_cases

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.helm, pytest.mark.long]

NS = "shop-test"


def _of(namespace: str, pod: str, labels: str = "") -> str:
    return f'{{namespace="{namespace}",pod="{pod}"{labels}}}'


def _objects() -> list[Case]:
    zero, one = (_of(NS, f"exchange-objects-{number}") for number in (0, 1))
    leads, missing, disk = (
        "SeaweedFS_master_is_leader",
        "SeaweedFS_master_under_replicated_volumes",
        "SeaweedFS_volumeServer_disk_error_status",
    )

    def requests(failed: int) -> dict[str, str]:
        name = "SeaweedFS_s3_request_total"
        return {
            name + _of(NS, "exchange-objects-0", ',type="PUT",code="200"'): f"0+{100 - failed}x60",
            name + _of(NS, "exchange-objects-1", ',type="PUT",code="500"'): f"0+{failed}x60",
            name + _of(NS, "exchange-objects-1", ',type="GET",code="404"'): "0+9x60",
        }

    return [
        Case("ObjectsStoreErrors", 1, "20m", requests(10)),
        Case("ObjectsStoreErrors", 0, "20m", requests(3)),
        Case("ObjectsStoreWithoutLeader", 1, "20m", {leads + zero: "0x60", leads + one: "0x60"}),
        Case("ObjectsStoreWithoutLeader", 0, "20m", {leads + zero: "0x60", leads + one: "1x60"}),
        Case("ObjectsStoreUnderReplicated", 1, "50m", {leads + zero: "1x60", missing + zero: "2x60"}),
        Case("ObjectsStoreUnderReplicated", 0, "50m", {leads + zero: "1x60", missing + zero: "0x60"}),
        # who led before and has counted nothing since
        Case(
            "ObjectsStoreUnderReplicated",
            0,
            "50m",
            {leads + zero: "0x60", missing + zero: "2x60", leads + one: "1x60", missing + one: "0x60"},
        ),
        Case("ObjectsStoreDiskError", 1, "20m", {disk + zero: "0x60", disk + one: "1x60"}),
        Case("ObjectsStoreDiskError", 0, "20m", {disk + zero: "0x60", disk + one: "0x60"}),
    ]


def _at(service: str, pod: str = "") -> str:
    return f'{{namespace="{NS}",service="{service}",pod="{pod}"}}'


def _broker() -> list[Case]:
    zero, one = (_at("shop-message-queue", f"shop-message-queue-{number}") for number in (0, 1))
    memory, disk, ready, taking = (
        "rabbitmq_alarms_memory_used_watermark",
        "rabbitmq_alarms_free_disk_space_watermark",
        "rabbitmq_queue_messages_ready",
        "rabbitmq_queue_consumers",
    )
    well = {memory + zero: "0x60", memory + one: "0x60", disk + zero: "0x60", disk + one: "0x60"}
    return [
        Case("MessageQueuePublishersBlocked", 1, "9m", {**well, disk + one: "1x60"}),
        Case("MessageQueuePublishersBlocked", 1, "9m", {**well, memory + zero: "1x60"}),
        Case("MessageQueuePublishersBlocked", 0, "9m", well),
        Case("MessageQueueEventsNotTaken", 1, "20m", {ready + zero: "7x60", taking + zero: "0x60"}),
        Case("MessageQueueEventsNotTaken", 0, "20m", {ready + zero: "7x60", taking + one: "1x60"}),
        Case("MessageQueueEventsNotTaken", 0, "20m", {ready + zero: "0x60", taking + one: "0x60"}),
        Case("MessageQueueBacklogGrowing", 1, "59m", {ready + zero: "1000+9x60", ready + one: "7x60"}),
        Case("MessageQueueBacklogGrowing", 0, "59m", {ready + zero: "9000-9x60"}),
        Case("MessageQueueBacklogGrowing", 0, "59m", {ready + zero: "0+9x60"}),
    ]


def _cache() -> list[Case]:
    at = _at("shop-cache")
    return [
        Case("CacheNotAnswering", 1, "5m", {f"redis_up{at}": "0x60"}),
        Case("CacheNotAnswering", 0, "5m", {f"redis_up{at}": "1x60"}),
        Case("CacheConnectionsRefused", 1, "20m", {f"redis_rejected_connections_total{at}": "0+1x60"}),
        Case("CacheConnectionsRefused", 0, "20m", {f"redis_rejected_connections_total{at}": "7x60"}),
    ]


OWN = {
    ("trading", "exchange-objects"): _objects(),
    ("microservices", "shop-message-queue"): _broker(),
    ("microservices", "shop-cache"): _cache(),
}


@pytest.mark.parametrize(("blueprint", "service"), OWN)
def test_prometheus_says_what_is_wrong_and_only_then(
    blueprint: str, service: str, tmp_path: Path, helm3: Path, promtool: Path
) -> None:
    cases = OWN[blueprint, service]
    found = the("PrometheusRule", rendered(helm3, blueprint, "prod"), f"{service}-alerts")
    (group,) = found["spec"]["groups"]
    pages = {rule["annotations"]["runbook_url"].rpartition("/")[2] for rule in group["rules"]}
    assert {page for page in pages if not (folder(blueprint) / "docs" / "runbooks" / page).exists()} == set()
    common = ("NotReady", "Restarting", "VolumeFilling", "VolumeFull", "CertificateExpiring")
    own = {rule["alert"] for rule in group["rules"] if not rule["alert"].endswith(common)}
    assert {case.alert for case in cases if case.times} == own
    assert said_of_cases(promtool, {service: group["rules"]}, cases, tmp_path) == ""
