"""Which values of a file people have explained: a comment says why they are there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from generator.core.data import leaves
from generator.core.edit.owned import after_own_comments
from generator.core.edit.proof import comments
from generator.core.edit.spots import slots
from generator.core.yaml.document import line_end, line_start

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.helm.source import Source
    from generator.core.paths import KeyPath


def is_explained(source: Source, path: KeyPath) -> bool:
    """Whether a comment stands above an entry, beside it or within it; where an alias leads is not asked."""
    chain, _ = slots(source.document, path)
    slot = chain[-1]
    if slot.parent is None:
        return bool(comments(source.document, 0, len(source.text)))
    mark = slot.key.start if slot.key else slot.node.start
    start = line_start(source.text, mark)
    end = line_end(source.text, max(slot.node.end, mark))
    if not slot.parent.flow:
        end = after_own_comments(source.document, end, mark - start)
    above = source.text[line_start(source.text, start - 1) : start].lstrip() if start else ""
    return above.startswith("#") or bool(comments(source.document, start, end))


def unexplained(source: Source, paths: Iterable[KeyPath]) -> frozenset[KeyPath]:
    """Those of these paths that can go together, and the maps that this empties, without any comment."""
    wanted = frozenset(paths)
    there: Counter[KeyPath] = Counter()
    going: Counter[KeyPath] = Counter()
    for path, _ in leaves(source.data):
        beginnings = [path[:depth] for depth in range(1, len(path) + 1)]
        there.update(beginnings)
        if any(one in wanted for one in beginnings):
            going.update(beginnings)
    known: dict[KeyPath, bool] = {}
    free = set()
    for path in wanted:
        top = next(
            (one for depth in range(1, len(path)) if there[one := path[:depth]] == going[one] > 0), path
        )
        if top not in known:
            known[top] = is_explained(source, top)
        if not known[top]:
            free.add(path)
    return frozenset(free)
