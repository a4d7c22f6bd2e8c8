"""What was fetched once, kept for this user: a blueprint of a version is never asked for twice.

An entry is a folder that appears whole, with the digest of its files beside them: what was changed since
is not taken.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.blueprint.package import digest_of
from generator.edge.files import explained, new_file, read_file, read_tree
from generator.edge.scratch import scratch
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.tree import Tree

_DIGEST, _FILES = "digest", "files"


def cache_folder() -> Path:
    """Where it is kept; BlueprintError where there is no home folder."""
    cache = os.environ.get("XDG_CACHE_HOME")
    try:
        folder = Path(cache) if cache else Path.home() / ".cache"
    except RuntimeError as error:
        raise BlueprintError(
            "there is no home folder to keep blueprints in", hint="Name one: XDG_CACHE_HOME=/path."
        ) from error
    return folder / "helm-blueprint" / "blueprints"


def cached(name: str) -> Path | None:
    """The folder of files that was kept under this name; None where there is none, or it was changed."""
    entry = _entry(name)
    with explained(entry, "read"):
        if not (entry / _DIGEST).is_file():
            return None
        digest = read_file(entry / _DIGEST).decode(errors="replace")
        return entry / _FILES if digest_of([read_tree(entry / _FILES)]) == digest else None


def keep(name: str, files: Tree) -> Path:
    """Keep files under this name, in place of what was there; their folder."""
    entry = _entry(name)
    with explained(entry, "write"):
        entry.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with scratch(entry.parent) as staging:
            for path, data in files.items():
                _write(staging / _FILES / path, data)
            _write(staging / _DIGEST, digest_of([files]).encode())
            if entry.exists():
                entry.rename(staging / "replaced")
            (staging / "new").mkdir()
            for part in (_FILES, _DIGEST):
                (staging / part).rename(staging / "new" / part)
            (staging / "new").rename(entry)
    return entry / _FILES


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with new_file(file, 0o644) as stream:
        stream.write(data)


def _entry(name: str) -> Path:
    return cache_folder() / hashlib.sha256(name.encode()).hexdigest()[:32]
