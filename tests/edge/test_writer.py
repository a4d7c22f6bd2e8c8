"""All changes or none, each file whole: killed at every step, on a full disk, two at once."""

from __future__ import annotations

import json
import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from generator.core.changes import Change
from generator.edge import lock
from generator.edge import writer as writer
from generator.edge.journal import FOREIGN, finish_interrupted
from generator.edge.plan import JOURNAL, digest, signature_of
from generator.edge.state import machine_key
from generator.edge.writer import undisturbed, write_changes
from generator.errors import BlueprintError
from tests.locks import locked_elsewhere

ROOT = Path(__file__).resolve().parents[2]
OLD = {"values.yaml": b"a: 1\n", "values-dev.yaml": b"b: 1\n", "values-prod.yaml": b"c: 1\n" * 4000}
NEW = {"values.yaml": b"a: 2\n", "values-dev.yaml": b"b: 2\n", "values-prod.yaml": b"c: 2\n" * 5000}

# Forks one child for each line of the writer that a run executes, and kills it right before that line.
KILLER = """
import json, os, shutil, signal, sys
from pathlib import Path, PurePosixPath
from generator.core.changes import Change
from generator.edge import writer as writer, journal, plan

work, old, new = Path(sys.argv[1]), *(
    {k: None if v is None else v.encode() for k, v in json.loads(a).items()} for a in sys.argv[2:4])
changes = [Change(PurePosixPath(n), old[n], new[n]) for n in new]
outcomes = []
for step in range(100_000):
    here = work / str(step)
    here.mkdir()
    for name, data in old.items():
        if data is not None:
            (here / name).write_bytes(data)
    child = os.fork()
    if not child:
        left = step
        def trace(frame, event, argument):
            global left
            if frame.f_code.co_filename not in (writer.__file__, journal.__file__, plan.__file__):
                return None
            if event == "line":
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1
            return trace
        sys.settrace(trace)
        writer.write_changes(here, changes)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    between = {p.name: p.read_text() for p in sorted(here.iterdir()) if p.is_file()}
    with writer.undisturbed(here) as left:
        shown = {p.name: p.read_text() for p in sorted(here.iterdir()) if p.is_file()}
        shown = {**shown, **{str(p): None if d is None else d.decode() for p, d in left.files.items()}}
    journal.finish_interrupted(here)
    after = {p.name: p.read_text() for p in sorted(here.iterdir()) if p.is_file()}
    assert {n: t for n, t in shown.items() if t is not None} == after, (step, shown, after)
    outcomes.append([between, after, sorted(p.name for p in here.iterdir() if not p.is_file())])
    shutil.rmtree(here)
    if not os.WIFSIGNALED(status):
        break
print(json.dumps(outcomes))
"""


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def changes(old: dict[str, bytes] = OLD, new: dict[str, bytes] = NEW) -> list[Change]:
    return [Change(PurePosixPath(name), old.get(name), new.get(name)) for name in {**old, **new}]


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def kill_at_every_step(folder: Path, old: dict[str, str | None], new: dict[str, str | None]) -> list[list]:
    done = subprocess.run(
        [sys.executable, "-c", KILLER, folder, json.dumps(old), json.dumps(new)],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    outcomes: list[list] = json.loads(done.stdout)
    return outcomes


@pytest.mark.long
def test_killed_at_every_step_several_files_change_together_or_not_at_all(tmp_path: Path) -> None:
    old = {"a": "old a", "b": "old b", "c": None, "d": "old d"}
    new = {"a": "new a", "b": "new b", "c": "new c", "d": None}
    befores, afters = ({k: v for k, v in files.items() if v is not None} for files in (old, new))
    outcomes = kill_at_every_step(tmp_path, old, new)
    assert len(outcomes) > 100
    for between, after, folders in outcomes:
        for name, text in between.items():
            assert text in (old[name], new[name])
        assert after in (befores, afters)
        assert folders == []
    assert outcomes[0][1] == befores
    assert outcomes[-1][1] == afters
    # Not only before the first or after the last rename.
    assert any(between not in (befores, afters) for between, _, _ in outcomes)


def test_killed_at_every_step_one_file_is_old_or_new(tmp_path: Path) -> None:
    for between, after, folders in kill_at_every_step(tmp_path, {"a": "old"}, {"a": "new"}):
        assert between in ({"a": "old"}, {"a": "new"})
        assert after == between
        assert folders == []


def test_writes_several_files_and_leaves_nothing_else(tmp_path: Path) -> None:
    write_changes(fill(tmp_path, OLD), changes())
    assert content(tmp_path) == dict(sorted(NEW.items()))


def test_makes_and_removes_files(tmp_path: Path) -> None:
    fill(tmp_path, {"a": b"a"})
    write_changes(
        tmp_path,
        [Change(PurePosixPath("a"), b"a", None), Change(PurePosixPath("new/folder/b"), None, b"b")],
    )
    assert [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()] == [
        "new/folder/b"
    ]


def test_no_change_touches_nothing(tmp_path: Path) -> None:
    fill(tmp_path, OLD)
    before = (tmp_path / "values.yaml").stat().st_mtime_ns, tmp_path.stat().st_mtime_ns
    write_changes(tmp_path, changes(OLD, OLD))
    assert before == ((tmp_path / "values.yaml").stat().st_mtime_ns, tmp_path.stat().st_mtime_ns)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_keeps_the_mode(tmp_path: Path, mode: int) -> None:
    file = fill(tmp_path, OLD) / "values.yaml"
    file.chmod(mode)
    write_changes(tmp_path, changes())
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.parametrize("limit", [3, 5, 100, 12_000, 20_001, 24_999])
def test_full_disk_leaves_every_file_old(tmp_path: Path, limit: int) -> None:
    """RLIMIT_FSIZE stops a write in its middle as a full disk does."""
    fill(tmp_path, OLD)
    old_limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old_limit[1]))
        with pytest.raises(BlueprintError, match="cannot write this"):
            write_changes(tmp_path, changes())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old_limit)
        signal.signal(signal.SIGXFSZ, handler)
    assert content(tmp_path) == dict(sorted(OLD.items()))


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_failure_between_renames_is_rolled_back(
    tmp_path: Path, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, OLD)
    replace = writer._replace

    def fails(journal: Path, number: int, target: Path, *, removes: bool) -> None:
        if number == failing:
            raise OSError(28, "No space left on device")
        replace(journal, number, target, removes=removes)

    monkeypatch.setattr(writer, "_replace", fails)
    with pytest.raises(BlueprintError, match="the disk is full"):
        write_changes(tmp_path, changes())
    assert content(tmp_path) == dict(sorted(OLD.items()))


