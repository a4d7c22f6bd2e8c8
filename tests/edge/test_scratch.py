"""Temporary folders: those of killed commands go, and nothing else ever does."""

from __future__ import annotations

import fcntl
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from generator.edge.scratch import HIDDEN, clear, scratch
from generator.edge.writer import alone

TEMPORARY = ".helm-blueprint.tmp-"


@pytest.fixture
def tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def folder(path: Path) -> Path:
    path.mkdir()
    (path / "precious").write_text("mine")
    return path


@pytest.mark.parametrize(
    "name",
    ["helm-blueprint-checkout", "helm-blueprint-abcdefgh", "helm-blueprint-platforms-7dfheytt", "helm-blueprint",
     ".helm-blueprint.tmp-", ".helm-blueprint.tmp-mine", ".helm-blueprint.tmp-abcdefgh-2", ".helm-blueprint.journal"],
)  # fmt: skip
def test_folders_of_the_user_stay(tmp: Path, name: str) -> None:
    folder(tmp / name)
    with scratch():
        pass
    with scratch(tmp):
        pass
    assert (tmp / name / "precious").read_text() == "mine"


@pytest.mark.parametrize("prefix", [TEMPORARY, HIDDEN])
def test_what_a_killed_command_left_goes(tmp: Path, prefix: str) -> None:
    folder(tmp / f"{prefix}abcd_123")
    with scratch(tmp if prefix == HIDDEN else None) as ours:
        assert list(tmp.iterdir()) == [ours]
    assert list(tmp.iterdir()) == []


def test_who_writes_clears_though_it_needs_no_folder_itself(tmp: Path) -> None:
    folder(tmp / f"{TEMPORARY}abcd_123")
    root = tmp / "platform"
    root.mkdir()
    with alone(root, print):
        assert list(tmp.iterdir()) == [root]


def test_what_a_living_command_has_stays(tmp: Path) -> None:
    with scratch() as one, scratch() as other:
        assert one.is_dir()
        assert other.is_dir()
        clear(tmp, TEMPORARY)
        assert sorted(tmp.iterdir()) == sorted((one, other))


def test_a_folder_that_another_command_is_removing_is_not_taken(
    tmp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made and not yet locked, it looks as if it were left behind."""
    doomed = tmp / f"{TEMPORARY}abcd_123"
    made = tempfile.mkdtemp

    def half_removed(**names: Any) -> str:
        monkeypatch.setattr(tempfile, "mkdtemp", made)
        doomed.mkdir()
        descriptor = os.open(doomed, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX)

        def remove() -> None:
            doomed.rmdir()
            os.close(descriptor)

        threading.Timer(0.2, remove).start()
        return str(doomed)

    monkeypatch.setattr(tempfile, "mkdtemp", half_removed)
    with scratch() as ours:
        time.sleep(0.3)
        assert ours.is_dir()
    assert list(tmp.iterdir()) == []


@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_only_has_such_a_name_stays(tmp: Path, kind: str) -> None:
    name = tmp / f"{TEMPORARY}abcd_123"
    if kind == "link":
        folder(tmp / "elsewhere")
        name.symlink_to("elsewhere")
    else:
        name.write_text("mine")
    with scratch():
        pass
    assert os.path.lexists(name)
    assert kind == "file" or (tmp / "elsewhere" / "precious").read_text() == "mine"


def test_a_lock_of_somebody_else_is_respected(tmp: Path) -> None:
    held = folder(tmp / f"{TEMPORARY}abcd_123")
    descriptor = os.open(held, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with scratch():
            pass
        assert (held / "precious").exists()
    finally:
        os.close(descriptor)
