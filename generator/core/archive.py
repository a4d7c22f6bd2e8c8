"""A tree as one file: .blueprint/base.tar.gz, the same bytes for the same tree."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.budget import Budget
from generator.core.file_names import refused, wrong_with_path
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.tree import Tree

BASE_FILE = PurePosixPath(".blueprint/base.tar.gz")


def pack(tree: Tree) -> bytes:
    """The tree as .tar.gz, without times, owners and other things that differ from run to run."""
    buffer = io.BytesIO()
    # PAX is USTAR where that is enough: long paths have a header of their own.
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path, data in sorted(tree.items()):
            member = tarfile.TarInfo(str(path))
            member.size = len(data)
            member.mode = 0o644
            archive.addfile(member, io.BytesIO(data))
    return gzip.compress(buffer.getvalue(), compresslevel=9, mtime=0)


def unpack(data: bytes) -> dict[PurePosixPath, bytes]:
    """The files that were packed; BlueprintError if the archive is damaged, or names what it may not."""
    budget = Budget()
    tree: dict[PurePosixPath, bytes] = {}
    try:
        # As a stream: members of a packed terabyte are counted before they are unpacked.
        with tarfile.open(fileobj=io.BytesIO(data), mode="r|gz") as archive:
            for member in archive:
                budget.entry(BASE_FILE)
                budget.read(member.size, f"{BASE_FILE}: {member.name}")
                if not member.isreg():
                    continue
                path = PurePosixPath(member.name)
                if reason := wrong_with_path(path):
                    raise refused(member.name, reason, str(BASE_FILE))
                content = archive.extractfile(member)
                assert content is not None
                tree[path] = content.read()
    except (OSError, EOFError, tarfile.TarError, zlib.error, ValueError, RecursionError) as error:
        raise BlueprintError(f"this archive is damaged: {error}", where=str(BASE_FILE)) from error
    return tree
