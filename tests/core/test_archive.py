import io
import tarfile
from pathlib import PurePosixPath

import pytest

from generator.core.archive import pack, unpack
from generator.errors import BlueprintError

TREE = {
    PurePosixPath("b/ü.yaml"): b"x: 1\n",
    PurePosixPath("a"): b"",
    PurePosixPath("c" * 90 + "/" + "d" * 90): b"\0",
}


def test_archive_unpacks_to_what_was_packed() -> None:
    assert unpack(pack(TREE)) == TREE


def test_archive_has_the_same_bytes_for_the_same_tree() -> None:
    assert pack(TREE) == pack(dict(reversed(TREE.items())))


def test_folders_in_an_archive_are_no_files() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    assert unpack(buffer.getvalue()) == {}


@pytest.mark.parametrize("data", [b"", b"no archive", pack(TREE)[:-20]])
def test_damaged_archive_is_told(data: bytes) -> None:
    with pytest.raises(BlueprintError, match="this archive is damaged"):
        unpack(data)
