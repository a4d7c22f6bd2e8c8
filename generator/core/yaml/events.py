"""From PyYAML's parse events to nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from generator.core.yaml.library import yaml
from generator.core.yaml.limits import DEPTH_LIMIT, is_excessive
from generator.core.yaml.nodes import Document, Kind, Node, line_end, line_start

if TYPE_CHECKING:
    from collections.abc import Callable

try:
    from yaml._yaml import CParser as _Parser  # type: ignore[import-untyped,unused-ignore]
except ImportError:  # PyYAML without libyaml: the same events, ten times slower
    from yaml import SafeLoader as _Parser  # type: ignore[assignment,unused-ignore]

_PROPERTIES = re.compile(r"(?:[&!]\S*(?:[ \t\r\n]+(?:#[^\n]*\n\s*)*|$))+")
_HEADER = re.compile(r"[|>][-+0-9]*")


def document_of(text: str) -> Document:
    """The first document of a text. Raises yaml.YAMLError where it is not YAML."""
    builder = _Builder(text)
    builder.read(_Parser(text).get_event)
    limit = min(builder.limit, len(text))
    root = builder.root
    if root is None:
        root = Node("scalar", limit, limit)
        root.plain = True
    return Document(
        text,
        root,
        limit,
        frozenset(builder.shared),
        tuple(builder.aliases),
        tuple(builder.scalars),
        builder.fault,
        builder.template_at,
        builder.deep_at,
        "<<" in text,
    )


_IN_LIST = Node("scalar", 0, 0)  # stands for the key where there are only items


class _Builder:
    """Turns parse events into nodes, with a stack instead of recursion: depth is the file's choice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node | None = None
        self.documents = 0
        self.limit = len(text)
        self.scalars: list[Node] = []
        self.fault: tuple[int, str] | None = None
        self.template_at: int | None = None
        self.deep_at: int | None = None
        self.shared: set[Node] = set()
        self.aliases: list[tuple[Node, Node]] = []
        self._anchors: dict[str, Node] = {}
        self._stack: list[Node] = []
        self._keys: list[Node | None] = []
        # What aliases stand for is counted and not followed: a few can stand for billions of nodes.
        self._opened = 0
        self._aliased = 0
        self._weights: dict[Node, tuple[int, int]] = {}  # (nodes, levels below) of what aliases stand for

    def read(self, next_event: Callable[[], Any]) -> None:
        """Take events until the stream ends. Two of three are scalars: what they need stands in the loop."""
        scalar_event, text, keys, stack = yaml.ScalarEvent, self.text, self._keys, self._stack
        scalars = self.scalars
        while True:
            event = next_event()
            kind = event.__class__
            if kind is not scalar_event:
                if kind is yaml.StreamEndEvent:
                    return
                self._take(kind, event)
            elif self.documents == 1:
                node = Node("scalar", event.start_mark.index, event.end_mark.index)
                node.value = event.value
                if event.anchor is not None or event.tag is not None:
                    self._properties(node, event)
                if style := event.style:
                    node.style = style
                    if style in "|>":
                        node.end = _block_scalar_end(text, node.body, node.end)
                else:
                    node.plain = node.tag is None
                scalars.append(node)
                if not keys:
                    self.root = node
                elif (key := keys[-1]) is None:
                    keys[-1] = node
                elif key is _IN_LIST:
                    stack[-1].items.append(node)
                else:
                    stack[-1].pairs.append((key, node))
                    keys[-1] = None

    def _take(self, kind: type, event: Any) -> None:
        if self.documents != 1:
            if kind is yaml.DocumentStartEvent:
                self.documents += 1
                if self.documents == 1 and event.version not in (None, (1, 1)):
                    version = ".".join(map(str, event.version))
                    self.fault = event.start_mark.index, f"Helm refuses YAML {version}: it reads YAML 1.1"
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._open("map" if kind is yaml.MappingStartEvent else "seq", event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._close(event)
        elif kind is yaml.AliasEvent:
            self._add(self._alias(event))
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            self.limit = min(self.limit, event.start_mark.index)
        elif kind is yaml.DocumentEndEvent and event.explicit:
            self.limit = min(self.limit, event.start_mark.index)

    def _alias(self, event: Any) -> Node:
        node = Node("alias", event.start_mark.index, event.end_mark.index)
        node.value = event.anchor
        target = self._anchors.get(event.anchor)
        if target is None:
            self._refuse(node, f"not valid YAML: no anchor &{node.value} stands above its alias")
            return node
        self.shared.add(target)
        self.aliases.append((node, target))
        if target in self._stack:
            self._refuse(node, f"what the anchor &{node.value} stands for contains itself")
            return node
        node.target = target
        if target not in self._weights:
            self._weights[target] = self._weight(target)
        nodes, height = self._weights[target]
        self._aliased += nodes
        seen = len(self.scalars) + self._opened + len(self.aliases) + self._aliased
        if is_excessive(seen, self._aliased):
            self._refuse(node, "aliases stand for too much: Helm refuses this as excessive aliasing")
        if len(self._stack) + height > DEPTH_LIMIT and self.deep_at is None:
            self.deep_at = node.start
        return node

    def _weight(self, top: Node) -> tuple[int, int]:
        """How many nodes a reader sees in a node, aliases followed, and how many levels are below it."""
        nodes, deepest, stack = 0, 0, [(top, 0)]
        while stack:
            node, depth = stack.pop()
            nodes += 1
            if node.target is not None:
                more, below = self._weights[node.target]
                nodes, depth = nodes + more, depth + below
            deepest = max(deepest, depth)
            stack.extend((part, depth + 1) for pair in node.pairs for part in pair)
            stack.extend((item, depth + 1) for item in node.items)
        return nodes, deepest

    def _refuse(self, node: Node, what: str) -> None:
        self.fault = self.fault or (node.start, what)

    def _properties(self, node: Node, event: Any) -> None:
        node.anchor, node.tag = event.anchor, event.tag
        if node.anchor is not None:
            self._anchors[node.anchor] = node
        if node.anchor is not None or node.tag is not None:
            end = node.end if node.kind == "scalar" else len(self.text)
            if match := _PROPERTIES.match(self.text, node.start, end):
                node.body = match.end()

    def _open(self, kind: Kind, event: Any) -> None:
        node = Node(kind, event.start_mark.index, event.end_mark.index)
        node.pairs, node.items = [], []
        node.flow = bool(event.flow_style)
        if event.anchor is not None or event.tag is not None:
            self._properties(node, event)
        self._add(node)
        self._stack.append(node)
        self._opened += 1
        if len(self._stack) > DEPTH_LIMIT and self.deep_at is None:
            self.deep_at = node.start
        self._keys.append(None if kind == "map" else _IN_LIST)

    def _close(self, event: Any) -> None:
        node = self._stack.pop()
        self._keys.pop()
        if node.flow:
            node.end = event.end_mark.index
        else:  # the parser's mark stands at the next token, after comments
            node.end = node.pairs[-1][1].end if node.pairs else node.items[-1].end

    def _add(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        key = self._keys[-1]
        if key is _IN_LIST:
            parent.items.append(node)
        elif key is None:
            self._keys[-1] = node
            if node.kind == "map" and parent.flow and node.start == parent.body + 1:
                self.template_at = self.template_at or node.start
        else:
            parent.pairs.append((key, node))
            self._keys[-1] = None


def _block_scalar_end(text: str, body: int, end: int) -> int:
    """After the last character of a block scalar: blank lines are its own only if it keeps them (`|+`)."""
    header = _HEADER.match(text, body)
    header_end = header.end() if header else body
    first = line_end(text, body) + 1
    if text[end - 1 : end] == "\n":
        end -= 1
    if "+" not in text[body:header_end]:
        while end >= first and not text[line_start(text, end) : end].strip():
            end = line_start(text, end) - 1
    if end < first:
        return header_end
    return end - 1 if text[end - 1 : end] == "\r" else end
