"""What is refused before anything is tried, each with a sentence that says why and what to do instead."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generator.core.edit_spots import slots
from generator.core.helm_data import data_of, is_merge, scalar_data
from generator.core.paths import format_path
from generator.core.yaml_tree import duplicate_keys, find, place, walk
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.edit_request import Edit
    from generator.core.edit_spots import Slot
    from generator.core.helm_scalars import Data
    from generator.core.yaml_tree import Document, Node


_KEY_LIMIT = 1000  # YAML allows 1,024 characters up to the colon


class EditRefused(BlueprintError):
    """The edit cannot be made without touching something else. The text is as it was."""


def check(document: Document, request: Edit, file: str) -> None:
    """Raise EditRefused where the edit is impossible or would reach further than its path says."""
    guard = _Guard(document, request, file)
    guard.path()
    guard.way()
    guard.end()


def check_value(value: Data) -> None:
    """Raise EditRefused for what a values file cannot hold."""
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise EditRefused(f"{key!r} is no key of values: keys are strings")
            _check_key(key)
            check_value(item)
    elif isinstance(value, list):
        for item in value:
            check_value(item)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        _check_number(value)
    elif value is not None and not isinstance(value, bool):
        raise EditRefused(
            f"{value!r} is no value: a values file has strings, numbers, booleans, null, lists and maps"
        )


def _check_number(number: float) -> None:
    if not math.isfinite(number):
        raise EditRefused(f"{number} is no number that Helm reads", hint="Make it a string if it is meant.")
    if isinstance(number, int) and int(float(number)) != number:
        raise EditRefused(
            f"Helm would read {number} as {int(float(number))}: numbers have 53 bits",
            hint="Make it a string if every digit counts.",
        )


def _check_text(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise EditRefused(f"{text!r} is not text: it has half of a surrogate pair") from error


def _check_key(key: str) -> None:
    _check_text(key)
    if len(key) > _KEY_LIMIT:
        raise EditRefused(f"a key of {len(key)} characters is longer than YAML allows")


def kind_of(node: Node) -> str:
    """What a node is, in the words of a message."""
    if node.kind == "scalar":
        value = scalar_data(node)
        if value is None:
            return "null"
        return {bool: "a boolean", int: "a number", float: "a number"}.get(type(value), "a string")
    return {"map": "a map", "seq": "a list", "alias": "an alias"}[node.kind]


class _Guard:
    def __init__(self, document: Document, request: Edit, file: str) -> None:
        self.document, self.request, self.file = document, request, file
        self.chain, self.missing = slots(document, request.path)
        self.last = self.chain[-1]

    def refuse(self, what: str, node: Node | None = None, hint: str = "") -> EditRefused:
        where = place(self.document.text, (node or self.last.key or self.last.node).start, self.file)
        return EditRefused(what, where=where, hint=hint)

    def name(self, depth: int | None = None) -> str:
        path = self.request.path[:depth]
        return format_path(path) or "the document"

    def path(self) -> None:
        request = self.request
        if request.op in ("set", "append", "insert"):
            check_value(request.value)
        for segment in (*request.path, request.value if request.op == "rename" else ""):
            if isinstance(segment, str):
                _check_key(segment)
        if not request.path and (request.op != "set" or not isinstance(request.value, dict)):
            raise self.refuse("the document itself can only be set to a map")
        if request.op == "insert" and not isinstance(request.path[-1], int):
            raise self.refuse(f"{self.name()} names no place in a list", hint="Write it as in args[0].")
        if request.op == "rename" and not (
            isinstance(request.path[-1], str) and isinstance(request.value, str)
        ):
            raise self.refuse("only keys can be renamed, to another key")
        if request.op == "move" and not (request.value and isinstance(request.value, tuple)):
            raise self.refuse("a move needs the path that it leads to")

    def way(self) -> None:
        """Everything between the root and the path's end."""
        for depth, slot in enumerate(self.chain):
            node = slot.node
            if node in self.document.shared:
                raise self._shared(node, depth)
            if node.kind == "alias" and (self.missing or self.request.op in ("append", "insert")):
                raise self.refuse(
                    f"{self.name(depth)} is an alias of &{node.value}: what it stands for is shared", node,
                    "Edit the anchored value, or write the alias out first.",
                )  # fmt: skip
            segment = self.request.path[depth] if depth < len(self.request.path) else None
            if isinstance(segment, str) and duplicate_keys(node).get(segment):
                raise self.refuse(
                    f"the key {segment!r} stands here more than once",
                    node,
                    "Remove all but one, then try again.",
                )

    def _shared(self, node: Node, depth: int) -> EditRefused:
        line = next(self.document.position(a.start).line for a, n in self.document.aliases if n is node)
        return self.refuse(
            f"{self.name(depth)} is anchored as &{node.anchor} and shared with line {line}", node,
            "An edit here would change both places: write the alias out first.",
        )  # fmt: skip

    def end(self) -> None:
        """What the path leads to, or what of it is missing."""
        op, node = self.request.op, self.last.node
        if self.missing:
            self._merged()
            if op in ("delete", "rename", "move") or (op == "insert" and not self._is_end_of_list()):
                raise self.refuse(f"there is no {self.name()}")
            self._growable(node)
            return
        if op == "append" and not (
            node.kind == "seq" or node.is_empty or data_of(self.document, node) is None
        ):
            raise self.refuse(f"{self.name()} is {kind_of(node)}, not a list")
        if op == "rename":
            self._free_name()
        if op == "move":
            self._free_target()
        if op in ("set", "delete", "move"):
            self._anchors_within(node)

    def _is_end_of_list(self) -> bool:
        node = self.last.node
        return len(self.missing) == 1 and (
            (node.kind == "seq" and self.missing[0] == len(node.items))
            or (node.is_empty and self.missing[0] == 0)
        )

    def _growable(self, node: Node) -> None:
        depth = len(self.chain) - 1
        head, rest = self.missing[0], self.missing[1:]
        nothing = data_of(self.document, node) is None
        if isinstance(head, str) and not (node.kind == "map" or nothing):
            raise self.refuse(f"{self.name(depth)} is {kind_of(node)}, not a map: it has no key {head!r}")
        if isinstance(head, int):
            if not (node.kind == "seq" or nothing):
                raise self.refuse(f"{self.name(depth)} is {kind_of(node)}, not a list: it has no item {head}")
            if head != len(node.items):
                raise self.refuse(f"{self.name(depth)} has {len(node.items)} items: there is no item {head}")
        if any(isinstance(segment, int) and segment != 0 for segment in rest):
            raise self.refuse(f"{self.name()} is not there yet: a new list starts with item 0")

    def _merged(self) -> None:
        """A key that comes from a merge (`<<: *base`) is not here to be edited."""
        node = self.last.node
        if node.kind != "map" or not any(is_merge(key) for key, _ in node.pairs):
            return
        if self.missing[0] not in data_of(self.document, node):
            return
        if len(self.missing) > 1 or self.request.op != "set":
            raise self.refuse(
                f"{self.name(len(self.chain))} comes from a merge (<<) and is shared",
                hint="Edit the anchored map, or set the whole key here.",
            )  # fmt: skip

    def _free_target(self) -> None:
        source, target = self.request.path, self.request.value
        if target != source and target[: len(source)] == source:
            raise self.refuse(f"{self.name()} cannot move into itself")
        if target != source and isinstance(target[-1], str) and find(self.document, target) is not None:
            raise self.refuse(f"there is a {format_path(target)} already")

    def _free_name(self) -> None:
        parent: Slot = self.chain[-2]
        taken = set(data_of(self.document, parent.node))
        if self.request.value != self.request.path[-1] and self.request.value in taken:
            raise self.refuse(f"there is a key {self.request.value!r} already")

    def _anchors_within(self, top: Node) -> None:
        inside = {node for _, _, node in walk(top)}
        for alias, target in self.document.aliases:
            if target in inside and alias not in inside:
                line = self.document.position(alias.start).line
                raise self.refuse(
                    f"{self.name()} holds the anchor &{target.anchor} that line {line} refers to", target,
                    "Write the alias out first.",
                )  # fmt: skip
            if self.request.op == "move" and (alias in inside) != (target in inside):
                raise self.refuse(
                    f"{self.name()} holds an alias of &{target.anchor}, which has to stand above it"
                )
