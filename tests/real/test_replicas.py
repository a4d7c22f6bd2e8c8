"""Replicas of PostgreSQL: copied whole, followed, out of the Service while they are behind; first starts that were interrupted."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.real.pods import eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

DATABASE = "shop-order-db"
SMALL = "--set order-db.args={-c,shared_buffers=16MB} --set order-db.replication.walKeepSize=16MB"
DATA = "/var/lib/postgresql/data/pgdata"


def pair(deployed: Deploy, more: str = SMALL) -> tuple[Release, Pod, Pod]:
    release = deployed("microservices", "prod", more)
    primary = release.pod(DATABASE).up()
    primary.sql("create table orders (id int)")
    return release, primary, release.pod(DATABASE, 1).up()


def follows(replica: Pod, primary: Pod) -> bool:
    primary.sql("insert into orders values (1)")
    count = primary.sql("select count(*) from orders")
    eventually(lambda: replica.sql("select count(*) from orders") == count, 60, replica.log)
    return replica.sql("select pg_is_in_recovery()") == "t"


def outlive_the_log(primary: Pod) -> None:
    """Write until the primary has thrown away the log of now."""
    first = primary.sql("select pg_walfile_name(pg_current_wal_lsn())")
    for _ in range(4):
        primary.sql("insert into orders select generate_series(1, 1000)")
        primary.sql("select pg_switch_wal(); checkpoint")
    assert not primary.path(f"{DATA}/pg_wal/{first}").exists()


def test_a_first_copy_that_was_killed_is_made_anew(deployed: Deploy) -> None:
    release = deployed("microservices", "prod", SMALL)
    primary = release.pod(DATABASE).up()
    primary.sql("create table orders as select generate_series(1, 500000) id")
    replica = release.pod(DATABASE, 1)
    process = replica.begin()
    for _ in range(2000):
        if any(replica.path(DATA).parent.glob("*/PG_VERSION")):
            break
        time.sleep(0.002)
    process.kill()
    # What the copies of earlier versions left: PG_VERSION, which is written first, without pg_control, which is written last.
    half = replica.path(DATA)
    if not half.exists():
        half.mkdir(mode=0o700)
        (half / "PG_VERSION").write_text("15\n")
        os.chown(half, 999, 999)
    assert not (half / "global" / "pg_control").exists()
    replica.up()
    assert follows(replica, primary)


def test_a_replica_that_was_away_for_too_long_is_copied_anew(deployed: Deploy) -> None:
    """While it runs and cannot go on, it is not ready; its next pod is, with all that it missed."""
    release, primary, replica = pair(deployed)
    release.node.cut_off(replica.namespace, is_cut=True)
    assert replica.is_("readiness"), "reads go on while the primary is away"
    outlive_the_log(primary)
    # A connection that nobody closed would be taken up again.
    primary.sql("select pg_terminate_backend(pid) from pg_stat_replication")
    release.node.cut_off(replica.namespace, is_cut=False)
    eventually(lambda: "has already been removed" in replica.log(), 90, replica.log)
    eventually(lambda: not replica.is_("readiness"), told=replica.log)
    assert replica.is_("liveness")
    replica.main.stop()
    again = release.pod(DATABASE, 1).up()
    assert "it is copied anew" in again.log()
    assert follows(again, primary)
    again.main.stop()
    assert follows(release.pod(DATABASE, 1).up(), primary), "who was away for a moment goes on"
    assert "copied anew" not in release.pod(DATABASE, 1).start().log()


def test_reads_go_on_without_the_primary_and_what_was_promoted_stays(deployed: Deploy) -> None:
    release, primary, replica = pair(deployed)
    primary.main.stop()
    replica.main.stop()
    replica = release.pod(DATABASE, 1).up()
    assert replica.sql("select count(*) from orders") == "0"
    primary.restart().ready()
    assert follows(replica, primary)
    replica.sql("select pg_promote()")
    replica.sql("insert into orders values (2)")
    replica.main.stop()
    promoted = release.pod(DATABASE, 1).up()
    assert promoted.sql("select count(*) from orders where id = 2") == "1"


def test_the_last_copy_is_never_thrown_away(deployed: Deploy) -> None:
    """The primary's volume was lost, and it came up empty."""
    release, primary, replica = pair(deployed)
    assert follows(replica, primary)
    primary.main.kill()
    replica.main.stop()
    release.claim(f"data-{DATABASE}-0").rename(release.folder / "lost")
    empty = release.pod(DATABASE).up()
    with pytest.raises(
        AssertionError, match="another database than the one that shop-order-db-1 is a copy of"
    ):
        release.pod(DATABASE, 1).start()
    assert (release.claim(f"data-{DATABASE}-1") / "pgdata/global/pg_control").exists()

    # As docs/architecture.md says: the other pod is promoted, and then the first.
    empty.main.kill()
    replica = release.pod(DATABASE, 1).up()
    replica.sql("select pg_promote()")
    replica.main.stop()
    moved = deployed("microservices", "prod", f"{SMALL} --set order-db.ordinals.start=1")
    primary = moved.pod(DATABASE, 1).up()
    assert follows(moved.pod(DATABASE, 2).up(), primary)
    assert primary.sql("select count(*) from orders") == "2"


