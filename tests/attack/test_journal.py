"""Journals that came with a clone or an archive: nothing of them is believed, and readers write nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from generator.core.changes import Change
from generator.edge import journal as journals
from generator.edge.plan import JOURNAL, digest, signature_of
from generator.edge.state import machine_key
from tests.commands.conftest import Run
from tests.commands.values.conftest import Here
from tests.edge.test_writer import killed_after

READERS = [
    ("get", "web.image.tag"), ("explain", "web.image.tag"), ("diff", "staging", "prod"), ("matrix",),
    ("lint",), ("files", "--env", "prod"), ("set", "web.image.tag=9", "--dry-run"), ("tidy", "--dry-run"),
]  # fmt: skip
WRITERS = [
    ("set", "web.image.tag=9.9.9", "--env", "staging", "--yes"),
    ("unset", "web.image.tag", "--env", "staging", "--yes"),
    ("promote", "staging", "prod", "--yes"),
]


def removes(path: str, old: bytes) -> list[dict[str, object]]:
    return [{"path": path, "old": digest(old), "new": None, "staged": None, "kept": None}]


def unmakes(path: str, present: bytes) -> list[dict[str, object]]:
    return [{"path": path, "old": None, "new": digest(present), "staged": None, "kept": None}]


def signed(plan: object, key: bytes, journal: Path) -> object:
    text = json.dumps(plan)
    return {"plan": text, "signature": signature_of(key, journal, text)}


Forge = Callable[[Here, Path], None]


def _put(journal: Path, name: str, data: object) -> None:
    (journal / name).write_text(data if isinstance(data, str) else json.dumps(data))


def undo_that_deletes(here: Here, journal: Path) -> None:
    """As it was found: `values get` removed values-prod.yaml."""
    _put(journal, "undo.json", unmakes("values-prod.yaml", here.text("values-prod.yaml").encode()))


def plan_that_deletes(here: Here, journal: Path) -> None:
    _put(journal, "plan.json", removes("values-prod.yaml", here.text("values-prod.yaml").encode()))


def unsigned(here: Here, journal: Path) -> None:
    text = json.dumps(unmakes("values-prod.yaml", here.text("values-prod.yaml").encode()))
    _put(journal, "undo.json", {"plan": text, "signature": None})


def signed_with_nothing(here: Here, journal: Path) -> None:
    plan = unmakes("values-prod.yaml", here.text("values-prod.yaml").encode())
    _put(journal, "undo.json", signed(plan, b"", journal))


def signed_elsewhere(here: Here, journal: Path) -> None:
    machine_key(make=True)
    plan = unmakes("values-prod.yaml", here.text("values-prod.yaml").encode())
    _put(journal, "undo.json", signed(plan, b"\1" * 32, journal))


def copied_from_another_folder(here: Here, journal: Path) -> None:
    """Signed by this very machine, but for another folder."""
    key = machine_key(make=True)
    assert key is not None
    other = journal.parent.parent / "other"
    other.mkdir()
    plan = unmakes("values-prod.yaml", here.text("values-prod.yaml").encode())
    _put(journal, "undo.json", signed(plan, key, other))


def changed_after_it_was_signed(here: Here, journal: Path) -> None:
    key = machine_key(make=True)
    assert key is not None
    data = signed(unmakes("values-dev.yaml", b""), key, journal)
    assert isinstance(data, dict)
    data["plan"] = json.dumps(unmakes("values-prod.yaml", here.text("values-prod.yaml").encode()))
    _put(journal, "undo.json", data)


def key_that_others_can_read(here: Here, journal: Path) -> None:
    key = machine_key(make=True)
    assert key is not None
    Path(os.environ["XDG_STATE_HOME"], "helm-blueprint", "key").chmod(0o644)
    plan = unmakes("values-prod.yaml", here.text("values-prod.yaml").encode())
    _put(journal, "undo.json", signed(plan, key, journal))


def pipe(here: Here, journal: Path) -> None:
    os.mkfifo(journal / "plan.json")


def endless(here: Here, journal: Path) -> None:
    (journal / "plan.json").symlink_to("/dev/zero")


def terminal(here: Here, journal: Path) -> None:
    (journal / "undo.json").symlink_to("/dev/tty")


def nowhere(here: Here, journal: Path) -> None:
    (journal / "plan.json").symlink_to("nowhere")


def folder(here: Here, journal: Path) -> None:
    (journal / "plan.json").mkdir()


def deep(here: Here, journal: Path) -> None:
    _put(journal, "plan.json", "[" * 100_000)


def vast(here: Here, journal: Path) -> None:
    with (journal / "plan.json").open("wb") as file:
        file.truncate(1 << 40)


def number(here: Here, journal: Path) -> None:
    _put(journal, "plan.json", "1" * 10_000)


def nothing_in_it(here: Here, journal: Path) -> None:
    _put(journal, "undo.json", "")


def precious_files(here: Here, journal: Path) -> None:
    """No plan, and files that we never stage."""
    _put(journal, "notes.txt", "mine")


def is_a_pipe(here: Here, journal: Path) -> None:
    journal.rmdir()
    os.mkfifo(journal)


def is_a_link(here: Here, journal: Path) -> None:
    journal.rmdir()
    elsewhere = journal.parent.parent / "elsewhere"
    elsewhere.mkdir()
    undo_that_deletes(here, elsewhere)
    journal.symlink_to(elsewhere)


def is_a_file(here: Here, journal: Path) -> None:
    journal.rmdir()
    journal.write_text("x")


FORGED: list[Forge] = [
    undo_that_deletes, plan_that_deletes, unsigned, signed_with_nothing, signed_elsewhere,
    copied_from_another_folder, changed_after_it_was_signed, key_that_others_can_read, pipe, endless, terminal,
    nowhere, folder, deep, vast, number, nothing_in_it, precious_files, is_a_pipe, is_a_link, is_a_file,
]  # fmt: skip


def names(folder: Path) -> dict[str, int]:
    return {str(path): path.lstat().st_mtime_ns for path in sorted(folder.rglob("*"))}


@pytest.mark.parametrize("forge", FORGED, ids=lambda one: one.__name__)
def test_a_forged_journal_changes_nothing(invoke: Run, here: Here, forge: Forge) -> None:
    """A reader tells of it and goes on; a writer refuses, in a sentence."""
    clean = invoke("values", "get", "web.image.tag", "--env", "prod")
    assert clean.status == 0
    (here.folder / JOURNAL).mkdir()
    forge(here, here.folder / JOURNAL)
    before = names(here.folder)
    read = invoke("values", "get", "web.image.tag", "--env", "prod")
    assert (read.status, read.out) == (0, clean.out)
    assert read.err == f"Note: {journals.FOREIGN}\n" or forge is precious_files
    for command in WRITERS:
        written = invoke("values", *command)
        assert written.status == 2, written
        assert "this was not left by a command on this machine" in written.err
    assert names(here.folder) == before


@pytest.mark.parametrize("command", READERS, ids=lambda one: one[0])
def test_readers_write_nothing_even_of_a_journal_of_ours(
    invoke: Run, here: Here, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """They show what an interrupted command will leave, and leave it to the next writer."""
    changes = [
        Change(PurePosixPath(name), here.text(name).encode(), here.text(name).replace("1.", "2.").encode())
        for name in ("values.yaml", "values-staging.yaml")
    ]
    expected = Here(
        here.folder.parent / "done", {**here.before, **{c.path: c.after for c in changes if c.after}}
    )
    with monkeypatch.context() as there:
        there.chdir(expected.folder)
        told = invoke("values", *command)
    killed_after(monkeypatch, here.folder, 1, changes)
    before = names(here.folder)
    shown = invoke("values", *command)
    assert names(here.folder) == before
    assert shown.status == told.status
    assert shown.out == told.out
    assert "A command that was interrupted is completed by the next one that writes" in shown.err
    assert invoke("values", "set", "orders.replicaCount=4", "--yes").status == 0
    assert here.text("values-staging.yaml") == (expected.folder / "values-staging.yaml").read_text()
    assert not (here.folder / JOURNAL).exists()


def test_without_a_place_for_the_secret_several_files_are_written_all_the_same(
    invoke: Run, here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    result = invoke("values", "set", "web.replicaCount=7", "--env", "staging", "--env", "prod", "--yes")
    assert result.status == 0, result.err
    assert set(here.changed()) == {"values-staging.yaml", "values-prod.yaml"}


@pytest.mark.parametrize("what", ["link", "folder", "pipe", "short", "long", "readable"])
def test_a_secret_that_is_not_ours_alone_is_none(tmp_path: Path, what: str) -> None:
    file = tmp_path / "state" / "helm-blueprint" / "key"
    file.parent.mkdir(parents=True)
    if what == "link":
        (tmp_path / "key").write_bytes(b"k" * 32)
        (tmp_path / "key").chmod(0o600)
        file.symlink_to(tmp_path / "key")
    elif what == "folder":
        file.mkdir()
    elif what == "pipe":
        os.mkfifo(file, 0o600)
    else:
        file.write_bytes(b"k" * {"short": 31, "long": 33, "readable": 32}[what])
        file.chmod(0o644 if what == "readable" else 0o600)
    assert machine_key(make=True) is None


def test_the_secret_is_made_once_and_for_this_user_alone(tmp_path: Path) -> None:
    assert machine_key() is None
    key = machine_key(make=True)
    assert key == machine_key(make=True)
    file = tmp_path / "state" / "helm-blueprint" / "key"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    shutil.rmtree(tmp_path / "state")
    assert machine_key(make=True) != key
