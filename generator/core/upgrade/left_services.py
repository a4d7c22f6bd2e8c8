"""Services that a blueprint has no longer and platforms keep: left out of the base, they are the team's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.changes import applied
from generator.core.data import MISSING, map_or_empty, value_at
from generator.core.edit.edits import Edit, changes_of
from generator.core.graph.calls import CALL_PLACES
from generator.core.helm.chart_file import CHART_FILE
from generator.core.helm.source import Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import PurePosixPath

    from generator.core.tree import Tree


def without_services(tree: Tree, names: Collection[str], files: Collection[PurePosixPath]) -> Tree:
    """A generated platform without the blocks, own connections and dependencies of these services.

    Who calls them is left as it is: the new version says whom they call now.
    """
    for file in (*files, CHART_FILE):
        if file in tree:
            edits = [*_edits(Source(file, tree[file]), names)]
            tree = applied(tree, changes_of(tree, edits))
    return tree


def _edits(source: Source, names: Collection[str]) -> Iterator[Edit]:
    if source.path == CHART_FILE:
        entries = source.data.get("dependencies")
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            if map_or_empty(entry).get("alias") in names:
                yield Edit(source.path, "delete", ("dependencies", number), prune=False)
        return
    for name in names:
        for place in (*CALL_PLACES, ()):
            if value_at(source.data, (*place, name)) is not MISSING:
                yield Edit(source.path, "delete", (*place, name), comment=True)
