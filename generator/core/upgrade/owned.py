"""What the tool owns in a platform, and whether somebody edited it: charts, templates of theirs, schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.archive import BASE_FILE
from generator.core.blueprint.pristine import is_pristine
from generator.core.helm.chart_file import SCHEMA_FILE
from generator.core.platform.file import PLATFORM_SCHEMA_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
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
