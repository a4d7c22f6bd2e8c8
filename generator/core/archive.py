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
    from collections.abc import Callable, Iterator

    from generator.core.tree import Tree

BASE_FILE = PurePosixPath(".blueprint/base.tar.gz")
OWNED_DIGESTS = PurePosixPath(".blueprint/owned.sha256")  # in the archive alone: no blueprint can have it


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
    tree: dict[PurePosixPath, bytes] = {}
    for name, content in archived_files(data, str(BASE_FILE), Budget()):
        path = PurePosixPath(name)
        if path != OWNED_DIGESTS and (reason := wrong_with_path(path)):
            raise refused(name, reason, str(BASE_FILE))
        tree[path] = content
    return tree


def archived_files(
    data: bytes,
    where: str,
    budget: Budget,
    wanted: Callable[[str], bool] = lambda _: True,
    *,
    files_alone: bool = False,
) -> Iterator[tuple[str, bytes]]:
    """The wanted files of a .tar.gz, by the names that it gives them; BlueprintError if it is damaged.

    All that is unpacked counts, also of what nobody wants: a few bytes can stand for a terabyte. With
    `files_alone` a link, or what is neither file nor folder, is an error; else it is left out.
    """
    try:
        with tarfile.open(fileobj=_Counted(data, where, budget), mode="r|") as archive:
            for member in archive:
                budget.entry(where)
                if files_alone and not (member.isreg() or member.isdir()):
                    raise refused(member.name, "it is a link or a device", where)
                if member.isreg() and wanted(member.name):
                    content = archive.extractfile(member)
                    assert content is not None
                    yield member.name, content.read()
    except (OSError, EOFError, tarfile.TarError, zlib.error, ValueError, OverflowError) as error:
        raise BlueprintError(f"this archive is damaged: {error}", where=where) from error


class _Counted(io.RawIOBase):
    """What is unpacked of a .gz, as far as the budget allows."""

    def __init__(self, data: bytes, where: str, budget: Budget) -> None:
        self._stream = gzip.GzipFile(fileobj=io.BytesIO(data))
        self._where, self._budget = where, budget

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._budget.read(len(piece), self._where)
        return piece
