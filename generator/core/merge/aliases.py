"""Aliases in a merge: `*x` goes on saying what `&x` says, whichever side changed that."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import only_place, same
from generator.core.merge.three_way import same_any_order, three_way
from generator.core.paths import Item
from generator.core.yaml.data import is_merge, scalar_data
from generator.core.yaml.document import key_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.core.data import Data
    from generator.core.merge.three_way import MergeConflict, MergedData
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document, Node

_MERGE = "<<"


class Alias(str):
    """An alias in data: the name of its anchor."""

    __slots__ = ()


class Written(NamedTuple):
    """What versions become as they are written: aliases stay what they are."""

    data: Data
    conflicts: tuple[MergeConflict, ...]
    anchors: Mapping[str, KeyPath]  # where what each name stands for is; any item of a list is 0

    def is_said_by(self, document: Document) -> bool:
        """Whether a text says just that, each of its aliases about what it was about."""
        names = {alias.value for alias, _ in document.aliases}
        anchors = _anchors(document)
        if anchors is None or any(anchors.get(one) != self.anchors.get(one) for one in names):
            return False
        return same_any_order(as_written(document.root), self.data)


def as_they_are_written(
    versions: Sequence[Document],
    wanted: MergedData,
    *,
    favours_theirs: bool,
    decided: Mapping[KeyPath, Data],
) -> Written | None:
    """What three versions become with their aliases kept; None where nothing refers to anything.

    None, too, where beside aliases something else would come out than is wanted, as where one side wrote
    out what the other changed through an alias, and where a name stands for two things.
    """
    if not any(one.aliases for one in versions):
        return None
    anchors: dict[str, KeyPath] = {}
    for one in versions:
        found = _anchors(one)
        if found is None or any(anchors.setdefault(name, path) != path for name, path in found.items()):
            return None
    data = (as_written(one.root) for one in versions)
    merged = three_way(*data, favours_theirs=favours_theirs, decided=decided)
    now, then = ({one.path for one in made.conflicts} for made in (merged, wanted))
    if not now <= then or not all(_is_aliased(merged.data, path) for path in then - now):
        return None
    return Written(merged.data, merged.conflicts, anchors) if _agrees(merged.data, wanted.data) else None


def as_written(node: Node) -> Data:
    """The data of a node, in which aliases are no more than that, and `<<` is a key."""
    if node.kind == "alias":
        return Alias(node.value)
    if node.kind == "seq":
        return [as_written(one) for one in node.items]
    if node.kind == "map":
        return {_MERGE if is_merge(key) else key_name(key): as_written(value) for key, value in node.pairs}
    return scalar_data(node)


def _anchors(document: Document) -> dict[str, KeyPath] | None:
    """Where each anchor stands; None where a name or `<<` stands twice, or a key is anchored or an alias."""
    found: dict[str, KeyPath] = {}
    rest: list[tuple[Node, KeyPath]] = [(document.root, ())]
    while rest:
        node, path = rest.pop()
        if node.anchor and found.setdefault(node.anchor, path) is not path:
            return None
        rest += [(one, (*path, 0)) for one in node.items]
        if sum(is_merge(key) for key, _ in node.pairs) > 1:
            return None
        for key, value in node.pairs:
            if key.anchor or key.kind == "alias":
                return None
            rest.append((value, (*path, key_name(key))))
    return found


def _agrees(now: Data, wanted: Data) -> bool:
    """Whether both say the same, but for what aliases say."""
    if isinstance(now, Alias):
        return True
    if isinstance(now, dict) and isinstance(wanted, dict):
        own = {key: value for key, value in now.items() if key != _MERGE}
        is_all = _MERGE in now or len(own) == len(wanted)
        return is_all and all(key in wanted and _agrees(value, wanted[key]) for key, value in own.items())
    if isinstance(now, list) and isinstance(wanted, list):
        return len(now) == len(wanted) and all(map(_agrees, now, wanted))
    return same(now, wanted)


def _is_aliased(now: Data, path: KeyPath) -> bool:
    """Whether what stands at a path is said by an alias, or merged."""
    for segment in path:
        if isinstance(now, dict) and segment in now:
            now = now[str(segment)]
        elif isinstance(now, list) and isinstance(segment, Item):
            place = only_place(now, segment)
            if place is None:
                return False
            now = now[place]
        else:
            break
    return isinstance(now, Alias) or (isinstance(now, dict) and _MERGE in now)
