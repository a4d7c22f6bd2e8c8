"""What the last promotion or upgrade changed, kept on this machine so that it can be undone to the byte."""

from __future__ import annotations

import base64
import json
import os
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.changes import Change
from generator.edge.files import explained, read_file
from generator.edge.state import state_folder
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def remember(root: Path, name: str, changes: Sequence[Change]) -> None:
    """Keep what it takes to undo these changes. Values may be confidential: for this user alone."""
    file = _file(root, name)
    data = [
        {"path": str(one.path), "before": _encoded(one.before), "after": _encoded(one.after)}
        for one in changes
    ]
    with explained(file, "write"):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            json.dump(data, stream)
        fresh.replace(file)


def recall(root: Path, name: str) -> tuple[Change, ...] | None:
    """The changes that undo what was remembered; None where nothing was."""
    file = _file(root, name)
    if not os.path.lexists(file):
        return None
    try:
        data = json.loads(read_file(file))
        return tuple(
            Change(PurePosixPath(one["path"]), _decoded(one["after"]), _decoded(one["before"]))
            for one in data
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BlueprintError(
            "what is remembered of the last change is damaged", where=str(file), hint="Undo it with git."
        ) from error


def forget(root: Path, name: str) -> None:
    with explained(_file(root, name), "write"):
        _file(root, name).unlink(missing_ok=True)


def _file(root: Path, name: str) -> Path:
    key = sha256(f"{root.resolve()}\0{name}".encode()).hexdigest()[:32]
    return state_folder() / "undo" / f"{key}.json"


def _encoded(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


def _decoded(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)
