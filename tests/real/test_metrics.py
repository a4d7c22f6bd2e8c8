"""What alerts ask, the programs tell: each metric by its name, with the labels that are asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests import tools
from tests.charts.support import the
from tests.real.pods import eventually
from tests.real.test_objects import ask, put
from tests.real.test_queues import api, older, publish
from tests.real.test_replicas import DATA, pair
from tests.real.test_roles import Answer, asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tests.charts.support import Object
    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

RUNBOOKS = next((tools.ROOT / "blueprints" / "trading").glob("*/docs/runbooks"))
LABELS = re.compile(r'(\w+)(=~|!~|!=|=)"((?:[^"\\]|\\.)*)"')
# What somebody else tells: kube-state-metrics, the kubelet, cert-manager.
FOREIGN = re.compile(r"(kube|kubelet|certmanager)_")


class Series(NamedTuple):
    name: str
    labels: Mapping[str, str]
    value: float


def scraped(pod: Pod, path: str = "/metrics") -> list[Series]:
    """What the port `metrics` of a pod answers, with the labels that Prometheus adds."""
    (port,) = pod.ports("metrics")
    patient = (
        "--silent",
        "--show-error",
        "--fail",
        "--retry",
        "20",
        "--retry-delay",
        "1",
        "--retry-connrefused",
    )
    text = pod.release.node.run("curl", *patient, f"http://{pod.address}:{port}{path}")
    added = {"namespace": pod.field("metadata.namespace"), "pod": pod.name}
    return [*_series(text.splitlines(), added)]


def _series(lines: Iterable[str], added: Mapping[str, str]) -> Iterator[Series]:
    for line in lines:
        found = re.match(r"([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)", line)
        if found:
            labels = {key: value for key, _, value in LABELS.findall(found[2] or "")}
            yield Series(found[1], {**labels, **added}, float(found[3]))


def selectors(objects: Sequence[Object], rules: str) -> set[tuple[str, str]]:
    """What the alerts of a PrometheusRule select of what the service itself tells: name and labels."""
    (group,) = the("PrometheusRule", objects, rules)["spec"]["groups"]
    found = {
        each for rule in group["rules"] for each in re.findall(r"([a-zA-Z_]\w*)\{([^}]*)\}", rule["expr"])
    }
    return {(name, labels) for name, labels in found if not FOREIGN.match(name)}


def selected(series: Iterable[Series], name: str, labels: str) -> list[Series]:
    return [each for each in series if each.name == name and _fits(each.labels, labels)]


def _fits(labels: Mapping[str, str], wanted: str) -> bool:
    for name, how, value in LABELS.findall(wanted):
        is_one = (
            labels.get(name, "") == value
            if how in ("=", "!=")
            else bool(re.fullmatch(value, labels.get(name, "")))
        )
        if is_one != (how in ("=", "=~")):
            return False
    return True


def value(pod: Pod, name: str, labels: str = "") -> list[float]:
    return [each.value for each in selected(scraped(pod), name, labels)]


def test_databases_tell_what_their_alerts_ask(deployed: Deploy) -> None:
    release, primary, replica = pair(deployed)
    asks = selectors(release.objects, "shop-order-db-alerts")
    assert {name for name, _ in asks} == {
        "pg_up", "pg_replication_lag_seconds", "pg_replication_is_replica", "pg_stat_replication_pg_wal_lsn_diff",
        "pg_stat_activity_count", "pg_settings_max_connections",
    }  # fmt: skip
    eventually(lambda: value(primary, "pg_up") == [1], 60, primary.log)
    eventually(lambda: value(replica, "pg_up") == [1], 60, replica.log)
    told = scraped(primary) + scraped(replica)
    assert [ask for ask in asks if not selected(told, *ask)] == []
    assert value(replica, "pg_replication_is_replica") == [1]
    assert value(primary, "pg_replication_is_replica") == [0]
    (streams,) = selected(scraped(primary), "pg_stat_replication_pg_wal_lsn_diff", 'state="streaming"')
    assert streams.labels["application_name"] == replica.name

    # Who lost its source says that it is behind by nothing; its primary has it no longer.
    release.node.cut_off(replica.namespace, is_cut=True)
    primary.sql("select pg_terminate_backend(pid) from pg_stat_replication")
    primary.sql("insert into orders select generate_series(1, 1000)")
    eventually(lambda: not value(primary, "pg_stat_replication_pg_wal_lsn_diff", 'state="streaming"'), 60)
    told_inside = (
        replica.processes["exporter"].exec("curl", "--silent", "http://127.0.0.1:9187/metrics").stdout
    )
    assert "\npg_replication_lag_seconds 0\n" in told_inside
    assert "\npg_replication_is_replica 1\n" in told_inside
    release.node.cut_off(replica.namespace, is_cut=False)
    eventually(lambda: value(primary, "pg_stat_replication_pg_wal_lsn_diff", 'state="streaming"') == [0], 60)

    # Whoever watches is not needed, and waits for the database to come back.
    primary.processes["exporter"].kill()
    assert primary.is_("readiness")
    primary.begin_sidecar("exporter")
    primary.main.kill()
    eventually(lambda: value(primary, "pg_up") == [0], 60, primary.log)
    primary.restart().ready()
    eventually(lambda: value(primary, "pg_up") == [1], 60, primary.log)


def test_whoever_watches_a_database_sees_none_of_its_data(deployed: Deploy) -> None:
    _, primary, replica = pair(deployed)
    for pod in (primary, replica):
        assert "volumeMounts" not in pod.spec["containers"][1], "the server's socket is not its"

        def from_within(user: str, query: str, where: Pod = pod) -> Answer:
            address = ["psql", "-h", "127.0.0.1", "-w", "-U", user, "-d", "app", "-XAtqc", query]
            done = where.main.exec(*address, PGPASSWORD="", PGOPTIONS="")
            return Answer(done.returncode, (done.stdout + done.stderr).strip())

        users = ("monitor", "app", "owner", "reader", "replicator", "postgres")
        assert [user for user in users if from_within(user, "select 1").code == 0] == ["monitor"]
        assert from_within("monitor", "select count(*) > 0 from pg_stat_activity") == Answer(0, "t")
        assert "permission denied" in from_within("monitor", "select * from orders").told
        assert asked(pod, "monitor", "select 1").code == 2, "it comes from nowhere else"
        lines = pod.path(f"{DATA}/pg_hba.conf").read_text().splitlines()
        assert lines.count("host all monitor all reject") == 1
    assert (
        primary.sql(
            "select rolsuper or rolcreaterole or rolreplication from pg_roles where rolname = 'monitor'"
        )
        == "f"
    )
    primary.main.kill()
    primary.restart().ready()
    assert primary.path(f"{DATA}/pg_hba.conf").read_text().count("monitor") == 2


def test_a_pg_hba_of_ones_own_lets_the_exporter_in(deployed: Deploy) -> None:
    more = "--set order-db.args={-c,config_file=/etc/postgresql/postgresql.conf,-c,shared_buffers=16MB} --set global.presets.encrypted.tls.enabled=false"
    release = deployed("trading", "staging", f"{more} --set order-db.replicaCount=1")
    database = release.pod("exchange-order-db").up()
    eventually(lambda: value(database, "pg_up") == [1], 60, database.log)
    assert asked(database, "monitor", "select 1").code == 2, "it comes from nowhere else"


@pytest.mark.nightly  # its leader counts copies every five minutes
def test_the_object_store_tells_what_its_alerts_ask(deployed: Deploy) -> None:
    """Which copies are missing, its leader counts every five minutes."""
    release = deployed("trading", "staging", "--set global.presets.encrypted.tls.enabled=false")
    asks = selectors(release.objects, "exchange-objects-alerts")
    assert {name for name, _ in asks} == {
        "SeaweedFS_s3_request_total", "SeaweedFS_master_is_leader", "SeaweedFS_master_under_replicated_volumes",
        "SeaweedFS_volumeServer_disk_error_status",
    }  # fmt: skip
    members = [release.pod("exchange-objects", number) for number in range(3)]
    for member in members:
        member.start()
    for member in members:
        member.ready(restarts=5)
    assert put(members[1], "event", "an event")
    assert ask(members[1], "reader", "GET", "audit/nothing").code == 404

    def leads() -> list[Pod]:
        return [each for each in members if value(each, "SeaweedFS_master_is_leader") == [1]]

    eventually(lambda: len(leads()) == 1, 60, members[0].log)
    (leader,) = leads()
    lost = next(each for each in members if each is not leader)
    lost.kill()
    members.remove(lost)
    missing = "SeaweedFS_master_under_replicated_volumes"
    eventually(lambda: max(value(leader, missing), default=0) > 0, 400, leader.log)
    told = [series for member in members for series in scraped(member)]
    unseen = {name for name, labels in asks if not selected(told, name, labels.partition(",code")[0])}
    assert unseen == set()
    codes = {each.labels["code"] for each in told if each.name == "SeaweedFS_s3_request_total"}
    assert "404" in codes
    assert all(re.fullmatch("[2-5][0-9][0-9]", each) for each in codes)

    # docs/runbooks/store-under-replicated.md
    (command,) = re.findall(r"'(echo .*weed shell.*?)'", (RUNBOOKS / "store-under-replicated.md").read_text())
    done = leader.main.exec("sh", "-c", command, seconds=120)
    assert done.returncode == 0, done.stderr
    assert "error" not in (done.stdout + done.stderr).lower()


def test_a_broker_tells_what_its_alerts_ask(deployed: Deploy) -> None:
    release = older(deployed("microservices", "staging", "--set message-queue.replicaCount=1"))
    broker = release.pod("shop-message-queue").up(180)
    api(broker, "PUT", "/queues/%2F/orders", {"durable": True, "arguments": {"x-queue-type": "quorum"}})
    publish(broker, range(3))
    asks = selectors(release.objects, "shop-message-queue-alerts")
    assert len(asks) == 4
    added = {"service": "shop-message-queue"}
    eventually(lambda: value(broker, "rabbitmq_queue_messages_ready") == [3], 60, broker.log)
    told = [each._replace(labels={**each.labels, **added}) for each in scraped(broker)]
    assert [ask for ask in asks if not selected(told, *ask)] == []
    assert value(broker, "rabbitmq_queue_consumers") == [0]


def test_a_cache_tells_what_its_alerts_ask(deployed: Deploy) -> None:
    release = deployed("microservices", "prod")
    cache = release.pod("shop-cache").up()
    asks = selectors(release.objects, "shop-cache-alerts")
    assert {name for name, _ in asks} == {"redis_up", "redis_rejected_connections_total"}
    eventually(lambda: value(cache, "redis_up") == [1], 60, cache.log)
    told = [each._replace(labels={**each.labels, "service": "shop-cache"}) for each in scraped(cache)]
    assert [ask for ask in asks if not selected(told, *ask)] == []
    cache.main.kill()
    eventually(lambda: value(cache, "redis_up") == [0], 60, cache.log)
