"""iot's archive: every reading is in the bucket once, however often a run, or the bucket, is killed."""

from __future__ import annotations

import gzip
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.real.pods import killed
from tests.real.test_readings import without_timescale

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.real.pods import Release

    Deploy = Callable[..., Release]

# In test, whose bucket is on a claim.
BOTH_WAYS = "--set time-series-db.args={-c,shared_buffers=16MB} --set archive-restore.enabled=true"
HOURS = 6
# Once for all of the test: an hour may end in it. A quarter is archived two minutes after its end.
_FIRST = (datetime.now(UTC) - timedelta(minutes=5)).replace(minute=0, second=0, microsecond=0) - timedelta(
    hours=HOURS
)
FIRST = f"timestamptz '{_FIRST.isoformat()}'"
READINGS = f"""
insert into telemetry select {FIRST} + number * interval '1 second', 'meter', 'heat', number,
  {FIRST} + number * interval '1 second' from generate_series(0, {HOURS} * 3600 - 1) number
"""
# As the archive was when the first of the readings came; what runs have written since is forgotten.
BEGINNING = f"delete from archive; insert into archive values ('', {FIRST})"


def archived(bucket: Path) -> list[str]:
    """The values of all readings in the bucket, in their order; an exception where a file is not whole."""
    files = [gzip.decompress(file.read_bytes()).decode() for file in sorted(bucket.rglob("*.csv.gz"))]
    return [line.split(",")[3] for text in files for line in text.splitlines()]


def test_a_reading_is_archived_and_loaded_once_however_often_a_run_or_the_bucket_is_killed(
    deployed: Deploy,
) -> None:
    release = without_timescale(deployed("iot", "test", BOTH_WAYS))
    database = release.pod("iot-time-series-db").up()
    storage = release.pod("iot-object-storage").up()
    bucket = release.claim(storage.claims["data"]) / "iot-archive"
    database.sql(READINGS, "telemetry")
    database.sql(BEGINNING, "telemetry")
    began = time.monotonic()
    code, log = release.job("iot-archive").run()
    assert code == 0, log
    took = time.monotonic() - began
    whole = [str(number) for number in range(HOURS * 3600)]
    assert archived(bucket) == whole
    noted = database.sql("select file from archive order by 1", "telemetry")

    for share in (0.3, 0.6, 0.9):
        database.sql(BEGINNING, "telemetry")
        killed(release.job("iot-archive"), took * share)
        files = database.sql("select file from archive where file <> '' order by 1", "telemetry").split()
        assert [file for file in files if not (bucket / "telemetry" / file).exists()] == [], (
            "only what is there counts"
        )
    database.sql(BEGINNING, "telemetry")
    run = release.job("iot-archive")
    with ThreadPoolExecutor(1) as threads:
        begun = threads.submit(run.run)
        while "bucket" not in run.processes:
            time.sleep(0.01)
        storage.kill()
        release.pod("iot-object-storage").up()
        code, log = begun.result()  # it tries again until the bucket is there, for minutes
    assert code == 0, log + run.log()
    assert archived(bucket) == whole
    assert database.sql("select file from archive order by 1", "telemetry") == noted

    database.sql("delete from archive; delete from telemetry", "telemetry")
    for share in (0.5, 1, 2):  # of the way there; the way back takes longer
        killed(release.job("iot-archive-restore"), took * share)
    code, log = release.job("iot-archive-restore").run()
    assert code == 0, log
    loaded = "select count(*), count(distinct value), min(value), max(value) from telemetry"
    count = HOURS * 3600
    assert database.sql(loaded, "telemetry") == f"{count}|{count}|0|{count - 1}"
    assert database.sql("select file from archive order by 1", "telemetry") == noted.strip()
