"""iot's main path: a reading goes from a device to the database, once; what is late or broken goes elsewhere."""

from __future__ import annotations

import copy
import gzip
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.real.pods import SECRET, eventually, killed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

STUBS = Path(__file__).with_name("timescale.sql")
NOW = "select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"


def without_timescale(release: Release) -> Release:
    """Its schema with stand-ins for TimescaleDB's functions, and without the clauses that plain PostgreSQL cannot read."""
    release.objects = copy.deepcopy(release.objects)
    for each in release.objects:
        script = each.get("data", {}).get("20-telemetry.sh")
        if script:
            for clause in (r"alter table telemetry set \(timescaledb.*", r"with \(timescaledb\.continuous\)"):
                script, found = re.subn(clause, "", script)
                assert found == 1, clause
            stubs = STUBS.read_text().replace("$", r"\$")
            each["data"]["20-telemetry.sh"] = script.replace(
                "create table telemetry (", f"{stubs}create table telemetry (", 1
            )
    return release


def publish(release: Release, broker: Pod, user: str, topic: str, *messages: str) -> None:
    """Until the broker has confirmed each."""
    password = release.value(*{
        "platform": ("iot-mqtt-broker-credentials", "password"),
        "edge": ("iot-edge-processing-credentials", "device-password"),
    }[user])  # fmt: skip
    eventually(lambda: listens(broker))
    told = release.node.run(
        "mosquitto_pub", "-d", "-h", broker.address, "-u", user, "-P", password, "-q", "1", "-t", topic, "-l",
        given="".join(f"{message}\n" for message in messages),
    )  # fmt: skip
    assert told.count("received PUBACK") == len(messages)


def listens(broker: Pod) -> bool:
    """Whether somebody answers at the port of MQTT: a pod that was started is not asked for its readiness."""
    with suppress(AssertionError):
        broker.release.node.run("bash", "-c", f": < /dev/tcp/{broker.address}/1883")
        return True
    return False


def confirmed(seen: Path) -> set[str]:
    """The messages of devices in what a subscriber of the batches of edge nodes has written down."""
    batches = [json.loads(line) for line in seen.read_text().splitlines() if line.startswith("{")]
    return {each["fields"]["value"] for batch in batches for each in batch["metrics"]}


def rows(database: Pod, device: str) -> str:
    return database.sql(
        f"select metric, value from telemetry where device = '{device}' order by 1, 2", "telemetry"
    )


def test_a_reading_goes_from_a_device_to_the_database_once(deployed: Deploy) -> None:
    """By its `helm test`, from a device of the platform, and from one at the edge; Mosquitto in place of EMQX."""
    release = without_timescale(deployed("iot", "dev"))
    kafka = release.pod("iot-stream-processing").start()
    broker = release.pod("iot-mqtt-broker").up()
    database = release.pod("iot-time-series-db").up()
    kafka.ready(120)
    code, log = release.job("iot-topics", "Job").run(120)
    assert code == 0, log
    carriers = [release.pod(name).start() for name in ("iot-ingestion", "iot-stream-processor")]
    edge = release.pod("iot-edge-processing").up()
    for carrier in carriers:
        carrier.ready()

    for moment in (0.5, 1, 2):
        killed(release.job("iot-first-reading", "Job"), moment)
    test = release.job("iot-first-reading", "Job")
    code, log = test.run(120)
    told = "\n".join(pod.log() for pod in (test, *carriers))
    assert code == 0, told
    assert "is in time-series-db, once" in log

    moment = database.sql(NOW, "telemetry")
    reading = json.dumps({"time": moment, "temperature": 21, "humidity": 40.5})
    publish(release, broker, "platform", "telemetry/meter-1/state", reading, reading)
    publish(release, edge, "edge", "telemetry/meter-2", reading, reading)
    for device in ("meter-1", "meter-2"):
        eventually(
            lambda which=device: rows(database, which) == "humidity|40.5\ntemperature|21",
            told=lambda: "\n".join(pod.log() for pod in (edge, *carriers)),
        )

    old = json.dumps({"time": "2020-01-01T00:00:00Z", "temperature": 21})
    publish(release, broker, "platform", "telemetry/meter-3", old, "none", '{"temperature": "warm"}', "{}")
    publish(release, edge, "edge", "telemetry/meter-4", '{"time": "noon", "temperature": 1}')
    taken = kafka.main.exec(
        "/opt/kafka/bin/kafka-console-consumer.sh", "--bootstrap-server", "localhost:9092",
        "--topic", "telemetry-rejected", "--from-beginning", "--max-messages", "5", "--timeout-ms", "30000",
    ).stdout  # fmt: skip
    found = [json.loads(line) for line in taken.splitlines() if line]
    assert sorted(
        (each["tags"]["reason"], each["fields"]["topic"], each["fields"]["payload"]) for each in found
    ) == [
        ("late", "telemetry/meter-3", old),
        ("not a JSON object", "telemetry/meter-3", "none"),
        ("not numbers", "telemetry/meter-3", '{"temperature": "warm"}'),
        ("not numbers", "telemetry/meter-3", "{}"),
        ("time is not as in 2026-01-31T12:00:00Z", "telemetry/meter-4", '{"time": "noon", "temperature": 1}'),
    ]
    assert rows(database, "meter-3") == rows(database, "meter-4") == ""
    assert SECRET not in told

    # What Kafka has not confirmed the broker keeps: both are killed while readings come in.
    kafka.kill()
    readings = [json.dumps({"time": moment, f"m{number:02}": number}) for number in range(30)]
    publish(release, broker, "platform", "telemetry/meter-5", *readings[:20])
    carriers[0].kill()
    kafka.start().ready(120)
    carriers[0].start().ready(60)
    publish(release, broker, "platform", "telemetry/meter-5", *readings[10:])
    eventually(
        lambda: rows(database, "meter-5") == "\n".join(f"m{number:02}|{number}" for number in range(30)),
        told=lambda: rows(database, "meter-5") + "\n".join(pod.log() for pod in carriers),
    )


