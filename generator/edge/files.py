"""Reading files and folders, and what the operating system's errors mean to people."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from generator.core.budget import Budget
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_READING = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOCTTY", 0)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
_PIECE = 1 << 16
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
    except ValueError as error:
        # Python refuses such a path before the system sees it.
        if "null byte" not in str(error) and not isinstance(error, UnicodeError):
            raise
        raise BlueprintError(
            f"cannot {doing} this: no file has such a name", where=repr(str(path))[1:-1]
        ) from error


def cannot(doing: str, path: Path, error: OSError) -> BlueprintError:
    """The error to raise when the operating system refuses to read or write something."""
    # cookiecutter wraps the system's error in one that has no number.
    cause = error.__cause__ if error.errno is None and isinstance(error.__cause__, OSError) else error
    reason, hint = _REASONS.get(cause.errno or 0, (cause.strerror or str(cause), ""))
    return BlueprintError(f"cannot {doing} this: {reason}", where=str(path), hint=hint)


def read_file(path: Path, budget: Budget | None = None, *, where: object = None) -> bytes:
    """A regular file's bytes; BlueprintError with the reason when it cannot be read.

    A device, a pipe or what is larger than the budget allows is refused before a byte of it is read.
    """
    with explained(path, "read"):
        _refuse_irregular(str(path), where or path)
        return _read(str(path), budget or Budget(), where or path, regular=True)


def read_given(path: Path) -> bytes:
    """The same for a file that the user named on the command line, which may be a pipe."""
    with explained(path, "read"):
        return _read(str(path), Budget(), path, regular=False)


def _read(path: str, budget: Budget, where: object, *, regular: bool) -> bytes:
    # Opening a pipe waits for its other end, unless told not to.
    descriptor = os.open(path, _READING | (_AT_ONCE if regular else 0))
    try:
        status = os.fstat(descriptor)
        if regular or stat.S_ISDIR(status.st_mode):
            _refuse_mode(status.st_mode, where)
        most = budget.left
        pieces, size = [], 0
        # Most files come in one piece; what the system tells of their size is not believed.
        wanted = status.st_size if status.st_size <= most else 0
        if status.st_size > most:
            budget.read(status.st_size, where)
        while size <= most and (piece := os.read(descriptor, max(wanted - size, 0) + _PIECE)):
            pieces.append(piece)
            size += len(piece)
    finally:
        os.close(descriptor)
    budget.read(size, where)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _refuse_irregular(path: str, where: object) -> None:
    """Before it is opened: opening a device may do something already."""
    _refuse_mode(os.stat(path).st_mode, where)  # noqa: PTH116  # a string, see read_tree


def _refuse_mode(mode: int, where: object) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise BlueprintError("this is no regular file, and is not read", where=str(where))


def read_tree(
    folder: Path,
    wanted: Callable[[PurePosixPath], bool] = lambda _: True,
    *,
    follows: Callable[[PurePosixPath], bool] | None = None,
    needs: Callable[[PurePosixPath], bool] = lambda _: False,
    budget: Budget | None = None,
) -> dict[PurePosixPath, bytes]:
    """The wanted files below a folder, links to files followed. BlueprintError when one cannot be read.

    With `follows` it is a chart's folder, as Helm reads it: that says which folders are entered, linked ones
    as well, and what is neither file nor folder is left out, but for what the reader `needs`.
    """
    budget = budget or Budget()
    tree: dict[PurePosixPath, bytes] = {}
    waiting = [(str(folder), "", frozenset[str](), 0)]
    # os.scandir and string paths: pathlib's walk of 300 files costs more than rendering them.
    while waiting:
        here, prefix, above, depth = waiting.pop()
        with explained(Path(here), "read"), os.scandir(here) as entries:
            for entry in entries:
                budget.entry(entry.path, depth)
                path = PurePosixPath(prefix + entry.name)
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in (".git", "__pycache__") and (not follows or follows(path)):
                        waiting.append((entry.path, f"{path}/", above, depth + 1))
                    continue
                if follows and entry.is_symlink() and os.path.isdir(entry.path):  # noqa: PTH112  # see above
                    target = os.path.realpath(entry.path)
                    # A link to a folder that it stands in would lead on for ever.
                    inside = above | {os.path.realpath(here)}
                    if follows(path) and not any(_is_within(one, target) for one in inside):
                        waiting.append((entry.path, f"{path}/", inside, depth + 1))
                elif wanted(path):
                    if not _is_regular(entry):
                        if follows and not needs(path):
                            continue
                        with explained(Path(entry.path), "read"):
                            _refuse_irregular(entry.path, entry.path)
                    tree[path] = _read(entry.path, budget, entry.path, regular=True)
    return dict(sorted(tree.items()))


def _is_regular(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False) or os.path.isfile(entry.path)  # noqa: PTH113  # see above


def _is_within(folder: str, other: str) -> bool:
    return folder == other or folder.startswith(other.rstrip(os.sep) + os.sep)


@contextmanager
def new_file(file: Path, mode: int) -> Iterator[BinaryIO]:
    """A file that is not there yet, to be written; it is on the disk when this ends.

    A mode given at birth respects the umask.
    """
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def mode_of(data: bytes) -> int:
    """The mode of a new file: a script may be run."""
    return 0o777 if data.startswith(b"#!") else 0o666


def stage_file(file: Path, data: bytes, *, like: Path) -> None:
    """Write a new file that has the owner and the mode of another one, where that is there."""
    status = like.stat() if like.exists() else None
    with new_file(file, stat.S_IMODE(status.st_mode) if status else mode_of(data)) as stream:
        stream.write(data)
        if status:
            own = os.fstat(stream.fileno())
            if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
                with suppress(OSError):
                    os.fchown(stream.fileno(), status.st_uid, status.st_gid)
            os.fchmod(stream.fileno(), stat.S_IMODE(status.st_mode))


def sync(folder: Path) -> None:
    """Make the disk remember new names. Not every file system can; the files are in place anyway."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
