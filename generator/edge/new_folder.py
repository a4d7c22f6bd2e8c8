"""New folders: all of a tree at once, or nothing."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from generator.core.changes import Change
from generator.edge import journal as journals
from generator.edge.files import explained, mode_of, new_file, sync
from generator.edge.lock import held
from generator.edge.scratch import scratch
from generator.edge.writer import write_changes
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from pathlib import Path

    from generator.core.tree import Tree


def what_is_in_the_way(target: Path) -> str | None:
    """Why a new folder cannot be made at `target`; None when it is free or an empty folder.

    What a killed command of ours left there is not in the way: it is removed when something is written.
    """
    with explained(target, "read"):
        if target.is_symlink() and not target.exists():
            return "it is a link that leads nowhere"
        if not target.exists():
            return None
        if not target.is_dir():
            return "it is a file"
        left = journals.left_by_new(target)
        names = sorted(name for entry in target.iterdir() if (name := entry.name) not in left)
    if not names:
        return None
    more = f" and {len(names) - 3} more" if len(names) > 4 else ""
    return f"it contains {', '.join(names[: 3 if more else 4])}{more}"


def write_new_folder(target: Path, tree: Tree) -> None:
    """Write a tree as a new folder, or into an empty one: all of it, or nothing.

    A new folder is written and synced hidden on the same disk first, then moved with a rename. A folder
    that is there may be where the user's shell is, and stays: its files are written as those of any
    change are (edge/writer), so that a kill is made good. When anything fails, Ctrl-C included, all that
    was made is removed, missing parents too.
    """
    with explained(target, "write"):
        if target.is_dir():
            _into(target, tree)
            return
        made = _missing(target.parent)
    try:
        with explained(target, "write"):
            target.parent.mkdir(parents=True, exist_ok=True)
            with scratch(target.parent) as staging:
                _fill(staging, tree)
                _let_others_read(staging)
                staging.rename(target)
            sync(target.parent)
    except BaseException:
        for folder in made:
            _remove_if_empty(folder)
        raise


def _into(target: Path, tree: Tree) -> None:
    with held(target):
        journals.undo_interrupted(target)
        obstacle = what_is_in_the_way(target)
        if obstacle:
            raise BlueprintError(f"{obstacle}, which appeared there meanwhile", where=str(target))
        write_changes(target, [Change(path, None, data) for path, data in tree.items()])


def _missing(folder: Path) -> list[Path]:
    """The folders on the way to `folder` that do not exist, deepest first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    return missing


def _fill(folder: Path, tree: Tree) -> None:
    made = set()
    for path, data in tree.items():
        assert not path.is_absolute()
        assert ".." not in path.parts
        file = folder / path
        if file.parent not in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.add(file.parent)
        with new_file(file, mode_of(data)) as stream:
            stream.write(data)


def _let_others_read(folder: Path) -> None:
    """Undo mkdtemp: it makes a folder that is ours alone; a new folder has the mode that the umask gives."""
    umask = os.umask(0)
    os.umask(umask)
    folder.chmod(0o777 & ~umask)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
