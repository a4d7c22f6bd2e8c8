"""Charts that `helm dependency build` left in charts/ as archives: each as if it was a folder of its name."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.budget import Budget, Exceeded
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.tree import Tree

# What says something about values; the rest of an archive is not even copied.
FILES_WITH_VALUES = frozenset(
    (
        "Chart.yaml",
        "Chart.lock",
        "requirements.yaml",
        "requirements.lock",
        "values.yaml",
        "values.schema.json",
        "defaults.json",
        "unsupported.json",
    )
)
_DEEPEST = 6  # archives in archives: Helm's own limit is what its memory holds


def with_unpacked(tree: Tree) -> Tree:
    """The tree with what each charts/*.tgz says about values, as if the archive was a folder of this name.

    BlueprintError where one is broken.
    """
    waiting = {path: data for path, data in tree.items() if is_packed_chart(path)}
    if not waiting:
        return tree
    files = dict(tree)
    budget = Budget()  # one for all: an archive can hold itself
    while waiting:
        path, data = waiting.popitem()
        if sum(part.endswith(".tgz") for part in path.parts) > _DEEPEST:
            raise Exceeded(f"archives are packed in each other more than {_DEEPEST} deep", where=str(path))
        found = {path / name: content for name, content in _content(path, data, budget)}
        files.update(found)
        waiting.update((inner, content) for inner, content in found.items() if is_packed_chart(inner))
    return files


def is_packed_chart(path: PurePosixPath) -> bool:
    return path.suffix == ".tgz" and path.parts[-2:-1] == ("charts",)


def _content(path: PurePosixPath, data: bytes, budget: Budget) -> Iterator[tuple[PurePosixPath, bytes]]:
    from generator.core.archive import archived_files  # 10 ms, and few platforms have such a file

    def says_something(name: str) -> bool:
        inner = _inner(name)
        return (inner.name in FILES_WITH_VALUES or is_packed_chart(inner)) and ".." not in inner.parts

    try:
        for name, content in archived_files(data, str(path), budget, says_something):
            yield _inner(name), content
    except Exceeded:
        raise
    except BlueprintError as error:
        reason = error.what.removeprefix("this archive is damaged: ")
        raise BlueprintError(f"this is no packed chart: {reason}", where=str(path)) from error


def _inner(name: str) -> PurePosixPath:
    """Without the folder that every packed chart has at its top."""
    return PurePosixPath(*PurePosixPath(name.replace("\0", "")).parts[1:])
