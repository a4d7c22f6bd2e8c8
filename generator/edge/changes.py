"""The one writer of files that exist: all changes or none, each file whole, whatever happens meanwhile.

Everything is staged, synced, in a folder beside the files. With the plan in place the changes count
as made: from then on whoever comes next completes them. Without it they count as not made. A
failure that we live to see is rolled back with the old files, which are kept by hard links and so
need no room on a full disk.
"""

from __future__ import annotations

import json
import os
import stat
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from generator.edge.files import explained
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path, PurePosixPath

    from generator.core.changes import Change

JOURNAL = ".helm-blueprint.journal"
PLAN = "plan.json"
UNDO = "undo.json"
PATIENCE = 10.0  # seconds to wait for another command that writes here
_ANYBODY_MAY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def write_changes(root: Path, changes: Sequence[Change]) -> None:
    """Make all changes below `root`, or none.

    BlueprintError where a file is no longer what was read, is read-only, a link or cannot be
    written; then nothing is changed.
    """
    changes = [change for change in changes if change.before != change.after]
    if not changes:
        return
    with explained(root, "write"), _alone(root):
        _complete(root)
        _Writer(root, changes).write()


def finish_interrupted(root: Path) -> bool:
    """Complete or undo what a killed command left behind; whether there was anything.

    For every command that reads, too: it must not see half of a change. Costs one look at the disk.
    """
    if not (root / JOURNAL).is_dir():
        return False
    with explained(root, "write"), _alone(root):
        return _complete(root)


# ── one at a time ───────────────────────────────────────────────────────────────────────────────


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the platform's lock: on the folder itself, so that no file is left and a kill releases it."""
    descriptor = os.open(root, os.O_RDONLY)
    try:
        _lock(descriptor, root)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, root: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _locked(descriptor):
        if time.monotonic() > deadline:
            raise BlueprintError(
                "another helm-blueprint is writing here", where=str(root), hint="Try again when it is done."
            )
        time.sleep(0.02)


def _locked(descriptor: int) -> bool:
    """False while somebody else has it. Where folders cannot be locked, files are whole all the same."""
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # some network file systems
        return True
    return True


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