def test_a_new_password_reaches_the_replicas(deployed: Deploy) -> None:
    """As docs/architecture.md says: ALTER ROLE, the Secret, a restart."""
    release, primary, replica = pair(deployed)
    primary.sql("alter role app password 'anew'")
    release.secrets[f"{DATABASE}-credentials/password"] = "anew"
    replica.main.stop()
    replica = release.pod(DATABASE, 1).up()
    primary.main.stop()
    primary = release.pod(DATABASE).up()
    assert follows(replica, primary)
    kept = (replica.path(DATA) / "postgresql.auto.conf").read_text()
    assert "password" not in kept
    assert kept.count("primary_conninfo") == 1


@pytest.mark.parametrize("moment", ["initdb", "server"])
def test_a_first_start_that_was_killed_is_made_anew(deployed: Deploy, moment: str) -> None:
    """By the next container, without a new pod: that is what the kubelet starts."""
    release = deployed("microservices", "prod", SMALL)
    database = release.pod(DATABASE).start()
    seen = "PG_VERSION" if moment == "initdb" else "postmaster.opts"
    for _ in range(5000):
        if (database.path(DATA) / seen).exists():
            break
        time.sleep(0.002)
    database.main.kill()
    database.restart().ready()
    assert "it is made anew" in database.main.logs()
    database.sql("create table orders (id int)")
    for _ in range(2):  # and never again
        database.main.kill()
        database.restart().ready()
        assert database.sql("select count(*) from orders") == "0"
    assert database.main.logs().count("it is made anew") == 1


def test_a_database_that_is_not_there_is_not_ready(deployed: Deploy) -> None:
    """An earlier version let an interrupted first start become ready without its database."""
    release = deployed("microservices", "prod", SMALL)
    database = release.pod(DATABASE).up()
    database.sql("drop database app", database="postgres")
    assert not database.is_("readiness")


def test_a_long_read_of_a_replica_is_not_cancelled_by_the_primarys_vacuum(deployed: Deploy) -> None:
    """Such as a dump. The server is told to wait for none, which it otherwise does after 30 seconds."""
    settings = "-c,shared_buffers=16MB,-c,max_standby_streaming_delay=0,-c,wal_receiver_status_interval=1"
    _, primary, replica = pair(deployed, f"--set order-db.args={{{settings}}}")
    primary.sql("insert into orders select generate_series(1, 10000)")
    told: list[str] = []
    query = "begin isolation level repeatable read; select count(*) from orders; select pg_sleep(5); select count(*) from orders"

    def read() -> None:
        done = replica.main.exec("psql", "-XAtq", "-U", "postgres", "-d", "app", "-c", query)
        told.append(done.stdout.replace("\n", " ") + done.stderr)

    eventually(lambda: replica.sql("select count(*) from orders") == "10000")
    reader = threading.Thread(target=read)
    reader.start()
    time.sleep(2.5)
    primary.sql("delete from orders where id % 2 = 0")
    primary.sql("vacuum orders")
    reader.join()
    assert told == ["10000  10000 "]


def test_commits_of_trading_wait_for_a_replica_however_many_there_were_at_first(deployed: Deploy) -> None:
    args = "--set order-db.args={-c,config_file=/etc/postgresql/postgresql.conf,-c,shared_buffers=16MB} --set global.presets.encrypted.tls.enabled=false"
    alone = deployed("trading", "staging", f"{args} --set order-db.replicaCount=1")
    name = next(each["metadata"]["name"] for each in alone.objects
                if each["kind"] == "StatefulSet" and each["metadata"]["name"].endswith("-order-db"))  # fmt: skip
    primary = alone.pod(name).up()
    primary.sql("create table orders (id int)")
    assert primary.sql("show synchronous_standby_names") == ""
    primary.main.stop()

    release = deployed("trading", "staging", args)
    primary = release.pod(name).up()
    insert = "insert into orders values (1)"
    waits = primary.main.exec("timeout", "3", "psql", "-XAtq", "-U", "postgres", "-d", "app", "-c", insert)
    assert waits.returncode == 124, "it was committed without a replica"
    replica = release.pod(name, 1).up()
    primary.sql(insert)
    assert int(replica.sql("select count(*) from orders")) >= 1
    replica.main.stop()
    primary.main.stop()
    primary = alone.pod(name).up()
    primary.sql(insert)
