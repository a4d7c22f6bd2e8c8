"""Whether a platform is as git has it: compared by bytes, so that no filter of a repository runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.platform.whole import is_of_platform, may_hold_platform
from generator.edge.git import read_revision
from generator.edge.repository import repository_above
from generator.errors import BlueprintError, MissingProgram

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path, PurePosixPath

    from generator.core.changes import Change
    from generator.core.tree import Tree


def uncommitted(root: Path, tree: Tree, changes: Sequence[Change]) -> list[PurePosixPath]:
    """The files of a platform that differ from the last commit, and those that changes would overwrite.

    None outside of a repository: there is nothing to lose there that git would have kept.
    """
    if repository_above(root) is None:
        return []
    try:
        committed = read_revision(root, "HEAD", is_of_platform, follows=may_hold_platform)
    except MissingProgram:
        raise
    except BlueprintError as error:
        if "HEAD" not in error.what:
            raise
        committed = {}  # a repository without a commit
    differing = [path for path, data in committed.items() if _lines(tree.get(path)) != _lines(data)]
    unknown = [one.path for one in changes if one.before is not None and one.path not in committed]
    return sorted({*differing, *unknown})


def _lines(data: bytes | None) -> bytes | None:
    """Line breaks are git's to choose."""
    return None if data is None else data.replace(b"\r\n", b"\n")