def test_ctrl_c_between_renames_is_rolled_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, {"a": b"old"})
    replace = writer._replace

    def interrupted(journal: Path, number: int, target: Path, *, removes: bool) -> None:
        replace(journal, number, target, removes=removes)
        if number:
            raise KeyboardInterrupt

    monkeypatch.setattr(writer, "_replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_changes(
            tmp_path,
            [Change(PurePosixPath("a"), b"old", b"new"), Change(PurePosixPath("new/b"), None, b"b")],
        )
    assert content(tmp_path) == {"a": b"old"}


def test_read_only_file_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    fill(tmp_path, OLD)
    (tmp_path / "values-prod.yaml").chmod(0o444)
    with pytest.raises(BlueprintError) as caught:
        write_changes(tmp_path, changes())
    assert str(caught.value) == "values-prod.yaml: this file is read-only\n  Nothing was written."
    assert content(tmp_path) == dict(sorted(OLD.items()))


def test_file_that_changed_since_it_was_read_is_refused(tmp_path: Path) -> None:
    fill(tmp_path, OLD)
    (tmp_path / "values-dev.yaml").write_bytes(b"mine: 1\n")
    with pytest.raises(BlueprintError) as caught:
        write_changes(tmp_path, changes())
    assert str(caught.value) == (
        "values-dev.yaml: this file was changed meanwhile\n  Nothing was written. Run it again."
    )
    assert content(tmp_path) == dict(sorted({**OLD, "values-dev.yaml": b"mine: 1\n"}.items()))


