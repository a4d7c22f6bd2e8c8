"""Backups of PostgreSQL: the log is archived, base backups are made and lead to any moment, whatever the claim already holds."""

from __future__ import annotations

import os
import re
import shutil
import time
from typing import TYPE_CHECKING

from tests.real.pods import eventually

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

SMALL = "--set order-db.args={-c,shared_buffers=16MB}"
WITHOUT_BACKUPS = f"{SMALL} --set order-db.backup.enabled=false"
DATABASE, BACKUP = "shop-order-db", "shop-order-db-backup"
DATA = "/var/lib/postgresql/data/pgdata"
SEGMENT = re.compile("[0-9A-F]{24}")


def until(moment: str) -> str:
    """The values that have a database be as it was at a moment."""
    return f"{SMALL} --set order-db.restore.enabled=true --set-string order-db.restore.until={moment}"


def folder_of(release: Release, database: Pod) -> Path:
    """Where the claim keeps what a database writes."""
    return release.claim(BACKUP) / database.sql("select system_identifier from pg_control_system()")


def archived(database: Pod) -> str:
    """Have the server go on to a new segment of its log: the one that it left, once it is archived."""
    name = database.sql("select pg_walfile_name(pg_current_wal_lsn())")
    database.sql("select pg_switch_wal()")
    done = f"select last_archived_wal >= '{name}' from pg_stat_archiver"
    eventually(lambda: database.sql(done) == "t", told=database.log)
    return name


def now_of(database: Pod) -> str:
    """The server's clock, as `restore.until` writes a moment; a while before the next commit, a while after the last."""
    time.sleep(0.2)
    moment = database.sql("""select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')""")
    time.sleep(0.2)
    return moment


def test_a_database_comes_back_as_it_was_at_a_moment_and_takes_writes(deployed: Deploy) -> None:
    """`restore.until`: once, whatever is started afterwards; the next moment may lie on the timeline that begins there."""
    release = deployed("ecommerce", "prod", SMALL)
    database = release.pod(DATABASE).up()
    database.sql("create table orders (id int); insert into orders values (1)")
    code, log = release.job(BACKUP).run()
    assert code == 0, log + database.log()
    database.sql("insert into orders values (2)")
    moment = now_of(database)
    database.sql("insert into orders values (3)")
    time.sleep(1.1)  # a base backup that began later does not lead there
    code, log = release.job(BACKUP).run()
    assert code == 0, log + database.log()
    database.sql("insert into orders values (3)")
    database.main.kill()  # the last segment is not archived

    restored = deployed("ecommerce", "prod", until(moment))
    for _ in range(2):
        database = restored.pod(DATABASE).up()
        assert database.sql("select id from orders where id < 4 order by 1") == "1\n2"
        database.sql("insert into orders values (4)")
        database.main.stop()
    assert "went on from there: nothing restored" in database.log()
    kept = database.path(f"{DATA}.before-{moment[:19].replace('-', '').replace(':', '')}Z")
    assert (kept / "global/pg_control").exists()
    archive = next(release.claim(BACKUP).glob("*/wal"))
    assert (archive / "00000002.history").exists(), "without it nobody finds the way along this timeline"

    database = restored.pod(DATABASE).up()
    later = now_of(database)
    database.sql("insert into orders values (5)")
    database.main.stop()
    database = deployed("ecommerce", "prod", until(later)).pod(DATABASE).up()
    oldest = min(each.name for each in release.claim(BACKUP).glob("*/base-*Z"))
    assert f"{oldest} is restored" in database.log(), "the newer one is of the timeline that was left"
    assert database.sql("select id from orders order by 1") == "1\n2\n4\n4"
    database.sql("insert into orders values (6)")
    archived(database)
    code, log = release.job(BACKUP).run()
    assert code == 0, log + database.log()


def test_a_moment_that_no_backup_leads_to_leaves_the_database_as_it_is(deployed: Deploy) -> None:
    release = deployed("ecommerce", "prod", SMALL)
    database = release.pod(DATABASE).up()
    before = now_of(database)
    time.sleep(1)
    code, log = release.job(BACKUP).run()
    assert code == 0, log + database.log()
    database.sql("create table orders (id int)")
    after = now_of(database)  # and nothing is committed after it
    database.main.stop()
    impatient = f"{until(before)} --set order-db.restore.patienceSeconds=0"
    too_early = deployed("ecommerce", "prod", impatient).pod(DATABASE).begin()
    assert too_early.wait() == 1
    assert too_early.logs() == (
        f"nothing restored: there is no base backup in /backup that began before {before}."
        " Copy what production archives there; or begin as it is with restore.enabled: false\n"
    )
    too_late = deployed("ecommerce", "prod", until(after)).pod(DATABASE).begin()
    assert too_late.wait() == 1
    assert (
        f"nothing restored: no base backup in /backup that began before {after} leads there"
        in too_late.logs()
    )
    database = deployed("ecommerce", "prod", SMALL).pod(DATABASE).up()
    assert database.sql("select count(*) from orders") == "0"


def test_wal_can_be_switched_on_for_a_database_that_exists(deployed: Deploy) -> None:
    database = deployed("ecommerce", "prod", WITHOUT_BACKUPS).pod(DATABASE).up()
    database.sql("create table orders (id int)")
    database.main.stop()
    release = deployed("ecommerce", "prod", SMALL)
    for _ in range(2):  # the line is added once, whatever happens
        database = release.pod(DATABASE).up()
        lines = database.main.exec("cat", "/var/lib/postgresql/data/pgdata/pg_hba.conf").stdout
        assert lines.count("host replication all all scram-sha-256\n") == 1
        code, log = release.job(BACKUP).run()
        assert code == 0, log + database.log()
        database.main.stop()
    (folder,) = (each for each in release.claim(BACKUP).iterdir() if each.is_dir())
    assert len(list(folder.glob("base-*Z/base.tar.gz"))) == 2


