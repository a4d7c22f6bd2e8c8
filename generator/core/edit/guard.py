"""What is refused before anything is tried, each with a sentence that says why and what to do instead."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generator.core.edit.request import taken, target
from generator.core.edit.spots import slots
from generator.core.paths import format_path
from generator.core.yaml.data import data_of, is_merge, merged_entry, scalar_data
from generator.core.yaml.document import duplicate_keys, lone_return, place, walk
from generator.core.yaml.limits import DEPTH_LIMIT
from generator.core.yaml.scalars import INT_MIN, UINT_MAX
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.data import Data
    from generator.core.edit.request import Request
    from generator.core.edit.spots import Slot
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document, Node


_KEY_LIMIT = 1000  # YAML allows 1,024 characters up to the colon


class EditRefused(BlueprintError):
    """The edit cannot be made without touching something else. The text is as it was."""


def check(document: Document, request: Request, file: str) -> None:
    """Raise EditRefused where the edit is impossible or would reach further than its path says."""
    if (lone := lone_return(document.text)) is not None:
        raise EditRefused(
            "this line ends with a carriage return, and others do not",
            where=place(document.text, lone, file),
            hint="Convert the file to one kind of line breaks, then try again.",
        )
    guard = _Guard(document, request, file)
    guard.request_itself()
    guard.on_the_way()
    guard.at_the_end()


def check_value(value: Data, *, depth: int = 0) -> None:
    """Raise EditRefused for what a values file cannot hold."""
    if depth > DEPTH_LIMIT:
        raise EditRefused(f"this is nested more than {DEPTH_LIMIT} levels deep")
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise EditRefused(f"{key!r} is no key of values: keys are strings")
            _check_key(key)
            check_value(item, depth=depth + 1)
    elif isinstance(value, list):
        for item in value:
            check_value(item, depth=depth + 1)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        _check_number(value)
    elif value is not None and not isinstance(value, bool):
        raise EditRefused(
            f"{value!r} is no value: a values file has strings, numbers, booleans, null, lists and maps"
        )


def _check_number(number: float) -> None:
    if not isinstance(number, int):
        if not math.isfinite(number):
            raise EditRefused(
                f"{number} is no number that Helm reads", hint="Make it a string if it is meant."
            )
        return
    if not INT_MIN <= number <= UINT_MAX:
        raise EditRefused(
            "this whole number does not fit the 64 bits that Helm has for one",
            hint="Write it as a string, or with a decimal point.",
        )
    if int(float(number)) != number:
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


class _Way:
    """The way to a path: what of it is there and what is missing, in the words that the path is asked for."""

    def __init__(
        self, document: Document, path: KeyPath, file: str, *, shown: KeyPath = (), shared: bool = False
    ) -> None:
        self.document, self.path, self.file, self.lets_share = document, path, file, shared
        self.shown = shown or path
        self.chain, self.missing = slots(document, path)
        self.last = self.chain[-1]

    def refuse(self, what: str, node: Node | None = None, hint: str = "") -> EditRefused:
        where = place(self.document.text, (node or self.last.key or self.last.node).start, self.file)
        return EditRefused(what, where=where, hint=hint)

    def name(self, depth: int | None = None) -> str:
        return format_path(self.shown[:depth]) or "the document"

    def check(self, *, into: bool, grows: bool) -> None:
        """Refuse what must not stand on the way, nor at its end if the edit goes into that."""
        for depth, slot in enumerate(self.chain):
            node = slot.node
            goes_into = into or depth < len(self.path)
            if slot.key is not None and is_merge(slot.key):
                raise self.refuse(
                    f"{self.name(depth)} is a merge, not a key of values", slot.key,
                    "Edit the anchored map, or the merge by hand.",
                )  # fmt: skip
            if goes_into and node in self.document.shared and not self.lets_share:
                raise self._shared(node, depth)
            if goes_into and node.kind == "alias" and grows:
                raise self.refuse(
                    f"{self.name(depth)} is an alias of &{node.value}: what it stands for is shared", node,
                    "Edit the anchored value, or write the alias out first.",
                )  # fmt: skip
            segment = self.path[depth] if depth < len(self.path) else None
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

    def growable(self) -> None:
        """Refuse to make what is missing where something else stands."""
        node, depth = self.last.node, len(self.chain) - 1
        head, rest = self.missing[0], self.missing[1:]
        nothing = data_of(self.document, node) is None
        if isinstance(head, str) and not (node.kind == "map" or nothing):
            raise self.refuse(f"{self.name(depth)} is {kind_of(node)}, not a map: it has no key {head!r}")
        if isinstance(head, int):
            shown = self.shown[depth]
            if not (node.kind == "seq" or nothing):
                raise self.refuse(
                    f"{self.name(depth)} is {kind_of(node)}, not a list: it has no item {shown}"
                )
            if head != len(node.items):
                raise self.refuse(f"{self.name(depth)} has {len(node.items)} items: there is no item {shown}")
        if any(isinstance(segment, int) and segment != 0 for segment in rest):
            raise self.refuse(f"{self.name()} is not there yet: a new list starts with item 0")

    def not_merged(self, *, whole: bool) -> None:
        """Refuse a key that comes from a merge (`<<: *base`): it is not here; a whole one may be set here."""
        node = self.last.node
        if node.kind != "map" or not any(is_merge(key) for key, _ in node.pairs):
            return
        if self.missing[0] in data_of(self.document, node) and not (whole and len(self.missing) == 1):
            raise self.refuse(
                f"{self.name(len(self.chain))} comes from a merge (<<) and is shared",
                hint="Edit the anchored map, or set the whole key here.",
            )


class _Guard:
    def __init__(self, document: Document, request: Request, file: str) -> None:
        self.document, self.request, self.file = document, request, file
        self.way = _Way(document, request.path, file, shared=request.shared)

    def request_itself(self) -> None:
        request, way = self.request, self.way
        if request.op in ("set", "append", "insert"):
            check_value(request.value, depth=len(request.path))
        if max(len(request.path), len(request.value) if request.op == "move" else 0) > DEPTH_LIMIT:
            raise way.refuse(f"a path of more than {DEPTH_LIMIT} steps is deeper than values go")
        for segment in (*request.path, request.value if request.op == "rename" else ""):
            if isinstance(segment, str):
                _check_key(segment)
        if not request.path and (request.op != "set" or not isinstance(request.value, dict)):
            raise way.refuse("the document itself can only be set to a map")
        if request.op == "insert" and not isinstance(request.path[-1], int):
            raise way.refuse(f"{way.name()} names no place in a list", hint="Write it as in args[0].")
        if request.op == "rename" and not (
            isinstance(request.path[-1], str) and isinstance(request.value, str)
        ):
            raise way.refuse("only keys can be renamed, to another key")
        if request.op == "move" and not (request.value and isinstance(request.value, tuple)):
            raise way.refuse("a move needs the path that it leads to")

    def on_the_way(self) -> None:
        """Everything between the root and the path's end."""
        op, missing = self.request.op, bool(self.way.missing)
        self.way.check(
            into=missing or not (self.request.renames or op == "insert"),
            grows=missing or op in ("append", "insert"),
        )

    def at_the_end(self) -> None:
        """What the path leads to, or what of it is missing."""
        op, way = self.request.op, self.way
        node = way.last.node
        if way.missing:
            way.not_merged(whole=op == "set")
            if op in ("delete", "rename", "move") or (op == "insert" and not self._is_end_of_list()):
                raise way.refuse(f"there is no {way.name()}")
            way.growable()
            return
        if op == "append" and not (
            node.kind == "seq" or node.is_empty or data_of(self.document, node) is None
        ):
            raise way.refuse(f"{way.name()} is {kind_of(node)}, not a list")
        if op in ("delete", "rename", "move"):
            self._overrides_nothing()
        if op == "rename":
            self._free_name()
        if op == "move":
            self._free_target()
        if op in ("set", "delete", "move") and not self.request.renames:
            self._anchors_within(node)

    def _is_end_of_list(self) -> bool:
        node, missing = self.way.last.node, self.way.missing
        return len(missing) == 1 and (
            (node.kind == "seq" and missing[0] == len(node.items)) or (node.is_empty and missing[0] == 0)
        )

    def _overrides_nothing(self) -> None:
        """Without a key, the one that a merge brings would show again."""
        if self.request.op != "delete" and self.request.path == self.request.value:
            return
        gone = taken(self.document, self.request)
        parent = self.way.chain[len(gone) - 1].node
        below = merged_entry(parent, gone[-1])
        if below is not None:
            line = self.document.position((below[0] or below[1]).start).line
            raise self.way.refuse(
                f"without {format_path(gone)}, the key on line {line} would show again: "
                "it comes with a merge (<<)",
                hint="Set another value here, or edit the merge by hand.",
            )

    def _free_target(self) -> None:
        source, end = self.request.path, self.request.value
        if end == source:
            return
        if end[: len(source)] == source:
            raise self.way.refuse(f"{self.way.name()} cannot move into itself")
        way = _Way(self.document, target(self.document, self.request), self.file, shown=end)
        way.check(into=bool(way.missing), grows=True)
        if way.missing:
            way.not_merged(whole=False)
            way.growable()
        elif isinstance(end[-1], str):
            raise self.way.refuse(f"there is a {format_path(end)} already")

    def _free_name(self) -> None:
        parent: Slot = self.way.chain[-2]
        taken_names = set(data_of(self.document, parent.node))
        if self.request.value != self.request.path[-1] and self.request.value in taken_names:
            raise self.way.refuse(f"there is a key {self.request.value!r} already")

    def _anchors_within(self, top: Node) -> None:
        inside = {node for _, _, node in walk(top)}
        for alias, node in self.document.aliases:
            is_whole = self.request.shared and self.request.op == "set" and node is top
            if node in inside and alias not in inside and not is_whole:
                line = self.document.position(alias.start).line
                raise self.way.refuse(
                    f"{self.way.name()} holds the anchor &{node.anchor} that line {line} refers to", node,
                    "Write the alias out first.",
                )  # fmt: skip
            if self.request.op == "move" and (alias in inside) != (node in inside):
                raise self.way.refuse(
                    f"{self.way.name()} holds an alias of &{node.anchor}, which has to stand above it"
                )
