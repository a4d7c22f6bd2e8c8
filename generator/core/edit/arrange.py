"""Several edits of one file in an order in which every path means the file as it was.

What goes from a list moves all items behind it, and a map that is set as a whole replaces what was set in
it before. So maps and lists come before what stands in them, items to be set from the first to the last,
and items to be removed from the last to the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.core.edit.edits import Edit
    from generator.core.paths import KeyPath, Segment


class _Place:
    """A place in a file: the edit of it, if there is one, and the places within it."""

    __slots__ = ("edit", "within")

    def __init__(self) -> None:
        self.edit: Edit | None = None
        self.within: dict[Segment, _Place] = {}


def contradict(edits: Sequence[Edit]) -> bool:
    """Whether something is set in, or instead of, what is deleted: then their order says what is meant."""
    gone = {one.path for one in edits if one.op == "delete"}
    sets = (one.path for one in edits if one.op == "set")
    return bool(gone) and any(path[:depth] in gone for path in sets for depth in range(1, len(path) + 1))


def arranged(edits: Sequence[Edit]) -> list[Edit]:
    """The edits of one file, those that set before those that delete; as given where these contradict.

    Of several that set one path the last counts. What a deleted map or list holds is not deleted twice.
    """
    sets = [one for one in edits if one.op == "set"]
    deletes = [one for one in edits if one.op == "delete"]
    if len(edits) < 2 or contradict(edits):
        return list(edits)
    return [*_arranged(sets, is_delete=False), *_arranged(deletes, is_delete=True)]


def path_after(path: KeyPath, deletes: Sequence[KeyPath]) -> KeyPath:
    """Where what stands at `path` stands when the items of lists among `deletes` are gone."""
    result = list(path)
    for depth, step in enumerate(path):
        if isinstance(step, int):
            gone = {
                index
                for one in deletes
                if len(one) == depth + 1 and one[:depth] == path[:depth]
                if isinstance(index := one[depth], int) and index < step
            }
            result[depth] = step - len(gone)
    return tuple(result)


def _arranged(edits: Sequence[Edit], *, is_delete: bool) -> Iterator[Edit]:
    root = _Place()
    for one in edits:
        place = root
        for step in one.path:
            place = place.within.setdefault(step, _Place())
        place.edit = one
    waiting = [root]
    while waiting:
        place = waiting.pop()
        if place.edit is not None:
            yield place.edit
            if is_delete:
                continue
        # The last one is taken first.
        waiting += reversed(_in_order(place.within, is_delete=is_delete))


def _in_order(within: dict[Segment, _Place], *, is_delete: bool) -> list[_Place]:
    """Keys as they were named, items by their index."""
    items = sorted((step for step in within if isinstance(step, int)), reverse=is_delete)
    keys = (place for step, place in within.items() if isinstance(step, str))
    return [*keys, *map(within.__getitem__, items)]
