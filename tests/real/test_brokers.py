"""Brokers as clusters: a member is killed, what was confirmed is still there, the cluster is whole again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.real.pods import eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

THERE = ("--bootstrap-server", "localhost:9092")


def kafka(broker: Pod, tool: str, *arguments: str) -> str:
    done = broker.main.exec(f"/opt/kafka/bin/kafka-{tool}.sh", *THERE, *arguments, seconds=180)
    assert done.returncode == 0, done.stderr + broker.log()
    return done.stdout


# As long as a new leader takes on a slow machine: the console's own producer gives up after three tries of 1.5 s.
CAREFUL = "--request-required-acks all --message-send-max-retries 1000 --request-timeout-ms 10000 --producer-property delivery.timeout.ms=120000"


def publish(broker: Pod, numbers: range) -> None:
    """As a careful publisher does: what it does not raise is confirmed by a majority."""
    lines = "\\n".join(map(str, numbers))
    script = f"printf '{lines}\\n' | /opt/kafka/bin/kafka-console-producer.sh {' '.join(THERE)} --topic alerts {CAREFUL}"
    done = broker.main.exec("bash", "-euc", script)
    assert (done.returncode, "ERROR" in done.stderr) == (0, False), done.stderr


def test_kafka_keeps_what_it_confirmed_when_a_broker_is_killed(deployed: Deploy) -> None:
    """Its topics are those that were asked for, although the Job that makes them was killed before, between and after them."""
    release = deployed("iot", "prod")
    brokers = [release.pod("iot-stream-processing", number) for number in range(3)]
    for broker in brokers:
        broker.start()
    for broker in brokers:
        broker.ready(120)
    for made in ("", "Created topic telemetry.", "Created topic alerts."):
        topics = release.job("iot-topics", "Job").start()
        if made:
            eventually(lambda seen=made, pod=topics: seen in pod.log(), 60, topics.log)
        topics.kill()
    code, log = release.job("iot-topics", "Job").run(120)
    assert code == 0, log
    assert "Created topic device-events." in log
    told = kafka(brokers[0], "topics", "--describe")
    assert sorted(re.findall(r"Topic: (\S+)\s.*PartitionCount: (\d+)\s+ReplicationFactor: (\d+)", told)) == [
        ("alerts", "6", "3"), ("device-events", "6", "3"), ("telemetry", "24", "3"), ("telemetry-rejected", "6", "3"),
    ]  # fmt: skip
    assert re.search(r"Topic: device-events\s.*cleanup\.policy=compact", told)
    publish(brokers[0], range(100))
    brokers[2].kill()
    publish(brokers[0], range(100, 200))
    again = release.pod("iot-stream-processing", 2).up(120)
    eventually(
        lambda: kafka(brokers[0], "topics", "--describe", "--under-replicated-partitions") == "",
        90,
        again.log,
    )
    brokers[0].kill()
    brokers[0] = release.pod("iot-stream-processing", 0).up(120)
    read = ""
    for _ in range(5):  # the group's coordinator, or the leader of a partition, may be about to move
        there = ("--topic", "alerts", "--from-beginning", "--max-messages", "200", "--timeout-ms", "60000")
        read = kafka(again, "console-consumer", *there)
        if len(read.split()) >= 200:
            break
    assert sorted(map(int, read.split())) == list(range(200)), again.log() + brokers[0].log()
