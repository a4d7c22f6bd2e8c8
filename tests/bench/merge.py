"""Merging values files, beside the programs that people have for it: how often right, in vain, wrong without a word.

`HISTORIES=FOLDER python -m tests.bench merge` measures all of them in one run on the same histories: each is a
folder with base.yaml, ours.yaml and theirs.yaml. mergiraf is measured where `mergiraf` is on PATH.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from generator.core.merge.merge import merged_values
from tests.bench.histories import Case, Outcome, cases, outcome
from tests.bench.measure import Figure

# base, ours, theirs, and a folder to work in: the text, and whether conflicts are told.
Merger: TypeAlias = Callable[[str, str, str, Path], tuple[str, bool]]

_QUIET = {
    **os.environ, "LC_ALL": "C", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@x", "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@x",
}  # fmt: skip


def figures() -> Iterator[Figure]:
    """Of ours, with bounds; of the others one line each, which holds nothing."""
    if (folder := os.environ.get("HISTORIES")) is None:
        print("      not measured: HISTORIES names no folder with histories")
        return
    counted: dict[str, Counter[Outcome]] = {name: Counter() for name in mergers()}
    spent, lost = [], 0
    with tempfile.TemporaryDirectory() as name:
        for case in cases(Path(folder)):
            for who, merge in mergers().items():
                start = time.process_time()
                text, has_conflicts = merge(case.base, case.ours, case.theirs, Path(name))
                if who == OURS:
                    spent.append(1000 * (time.process_time() - start))
                    lost += _lost(case, text)
                counted[who][outcome(case, text, has_conflicts)] += 1
    for who, found in counted.items():
        print(f"      {who:<28} {told(found)}")
    clear = sum(counted[OURS][one] for one in ("right", "in vain", "wrong"))
    true = counted[OURS]["flagged"] + counted[OURS]["missed"]
    yield Figure(
        "right, of those without a true conflict",
        100 * counted[OURS]["right"] / clear,
        99.5,
        "%",
        at_least=True,
    )
    yield Figure("conflicts that none are", 100 * counted[OURS]["in vain"] / clear, 0.5, "%")
    yield Figure("wrong without a word", counted[OURS]["wrong"], 0, "files")
    if true:
        yield Figure(
            "true conflicts that are told", 100 * counted[OURS]["flagged"] / true, 100, "%", at_least=True
        )
    yield Figure("comments of ours that are lost", lost, 0, "files")
    yield Figure("a file, median of CPU time", statistics.median(spent), 20, "ms")


OURS = "helm-blueprint merge"


def mergers() -> dict[str, Merger]:
    """All that are here, with their versions."""
    known: dict[str, Merger] = {f"git merge ({_version('git')})": _git, "copier's way (git apply)": _copier}
    if shutil.which("mergiraf"):
        known[_version("mergiraf")] = _mergiraf
    return {**known, OURS: _ours}


def told(found: Counter[Outcome]) -> str:
    clear = sum(found[one] for one in ("right", "in vain", "wrong"))
    return (
        f"right {found['right']} of {clear} ({100 * found['right'] / clear:.1f} %), in vain {found['in vain']}, "
        f"wrong {found['wrong']}; told {found['flagged']} of {found['flagged'] + found['missed']}"
    )


def _lost(case: Case, text: str) -> bool:
    """Whether a comment line that ours alone has is gone."""
    base, ours, now = (
        Counter(line.strip() for line in one.splitlines() if line.lstrip().startswith("#"))
        for one in (case.base, case.ours, text)
    )
    return bool(ours - base - now)


def _ours(base: str, ours: str, theirs: str, _folder: Path) -> tuple[str, bool]:
    merged = merged_values(base, ours, theirs)
    return merged.text, bool(merged.conflicts)


def _git(base: str, ours: str, theirs: str, folder: Path) -> tuple[str, bool]:
    """Three commits, and git's own engine."""
    repository = _repository(folder / "git", base)
    for name, text in (("mine", ours), ("new", theirs)):
        _run(repository, "git", "checkout", "-q", "-b", name, "main")
        _write(repository / "values.yaml", text)
        _run(repository, "git", "commit", "-q", "--allow-empty", "-a", "-m", "x")
    _run(repository, "git", "checkout", "-q", "mine")
    code = _run(repository, "git", "merge", "-q", "-m", "x", "new")
    return _read(repository / "values.yaml"), bool(code)


def _copier(base: str, ours: str, theirs: str, folder: Path) -> tuple[str, bool]:
    """As copier 9 updates: the user's diff is applied to what is new, and a file that rejects it merged by lines."""
    repository = _repository(folder / "copier", base)
    _write(repository / "values.yaml", ours)
    diff = subprocess.run(
        ["git", "diff", "--unified=3", "--inter-hunk-context=-1"], cwd=repository, capture_output=True, env=_QUIET, check=True
    ).stdout  # fmt: skip
    _write(repository / "values.yaml", theirs)
    applied = subprocess.run(
        ["git", "apply", "--reject"], cwd=repository, input=diff, capture_output=True, env=_QUIET, check=False
    )
    if not diff or not applied.returncode:
        return _read(repository / "values.yaml"), False
    files = _three(base, ours, theirs, folder)
    merged = subprocess.run(
        ["git", "merge-file", "-p", files[1], files[0], files[2]],
        capture_output=True,
        env=_QUIET,
        check=False,
    )
    return merged.stdout.decode(), bool(merged.returncode)


def _mergiraf(base: str, ours: str, theirs: str, folder: Path) -> tuple[str, bool]:
    command = ["mergiraf", "merge", *_three(base, ours, theirs, folder), "-p", "values.yaml"]
    merged = subprocess.run(command, capture_output=True, check=False)
    if merged.returncode not in (0, 1):
        raise RuntimeError(merged.stderr.decode(errors="replace"))
    return merged.stdout.decode(), bool(merged.returncode)


def _version(program: str) -> str:
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def _repository(folder: Path, text: str) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    _run(folder, "git", "init", "-q", "-b", "main")
    _write(folder / "values.yaml", text)
    _run(folder, "git", "add", "values.yaml")
    _run(folder, "git", "commit", "-q", "-m", "x")
    return folder


def _run(folder: Path, *command: str) -> int:
    return subprocess.run(command, cwd=folder, capture_output=True, env=_QUIET, check=False).returncode


def _three(base: str, ours: str, theirs: str, folder: Path) -> list[str]:
    for name, text in (("base", base), ("ours", ours), ("theirs", theirs)):
        _write(folder / f"{name}.yaml", text)
    return [str(folder / f"{name}.yaml") for name in ("base", "ours", "theirs")]


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _read(path: Path) -> str:
    return path.read_bytes().decode()