class _Writer:
    def __init__(self, root: Path, changes: Sequence[Change]) -> None:
        self.root = root
        self.changes = changes
        self.journal = root / JOURNAL
        self.seen: list[tuple[int, int, int] | None] = []
        self.made: list[Path] = []

    def write(self) -> None:
        for change in self.changes:
            _refuse_links(self.root, change.path)
            self._refuse_stale(change, _content(self.root / change.path))
        self.journal.mkdir()
        try:
            for number, change in enumerate(self.changes):
                self._stage(number, change)
            _sync(self.journal)
            self._check_again()
            # A single rename needs no plan: it happens or it does not.
            if len(self.changes) > 1:
                self._commit()
            for number, change in enumerate(self.changes):
                with explained(self.root / change.path, "write"):
                    _replace(self.journal, number, self.root / change.path, removes=change.after is None)
        except BaseException:
            self._roll_back()
            raise
        for folder in {(self.root / change.path).parent for change in self.changes}:
            _sync(folder)
        _discard(self.journal)

    def _refuse_stale(self, change: Change, found: bytes | None) -> None:
        if found != change.before:
            what = (
                "this file was changed meanwhile" if found is not None else "this file was removed meanwhile"
            )
            raise BlueprintError(what, where=str(change.path), hint="Nothing was written. Run it again.")

    def _stage(self, number: int, change: Change) -> None:
        target = self.root / change.path
        with explained(target, "write"):
            mode = 0o666
            if change.before is not None:
                status = target.stat()
                if not status.st_mode & _ANYBODY_MAY_WRITE or not os.access(target, os.W_OK):
                    raise BlueprintError(
                        "this file is read-only", where=str(change.path), hint="Nothing was written."
                    )
                mode = stat.S_IMODE(status.st_mode)
                _keep(target, self.journal / f"{number}.old")
                self.seen.append((status.st_ino, status.st_mtime_ns, status.st_size))
            else:
                self.seen.append(None)
                self._make_folders(target.parent)
            if change.after is not None:
                _write_synced(self.journal / f"{number}.new", change.after, mode, like=target)

    def _make_folders(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for new in reversed(missing):
            new.mkdir()
            self.made.append(new)

    def _check_again(self) -> None:
        """Editors know nothing of our lock: look once more before the first file is replaced."""
        for change, seen in zip(self.changes, self.seen, strict=True):
            target = self.root / change.path
            found = None
            with suppress(FileNotFoundError):
                status = target.stat()
                found = (status.st_ino, status.st_mtime_ns, status.st_size)
            if found != seen:
                self._refuse_stale(change, _content(target))

    def _commit(self) -> None:
        plan = [
            {"path": str(change.path), "old": _digest(change.before), "new": _digest(change.after)}
            for change in self.changes
        ]
        _write_synced(self.journal / f"{PLAN}.tmp", json.dumps(plan).encode(), 0o666)
        (self.journal / f"{PLAN}.tmp").rename(self.journal / PLAN)
        _sync(self.journal)

    def _roll_back(self) -> None:
        plan = self.journal / PLAN
        if plan.exists():
            plan.rename(self.journal / UNDO)
            _sync(self.journal)
            _undo(self.root, self.journal)
        for folder in reversed(self.made):
            with suppress(OSError):
                folder.rmdir()
        _discard(self.journal)


def _refuse_links(root: Path, path: PurePosixPath) -> None:
    """A link would make us write where the diff does not say."""
    assert not path.is_absolute()
    assert ".." not in path.parts
    here = root
    for part in path.parts:
        here /= part
        if here.is_symlink():
            raise BlueprintError(
                f"this is a link to {here.readlink()}",
                where=str(here.relative_to(root)),
                hint="Nothing was written. Change the file that it leads to.",
            )
        if not here.exists():
            return
    if not here.is_file():
        raise BlueprintError("this is no file", where=str(path))


def _content(file: Path) -> bytes | None:
    try:
        with explained(file, "read"):
            return file.read_bytes()
    except BlueprintError as error:
        if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
            return None
        raise


def _write_synced(file: Path, data: bytes, mode: int, *, like: Path | None = None) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        if like is not None and like.exists():
            status = like.stat()
            own = os.fstat(stream.fileno())
            if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
                with suppress(OSError):
                    os.fchown(stream.fileno(), status.st_uid, status.st_gid)
            os.fchmod(stream.fileno(), stat.S_IMODE(status.st_mode))
        os.fsync(stream.fileno())


def _keep(target: Path, name: Path) -> None:
    """The old file under another name: a link where the file system has them, else a copy."""
    try:
        os.link(target, name)
    except OSError:
        import shutil

        shutil.copy2(target, name)
        with name.open("rb") as stream:
            os.fsync(stream.fileno())


def _replace(journal: Path, number: int, target: Path, *, removes: bool) -> None:
    if removes:
        target.unlink(missing_ok=True)
    else:
        (journal / f"{number}.new").replace(target)


# ── after a kill ────────────────────────────────────────────────────────────────────────────────


def _complete(root: Path) -> bool:
    """Bring what is in the journal to its end: forward with a plan, back with an undo, else away.

    A file that somebody edited in between is theirs: then the others go back, and it stays.
    """
    journal = root / JOURNAL
    if not journal.is_dir():
        return False
    if (journal / PLAN).exists():
        plan = json.loads((journal / PLAN).read_bytes())
        if all(_digest(_content(root / e["path"])) in (e["old"], e["new"]) for e in plan):
            for number, entry in enumerate(plan):
                _finish(journal, number, root / entry["path"], removes=entry["new"] is None)
        else:
            (journal / PLAN).replace(journal / UNDO)
    if (journal / UNDO).exists():
        _undo(root, journal)
    _discard(journal)
    return True


def _finish(journal: Path, number: int, target: Path, *, removes: bool) -> None:
    if removes:
        target.unlink(missing_ok=True)
    elif (journal / f"{number}.new").exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        (journal / f"{number}.new").replace(target)
    _sync(target.parent)


def _undo(root: Path, journal: Path) -> None:
    """Put the old files back where the new ones stand; may be repeated."""
    for number, entry in enumerate(json.loads((journal / UNDO).read_bytes())):
        target = root / entry["path"]
        if _digest(_content(target)) != entry["new"]:
            continue
        if entry["old"] is None:
            target.unlink(missing_ok=True)
        elif (journal / f"{number}.old").exists():
            (journal / f"{number}.old").replace(target)
        _sync(target.parent)


def _digest(data: bytes | None) -> str | None:
    if data is None:
        return None
    from hashlib import sha256

    return sha256(data).hexdigest()


def _discard(journal: Path) -> None:
    """The plan goes first but for the files it needs no more: what is left then means nothing."""
    for name in (PLAN, UNDO):
        with suppress(FileNotFoundError):
            (journal / name).unlink()
    try:
        for file in journal.iterdir():
            file.unlink()
        journal.rmdir()
    except OSError:  # not flat: not only ours
        import shutil  # takes longer to load than all of this to run

        shutil.rmtree(journal, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Make the disk remember new names. Not every file system can; the files are in place anyway."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