def test_a_new_database_archives_beside_what_an_older_one_left(deployed: Deploy) -> None:
    """The data claim is new, the backup claim was kept: its segments have the same names."""
    release = deployed("ecommerce", "prod", SMALL)
    first = release.pod(DATABASE).up()
    name, kept = archived(first), folder_of(release, first)
    before = (kept / "wal" / name).read_bytes()
    first.main.kill()
    shutil.rmtree(release.claim(f"data-{DATABASE}-0"))

    second = release.pod(DATABASE).up()
    second.sql("create table other (id int)")
    while archived(second) < name:
        pass
    assert (folder_of(release, second) / "wal" / name).read_bytes() != before
    code, log = release.job(BACKUP).run()
    assert code == 0, log + second.log()
    assert (kept / "wal" / name).read_bytes() == before


def test_an_interrupted_segment_is_archived_again_and_counts_when_it_is_there(deployed: Deploy) -> None:
    """Killed in the middle of copying, and killed before the server heard of the success."""
    release = deployed("ecommerce", "prod", SMALL)
    database = release.pod(DATABASE).up()
    log = folder_of(release, database) / "wal"
    current = database.sql("select pg_walfile_name(pg_current_wal_lsn())")
    half = log / f"{current}.new"
    half.write_bytes(b"half of a segment")
    os.chown(half, 999, 999)
    assert archived(database) == current
    assert (log / current).stat().st_size == 16 * 1024 * 1024
    assert not half.exists()

    ready = database.path("/var/lib/postgresql/data/pgdata/pg_wal/archive_status")
    database.sql("create table orders (id int)")
    name = archived(database)
    database.main.kill()
    (ready / f"{name}.done").rename(ready / f"{name}.ready")
    database.restart().ready()
    archived(database)
    assert database.sql("select failed_count from pg_stat_archiver") == "0", database.log()


def test_a_segment_with_other_content_is_kept_and_backups_say_so(deployed: Deploy) -> None:
    """What no retry can mend stops the Job at once, with a sentence, instead of a base backup that waits for ever."""
    release = deployed("ecommerce", "prod", SMALL)
    database = release.pod(DATABASE).up()
    log = folder_of(release, database) / "wal"
    name = database.sql("select pg_walfile_name(pg_current_wal_lsn())")
    (log / name).write_bytes(b"of another server")
    database.sql("create table orders (id int); select pg_switch_wal()")
    failing = "select failed_count > 0 from pg_stat_archiver"
    eventually(lambda: database.sql(failing) == "t", told=database.log)
    assert f"{name} is there with other content" in database.log()
    code, told = release.job(BACKUP).run(seconds=30)
    why = f"{DATABASE} cannot archive {name}: its log says why. A base backup would wait for it without end, so none is made."
    assert (code, told) == (1, f"{why}\n")
    assert (log / name).read_bytes() == b"of another server"
    (log / name).unlink()
    archived(database)
    code, told = release.job(BACKUP).run()
    assert code == 0, told + database.log()


def test_what_is_old_goes_and_what_a_backup_needs_stays(deployed: Deploy) -> None:
    """A killed run's leftovers go with the next; the log goes that no base backup needs; the newest base backup never."""
    release = deployed("ecommerce", "prod", SMALL)
    database = release.pod(DATABASE).up()
    folder = folder_of(release, database)
    first = archived(database)
    code, log = release.job(BACKUP).run()
    assert code == 0, log
    needed = {each.name for each in (folder / "wal").iterdir()}
    assert first not in needed
    killed = folder / "base-20260101T000000Z.partial"
    killed.mkdir()
    (killed / "base.tar.gz").write_bytes(b"half")
    os.chown(killed, 999, 999)
    (kept,) = folder.glob("base-*Z")
    days = 13 * 86400
    for path in [kept, *(folder / "wal").iterdir()]:
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - days))
    code, log = release.job(BACKUP).run()
    assert code == 0, log
    assert len(list(folder.glob("base-*Z"))) == 2
    assert not killed.exists()
    assert needed <= {each.name for each in (folder / "wal").iterdir()}
    for path in [kept, *((folder / "wal" / name) for name in needed)]:
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 2 * 86400))
    code, log = release.job(BACKUP).run()
    assert code == 0, log
    assert not kept.exists()
    left = {each.name for each in (folder / "wal").iterdir()}
    assert not {name for name in needed if SEGMENT.fullmatch(name)} & left


def test_a_dump_that_was_killed_is_cleared_by_the_next(deployed: Deploy) -> None:
    release = deployed("microservices", "prod", "--set order-db.args={-c,shared_buffers=16MB}")
    database = release.pod(DATABASE).up()
    database.sql("create table orders as select generate_series(1, 200000) id", user="owner")
    job = release.job(BACKUP)
    job.start()
    claim = release.claim(BACKUP)
    eventually(lambda: any(claim.glob("*.partial")) or any(claim.glob("*.dump")))
    job.main.kill()
    (claim / "app-20260101T000000Z.dump.partial").write_bytes(b"half")
    for path in claim.iterdir():
        os.chown(path, 999, 999)
    code, log = release.job(BACKUP).run()
    assert code == 0, log
    assert list(claim.glob("*.partial")) == []
    assert len(list(claim.glob("*.dump"))) in {1, 2}