def test_file_that_an_editor_changes_while_we_stage_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, OLD)
    stage_file = writer.stage_file

    def and_somebody_saves(file: Path, *rest: object, **more: object) -> None:
        stage_file(file, *rest, **more)
        (tmp_path / "values.yaml").write_bytes(b"mine: 1\n")

    monkeypatch.setattr(writer, "stage_file", and_somebody_saves)
    with pytest.raises(BlueprintError, match="changed meanwhile"):
        write_changes(tmp_path, changes())
    assert content(tmp_path) == dict(sorted({**OLD, "values.yaml": b"mine: 1\n"}.items()))


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"theirs")
    root = tmp_path / "root"
    root.mkdir()
    (root / "values.yaml").symlink_to("../outside")
    with pytest.raises(BlueprintError) as caught:
        write_changes(root, [Change(PurePosixPath("values.yaml"), b"theirs", b"ours")])
    assert str(caught.value) == (
        "values.yaml: this is a link to ../outside\n  Nothing was written. Change the file that it leads to."
    )
    (root / "folder").symlink_to("..")
    with pytest.raises(BlueprintError, match="this is a link"):
        write_changes(root, [Change(PurePosixPath("folder/outside"), b"theirs", b"ours")])
    assert (tmp_path / "outside").read_bytes() == b"theirs"


class Killed(BaseException):
    """Stands for a kill: nothing is rolled back."""


def killed_after(monkeypatch: pytest.MonkeyPatch, root: Path, renames: int, changes: list[Change]) -> None:
    """Leave behind what a command leaves that is killed after so many renames."""
    replace = writer._replace

    def replaces(journal: Path, number: int, target: Path, *, removes: bool) -> None:
        if number == renames:
            raise Killed
        replace(journal, number, target, removes=removes)

    with monkeypatch.context() as patch:
        patch.setattr(writer, "_replace", replaces)
        patch.setattr(writer._Writer, "_roll_back", lambda _: None)
        with pytest.raises(Killed):
            write_changes(root, changes)


def finished(root: Path) -> str:
    """What the next command that writes tells; a reader before it tells the same, and writes nothing."""
    before = everything(root)
    with undisturbed(root) as left:
        told = left.note
    assert everything(root) == before
    done = finish_interrupted(root)
    assert bool(told) == bool(done)
    if done == FOREIGN:
        assert told == FOREIGN
        assert everything(root) == before
    return done


def everything(root: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.lstat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in [root, *sorted(root.rglob("*"))]
    }


TWO_OLD, TWO_NEW = {"a": b"old a", "b": b"old b"}, {"a": b"new a", "b": b"new b"}
TWO = changes(TWO_OLD, TWO_NEW)


def test_what_was_planned_is_completed_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed_after(monkeypatch, fill(tmp_path, TWO_OLD), 1, TWO)
    assert finished(tmp_path) == "A command that was interrupted is completed now: a, b."
    assert content(tmp_path) == TWO_NEW
    assert finished(tmp_path) == ""


@pytest.mark.parametrize(
    ("meanwhile", "after"),
    [
        ({"b": b"mine"}, {"a": b"old a", "b": b"mine"}),
        ({"a": b"mine"}, {"a": b"mine", "b": b"old b"}),
        # As `git checkout .` does it: what was planned for a is used up.
        ({"a": b"old a"}, TWO_OLD),
        ({f"{JOURNAL}/1.new": b"new"}, TWO_OLD),
        ({f"{JOURNAL}/1.new": None}, TWO_OLD),
    ],
)
def test_what_was_changed_after_a_kill_stays_and_the_rest_goes_back(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    meanwhile: dict[str, bytes | None],
    after: dict[str, bytes],
) -> None:
    killed_after(monkeypatch, fill(tmp_path, TWO_OLD), 1, TWO)
    for name, data in meanwhile.items():
        (tmp_path / name).unlink()
        if data is not None:
            (tmp_path / name).write_bytes(data)
    assert finished(tmp_path) == "A command that was interrupted is undone now: a, b."
    assert content(tmp_path) == after


def entry(path: str, new: bytes | None = b"evil", old: bytes | None = None) -> dict[str, object]:
    return {"path": path, "old": digest(old), "new": digest(new), "staged": [1, 2], "kept": 1}


@pytest.mark.parametrize(
    "plan",
    [
        [entry("../outside")],
        [entry("/tmp/outside")],
        [entry(".git/hooks/pre-commit")],
        [entry("sub/.GIT/config")],
        [entry("link/outside")],
        [{"path": "values.yaml"}],
        [{**entry("values.yaml"), "more": 1}],
        ["values.yaml"],
        {"path": "values.yaml"},
        7,
        None,
    ],
)
@pytest.mark.parametrize("name", ["plan.json", "undo.json"])
def test_journal_of_somebody_else_is_ignored_by_readers_and_stops_writers(
    tmp_path: Path, plan: object, name: str
) -> None:
    root = tmp_path / "root"
    (root / JOURNAL).mkdir(parents=True)
    (root / "link").symlink_to("..")
    fill(root, OLD)
    text = json.dumps({"plan": json.dumps(plan), "signature": "0" * 64}).encode() if plan else b"{"
    fill(root / JOURNAL, {name: text, "0.new": b"evil", "0.old": b"evil"})
    before = sorted(tmp_path.rglob("*"))
    assert finished(root) == FOREIGN
    with pytest.raises(BlueprintError) as caught:
        write_changes(root, changes())
    assert str(caught.value) == (
        f"{JOURNAL}: this was not left by a command on this machine\n"
        "  Nothing was written. Remove it, then try again."
    )
    assert sorted(tmp_path.rglob("*")) == before
    assert (root / "values.yaml").read_bytes() == OLD["values.yaml"]


