"""A map or a list that is set as a whole, as edits of single spots: only what differs is touched.

Items of lists that stay the same ones keep their lines and comments wherever they go; those that go take
their comments along.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from generator.core.data import same
from generator.core.edit.request import Request
from generator.core.identity import paired
from generator.core.stretches import in_order
from generator.core.yaml.data import data_of, is_merge
from generator.core.yaml.document import find, key_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document, Node

    # For each item of a new list the index of the old one's item that it is.
    Pairing: TypeAlias = Callable[[Sequence[Data], Sequence[Data]], list[int | None]]


def steps_of(document: Document, request: Request, pairing: Pairing = paired) -> list[Request]:
    """The request as edits that are made one after the other: each path means the text that it finds."""
    if request.op != "set":
        return [request]
    return list(_Steps(document, pairing).of(find(document, request.path), request.path, request.value))


class _Steps:
    def __init__(self, document: Document, pairing: Pairing) -> None:
        self.document, self.pairing = document, pairing

    def of(self, node: Node | None, path: KeyPath, value: Data) -> Iterator[Request]:
        if node is not None and same(data_of(self.document, node), value):
            return
        if node is not None and node.kind == "map" and isinstance(value, dict):
            old = {key_name(key): item for key, item in node.pairs if key.kind == "scalar"}
            plain = len(old) == len(node.pairs) and not any(is_merge(key) for key, _ in node.pairs)
            if plain and old.keys() & value.keys():
                for name, item in value.items():
                    yield from self.of(old.get(name), (*path, name), item)
                for name in old.keys() - value.keys():
                    yield Request("delete", (*path, name))
                return
        if node is not None and node.kind == "seq" and isinstance(value, list) and node.items and value:
            yield from self.of_list(node, path, value)
            return
        yield Request("set", path, value)

    def of_list(self, node: Node, path: KeyPath, value: list[Data]) -> Iterator[Request]:
        """First what changes within items, then what goes, what goes elsewhere, and what is new."""
        pairs = self.pairing([data_of(self.document, item) for item in node.items], value)
        places = {index: place for place, index in enumerate(sorted(one for one in pairs if one is not None))}
        if not places and node.flow:
            yield Request("set", path, value)
            return
        for item, index in zip(value, pairs, strict=True):
            if index is not None:
                yield from self.of(node.items[index], (*path, index), item)
        for index in reversed(range(len(node.items))):
            if index not in places:
                yield Request("delete", (*path, index), comment=True)
        if not places:
            yield Request("set", path, value)
            return
        for old, new in _moves([places[index] for index in pairs if index is not None]):
            yield Request("move", (*path, old), (*path, new))
        yield from _new_items(path, value, pairs)


def _moves(order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From where to where items go, one after the other, until they stand in this order."""
    stay, now = in_order(order), sorted(order)
    for place, item in enumerate(order):
        if item in stay:
            continue
        old = now.index(item)
        del now[old]
        new = now.index(order[place - 1]) + 1 if place else 0
        now.insert(new, item)
        yield old, new


def _new_items(path: KeyPath, value: Sequence[Data], pairs: Sequence[int | None]) -> Iterator[Request]:
    """The items that are new, those behind first: what stands before them is not moved by them."""
    known = [index is not None for index in pairs]
    places = [0, *accumulate(known)]
    for end in reversed(range(len(value))):
        if known[end] or (end + 1 < len(value) and not known[end + 1]):
            continue
        start = end
        while start and not known[start - 1]:
            start -= 1
        place = places[start]
        for offset, item in enumerate(value[start : end + 1]):
            yield Request("insert", (*path, place + offset), item)
