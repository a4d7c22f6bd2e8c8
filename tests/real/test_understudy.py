"""dr of the shop begins with what production archived, whole or not at all, and carries on when it is promoted."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

from tests.real.test_backups import BACKUP, DATABASE, SMALL, archived

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

PROMOTED = f"{SMALL} --set global.overrides.enabled=false"
PASSWORD = f"{DATABASE}-credentials/password"


def kill_half_way(understudy: Pod) -> None:
    """Begin its restore, and kill it while it reads the log, which takes a moment that may be missed."""
    data = understudy.path("/var/lib/postgresql/data")
    for _ in range(10):
        half = understudy.begin()
        while half.runs:
            if (data / "pgdata.restored/recovery.signal").exists():
                half.kill()
                return
            time.sleep(0.001)
        shutil.rmtree(data / "pgdata")
    raise AssertionError(f"it was never seen half-way:\n{half.logs()}")


def test_dr_begins_with_productions_orders_and_archives_on_when_it_is_promoted(deployed: Deploy) -> None:
    release = deployed("ecommerce", "prod", SMALL)
    database = release.pod(DATABASE).up()
    database.sql("create table orders as select generate_series(1, 300000) id")
    code, log = release.job(BACKUP).run()
    assert code == 0, log + database.log()
    database.sql("insert into orders values (0)")
    first = archived(database)
    database.sql("create table later (id int)")
    last = archived(database)
    database.sql("insert into orders values (-1)")  # acknowledged, and lost: not archived yet
    database.main.kill()
    shutil.rmtree(release.claim(f"data-{DATABASE}-0"))

    impatient = deployed("ecommerce", "dr", f"{SMALL} --set order-db.restore.patienceSeconds=0")
    claim = release.claim(BACKUP)
    away = claim.rename(claim.with_name("away"))
    without = impatient.pod(DATABASE).begin()
    assert without.wait() == 1
    assert without.logs() == (
        "nothing restored: there is no base backup in /backup. Copy what production archives there;"
        " or begin empty with restore.enabled: false\n"
    )
    claim.rmdir()
    away.rename(claim)

    dr = deployed("ecommerce", "dr", SMALL)
    dr.secrets[PASSWORD] = "of-dr"
    folder = next(claim.glob("*/wal"))
    gap = (folder / first).rename(claim / "taken away")
    holed = dr.pod(DATABASE).begin()
    assert holed.wait() == 1, holed.logs()
    assert f"{folder.name} has {last}, but something between" in holed.logs()
    gap.rename(folder / first)

    understudy = dr.pod(DATABASE)
    kill_half_way(understudy)
    assert not understudy.path("/var/lib/postgresql/data/pgdata").exists()
    understudy.up()
    assert understudy.sql("select count(*), min(id) from orders") == "300001|0"
    with_password = understudy.main.exec(
        "psql", "-h", understudy.address, "-U", "app", "-Atc", "select 1", PGPASSWORD="of-dr"
    )
    assert with_password.stdout == "1\n", with_password.stderr
    understudy.sql("insert into orders values (-2)")
    understudy.main.stop()

    promoted = deployed("ecommerce", "dr", PROMOTED)
    promoted.secrets[PASSWORD] = "of-dr"
    carries_on = promoted.pod(DATABASE)
    assert carries_on.begin().wait() == 0
    carries_on.up()
    assert carries_on.sql("select min(id) from orders") == "-2"
    archived(carries_on)
    code, log = promoted.job(BACKUP).run()
    assert code == 0, log + carries_on.log()
