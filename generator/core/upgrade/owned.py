"""What the tool owns in a platform, and whether somebody edited it: charts, templates of theirs, schemas."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generator.core.archive import BASE_FILE
from generator.core.blueprint.pristine import is_pristine
from generator.core.changes import Change
from generator.core.helm.chart_file import SCHEMA_FILE
from generator.core.platform.file import PLATFORM_SCHEMA_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import PurePosixPath

    from generator.core.tree import Tree

# They follow from other files, which people edit.
_FOLLOW = frozenset((SCHEMA_FILE, PLATFORM_SCHEMA_FILE, BASE_FILE))
_FOLLOWS = "dependencies.json"


def edited_owned(ours: Tree, digests: Mapping[PurePosixPath, str], owned: Tree) -> list[PurePosixPath]:
    """The files of vendored charts that are not as they were made, or are gone while their chart is there.

    `owned` are these files as they would be made now: what is equal to them is as it was made, too.
    """
    found = []
    for path, digest in digests.items():
        if path in _FOLLOW or path.name == _FOLLOWS:
            continue
        data = ours.get(path)
        if data is None:
            if _chart_file(path) in ours:
                found.append(path)
        elif not is_pristine(data, digest) and data != owned.get(path):
            found.append(path)
    known = {_chart(path) for path in digests}
    # What was put into a vendored chart beside its own files.
    found += [
        path for path in ours if _is_in_chart(path, known) and path not in digests and path not in owned
    ]
    return sorted(found)


class HandEdit(NamedTuple):
    """A file of a vendored chart that somebody edited, from what it was made as.

    Where that `is_known` no more, it is from what would be made now: others' changes are among theirs.
    """

    change: Change
    is_known: bool


def hand_edits(
    edited: Iterable[PurePosixPath],
    ours: Tree,
    digests: Mapping[PurePosixPath, str],
    owned: Tree,
    committed: Mapping[PurePosixPath, Sequence[bytes]] = MappingProxyType({}),
) -> list[HandEdit]:
    """What was edited in these files, as changes.

    What a file was made as only its digest tells: it is looked for in what is made now, and in `committed`,
    what git has of it.
    """
    found = []
    for path in edited:
        before = _made(path, digests, owned, committed.get(path, ()))
        is_known = before is not None or path not in digests
        found.append(
            HandEdit(Change(path, before if is_known else owned.get(path), ours.get(path)), is_known)
        )
    return found


def _made(
    path: PurePosixPath, digests: Mapping[PurePosixPath, str], owned: Tree, committed: Sequence[bytes]
) -> bytes | None:
    digest = digests.get(path, "")
    there = [*([owned[path]] if path in owned else []), *committed]
    return next((one for one in there if is_pristine(one, digest)), None)


def _is_in_chart(path: PurePosixPath, charts: set[tuple[str, ...]]) -> bool:
    return path.parts[0] == "charts" and _chart(path) in charts and len(path.parts) > 2


def _chart(path: PurePosixPath) -> tuple[str, ...]:
    return path.parts[:2]


def _chart_file(path: PurePosixPath) -> PurePosixPath:
    return type(path)(*_chart(path), "Chart.yaml") if path.parts[0] == "charts" else path


def vendored_paths(tree: Tree, digests: Mapping[PurePosixPath, str], owned: Tree) -> Iterator[PurePosixPath]:
    """The files of a platform that are the tool's: by its own word of then, and of now."""
    charts = {_chart(path) for path in (*digests, *owned) if path.parts[0] == "charts"}
    for path in tree:
        if path in digests or path in owned or _is_in_chart(path, charts):
            yield path
