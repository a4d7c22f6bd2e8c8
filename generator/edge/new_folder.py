"""New folders: all of a tree at once, or nothing."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from generator.edge.files import explained, sync
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.tree import Tree


def what_is_in_the_way(target: Path) -> str | None:
    """Why a new folder cannot be made at `target`; None when it is free or an empty folder."""
    with explained(target, "read"):
        if target.is_symlink() and not target.exists():
            return "it is a link that leads nowhere"
        if not target.exists():
            return None
        if not target.is_dir():
            return "it is a file"
        names = sorted(entry.name for entry in target.iterdir())
    if not names:
        return None
    more = f" and {len(names) - 3} more" if len(names) > 4 else ""
    return f"it contains {', '.join(names[: 3 if more else 4])}{more}"


def write_new_folder(target: Path, tree: Tree) -> None:
    """Write a tree as a new folder, or into an empty one: all of it, or nothing.

    Everything is written and synced in a hidden folder on the same disk first, then moved with a
    rename. When anything fails, Ctrl-C included, all that was made is removed, missing parents too.
    """
    import shutil
    import tempfile

    with explained(target, "write"):
        made = _missing(target.parent)
    try:
        with explained(target, "write"):
            target.parent.mkdir(parents=True, exist_ok=True)
            # Into an existing folder its entries are moved: it may be where the user's shell is.
            beside = target if target.is_dir() else target.parent
            staging = Path(tempfile.mkdtemp(prefix=f".{target.name or 'new'}.", dir=beside))
        try:
            with explained(target, "write"):
                _fill(staging, tree)
                if beside is target:
                    _move_entries(staging, target)
                else:
                    _let_others_read(staging)
                    staging.rename(target)
                sync(target.parent)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except BaseException:
        for folder in made:
            _remove_if_empty(folder)
        raise


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
        mode = 0o777 if data.startswith(b"#!") else 0o666
        # A mode given at birth respects the umask.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())


def _move_entries(staging: Path, target: Path) -> None:
    import shutil

    moved: list[Path] = []
    try:
        for entry in sorted(staging.iterdir()):
            destination = target / entry.name
            if destination.exists():
                raise BlueprintError(f"{entry.name} appeared there meanwhile", where=str(target))
            entry.rename(destination)
            moved.append(destination)
    except BaseException:
        for entry in moved:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise


def _let_others_read(folder: Path) -> None:
    """Undo mkdtemp: it makes a folder that is ours alone; a new folder has the mode that the umask gives."""
    umask = os.umask(0)
    os.umask(umask)
    folder.chmod(0o777 & ~umask)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
