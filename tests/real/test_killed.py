"""Scheduled work that is killed, or finds the disk full: what counts is whole, and the next run does all of it."""

from __future__ import annotations

import subprocess
import tarfile
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.real import test_repositories as repositories
from tests.real.test_backups import BACKUP, DATABASE, SMALL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.real.pods import Release

    Deploy = Callable[..., Release]


class Work(NamedTuple):
    blueprint: str
    options: str
    job: str
    claim: str
    counts: str  # the files that count, whatever else lies there
    is_of_a_database: bool


WORKS = {
    "a dump": Work("microservices", SMALL, BACKUP, BACKUP, "*.dump", is_of_a_database=True),
    "a base backup": Work("ecommerce", SMALL, BACKUP, BACKUP, "*/base-*Z/base.tar.gz", is_of_a_database=True),
    "an archive of the repositories": Work(
        "devops", "", repositories.BACKUP, repositories.ARCHIVES, "*.tar.gz", is_of_a_database=False
    ),
}


def read(file: Path) -> None:
    """Read it to its end; an exception where it is not whole."""
    if file.suffix == ".dump":
        subprocess.run(["pg_restore", "--file=-", file], check=True, stdout=subprocess.DEVNULL)
        assert file.with_name(f"{file.name}.roles").exists()
        return
    with tarfile.open(file) as archive:
        for member in archive:
            content = archive.extractfile(member)
            while content and content.read(2**20):
                pass


@pytest.fixture
def little_room() -> Iterator[Callable[[Path, str], None]]:
    """Have a claim be a volume with a size; what it holds stays."""
    mounted: list[Path] = []

    def limit(claim: Path, size: str) -> None:
        if claim in mounted:
            subprocess.run(["mount", "-o", f"remount,size={size}", claim], check=True)
            return
        copy = claim.with_name("copy")
        subprocess.run(["cp", "-a", claim, copy], check=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", claim], check=True)
        mounted.append(claim)
        subprocess.run(["cp", "-a", f"{copy}/.", claim], check=True)

    yield limit
    for claim in mounted:
        subprocess.run(["umount", "--lazy", claim], check=True)


@pytest.mark.parametrize("name", WORKS)
def test_what_counts_is_whole_and_the_next_run_does_it_all(
    deployed: Deploy, little_room: Callable[[Path, str], None], name: str
) -> None:
    work = WORKS[name]
    release = deployed(work.blueprint, "prod", work.options)
    if work.is_of_a_database:
        database = release.pod(DATABASE).up()
        made = "create table orders as select id, md5(id::text) from generate_series(1, 200000) id"
        database.sql(made, user="owner")
    else:
        repositories.filled(release)
    claim = release.claim(work.claim)
    began = time.monotonic()
    code, log = release.job(work.job).run()
    assert code == 0, log
    took = time.monotonic() - began
    for share in (0.3, 0.6, 0.9):
        run = release.job(work.job).start()
        time.sleep(took * share)
        run.kill()
    for file in claim.glob(work.counts):
        read(file)
    code, log = release.job(work.job).run()
    assert code == 0, log
    assert [file for ending in ("partial", "part") for file in claim.rglob(f"*.{ending}")] == []
    counted = set(claim.glob(work.counts))

    pages = sum(-(-file.stat().st_size // 4096) for file in claim.rglob("*") if file.is_file())
    little_room(claim, f"{(pages + 10) * 4}k")
    code, log = release.job(work.job).run()
    assert code != 0, log
    assert set(claim.glob(work.counts)) == counted, "it does not count"
    assert "space" in log, log
    little_room(claim, "4g")
    time.sleep(1)  # names of dumps are times, to the second
    code, log = release.job(work.job).run()
    assert code == 0, log
    assert len(set(claim.glob(work.counts)) - counted) == 1
    for file in claim.glob(work.counts):
        read(file)
