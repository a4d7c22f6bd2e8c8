"""Charts that `helm dependency build` left in charts/ as archives, as if they were unpacked there."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.tree import Tree

# What says something about values; the rest of an archive is not even copied.
_FILES = ("Chart.yaml", "values.yaml", "values.schema.json", "defaults.json")
_LARGEST = 16 << 20


def with_unpacked(tree: Tree) -> Tree:
    """The tree with what each charts/*.tgz says about values in charts/<name>/.

    BlueprintError where one is broken.
    """
    packed = [path for path in tree if path.suffix == ".tgz" and path.parts[:-1] == ("charts",)]
    if not packed:
        return tree
    files = dict(tree)
    for path in packed:
        for name, data in _content(path, tree[path]):
            files.setdefault(PurePosixPath("charts", name), data)
    return files


def _content(path: PurePosixPath, data: bytes) -> list[tuple[PurePosixPath, bytes]]:
    import tarfile  # 10 ms, and few platforms have such a file

    found = []
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            for member in archive:
                name = PurePosixPath(member.name)
                is_wanted = member.isfile() and name.name in _FILES and member.size <= _LARGEST
                if is_wanted and not name.is_absolute() and ".." not in name.parts:
                    content = archive.extractfile(member)
                    assert content is not None
                    found.append((name, content.read()))
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BlueprintError(f"this is no packed chart: {error}", where=str(path)) from error
    return found
