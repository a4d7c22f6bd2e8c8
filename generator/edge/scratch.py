"""Temporary folders that go away, whatever becomes of us.

A killed command cannot remove its own. So each holds a lock on its folder for as long as it lives, and the
next command removes those that nobody holds.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HIDDEN = ".helm-blueprint.new-"  # beside a new platform
_TEMPORARY = ".helm-blueprint.tmp-"
# What mkdtemp puts behind a prefix: a folder of the user's has another name, and is never removed.
_RANDOM = re.compile(r"[a-z0-9_]{8}")


@contextmanager
def scratch(beside: Path | None = None) -> Iterator[Path]:
    """A folder of our own: in the system's temporary folder, or hidden `beside` what is being made."""
    parent = Path(tempfile.gettempdir()) if beside is None else beside
    prefix = _TEMPORARY if beside is None else HIDDEN
    clear(parent, prefix)
    folder, descriptor = _made(parent, prefix)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def clear_temporary() -> None:
    """Remove what killed commands left in the temporary folder, for whoever writes and needs none itself."""
    clear(Path(tempfile.gettempdir()), _TEMPORARY)


def clear(parent: Path, prefix: str = HIDDEN) -> None:
    """Remove the folders of commands that were killed."""
    with suppress(OSError), os.scandir(parent) as entries:
        ours = [
            entry.path
            for entry in entries
            if entry.name.startswith(prefix) and _RANDOM.fullmatch(entry.name[len(prefix) :])
        ]
        for path in ours:
            with suppress(OSError):
                descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
                try:
                    if os.fstat(descriptor).st_uid == os.geteuid() and _is_locked(descriptor):
                        shutil.rmtree(path, ignore_errors=True)
                finally:
                    os.close(descriptor)


def _made(parent: Path, prefix: str) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        try:
            # Between these lines another command may take it for left behind, and remove it.
            with suppress(FileNotFoundError):
                descriptor = os.open(folder, os.O_RDONLY)
                # Waits: who holds the lock of a folder as new as this is about to remove it.
                _is_locked(descriptor, wait=True)
                if folder.exists():
                    return folder, descriptor
                os.close(descriptor)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def _is_locked(descriptor: int, *, wait: bool = False) -> bool:
    """Whether the lock is ours now. False where folders cannot be locked: then none is removed."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True
