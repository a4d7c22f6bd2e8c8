"""Whatever becomes of the streams: what a command is for is done, and its status is true."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.bench.synthetic import write
from tests.small_platform import small_platform

ROOT = Path(__file__).resolve().parent.parent
LINT_FINDS = {"values_dev": "web: {image: {tag: latest}}\n"}
SET = ("values", "set", "web.replicaCount=7", "--env", "dev", "--yes")


class Told(NamedTuple):
    status: int
    err: str


def told(root: Path, *arguments: str, streams: str = "") -> Told:
    """Run in a shell with these redirections."""
    command = f'exec "$0" -m generator "$@" {streams}'
    done = subprocess.run(
        ["bash", "-c", command, sys.executable, *arguments],
        cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return Told(done.returncode, done.stderr)


def told_without_reader(root: Path, *arguments: str, lost: str = "stdout") -> Told:
    """Run with a pipe that nobody reads any more."""
    reader, writer = os.pipe()
    os.close(reader)
    both = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, lost: writer}
    done = subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=root, stdin=subprocess.DEVNULL, **both, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    os.close(writer)
    return Told(done.returncode, done.stderr or "")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(small_platform(**LINT_FINDS), tmp_path / "shop")


def is_set(root: Path) -> bool:
    return "replicaCount: 7" in (root / "values-dev.yaml").read_text()


FULL = "Error: the output cannot be written: the disk is full\n"
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this machine has no /dev/full")


@pytest.mark.parametrize(
    ("streams", "expected"),
    [
        (">&-", Told(141, "")),
        ("2>&-", Told(0, "")),
        (">&- 2>&-", Told(141, "")),
        ("<&- >&- 2>&-", Told(141, "")),
        ("1< /dev/null", Told(141, "")),
        pytest.param("> /dev/full", Told(2, FULL), marks=needs_full),
        pytest.param("2> /dev/full", Told(0, ""), marks=needs_full),
    ],
)
def test_change_is_made_whatever_becomes_of_the_output(root: Path, streams: str, expected: Told) -> None:
    assert told(root, *SET, streams=streams) == expected
    assert is_set(root)
    assert not (root / ".helm-blueprint.journal").exists()


@pytest.mark.parametrize(("lost", "status"), [("stdout", 141), ("stderr", 0)])
def test_change_is_made_when_its_reader_has_gone(root: Path, lost: str, status: int) -> None:
    assert told_without_reader(root, *SET, lost=lost) == (status, "")
    assert is_set(root)


@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_findings_are_findings_though_nobody_reads_them(root: Path, output: str) -> None:
    assert told(root, "values", "lint", "--output", output, streams=">&- 2>&-").status == 1
    assert told_without_reader(root, "values", "lint", "--output", output).status == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("values", "set", "nope=1", "--yes"), 2),
        (("values", "get", "nope"), 2),
        (("nope",), 2),
        (("values", "get", "--nope"), 2),
        (("values", "diff", "dev", "prod", "--exit-code"), 1),
    ],
)
def test_status_stays_what_it_is_without_a_reader(
    root: Path, arguments: tuple[str, ...], status: int
) -> None:
    for lost in ("stdout", "stderr"):
        assert told_without_reader(root, *arguments, lost=lost).status == status
    assert told(root, *arguments, streams=">&- 2>&-").status == status


READ = [
    ("--version",),
    ("--help",),
    ("list",),
    ("values", "get"),
    ("values", "matrix", "--output", "html"),
]


@pytest.mark.parametrize("arguments", READ, ids=" ".join)
def test_output_that_is_lost_is_told_by_the_status(root: Path, arguments: tuple[str, ...]) -> None:
    assert told_without_reader(root, *arguments) == (141, "")
    assert told(root, *arguments, streams=">&-") == (141, "")


@needs_full
@pytest.mark.parametrize("arguments", READ, ids=" ".join)
def test_output_that_cannot_be_written_is_told(root: Path, arguments: tuple[str, ...]) -> None:
    assert told(root, *arguments, streams="> /dev/full") == (2, FULL)


def test_who_cannot_be_asked_is_not_asked(root: Path) -> None:
    asked = "Error: nothing was written: there is no terminal to ask on\n"
    for streams in ("<&-", "< /dev/null"):
        done = told(root, *SET[:-1], streams=streams)
        assert (done.status, done.err.partition("  `")[0]) == (2, asked)
    done = told(root, "new", "ecommerce", "made", streams="<&-")
    assert (done.status, done.err.partition(":")[2].partition(":")[0]) == (
        2,
        " there is no terminal to ask on",
    )
    assert not is_set(root)


def test_file_never_takes_the_place_of_a_closed_stream(root: Path) -> None:
    """The first file that is opened would get the number of stdout, and the output."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    for words in (("get", "web"), ("lint",), ("set", "web.replicaCount=7", "--env", "dev", "--dry-run")):
        told(root, "values", *words, streams="<&- >&- 2>&-")
        assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_reader_that_makes_us_wait_gets_everything(root: Path) -> None:
    """Somebody who shares the pipe has set it so that a full one is an error."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with subprocess.Popen(
        [sys.executable, "-m", "generator", "show", "ecommerce", "--output", "json"], cwd=ROOT, stdout=writer
    ) as process:
        os.close(writer)
        got = b"".join(iter(lambda: os.read(reader, 1000), b""))
    os.close(reader)
    assert process.returncode == 0
    assert got.endswith(b"}\n")
