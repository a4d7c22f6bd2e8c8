"""Brokers as clusters: a member is killed, what was acknowledged is still there, the cluster is whole again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.real.pods import eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.real.pods import Release

    Deploy = Callable[..., Release]


def test_kafka_keeps_what_it_acknowledged_when_a_broker_is_killed(deployed: Deploy) -> None:
    release = deployed("iot", "prod")
    brokers = [release.pod("iot-stream-processing", number) for number in range(3)]
    for broker in brokers:
        broker.start()
    for broker in brokers:
        broker.ready(120)
    code, log = release.job("iot-topics", "Job").run(180)
    assert code == 0, log
    assert False, log + brokers[0].log()