def test_file_that_was_not_staged_here_is_not_written(tmp_path: Path) -> None:
    """A clone has the content of a staged file, never its inode and the time it was changed."""
    (tmp_path / JOURNAL).mkdir()
    text, key = json.dumps([entry("new.yaml")]), machine_key(make=True)
    assert key is not None
    plan = {"plan": text, "signature": signature_of(key, tmp_path / JOURNAL, text)}
    fill(tmp_path / JOURNAL, {"plan.json": json.dumps(plan).encode(), "0.new": b"evil"})
    assert finished(tmp_path) == "A command that was interrupted is undone now: new.yaml."
    assert content(tmp_path) == {}


def test_journal_that_is_a_link_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    fill(tmp_path / "precious", {"0.new": b"mine"})
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / JOURNAL).symlink_to("../precious")
    assert finished(tmp_path / "root") == FOREIGN
    assert content(tmp_path / "precious") == {"0.new": b"mine"}


@pytest.mark.parametrize("which", ["values.yaml", "values-prod.yaml"])
def test_save_of_an_editor_before_the_file_is_staged_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    fill(tmp_path, OLD)
    stage = writer._Writer._stage

    def and_somebody_saves_before(self: writer._Writer, number: int, change: Change) -> None:
        if change.path.name == which:
            (tmp_path / which).write_bytes(b"mine: 1\n")
        stage(self, number, change)

    monkeypatch.setattr(writer._Writer, "_stage", and_somebody_saves_before)
    with pytest.raises(BlueprintError, match="changed meanwhile"):
        write_changes(tmp_path, changes())
    assert content(tmp_path) == dict(sorted({**OLD, which: b"mine: 1\n"}.items()))


def test_ctrl_c_after_the_last_rename_comes_too_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_journal: Path) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(writer.journals, "discard", interrupted)
        write_changes(fill(tmp_path, TWO_OLD), TWO)
    assert finished(tmp_path) == "A command that was interrupted is completed now: a, b."
    assert content(tmp_path) == TWO_NEW


def test_readers_wait_for_a_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    with undisturbed(tmp_path), undisturbed(tmp_path), pytest.raises(BlueprintError, match="is writing here"):
        write_changes(tmp_path, [Change(PurePosixPath("a"), None, b"a")])
    with locked_elsewhere(tmp_path), pytest.raises(BlueprintError, match="is writing here"):
        finished(tmp_path)


def test_two_processes_at_once_never_mix(tmp_path: Path) -> None:
    """Each counts up both files as often as it can; a lost or a torn update would show."""
    fill(tmp_path, {"a": b"0", "b": b"0"})
    program = """
import sys
from pathlib import Path, PurePosixPath
from generator.core.changes import Change
from generator.edge.writer import write_changes
from generator.errors import BlueprintError
root, done = Path(sys.argv[1]), 0
while done < 40:
    a, b = (root / "a").read_bytes(), (root / "b").read_bytes()
    try:
        write_changes(root, [Change(PurePosixPath(n), d, b"%d" % (int(d) + 1)) for n, d in (("a", a), ("b", b))])
        done += 1
    except BlueprintError as error:
        assert "changed meanwhile" in str(error), error
"""
    both = [subprocess.Popen([sys.executable, "-c", program, tmp_path], cwd=ROOT) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert content(tmp_path) == {"a": b"80", "b": b"80"}


def test_waits_for_another_writer_then_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, OLD)
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    with (
        locked_elsewhere(tmp_path),
        pytest.raises(BlueprintError, match="another helm-blueprint is writing here"),
    ):
        write_changes(tmp_path, changes())
    write_changes(tmp_path, changes())
    assert content(tmp_path) == dict(sorted(NEW.items()))
