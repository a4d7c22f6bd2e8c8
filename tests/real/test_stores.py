"""Backups in an S3 store: dumps, base backups and the log go there, and a database comes back from there alone."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from tests.real.test_backups import SEGMENT, archived, now_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

# iot's test has a store of its own: rclone, which serves a claim.
STORE = (
    "--set device-db.args={-c,shared_buffers=16MB},global.overrides.statefulset.backup.enabled=true "
    "--set global.backups.bucket=kept,global.backups.endpoint=http://iot-object-storage:9000 "
    "--set global.backups.credentials.secretName=iot-archive-credentials,device-db.backup.keep=1,device-db.replicaCount=1"
)
WAL = f"{STORE} --set device-db.backup.method=wal"
RESTORE = "--set device-db.restore.enabled=true,device-db.restore.patienceSeconds=0"
DATABASE, BACKUP = "iot-device-db", "iot-device-db-backup"
DATABASE_FOLDER = "/var/lib/postgresql/data/pgdata"
LONG_AGO = "20260101T000000Z"


def served(release: Release, before: Pod | None = None) -> Pod:
    """The store, up; a new one serves what lies in the folder now, and not what it remembers."""
    if before:
        before.kill()
    return release.pod("iot-object-storage").up()


def bucket_of(release: Release, storage: Pod) -> Path:
    """Where device-db's backups are in the bucket, which nobody else makes."""
    bucket = release.claim(storage.claims["data"]) / "kept"
    bucket.mkdir(exist_ok=True)
    os.chown(bucket, 10001, 10001)
    return bucket / "device-db"


def backed_up(release: Release, database: Pod) -> None:
    code, log = release.job(BACKUP).run()
    assert code == 0, log + database.log()


def lost(release: Release, database: Pod) -> None:
    database.main.kill()
    shutil.rmtree(release.claim(f"data-{DATABASE}-0"))


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
