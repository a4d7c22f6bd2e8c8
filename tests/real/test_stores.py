"""Backups in an S3 store: dumps, base backups and the log go there, and a database comes back from there alone."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING

from tests.real.pods import Release, eventually
from tests.real.processes import PATIENCE
from tests.real.test_backups import SEGMENT, archived, now_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.real.pods import Pod

    Deploy = Callable[..., Release]

# iot's test has a store of its own: rclone, which serves a claim.
STORE = (
    "--set device-db.args={-c,shared_buffers=16MB},global.overrides.statefulset.backup.enabled=true "
    "--set object-storage.backup.method=snapshot "
    "--set global.backups.bucket=kept,global.backups.endpoint=http://iot-object-storage:9000 "
    "--set global.backups.credentials.secretName=iot-archive-credentials,device-db.backup.keep=1,device-db.replicaCount=1"
)
WAL = f"{STORE} --set device-db.backup.method=wal"
RESTORE = "--set device-db.restore.enabled=true,device-db.restore.patienceSeconds=0"
DATABASE, BACKUP, STORAGE = "iot-device-db", "iot-device-db-backup", "iot-object-storage"
DATABASE_FOLDER = "/var/lib/postgresql/data/pgdata"
LONG_AGO = "20260101T000000Z"


def served(release: Release, before: Pod | None = None) -> Pod:
    """The store, up; a new one serves what lies in the folder now, and not what it remembers."""
    if before:
        before.kill()
    return release.pod(STORAGE).up()


def bucket_of(release: Release, storage: Pod) -> Path:
    """Where device-db's backups are in the bucket, which nobody else makes."""
    bucket = release.claim(storage.claims["data"]) / "kept"
    bucket.mkdir(exist_ok=True)
    os.chown(bucket, 10001, 10001)
    return bucket / "device-db"


def backed_up(release: Release, database: Pod, backup: str = BACKUP) -> None:
    code, log = release.job(backup).run()
    assert code == 0, log + database.log()


def lost(release: Release, database: Pod) -> None:
    database.main.kill()
    shutil.rmtree(release.claim(f"data-{database.name}"))


def test_a_dump_goes_to_the_store_and_comes_back_from_there(deployed: Deploy) -> None:
    release = deployed("iot", "test", STORE)
    storage = served(release)
    kept = bucket_of(release, storage)
    code, log = release.job(f"{BACKUP}-check", "Job").run()
    assert code == 0, log
    database = release.pod(DATABASE).up()
    database.sql("create role viewer")
    database.sql("create table devices as select generate_series(1, 1000) id", user="owner")
    database.sql("grant select on devices to viewer", user="owner")
    backed_up(release, database)
    (first,) = kept.glob("*.dump")
    for suffix in ("", ".roles"):
        first.with_name(f"{first.name}{suffix}").rename(kept / f"app-{LONG_AGO}.dump{suffix}")
    database.sql("insert into devices values (0)")
    storage = served(release, storage)
    backed_up(release, database)
    (newest,) = kept.glob("*.dump")
    assert newest.name != f"app-{LONG_AGO}.dump", "of the old ones `keep` counts the newest"
    assert sorted(each.name for each in kept.iterdir()) == [".check", newest.name, f"{newest.name}.roles"]
    lost(release, database)

    release = deployed("iot", "test", f"{STORE} {RESTORE}")
    storage = served(release, storage)
    database = release.pod(DATABASE).up()
    code, log = release.job("iot-device-db-restore", "Job").run()
    assert code == 0, log
    assert database.sql("select count(*) from devices") == "1001"
    assert database.sql("select has_table_privilege('viewer', 'devices', 'select')") == "t"


def test_the_log_goes_to_the_store_and_leads_back_to_any_moment(deployed: Deploy) -> None:
    release = deployed("iot", "test", WAL)
    storage = served(release)
    kept = bucket_of(release, storage)
    database = release.pod(DATABASE).up()
    database.sql("create table devices (id int); insert into devices values (1)")
    backed_up(release, database)
    database.sql("insert into devices values (2)")
    moment = now_of(database)
    database.sql("insert into devices values (3)")
    segment = archived(database)
    (log,) = kept.glob("*/wal")
    other = f"cd {DATABASE_FOLDER}; echo other >/tmp/other; sh /scripts/archive.sh /tmp/other {segment}"
    again = database.main.exec("sh", "-c", other)
    assert again.returncode == 1
    assert "is there with other content" in again.stderr
    lost(release, database)

    release = deployed("iot", "test", f"{WAL} {RESTORE} --set-string device-db.restore.until={moment}")
    storage = served(release, storage)
    database = release.pod(DATABASE).up()
    assert database.sql("select id from devices order by 1") == "1\n2"
    lost(release, database)

    release = deployed("iot", "test", f"{WAL} {RESTORE}")
    storage = served(release, storage)
    database = release.pod(DATABASE).up()
    assert database.sql("select id from devices order by 1") == "1\n2\n3"
    old = next(log.parent.glob("base-*Z"))
    old.rename(old.with_name(f"base-{LONG_AGO}"))
    before = {each.name for each in log.iterdir() if SEGMENT.fullmatch(each.name)}
    for each in log.iterdir():
        os.utime(each, (0, 0))
    served(release, storage)
    backed_up(release, database)
    (base,) = log.parent.glob("base-*Z")
    assert base.name != f"base-{LONG_AGO}"
    assert not before & {each.name for each in log.iterdir()}, "log that no base backup needs goes"


