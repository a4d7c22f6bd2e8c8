"""Many commands at once: all of them are carried out, in some order, and nobody sees half of one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest
import yaml

from generator.edge import lock
from generator.edge.platform import read_platform
from generator.edge.site import Site
from tests.attack.kills import outside
from tests.bench.synthetic import write
from tests.commands.conftest import Run
from tests.commands.values.conftest import Here
from tests.locks import locked_elsewhere
from tests.small_platform import small_platform

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(small_platform(), tmp_path / "shop")


def started(root: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "generator", "values", *arguments, "--platform", str(root)],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ended(processes: Sequence[subprocess.Popen[str]]) -> list[tuple[int, str]]:
    said = [process.communicate()[1] for process in processes]
    notes = "Note: waiting for another helm-blueprint that is writing here …\n"
    return [
        (process.returncode, err.replace(notes, "")) for process, err in zip(processes, said, strict=True)
    ]


def value(tree: dict[PurePosixPath, bytes], file: str, *path: str) -> object:
    found: object = yaml.safe_load(tree[PurePosixPath(file)])
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    return found


def test_of_thirty_parallel_sets_on_one_file_all_are_made(root: Path) -> None:
    wanted = {f"KEY_{number}": f"v{number}" for number in range(30)}
    processes = [started(root, "set", f"web.env.{key}={text}", "--yes") for key, text in wanted.items()]
    assert ended(processes) == [(0, "")] * 30
    env = value(read_platform(Site(root)), "values.yaml", "web", "env")
    assert isinstance(env, dict)
    assert {key: env.get(key) for key in wanted} == wanted


def test_commands_of_every_kind_at_once_are_all_made(root: Path) -> None:
    (root / "values-dev.yaml").write_text("web:\n  env: {OLD: x, ONLY: y}\n  replicaCount: 2\n")
    (root / "values-staging.yaml").write_text("web:\n  env: {CARRIED: z}\n")
    processes = [
        started(root, "set", "web.env.NEW=n", "--env", "dev", "--yes"),
        started(root, "unset", "web.env.OLD", "--env", "dev", "--yes"),
        started(root, "promote", "staging", "dev", "--only", "web.env.CARRIED", "--yes"),
        started(root, "tidy", "--yes"),
        started(root, "lint", "--fix", "--yes", "--only", "redundant"),
        started(root, "lint", "--write-baseline"),
    ]
    assert [(status, err) for status, err in ended(processes) if status not in (0, 1)] == []
    env = value(read_platform(Site(root)), "values-dev.yaml", "web", "env")
    assert env == {"ONLY": "y", "NEW": "n", "CARRIED": "z"}
    assert (root / ".helm-blueprint-baseline.json").exists()


def test_who_reads_meanwhile_sees_all_of_a_command_or_nothing(root: Path) -> None:
    processes = [
        started(root, "set", f"web.env.TOGETHER={number}", "--env", "dev", "--env", "prod", "--yes")
        for number in range(8)
    ]
    seen = set()
    # Readers and writers take turns as the system likes: on a busy machine the last look is the only one.
    running = True
    while running:
        running = any(process.poll() is None for process in processes)
        tree = read_platform(Site(root))
        both = [value(tree, f"values-{name}.yaml", "web", "env", "TOGETHER") for name in ("dev", "prod")]
        assert both[0] == both[1]
        seen.add(both[0])
    assert ended(processes) == [(0, "")] * 8
    assert seen - {None} != set()


def test_platforms_that_share_files_write_them_one_after_the_other(tmp_path: Path) -> None:
    """One's root is the repository, the other's the chart's folder: both write the chart's values.yaml."""
    top = write(outside(small_platform(), "ops"), tmp_path / "shop")
    wanted = {f"KEY_{number}": f"v{number}" for number in range(6)}
    processes = [
        started(top / ("ops" if number % 2 else "charts/shop"), "set", f"web.env.{key}={text}", "--yes")
        for number, (key, text) in enumerate(wanted.items())
    ]
    assert ended(processes) == [(0, "")] * 6
    env = yaml.safe_load((top / "charts/shop/values.yaml").read_text())["web"]["env"]
    assert {key: env.get(key) for key in wanted} == wanted


def test_who_writes_in_a_folder_waits_for_who_writes_above_it_and_for_nobody_beside(
    here: Here, invoke: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.05)
    top = write(outside(small_platform()), here.folder / "top")
    call = ("values", "set", "web.replicaCount=9", "--yes", "--platform", top / "charts" / "shop")
    with locked_elsewhere(top):
        assert "another helm-blueprint is writing here" in invoke(*call).err
    with locked_elsewhere(top / "deploy"), lock.held(top / "deploy" / ".."):
        assert invoke(*call).status == 0
    with lock.held(top / "charts" / "shop"), lock.held(top / "charts" / "shop" / "charts"):
        pass  # who holds a folder is not kept from what lies in it


def test_readers_do_not_wait_for_each_other(here: Here, invoke: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    with lock.held(here.folder, shared=True):
        for words in (
            ("get", "web"),
            ("lint",),
            ("diff", "dev", "prod"),
            ("set", "web.replicaCount=9", "--dry-run"),
        ):
            assert invoke("values", *words).status in (0, 1)


WRITING = [
    ("set", "web.replicaCount=9", "--yes"),
    ("unset", "web.replicaCount", "--yes"),
    ("promote", "staging", "prod", "--yes"),
    ("tidy", "--yes"),
    ("lint", "--fix", "--yes"),
    ("lint", "--write-baseline"),
]


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_who_writes_waits_before_reading_and_tells_when_it_gives_up(
    here: Here, invoke: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.05)
    monkeypatch.setattr(lock, "REPORTED_AFTER", 0.0)
    # Reading is never held up by this one: who waits does so in order to write.
    with locked_elsewhere(here.folder, shared=True):
        done = invoke("values", *words)
    said = "Note: waiting for another helm-blueprint that is writing here …\n"
    said += f"Error: {here.folder}: another helm-blueprint is writing here\n  Try again when it is done.\n"
    assert done == (2, "", said)
    assert here.changed() == {}


def test_lock_is_let_go_when_a_command_is_refused(here: Here, invoke: Run) -> None:
    assert invoke("values", "set", "web.nope=1", "--yes").status == 2
    assert invoke("values", "set", "web.replicaCount=9", "--yes").status == 0
