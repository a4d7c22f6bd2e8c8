"""What this machine remembers for this user: a folder of his own, and a secret that proves what we wrote."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from generator.edge.files import new_file
from generator.errors import BlueprintError

_KEY_SIZE = 32


def state_folder() -> Path:
    """Where it is kept; BlueprintError where there is no home folder."""
    state = os.environ.get("XDG_STATE_HOME")
    try:
        folder = Path(state) if state else Path.home() / ".local" / "state"
    except RuntimeError as error:
        raise BlueprintError("there is no home folder to remember this in") from error
    return folder / "helm-blueprint"


def machine_key(*, make: bool = False) -> bytes | None:
    """The secret of this user on this machine; None where there is none, or where others could know it.

    `make` makes it where it is missing, if that is possible.
    """
    if not hasattr(os, "geteuid"):  # Windows: whose a file is cannot be seen from its mode
        return None
    try:
        file = state_folder() / "key"
    except BlueprintError:
        return None
    key = _read_key(file)
    if key is None and make and not os.path.lexists(file):
        with suppress(OSError):
            _make_key(file)
        key = _read_key(file)
    return key


def _read_key(file: Path) -> bytes | None:
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(descriptor)
        is_ours_alone = status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        if not stat.S_ISREG(status.st_mode) or not is_ours_alone:
            return None
        key = os.read(descriptor, _KEY_SIZE + 1)
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return key if len(key) == _KEY_SIZE else None


def _make_key(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f"key.{os.urandom(8).hex()}")
    try:
        with new_file(fresh, 0o600) as stream:
            stream.write(os.urandom(_KEY_SIZE))
        with suppress(FileExistsError):  # another command was first: its key is the key
            os.link(fresh, file)
    finally:
        fresh.unlink(missing_ok=True)