def test_a_drill_restores_the_newest_dump_and_fails_where_it_is_no_dump(deployed: Deploy) -> None:
    options = f"{STORE} --set device-db.backup.drill.enabled=true,device-db.backup.drill.minimumRows=1000"
    release = deployed("iot", "test", options)
    storage = served(release)
    kept = bucket_of(release, storage)
    database = release.pod(DATABASE).up()
    drill = "iot-device-db-drill"
    code, log = release.job(drill).run()
    assert (code, log) == (1, "drill: there is no dump to restore\n")
    database.sql("create table devices as select generate_series(1, 1000) id", user="owner")
    database.sql("analyze devices")
    backed_up(release, database)
    code, log = release.job(drill).run()
    assert code == 0, log
    assert "has 1000 rows; the live database has about 1000" in log
    database.sql("insert into devices select generate_series(1001, 3000) id; analyze devices")
    code, log = release.job(drill).run()
    assert code == 1
    assert log.endswith("drill: fewer than backup.drill.percentOfLive, 50, of the live ones\n")
    (dump,) = kept.glob("*.dump")
    dump.write_bytes(dump.read_bytes()[:-200])
    served(release, storage)
    code, log = release.job(drill).run()
    assert code == 1
    assert "pg_restore: error" in log


def test_a_promoted_dr_has_the_last_order_that_production_acknowledged(deployed: Deploy) -> None:
    """From production's bucket alone: what was archived, RPO seconds after it was acknowledged; it goes on in a bucket of its own."""
    given = (
        "--set order-db.args={-c,shared_buffers=16MB},order-db.backup.archiveTimeout=2,order-db.restore.patienceSeconds=0 "
        "--set global.backups.endpoint=http://iot-object-storage:9000,global.backups.credentials.secretName=iot-archive-credentials "
        "--set global.backups.from.credentials.secretName=iot-archive-credentials"
    )
    store = deployed("iot", "test").objects
    names = (STORAGE, "iot-archive-credentials")

    def site(environment: str, more: str = "") -> Release:
        made = deployed("ecommerce", environment, f"{given} {more}", "backups=s3")
        wanted = [each for each in store if each["metadata"]["name"].startswith(names)]
        return Release(made.node, made.folder, [*made.objects, *wanted])

    production = site("prod")
    storage = served(production)
    data = production.claim(storage.claims["data"])
    buckets = {each: data / f"shop-{each}-backups" for each in ("prod", "dr")}
    for bucket in buckets.values():
        bucket.mkdir()
        os.chown(bucket, 10001, 10001)
    database = production.pod("shop-order-db").up()
    database.sql("create table orders (id int)", user="owner")
    database.sql("grant all on orders to app", user="owner")
    backed_up(production, database, "shop-order-db-backup")
    for order in range(20):
        database.sql(f"insert into orders values ({order})", user="app")
    acknowledged = time.monotonic()
    segment = database.sql("select pg_walfile_name(pg_current_wal_lsn())")
    is_there = f"select last_archived_wal >= '{segment}' from pg_stat_archiver"
    eventually(lambda: database.sql(is_there) == "t", told=database.log)
    exposed = time.monotonic() - acknowledged
    assert exposed < 2 + 8 * PATIENCE, "archiveTimeout, and a busy machine"
    lost(production, database)
    kept = sorted(each for each in buckets["prod"].rglob("*"))

    understudy = site("dr")
    storage = served(understudy, storage)
    began = time.monotonic()
    database = understudy.pod("shop-order-db").up()
    print(f"archived after {exposed:.1f} s, restored in {time.monotonic() - began:.1f} s")
    assert database.sql("select count(*), max(id) from orders", user="app") == "20|19"
    database.main.kill()

    promoted = site("dr", "--set global.overrides.enabled=false")
    served(promoted, storage)
    database = promoted.pod("shop-order-db").up()
    database.sql("insert into orders values (20)", user="app")
    backed_up(promoted, database, "shop-order-db-backup")
    assert database.sql("select count(*) from orders", user="app") == "21"
    assert [each.name[:5] for each in buckets["dr"].glob("order-db/*/*")] in (
        ["base-", "wal"],
        ["wal", "base-"],
    )
    assert sorted(each for each in buckets["prod"].rglob("*")) == kept, "nothing is written to production's"
