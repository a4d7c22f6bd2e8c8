"""Restores of dumps: all of it or nothing, with the rights of others, and never green without data."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from tests.real.pods import eventually, killed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

DATABASE, BACKUP = "shop-order-db", "shop-order-db-backup"
SMALL = "--set order-db.args={-c,shared_buffers=16MB}"
ROWS = 1000000


def dumped(deployed: Deploy) -> Path:
    """Production's dump: rows, a large object, an extension in use, a role with rights. Its claim is dr's; its database is gone."""
    production = deployed("microservices", "prod", SMALL)
    database = production.pod(DATABASE).up()
    for statement in (
        "create role viewer login password 'secret'",
        f"create table orders as select generate_series(1, {ROWS}) id",
        "grant select on orders to viewer",
        "create extension citext",
        "create table names (name citext primary key); insert into names values ('Ada')",
    ):
        database.sql(statement, user="owner")
    database.sql("select lo_from_bytea(4711, 'a receipt')", user="app")
    code, log = production.job(BACKUP).run()
    assert code == 0, log + database.log()
    database.main.stop()
    shutil.rmtree(production.claim(f"data-{DATABASE}-0"))
    (dump,) = production.claim(BACKUP).glob("*.dump")
    return dump


def is_whole(database: Pod) -> bool:
    return (
        database.sql("select count(*) from orders", user="app") == str(ROWS)
        and database.sql("select convert_from(lo_get(4711), 'UTF8')", user="app") == "a receipt"
        and database.sql("select name from names where name = 'ADA'", user="reader") == "Ada"
    )


def test_a_restore_that_was_killed_is_made_whole_by_its_retry(deployed: Deploy) -> None:
    dumped(deployed)
    release = deployed("microservices", "dr", SMALL)
    database = release.pod(DATABASE).up()
    half = release.job("shop-order-db-restore", "Job").start()
    at_work = "select count(*) from pg_stat_activity where application_name = 'pg_restore'"
    eventually(lambda: database.sql(at_work) == "1", told=half.log)
    half.main.kill()
    eventually(lambda: database.sql(at_work) == "0", told=database.log)
    tables = "select count(*) from pg_tables where schemaname = 'public'"
    assert database.sql(tables) == "0"
    for moment in (0.1, 0.4):
        killed(release.job("shop-order-db-restore", "Job"), moment)
        eventually(lambda: database.sql(at_work) == "0", told=database.log)
        assert database.sql(tables) == "0" or is_whole(database)

    code, log = release.job("shop-order-db-restore", "Job").run()
    assert code == 0, log
    assert is_whole(database)
    assert database.sql("select has_table_privilege('viewer', 'orders', 'select')") == "t"
    assert database.sql("select rolcanlogin from pg_roles where rolname = 'viewer'") == "f"
    code, log = release.job("shop-order-db-restore", "Job").run()
    assert (code, log) == (0, "app has tables already: nothing restored\n")
    assert is_whole(database)


def test_a_dump_of_an_earlier_version_comes_without_the_rights_of_others(deployed: Deploy) -> None:
    dump = dumped(deployed)
    dump.with_name(f"{dump.name}.roles").unlink()
    release = deployed("microservices", "dr", SMALL)
    database = release.pod(DATABASE).up()
    code, log = release.job("shop-order-db-restore", "Job").run()
    assert code == 0, log
    assert is_whole(database)


def test_a_restore_without_a_dump_waits_for_one_and_then_fails(deployed: Deploy) -> None:
    """The claim is made by the release: nothing can be in it at the first installation of dr."""
    impatient = deployed("microservices", "dr", f"{SMALL} --set order-db.restore.patienceSeconds=0")
    database = impatient.pod(DATABASE).up()
    assert impatient.job("shop-order-db-restore", "Job").run() == (
        1,
        (
            "nothing restored: there is no dump in /backup. Copy one there, delete this Job and install again;"
            " or begin empty with restore.enabled: false\n"
        ),
    )
    release = deployed("microservices", "dr", SMALL)
    release.services.join(database)  # which goes on
    job = release.job("shop-order-db-restore", "Job").start()
    eventually(lambda: "waiting for a dump in /backup" in job.log(), 60, database.log)
    database.sql("create database other", database="postgres")
    database.sql("create table orders (id int)", database="other")
    claim = release.claim(BACKUP)
    dump = ["pg_dump", "-U", "postgres", "--format=custom", "--file=/tmp/arriving", "other"]
    assert database.main.exec(*dump).returncode == 0
    shutil.copy(database.path("/tmp/arriving"), claim / "arriving")
    os.chown(claim / "arriving", 999, 999)
    (claim / "arriving").rename(claim / "app-20260101T000000Z.dump")
    assert job.main.wait() == 0, job.log()
    assert database.sql("select count(*) from orders") == "0"


def test_grafana_starts_when_its_database_is_restored(deployed: Deploy) -> None:
    """In iot's dr: its first start would make tables, and the restore leaves a database that has some alone."""
    release = deployed(
        "iot", "dr", "--set dashboard-db.replicaCount=1 --set dashboard-db.args={-c,shared_buffers=16MB}"
    )
    database = release.pod("iot-dashboard-db").up()
    waiting = release.pod("iot-dashboard").begin()
    eventually(lambda: "dashboard-db is not restored yet" in waiting.logs(), told=waiting.logs)
    database.sql("create table migration_log (id int)")  # Grafana's own, in every dump of it
    assert waiting.wait() == 0, waiting.logs()
