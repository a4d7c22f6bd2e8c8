"""Charts that `helm dependency build` left in charts/ as archives: each as if it was a folder of its name."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.tree import Tree

# What says something about values; the rest of an archive is not even copied.
_FILES = ("Chart.yaml", "requirements.yaml", "values.yaml", "values.schema.json", "defaults.json")
_LARGEST = 16 << 20


def with_unpacked(tree: Tree) -> Tree:
    """The tree with what each charts/*.tgz says about values, as if the archive was a folder of this name.

    BlueprintError where one is broken.
    """
    waiting = {path: data for path, data in tree.items() if is_packed_chart(path)}
    if not waiting:
        return tree
    files = dict(tree)
    while waiting:
        path, data = waiting.popitem()
        found = {path / name: content for name, content in _content(path, data)}
        files.update(found)
        waiting.update((inner, content) for inner, content in found.items() if is_packed_chart(inner))
    return files


def is_packed_chart(path: PurePosixPath) -> bool:
    return path.suffix == ".tgz" and path.parts[-2:-1] == ("charts",)


def _content(path: PurePosixPath, data: bytes) -> list[tuple[PurePosixPath, bytes]]:
    import tarfile  # 10 ms, and few platforms have such a file

    found = []
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            for member in archive:
                name = PurePosixPath(*PurePosixPath(member.name).parts[1:])
                says_something = name.name in _FILES or is_packed_chart(name)
                is_wanted = member.isfile() and says_something and member.size <= _LARGEST
                if is_wanted and not name.is_absolute() and ".." not in name.parts:
                    content = archive.extractfile(member)
                    assert content is not None
                    found.append((name, content.read()))
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BlueprintError(f"this is no packed chart: {error}", where=str(path)) from error
    return found
