"""Digests of the files that the tool owns in a platform: what tells later that somebody edited one.

White space and quotes do not count: a formatter's work is no edit.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.core.tree import Tree

_FORM = re.compile(rb"[\s'\"]+")


def digests_of(owned: Tree) -> bytes:
    """A line for each file: its digest, its path."""
    return "".join(f"{_digest(data)}  {path}\n" for path, data in sorted(owned.items())).encode()


def parse_digests(data: bytes) -> dict[PurePosixPath, str]:
    """The digest of each file; lines that are none are left out."""
    lines = (line.partition("  ") for line in data.decode("utf-8", "replace").splitlines())
    return {PurePosixPath(path): digest for digest, gap, path in lines if gap and path}


def is_pristine(data: bytes, digest: str) -> bool:
    """Whether a file says what it was made to say."""
    return digest == _digest(data)


def _digest(data: bytes) -> str:
    return sha256(_FORM.sub(b"", data)).hexdigest()
