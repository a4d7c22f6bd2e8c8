"""What a killed command leaves behind, and how the next one brings it to its end.

A journal is a folder beside the files: `plan.json` says what changes, N.new and N.old are the files. A
clone or an archive may bring one along, made by anybody: so a staged file counts only if it is the very
one that was planned (its inode and the time it was last changed, which nobody can choose), and a path
only if it stays within the platform and out of `.git`. Anything else is not ours, and is left alone.
"""

from __future__ import annotations

import json
import os
import re
import stat
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.edge.files import explained, sync
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.core.changes import Change

JOURNAL = ".helm-blueprint.journal"
PLAN = "plan.json"
UNDO = "undo.json"
FOREIGN = f"{JOURNAL} was not left by a command on this machine: it is ignored. Remove it."
_STAGED = re.compile(r"\d+\.(?:new|old)|plan\.json\.tmp")


class Entry(NamedTuple):
    """One file of a plan. old and new are digests, None where there is no file."""

    path: PurePosixPath
    old: str | None
    new: str | None
    staged: list[int] | None  # inode of N.new and when it was last changed, in nanoseconds
    kept: int | None  # inode of N.old


def write_plan(journal: Path, changes: Sequence[Change]) -> None:
    """From here on the changes count as made: whoever comes next completes them."""
    plan = []
    for number, change in enumerate(changes):
        new = (journal / f"{number}.new").lstat() if change.after is not None else None
        old = (journal / f"{number}.old").lstat() if change.before is not None else None
        plan.append(
            {
                "path": str(change.path),
                "old": digest(change.before),
                "new": digest(change.after),
                "staged": [new.st_ino, new.st_ctime_ns] if new else None,
                "kept": old.st_ino if old else None,
            }
        )
    with (journal / f"{PLAN}.tmp").open("xb") as stream:
        stream.write(json.dumps(plan).encode())
        stream.flush()
        os.fsync(stream.fileno())
    (journal / f"{PLAN}.tmp").rename(journal / PLAN)
    sync(journal)


def complete(root: Path) -> str:
    """Bring what is in the journal to its end: forward with a plan, back with an undo, else away.

    A file that somebody changed in between is theirs: then the others go back, and it stays. Returns
    what was done, a sentence for the user; "" where there was nothing to do.
    """
    journal = root / JOURNAL
    if not os.path.lexists(journal):
        return ""
    if journal.is_symlink() or not journal.is_dir():
        return FOREIGN
    if not (journal / PLAN).exists() and not (journal / UNDO).exists():
        return "" if discard(journal) else FOREIGN
    try:
        entries = _entries(root, journal)
    except (ValueError, TypeError, KeyError, AttributeError):
        return FOREIGN
    names = ", ".join(str(entry.path) for entry in entries)
    if not (journal / UNDO).exists():
        if all(_can_finish(root, journal, number, entry) for number, entry in enumerate(entries)):
            for number, entry in enumerate(entries):
                _finish(root, journal, number, entry)
            discard(journal)
            return f"A command that was interrupted is completed now: {names}."
        (journal / PLAN).replace(journal / UNDO)
    undo(root, journal)
    discard(journal)
    return f"A command that was interrupted is undone now: {names}."


def undo(root: Path, journal: Path) -> None:
    """Put the old files back where the new ones stand; may be repeated."""
    for number, entry in enumerate(_entries(root, journal)):
        target = root / entry.path
        if digest(content(target)) != entry.new:
            continue
        if entry.old is None:
            target.unlink(missing_ok=True)
        elif _is_kept(journal, number, entry):
            (journal / f"{number}.old").replace(target)
        sync(target.parent)


def discard(journal: Path) -> bool:
    """Remove a journal of ours. The plan goes first: what is left then means nothing."""
    try:
        for name in (PLAN, UNDO):
            (journal / name).unlink(missing_ok=True)
        files = list(journal.iterdir())
        if not all(_STAGED.fullmatch(file.name) for file in files):
            return False
        for file in files:
            file.unlink()
        journal.rmdir()
    except OSError:
        return False
    return True


def is_within(root: Path, path: PurePosixPath) -> bool:
    """Whether a path leads, without a link, to a place in the platform that is not git's."""
    if path.is_absolute() or not path.parts or ".." in path.parts:
        return False
    if any(part.rstrip(". ").lower() == ".git" for part in path.parts):
        return False
    return not any((root / part).is_symlink() for part in (path, *path.parents) if part.parts)


def _entries(root: Path, journal: Path) -> list[Entry]:
    """The plan, or the undo. ValueError and the like where it is not as we write it."""
    file = journal / (UNDO if (journal / UNDO).exists() else PLAN)
    data: list[dict[str, Any]] = json.loads(file.read_bytes())
    entries = [Entry(**{**one, "path": PurePosixPath(one["path"])}) for one in data]
    if not all(is_within(root, entry.path) for entry in entries):
        raise ValueError("a path leads out of the platform")
    return entries


def _can_finish(root: Path, journal: Path, number: int, entry: Entry) -> bool:
    found = digest(content(root / entry.path))
    if found == entry.new:
        return True
    if found != entry.old:
        return False
    return (_is_kept if entry.new is None else _is_staged)(journal, number, entry)


def _finish(root: Path, journal: Path, number: int, entry: Entry) -> None:
    target = root / entry.path
    if entry.new is None:
        target.unlink(missing_ok=True)
    elif digest(content(target)) != entry.new:
        target.parent.mkdir(parents=True, exist_ok=True)
        (journal / f"{number}.new").replace(target)
    sync(target.parent)


def _is_staged(journal: Path, number: int, entry: Entry) -> bool:
    file = journal / f"{number}.new"
    status = _regular(file)
    return (
        status is not None
        and entry.staged == [status.st_ino, status.st_ctime_ns]
        and digest(content(file)) == entry.new
    )


def _is_kept(journal: Path, number: int, entry: Entry) -> bool:
    file = journal / f"{number}.old"
    status = _regular(file)
    return status is not None and entry.kept == status.st_ino and digest(content(file)) == entry.old


def _regular(file: Path) -> os.stat_result | None:
    with suppress(OSError):
        status = file.lstat()
        if stat.S_ISREG(status.st_mode):
            return status
    return None


def content(file: Path) -> bytes | None:
    """A file's bytes, None where there is none."""
    try:
        with explained(file, "read"):
            return file.read_bytes()
    except BlueprintError as error:
        if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
            return None
        raise


def digest(data: bytes | None) -> str | None:
    if data is None:
        return None
    from hashlib import sha256  # loads OpenSSL: 3 ms that only several files at once need

    return sha256(data).hexdigest()