def test_what_the_edge_has_confirmed_outlives_a_loss_of_power_while_the_uplink_is_down(
    deployed: Deploy,
) -> None:
    """Broker and agent are killed right after the last confirmation. Mosquitto, which was there before, lost all of them."""
    release = deployed("iot", "dev")
    broker = release.pod("iot-mqtt-broker").up()
    edge = release.pod("iot-edge-processing").up()
    broker.kill()
    messages = [json.dumps({"number": number}) for number in range(3000)]
    publish(release, edge, "edge", "telemetry/meter-1", *messages)
    edge.kill()
    edge.start()  # not ready: the agent waits for the uplink
    messages.append(json.dumps({"number": 3000}))
    publish(release, edge, "edge", "telemetry/meter-1", messages[-1])
    edge.kill()

    broker = release.pod("iot-mqtt-broker").up()
    seen = release.folder / "seen"
    password = release.value("iot-mqtt-broker-credentials", "password")
    with seen.open("wb") as output, release.node.running(
        "mosquitto_sub", "-h", broker.address, "-u", "platform", "-P", password, "-q", "1", "-t", "telemetry/edge/#",
        output=output,
    ):  # fmt: skip
        edge.up()
        eventually(
            lambda: confirmed(seen) == set(messages), 90,
            lambda: f"{len(confirmed(seen))} of {len(messages)}: {sorted(set(messages) - confirmed(seen))}\n{edge.log()}",
        )  # fmt: skip


def test_what_archive_restore_loads_is_in_the_hourly_history(deployed: Deploy) -> None:
    """Once, whatever of it was there already, and also when the run that loaded it ended before the history was made."""
    release = without_timescale(
        deployed(
            "iot",
            "dr",
            "--set time-series-db.replicaCount=1 --set time-series-db.args={-c,shared_buffers=16MB}",
        )
    )
    database = release.pod("iot-time-series-db").up()
    database.sql(
        "insert into telemetry values ('2026-01-01 10:10Z', 'meter-1', 'heat', 1, '2026-01-01 10:20Z')",
        "telemetry",
    )
    quarter = "2026-01/2026-01-01T10:30:00Z.csv.gz"

    def restore() -> tuple[int, str]:
        pod = release.job("iot-archive-restore")
        pod.spec = {**pod.spec, "initContainers": []}  # which get the files from the bucket
        file = pod.path(f"/work/telemetry/{quarter}")
        file.parent.mkdir(parents=True)
        file.write_bytes(gzip.compress(b"".join(
            b"2026-01-01 %s:10:00Z,meter-1,heat,%s,2026-01-01 10:20:00Z\n" % hour_and_value
            for hour_and_value in ((b"10", b"1"), (b"09", b"3"))
        )))  # fmt: skip
        return pod.run()

    database.sql("alter procedure refresh_continuous_aggregate rename to elsewhere", "telemetry")
    code, log = restore()
    assert code != 0, log
    database.sql("alter procedure elsewhere rename to refresh_continuous_aggregate", "telemetry")
    database.sql(f"delete from archive where file = '{quarter}'", "telemetry")
    for _ in range(2):
        code, log = restore()
        assert code == 0 or "duplicate key" in log, log + database.log()
    history = (
        "select to_char(hour at time zone 'UTC', 'HH24'), mean, readings from telemetry_hourly order by 1"
    )
    assert database.sql(history, "telemetry") == "09|3|1\n10|1|1"
    assert database.sql("select count(*) from loaded_hours", "telemetry") == "0"
    ranges = "select first at time zone 'UTC', last at time zone 'UTC' from refreshed"
    assert database.sql(ranges, "telemetry") == "2026-01-01 09:00:00|2026-01-01 11:00:00"
