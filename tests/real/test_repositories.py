"""Repositories of the DevOps platform: saved while people push, restored whole or not at all."""

from __future__ import annotations

import tarfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.real.pods import killed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.real.pods import Release

    Deploy = Callable[..., Release]

BACKUP, RESTORE = "forge-config-backup", "forge-config-restore"
DATA, ARCHIVES = "forge-config-management-data", "forge-config-backup-backup"
FILES = 12000


def filled(release: Release) -> Path:
    """The volume of the repositories, with what a used one has."""
    data = release.claim(DATA)
    repository = data / "git/repositories/shop/api.git"
    for number in range(FILES):
        file = repository / f"objects/{number % 4:02x}/{number:038x}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"object {number}")
    (repository / "refs/heads").mkdir(parents=True)
    (repository / "refs/heads/main").write_text("0" * 40)
    (repository / "HEAD").write_text("ref: refs/heads/main")
    (repository / "branches").mkdir()  # empty, as git makes it
    (data / "custom").mkdir()
    (data / "custom/app.ini").write_text("[server]")
    return data


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text() if path.is_file() else "a folder"
        for path in folder.rglob("*")
    }


def at_once(holds: Callable[[], bool]) -> None:
    """Wait for what may be over in a moment."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.001)


def saved(release: Release) -> Path:
    code, log = release.job(BACKUP).run()
    assert code == 0, log
    (archive,) = release.claim(ARCHIVES).glob("*.tar.gz")
    return archive


def test_what_is_saved_is_restored_whole(deployed: Deploy) -> None:
    release = deployed("devops", "prod")
    data = filled(release)
    before = contents(data)
    partial = release.claim(ARCHIVES)
    partial.mkdir(parents=True)
    (partial / "20260101T000000.part").touch()  # of a run that was killed
    archive = saved(release)
    assert [file.name for file in partial.iterdir()] == [archive.name]
    data.rename(data.with_name("lost"))
    code, log = release.job(RESTORE, "Job").run()
    assert (code, log) == (0, f"/backup/{archive.name} is restored\n")
    assert contents(data) == before


def test_an_archive_that_counts_has_every_object_loose_or_packed(deployed: Deploy) -> None:
    """Git packs meanwhile: what was loose is in the pack before it vanishes."""
    release = deployed("devops", "prod")
    repository = filled(release) / "git/repositories/shop/api.git"
    loose = {file.name: file.read_text() for file in repository.glob("objects/03/*")}
    job = release.job(BACKUP).start()
    at_once(lambda: any(release.claim(ARCHIVES).glob("*")))
    (repository / "objects/pack").mkdir()
    (repository / "objects/pack/all.pack").write_text("\n".join(loose.values()))
    for name in loose:
        (repository / "objects/03" / name).unlink()
    assert job.main.wait() == 0, job.log()
    (archive,) = release.claim(ARCHIVES).glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        names = {Path(name).name for name in packed.getnames()}
    assert "all.pack" in names or loose.keys() <= names


def test_what_cannot_be_read_is_not_left_out_in_silence(deployed: Deploy) -> None:
    release = deployed("devops", "prod")
    locked = filled(release) / "custom/app.ini"
    locked.chmod(0)
    code, log = release.job(BACKUP).run()
    assert code == 1
    assert log.endswith("the repositories could not be read whole in five tries: nothing saved\n")
    assert list(release.claim(ARCHIVES).iterdir()) == []


def test_a_restore_that_was_killed_is_made_whole_by_its_retry(deployed: Deploy) -> None:
    release = deployed("devops", "prod")
    data = filled(release)
    before = contents(data)
    saved(release)
    data.rename(data.with_name("lost"))
    half = release.job(RESTORE, "Job").start()
    at_once((data / ".restored/git").exists)
    half.main.kill()
    assert not (data / "git").exists()
    for moment in (0.1, 0.4):
        killed(release.job(RESTORE, "Job"), moment)
        assert not (data / "git").exists() or contents(data) == before
    code, log = release.job(RESTORE, "Job").run()
    assert code == 0, log
    assert contents(data) == before
    code, log = release.job(RESTORE, "Job").run()
    assert (code, log) == (0, "repositories already: nothing restored\n")


@pytest.mark.parametrize(("environment", "code"), [("prod", 0), ("dr", 1)])
def test_a_restore_without_an_archive_is_a_failure_where_there_must_be_one(
    deployed: Deploy, environment: str, code: int
) -> None:
    release = deployed("devops", environment)
    assert release.job(RESTORE, "Job").run() == (code, "no archive in /backup: nothing restored\n")
