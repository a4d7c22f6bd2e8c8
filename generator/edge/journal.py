"""What a killed command leaves behind, and how the next one that writes brings it to its end.

A journal is a folder beside the files: `plan.json` says what changes, N.new and N.old are the files. A
clone or an archive may bring one along, made by anybody: so nothing of a plan is believed that is not
signed with this machine's secret, for this very folder. Besides, a staged file counts only if it is the
one that was planned (its inode and the time it was last changed, which nobody can choose), and a path only
if it stays within the platform and out of `.git`. Anything else is not ours, and is left alone.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.edge.files import sync
from generator.edge.plan import JOURNAL, PLAN, UNDO, Entry, content, digest, read_plan
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Mapping


FOREIGN = f"{JOURNAL} was not left by a command on this machine: it is ignored. Remove it."
_STAGED = re.compile(r"\d+\.(?:new|old)|plan\.json\.tmp")


class Pending(NamedTuple):
    """What an interrupted command leaves to be done: `note` is a sentence for the user, "" for nothing.

    `files` are those that are not yet what they will be, with their bytes, None where there will be none.
    """

    note: str
    files: Mapping[PurePosixPath, bytes | None]


class _Found(NamedTuple):
    """A journal of ours; forward with a plan, back with an undo."""

    entries: list[Entry]
    forward: bool

    @property
    def names(self) -> str:
        return ", ".join(str(entry.path) for entry in self.entries)


def pending(root: Path) -> Pending:
    """What the journal says, for who only reads: nothing is written."""
    try:
        found = _found(root)
    except _ForeignError:
        return Pending(FOREIGN, {})
    if found is None:
        return Pending("", {})
    journal = root / JOURNAL
    files: dict[PurePosixPath, bytes | None] = {}
    for number, entry in enumerate(found.entries):
        now = digest(content(root / entry.path))
        if found.forward and now != entry.new:
            files[entry.path] = None if entry.new is None else content(journal / f"{number}.new")
        elif not found.forward and now == entry.new and entry.new != entry.old:
            if entry.old is None:
                files[entry.path] = None
            elif _is_kept(journal, number, entry):
                files[entry.path] = content(journal / f"{number}.old")
    done = "completed" if found.forward else "undone"
    return Pending(
        f"A command that was interrupted is {done} by the next one that writes; until then its files are "
        f"shown as they will be: {found.names}.",
        files,
    )


def left_by_new(root: Path) -> frozenset[str]:
    """The names in a folder that a killed command left there which made a platform in it, being empty."""
    try:
        found = _found(root)
    except _ForeignError:
        return frozenset()
    if found is None or any(entry.old is not None for entry in found.entries):
        return frozenset((JOURNAL,)) if found is None and _is_debris(root / JOURNAL) else frozenset()
    ours = {entry.path: entry.new for entry in found.entries}
    names = {JOURNAL, *(path.parts[0] for path in ours)}
    # What somebody put beside it, or changed since, is theirs.
    return frozenset(name for name in names if name == JOURNAL or _is_unchanged(root, name, ours))


def _is_unchanged(root: Path, name: str, ours: Mapping[PurePosixPath, str | None]) -> bool:
    if (root / name).is_file():
        return digest(content(root / name)) == ours.get(PurePosixPath(name))
    files = [Path(here, file) for here, _, files in os.walk(root / name) for file in files]
    return all(digest(content(file)) == ours.get(_relative(file, root)) for file in files)


def _relative(file: Path, root: Path) -> PurePosixPath:
    return PurePosixPath(file.relative_to(root).as_posix())


def _is_debris(journal: Path) -> bool:
    """Whether a journal holds nothing but what we stage."""
    if journal.is_symlink() or not journal.is_dir():
        return False
    return all(_STAGED.fullmatch(file.name) and not file.is_dir() for file in journal.iterdir())


def undo_interrupted(root: Path) -> None:
    """Take back what a killed command left that made a platform in an empty folder."""
    if JOURNAL in left_by_new(root):
        take_back(root)


def finish_interrupted(root: Path) -> str:
    """Bring what is in the journal to its end: forward with a plan, back with an undo, else away.

    A file that somebody changed in between is theirs: then the others go back, and it stays. Returns
    what was done, a sentence for the user; "" where there was nothing to do.
    """
    journal = root / JOURNAL
    try:
        found = _found(root)
    except _ForeignError:
        return FOREIGN
    if found is None:
        return "" if not os.path.lexists(journal) or discard(journal) else FOREIGN
    if found.forward:
        for number, entry in enumerate(found.entries):
            _finish(root, journal, number, entry)
        discard(journal)
        return f"A command that was interrupted is completed now: {found.names}."
    take_back(root)
    return f"A command that was interrupted is undone now: {found.names}."


class _ForeignError(Exception):
    """Not of ours, or not as we left it."""


def _found(root: Path) -> _Found | None:
    """The journal of a killed command; None where there is no plan, so that nothing had begun."""
    journal = root / JOURNAL
    if not os.path.lexists(journal):
        return None
    if journal.is_symlink() or not journal.is_dir():
        raise _ForeignError
    is_undo = os.path.lexists(journal / UNDO)
    if not is_undo and not os.path.lexists(journal / PLAN):
        return None
    try:
        entries = read_plan(root, journal)
    except (BlueprintError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _ForeignError from error
    forward = not is_undo and all(_can_finish(root, journal, *one) for one in enumerate(entries))
    return _Found(entries, forward)


def take_back(root: Path) -> None:
    """Undo what a plan of ours has begun, if there is one, and remove the journal; may be repeated."""
    journal = root / JOURNAL
    if os.path.lexists(journal / PLAN) and not os.path.lexists(journal / UNDO):
        (journal / PLAN).replace(journal / UNDO)
        sync(journal)
    if os.path.lexists(journal / UNDO):
        _undo(root, journal)
    discard(journal)


def _undo(root: Path, journal: Path) -> None:
    """Put the old files back where the new ones stand."""
    for number, entry in enumerate(read_plan(root, journal)):
        target = root / entry.path
        found = content(target)
        if found is None and entry.old is None:
            _remove_empty(root, target.parent)
        if digest(found) != entry.new:
            continue
        if entry.old is None:
            target.unlink(missing_ok=True)
            _remove_empty(root, target.parent)
        elif _is_kept(journal, number, entry):
            (journal / f"{number}.old").replace(target)
        sync(target.parent)


def _remove_empty(root: Path, folder: Path) -> None:
    """The folders that were made for a file, as far as nothing is in them."""
    with suppress(OSError):
        while folder != root:
            with suppress(FileNotFoundError):
                folder.rmdir()
            folder = folder.parent


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
