"""What can be chosen at a conflict: ours, theirs, or both where both can stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from generator.core.data import MISSING, resolved_path, value_at
from generator.core.upgrade.file_merge import FileMerging, merged_file
from generator.core.yaml.data import values_of_text
from generator.core.yaml.document import BOM

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.merge.merge import AtConflicts
    from generator.core.paths import KeyPath
    from generator.core.upgrade.file_merge import FileVersions, MergeLines


class Sides(NamedTuple):
    """A value in ours and in theirs, and both together; MISSING where it is not there, or cannot be."""

    ours: Data
    theirs: Data
    both: Data


def sides_of(versions: FileVersions, path: KeyPath) -> Sides:
    """The value at a path of a file of YAML, in both versions."""
    ours, theirs = (_value(data, path) for data in (versions.ours, versions.theirs))
    both: Data = MISSING
    if isinstance(ours, list) and isinstance(theirs, list):
        both = [*ours, *(one for one in theirs if one not in ours)]
    return Sides(ours, theirs, both)


def _value(content: bytes | None, path: KeyPath) -> Data:
    text = (content or b"").decode("utf-8").removeprefix(BOM).replace("\r\n", "\n")
    values = values_of_text(text)
    return value_at(values, resolved_path(values, path))


def merged_by_choice(
    path: PurePosixPath, versions: FileVersions, choice: str, merge_lines: MergeLines
) -> bytes | None:
    """A file that is merged with one side at every conflict (`ours`, `theirs`), `both`, or `markers`."""
    if choice == "both":
        return _without_markers(merged_by_choice(path, versions, "markers", merge_lines) or b"")
    how = FileMerging(merge_lines, cast("AtConflicts", choice))
    return merged_file(path, versions, how).content


def _without_markers(marked: bytes) -> bytes:
    lines = marked.split(b"\n")
    return b"\n".join(one for one in lines if one not in (b"<<<<<<< ours", b"=======", b">>>>>>> theirs"))
