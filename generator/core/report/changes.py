"""What a change does to files, as it is shown: a diff of what people write, a line for what is generated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core import changes as diffs
from generator.core.platform.whole import is_made_whole
from generator.core.styled import Part, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.changes import Change, MaskedLines
    from generator.core.styled import Line


def shown_changes(changes: Sequence[Change], masked: MaskedLines, folder: str = "") -> list[Line]:
    """The diff, the `folder` before its files, and what is made anew: schemas by name, charts by folder."""
    written = [change for change in changes if not is_made_whole(change.path)]
    made: dict[str, list[Change]] = {}
    for change in changes:
        if is_made_whole(change.path):
            is_chart = change.path.parts[0] == "charts"
            made.setdefault("/".join(change.path.parts[: 2 if is_chart else None]), []).append(change)
    lines = [line(Part(f"{name}: {_fate(files)}", "dim")) for name, files in sorted(made.items())]
    return [*diffs.as_text(written, masked, folder), *lines]


def _fate(files: Sequence[Change]) -> str:
    if all(one.before is None for one in files):
        return "added"
    if all(one.after is None for one in files):
        return "removed"
    return "made anew"
