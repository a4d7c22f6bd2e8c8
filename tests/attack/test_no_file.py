"""What is neither file nor folder where a platform has a file: it is told, and never opened."""

from __future__ import annotations

import errno
import os
import socket
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

if TYPE_CHECKING:
    from collections.abc import Callable


def pipe(path: Path) -> None:
    os.mkfifo(path)


def linked_pipe(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to("pipe")


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(path.parent)  # an address is short
        one.bind(path.name)
        os.chdir(here)


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


IRREGULAR = "this is no regular file, and is not read"
KINDS: dict[Callable[[Path], None], str] = {
    pipe: IRREGULAR,
    linked_pipe: IRREGULAR,
    device: IRREGULAR,
    listening: IRREGULAR,
    circle: f"cannot read this: {os.strerror(errno.ELOOP)}",
    dangling: "cannot read this: there is no such file or folder",
}
FILES = ["values.yaml", "values-prod.yaml", "platform.yaml", "Chart.yaml", "values.schema.json"]
COMMANDS = [
    ("values", "get", "--env", "dev"),
    ("values", "lint"),
    ("values", "set", "web.replicaCount=2", "--env", "dev", "--yes"),
    ("values", "diff", "dev", "staging"),
]


@pytest.fixture(autouse=True)
def _opens_files_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def opened(name: Any, *how: Any, **more: Any) -> int:
        path = Path(name)
        # What is not there is made; tests have their output in /dev/null.
        if path.exists() and str(path) != os.devnull:
            mode = path.stat().st_mode
            assert stat.S_ISREG(mode) or stat.S_ISDIR(mode), path
        return real(name, *how, **more)

    monkeypatch.setattr(os, "open", opened)


@pytest.mark.parametrize("make", KINDS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("file", [*FILES, "charts/web/values.yaml", "envs/prod.yaml"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[1])
def test_what_is_no_file_is_told_and_not_opened(
    invoke: Run, here: Here, make: Callable[[Path], None], file: str, command: tuple[str, ...]
) -> None:
    path = here.folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    make(path)
    assert invoke(*command) == (2, "", f"Error: {path}: {KINDS[make]}\n")


@pytest.mark.parametrize("file", ["platform.yaml", "values-prod.yaml"])
def test_a_folder_is_no_file(invoke: Run, here: Here, file: str) -> None:
    (here.folder / file).unlink()
    (here.folder / file).mkdir()
    result = invoke("values", "get", "--env", "dev")
    what = "a file is expected" if file == "platform.yaml" else "a file of values is expected"
    assert result == (2, "", f"Error: {file}: this is a folder, and {what}\n")


def test_what_nobody_reads_may_be_anything(invoke: Run, here: Here) -> None:
    pipe(here.folder / "notes.txt")
    (here.folder / "docs").mkdir()
    listening(here.folder / "docs" / "values")
    dangling(here.folder / "README.md")
    assert invoke("values", "get", "web.replicaCount", "--env", "dev").status == 0
    assert invoke("values", "set", "web.replicaCount=7", "--env", "dev", "--yes").status == 0
