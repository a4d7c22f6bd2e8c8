"""The one writer of files that exist: all changes or none, each file whole, whatever happens meanwhile.

Everything is staged, synced, in a folder beside the files (edge/journal). With the plan in place the
changes count as made: from then on whoever comes next completes them. Without it they count as not
made. A failure that we live to see is rolled back with the old files, which are kept by hard links and
so need no room on a full disk.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from generator.edge import journal as journals
from generator.edge.files import explained, stage_file, sync
from generator.edge.lock import held
from generator.edge.plan import JOURNAL, content, write_plan
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path, PurePosixPath

    from generator.core.changes import Change
    from generator.edge.journal import Pending

_ANYBODY_MAY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def write_changes(root: Path, changes: Sequence[Change]) -> None:
    """Make all changes below `root`, or none.

    BlueprintError where a file is no longer what was read, is read-only, a link or cannot be
    written; then nothing is changed.
    """
    changes = [change for change in changes if change.before != change.after]
    if not changes:
        return
    with explained(root, "write"), held(root):
        if journals.finish_interrupted(root) == journals.FOREIGN:
            raise BlueprintError(
                "this was not left by a command on this machine",
                where=JOURNAL,
                hint="Nothing was written. Remove it, then try again.",
            )
        _Writer(root, changes).write()


@contextmanager
def alone(root: Path, report: Callable[[str], None]) -> Iterator[None]:
    """A time in which no other command writes here, for who reads, decides and writes.

    What a killed command left behind is brought to its end first. `report` gets sentences for the user.
    BlueprintError where others write here for longer than anybody waits.
    """
    from generator.edge.scratch import clear_temporary

    with held(root, report=report):
        clear_temporary()
        with explained(root, "write"):
            note = journals.finish_interrupted(root)
        # What is not ours is reported by who reads, and refused when something is written.
        if note and note != journals.FOREIGN:
            report(note)
        yield


@contextmanager
def undisturbed(root: Path, report: Callable[[str], None] = lambda _: None) -> Iterator[Pending]:
    """A time in which no command writes here: whoever reads sees no half of a change.

    Yields what a killed command left to be done. It is not done here: who reads, writes nothing.
    """
    with held(root, shared=True, report=report):
        yield journals.pending(root)


class _Writer:
    def __init__(self, root: Path, changes: Sequence[Change]) -> None:
        self.root = root
        self.changes = changes
        self.journal = root / JOURNAL
        self.made: list[Path] = []

    def write(self) -> None:
        for change in self.changes:
            _refuse_links(self.root, change.path)
            self._refuse_stale(change)
        try:
            self.journal.mkdir()
            for number, change in enumerate(self.changes):
                self._stage(number, change)
            sync(self.journal)
            # A single rename needs no plan: it happens or it does not.
            if len(self.changes) > 1:
                write_plan(self.journal, self.changes)
            for number, change in enumerate(self.changes):
                # Editors know nothing of our lock: look once more before the file is replaced.
                self._refuse_stale(change)
                with explained(self.root / change.path, "write"):
                    # Not before: of a plan that was never made, no folder stays behind.
                    self._make_folders((self.root / change.path).parent)
                    _replace(self.journal, number, self.root / change.path, removes=change.after is None)
        except BaseException:
            self._roll_back()
            raise
        # All is written: who interrupts now comes too late, and the next command would do what is left.
        for _ in range(2):
            with suppress(KeyboardInterrupt):
                for folder in {(self.root / change.path).parent for change in self.changes}:
                    sync(folder)
                journals.discard(self.journal)
                return

    def _refuse_stale(self, change: Change) -> None:
        found = content(self.root / change.path)
        if found != change.before:
            what = "appeared" if change.before is None else "was removed" if found is None else "was changed"
            raise BlueprintError(
                f"this file {what} meanwhile",
                where=str(change.path),
                hint="Nothing was written. Run it again.",
            )

    def _stage(self, number: int, change: Change) -> None:
        target = self.root / change.path
        with explained(target, "write"):
            if change.before is not None:
                status = target.stat()
                if not status.st_mode & _ANYBODY_MAY_WRITE or not os.access(target, os.W_OK):
                    raise BlueprintError(
                        "this file is read-only", where=str(change.path), hint="Nothing was written."
                    )
                _keep(target, self.journal / f"{number}.old")
            if change.after is not None:
                stage_file(self.journal / f"{number}.new", change.after, like=target)

    def _make_folders(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for new in reversed(missing):
            new.mkdir()
            self.made.append(new)

    def _roll_back(self) -> None:
        journals.take_back(self.root)
        for folder in reversed(self.made):
            with suppress(OSError):
                folder.rmdir()


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
