"""Reading files and folders, and what the operating system's errors mean to people."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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


def sync(folder: Path) -> None:
    """Make the disk remember new names. Not every file system can; the files are in place anyway."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
