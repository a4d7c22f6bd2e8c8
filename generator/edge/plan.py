"""The plan of a change to several files: what is written down before, and the proof that it is ours."""

from __future__ import annotations

import json
import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.file_names import is_gits
from generator.edge.files import new_file, read_file, sync
from generator.edge.state import machine_key
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.core.changes import Change

JOURNAL = ".helm-blueprint.journal"
PLAN = "plan.json"
UNDO = "undo.json"


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
    text = json.dumps(plan)
    key = machine_key(make=True)
    signed = {"plan": text, "signature": signature_of(key, journal, text) if key else None}
    with new_file(journal / f"{PLAN}.tmp", 0o666) as stream:
        stream.write(json.dumps(signed).encode())
    (journal / f"{PLAN}.tmp").rename(journal / PLAN)
    sync(journal)


def read_plan(root: Path, journal: Path) -> list[Entry]:
    """The plan, or the undo. ValueError and the like where it is not as this machine writes it."""
    file = journal / (UNDO if os.path.lexists(journal / UNDO) else PLAN)
    if file.is_symlink():
        raise ValueError("a plan is a file")
    signed: dict[str, str] = json.loads(read_file(file))
    key = machine_key()
    if key is None or not _is_signed(key, journal, signed["plan"], signed["signature"]):
        raise ValueError("nobody on this machine has signed this")
    data: list[dict[str, Any]] = json.loads(signed["plan"])
    entries = [Entry(**{**one, "path": PurePosixPath(one["path"])}) for one in data]
    if not all(is_within(root, entry.path) for entry in entries):
        raise ValueError("a path leads out of the platform")
    return entries


def signature_of(key: bytes, journal: Path, plan: str) -> str:
    """Of this plan in this very folder: a copy of the journal is nothing elsewhere."""
    import hmac

    # Without the device: its number may be another one after a restart.
    return hmac.new(key, f"{journal.lstat().st_ino}\0{plan}".encode(), "sha256").hexdigest()


def _is_signed(key: bytes, journal: Path, plan: str, signature: str) -> bool:
    import hmac

    return hmac.compare_digest(signature_of(key, journal, plan), signature)


def is_within(root: Path, path: PurePosixPath) -> bool:
    """Whether a path leads, without a link, to a place in the platform that is not git's."""
    if path.is_absolute() or not path.parts or ".." in path.parts:
        return False
    if any(map(is_gits, path.parts)):
        return False
    return not any((root / part).is_symlink() for part in (path, *path.parents) if part.parts)


def content(file: Path) -> bytes | None:
    """A file's bytes, None where there is none."""
    try:
        return read_file(file)
    except BlueprintError as error:
        if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
            return None
        raise


def digest(data: bytes | None) -> str | None:
    if data is None:
        return None
    from hashlib import sha256  # loads OpenSSL: 3 ms that only several files at once need

    return sha256(data).hexdigest()
