"""The one place that writes: whole folders at once, or not at all."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.core.tree import Tree

_REASONS = {
    errno.ENOSPC: ("the disk is full", "Make room, or choose another folder."),
    errno.EDQUOT: ("your disk quota is used up", "Make room, or choose another folder."),
    errno.EACCES: ("permission is denied", "Choose a folder that you may write to."),
    errno.EPERM: ("permission is denied", "Choose a folder that you may write to."),
    errno.EROFS: ("the file system is read-only", "Choose another folder."),
    errno.ENAMETOOLONG: ("the path is too long", "Choose a shorter name or another folder."),
    errno.EEXIST: ("a part of this path is a file", "Choose another folder."),
    errno.ENOTDIR: ("a part of this path is a file", "Choose another folder."),
    errno.EISDIR: ("this is a folder", "Name a file."),
    errno.ENOENT: ("there is no such file or folder", ""),
}


@contextmanager
def explained(path: Path, doing: str) -> Iterator[None]:
    """Turn the operating system's errors into ours: `doing` is what did not work (`read`, `write`)."""
    try:
        yield
    except OSError as error:
        raise cannot(doing, path, error) from error


def cannot(doing: str, path: Path, error: OSError) -> BlueprintError:
    """The error to raise when the operating system refuses to read or write something."""
    # cookiecutter wraps the system's error in one that has no number.
    cause = error.__cause__ if error.errno is None and isinstance(error.__cause__, OSError) else error
    reason, hint = _REASONS.get(cause.errno or 0, (cause.strerror or str(cause), ""))
    return BlueprintError(f"cannot {doing} this: {reason}", where=str(path), hint=hint)


def read_file(path: Path) -> bytes:
    """A file's bytes; BlueprintError with the reason when it cannot be read."""
    with explained(path, "read"):
        return path.read_bytes()


def read_tree(
    folder: Path,
    wanted: Callable[[PurePosixPath], bool] = lambda _: True,
    *,
    follows: Callable[[PurePosixPath], bool] | None = None,
) -> dict[PurePosixPath, bytes]:
    """The wanted files below a folder, links to files followed. BlueprintError when one cannot be read.

    With `follows` it is a chart's folder, as Helm reads it: that says which linked folders are entered,
    and what is neither file nor folder is left out.
    """
    tree: dict[PurePosixPath, bytes] = {}
    waiting = [(str(folder), "", frozenset[str]())]
    # os.scandir and string paths: pathlib's walk of 300 files costs more than rendering them.
    while waiting:
        here, prefix, above = waiting.pop()
        with explained(Path(here), "read"), os.scandir(here) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in (".git", "__pycache__"):
                        waiting.append((entry.path, f"{prefix}{entry.name}/", above))
                    continue
                path = PurePosixPath(prefix + entry.name)
                if follows and entry.is_symlink() and os.path.isdir(entry.path):  # noqa: PTH112  # see above
                    target = os.path.realpath(entry.path)
                    # A link to a folder that it stands in would lead on for ever.
                    inside = above | {os.path.realpath(here)}
                    if follows(path) and not any(_is_within(one, target) for one in inside):
                        waiting.append((entry.path, f"{path}/", inside))
                elif wanted(path) and (not follows or _is_regular(entry)):
                    with open(entry.path, "rb") as file:  # noqa: PTH123  # see above
                        tree[path] = file.read()
    return dict(sorted(tree.items()))


def _is_regular(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False) or os.path.isfile(entry.path)  # noqa: PTH113  # see above


def _is_within(folder: str, other: str) -> bool:
    return folder == other or folder.startswith(other.rstrip(os.sep) + os.sep)


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


def sync(folder: Path) -> None:
    """Make the disk remember new names. Not every file system can; the files are in place anyway."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
