"""A tree as one file: .blueprint/base.tar.gz, the same bytes for the same tree."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.tree import Tree

BASE_FILE = PurePosixPath(".blueprint/base.tar.gz")


def pack(tree: Tree) -> bytes:
    """The tree as .tar.gz, without times, owners and other things that differ from run to run."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path, data in sorted(tree.items()):
            member = tarfile.TarInfo(str(path))
            member.size = len(data)
            member.mode = 0o644
            archive.addfile(member, io.BytesIO(data))
    return gzip.compress(buffer.getvalue(), compresslevel=9, mtime=0)


def unpack(data: bytes) -> dict[PurePosixPath, bytes]:
    """The tree that was packed; BlueprintError if the archive is damaged."""
    try:
        with tarfile.open(fileobj=io.BytesIO(gzip.decompress(data))) as archive:
            tree = {}
            for member in archive:
                content = archive.extractfile(member)
                if content is not None:
                    tree[PurePosixPath(member.name)] = content.read()
            return tree
    except (OSError, EOFError, tarfile.TarError) as error:
        raise BlueprintError(f"this archive is damaged: {error}", where=str(BASE_FILE)) from error
