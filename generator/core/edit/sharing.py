"""What a path shares with other places of a text: it leads through an alias, a merge or an anchored value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.yaml.data import merged_entry
from generator.core.yaml.document import child, walk

if TYPE_CHECKING:
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document, Node


_TOP: KeyPath = ()


class Sharing(NamedTuple):
    """Where a shared value stands: `real` is its own path, below the value that is anchored as `anchor`.

    `through` is the alias that the path leads through, or the key that a merge brings; None where the path
    leads to the anchored value itself.
    """

    anchor: str
    real: KeyPath
    through: KeyPath | None
    is_merged: bool = False


def sharing_at(document: Document, path: KeyPath) -> Sharing | None:
    """What is shared at a path; None where a value that is set there is that place's own."""
    places: dict[Node, KeyPath] = {}
    if document.aliases:
        places = {node: found for found, _, node in walk(document.root)}
    node, real, anchor, is_merged = document.root, _TOP, "", False
    through: KeyPath | None = None
    for depth, step in enumerate(path):
        if node.kind == "alias" and node.target in places:
            anchor, through = str(node.value), through or path[:depth]
            node = node.target
            real = places[node]
        elif node in document.shared:
            anchor = str(node.anchor)
        found = child(node, step)
        if found is None and isinstance(step, str) and node.kind == "map":
            found = merged_entry(node, step)
            if found and found[1] in places:
                is_merged = is_merged or through is None
                anchor, through = (
                    anchor or _anchor_above(document, places, found[1]),
                    through or path[: depth + 1],
                )
                node, real = found[1], places[found[1]]
                continue
        if found is None:
            real = (*real, *path[depth:])
            break
        node, real = found[1], (*real, step)
    else:
        if node.kind == "alias" and node.target in places:
            anchor, through, real = str(node.value), through or path, places[node.target]
        elif node in document.shared:
            anchor = anchor or str(node.anchor)
    return Sharing(anchor, real, through, is_merged) if anchor else None


def _anchor_above(document: Document, places: dict[Node, KeyPath], node: Node) -> str:
    """The name of the anchored value that a node lies in."""
    path = places[node]
    above = [one for one in document.shared if path[: len(places.get(one, path))] == places.get(one)]
    nearest = max(above, key=lambda one: len(places[one]), default=None)
    return str(nearest.anchor) if nearest else ""
