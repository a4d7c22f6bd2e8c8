"""The files of a repository that deployers' hints are read from: bounded in number and in size."""

from __future__ import annotations

import os
import sys
import time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.budget import Budget
from generator.core.deployers.hints import hints_of

if TYPE_CHECKING:
    from pathlib import Path

    from generator.core.deployers.hint import Hints

_MOST_ENTRIES = 20_000
_MOST_BYTES = 16 << 20
_LARGEST = 1 << 20
_SECONDS = 10.0
_SKIPPED = (".git", "node_modules", "templates", "vendor", ".terraform", "crds")
_SUFFIXES = (".yaml", ".yml", ".gotmpl", ".json", "Makefile", "makefile")


def hints_below(top: Path) -> Hints:
    """What Argo CD's, Flux's and helmfile's files below a folder say of environments.

    No link is followed, and what cannot be read says nothing. Exceeded where that takes 10 seconds.
    """
    tree: dict[PurePosixPath, bytes] = {}
    entries, size = 0, 0
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        entries += len(folders) + len(files)
        if entries > _MOST_ENTRIES or size > _MOST_BYTES:
            break
        for name in sorted(files):
            path = os.path.join(folder, name)  # noqa: PTH118  # tens of thousands of them
            if not name.endswith(_SUFFIXES) or os.path.islink(path):  # noqa: PTH114
                continue
            content = _content(path)
            size += len(content)
            tree[PurePosixPath(os.path.relpath(path, top))] = content
    return hints_of(tree, Budget(entries=sys.maxsize, seconds=_SECONDS, clock=time.monotonic))


def _content(path: str) -> bytes:
    """A regular file's content; nothing of what is large, is none, or cannot be read."""
    try:
        if not os.path.isfile(path):  # noqa: PTH113
            return b""
        with open(path, "rb") as stream:  # noqa: PTH123
            content = stream.read(_LARGEST + 1)
    except OSError:
        return b""
    return content if len(content) <= _LARGEST else b""
