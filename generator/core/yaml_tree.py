"""A values file as a tree of nodes that know where they stand in the text.

PyYAML's C parser reads it (0.3 ms for a file of 300 lines); nothing is resolved or constructed here.
Positions are offsets into `Document.text`, which is the file's text without its byte order mark.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import yaml

from generator.core.helm_scalars import key_text, resolve_plain
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.paths import Path

try:
    from yaml._yaml import CParser as _Parser  # type: ignore[import-untyped,unused-ignore]
except ImportError:  # PyYAML without libyaml: the same events, ten times slower
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

Kind: TypeAlias = Literal["map", "seq", "scalar", "alias"]

BOM = "\ufeff"
_PROPERTIES = re.compile(r"(?:[&!]\S*(?:[ \t\r\n]+(?:#[^\n]*\n\s*)*|$))+")
_HEADER = re.compile(r"[|>][-+0-9]*")
_BLANK = re.compile(r"(?:[ \t\r\n]+|(?:(?<=\s)|(?<=\A))#[^\n]*)*")


# Shared by all nodes that have none: most are scalars.
_NO_PAIRS: list[tuple[Node, Node]] = []
_NO_ITEMS: list[Node] = []


class Node:
    """One node. A class with slots: a file has thousands, and frozen dataclasses take three times as long."""

    __slots__ = (
        "anchor",
        "body",
        "end",
        "flow",
        "items",
        "kind",
        "pairs",
        "plain",
        "start",
        "style",
        "tag",
        "value",
    )

    def __init__(self, kind: Kind, start: int, end: int) -> None:
        self.kind: Kind = kind
        self.start = start  # of the node's anchor or tag, if it has one
        self.body = start  # of what follows them: the quote, the bracket, the first key or dash
        self.end = end  # after the last character; a block scalar's final line break is not part of it
        self.anchor: str | None = None
        self.tag: str | None = None
        self.value = ""  # of a scalar; the name of an alias
        self.style = ""  # of a scalar: '' plain, ' " | >
        self.plain = False  # a plain scalar without a tag, that readers resolve by its spelling
        self.flow = False  # a collection in braces or brackets
        self.pairs: list[tuple[Node, Node]] = _NO_PAIRS
        self.items: list[Node] = _NO_ITEMS

    @property
    def is_empty(self) -> bool:
        """An empty plain scalar, as after `key:`."""
        return self.kind == "scalar" and self.plain and not self.value

    @property
    def is_block_scalar(self) -> bool:
        return self.kind == "scalar" and self.style in ("|", ">")


@dataclass(frozen=True)
class Position:
    """Where something stands, for people: lines and columns count from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Document:
    """The first document of a file, the only one that Helm reads.

    `root` is an empty scalar where there is none. `limit` is the offset at which the document's lines end:
    the end of the text, or the start of the line with the next `---` or `...`.
    """

    text: str
    root: Node
    limit: int
    shared: frozenset[Node] = field(default=frozenset())  # anchored nodes that an alias refers to
    aliases: tuple[tuple[Node, Node], ...] = ()  # (alias, the node it stands for)
    scalars: tuple[Node, ...] = ()  # every scalar, keys included, in the order of the text
    undefined: Node | None = None  # an alias without anchor
    template_at: int | None = None  # the offset of a `{{ }}` that happens to parse, as a map within a map

    def position(self, offset: int) -> Position:
        return Position(self.text.count("\n", 0, offset) + 1, offset - line_start(self.text, offset) + 1)


def line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    r"""The offset of the \n that ends the line, or the text's end."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def skip_blank(text: str, offset: int) -> int:
    """The offset of the next character that is neither white space nor part of a comment."""
    match = _BLANK.match(text, offset)
    return match.end() if match else offset


def place(text: str, offset: int, file: str) -> str:
    """`values.yaml:12`, or `line 12` where the file has no name."""
    line = text.count("\n", 0, offset) + 1
    return f"{file}:{line}" if file else f"line {line}"


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=4)
def _read(text: str) -> Document:
    """Cached: what one edit has proven is what the next one starts from."""
    parser: Any = _Parser(text)
    events: Iterator[Any] = iter(parser.get_event, None)
    builder = _Builder(text)
    limit = len(text)
    for event in events:
        kind = event.__class__
        if (kind is yaml.DocumentStartEvent and builder.documents) or (
            kind is yaml.DocumentEndEvent and event.explicit
        ):
            limit = min(limit, event.start_mark.index)
        if kind is yaml.StreamEndEvent:
            break
        builder.take(event)
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
        builder.undefined,
        builder.template_at,
    )


def read(text: str, *, file: str = "") -> Document:
    """Read a file's text, without its byte order mark.

    Raises BlueprintError, with file and line, where it is not YAML or is a template of YAML.
    """
    try:
        document = _read(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _unreadable(text, mark.index if mark else 0, error.problem or str(error), file) from error
    except yaml.reader.ReaderError as error:
        raise _unreadable(text, min(error.position, len(text)), str(error.reason), file) from error
    if document.undefined is not None:
        alias = document.undefined
        raise _unreadable(text, alias.start, f"no anchor &{alias.value} stands above its alias", file)
    if document.template_at is not None:
        raise _template(text, document.template_at, file)
    return document


def _unreadable(text: str, offset: int, problem: str, file: str) -> BlueprintError:
    found = re.compile(r"^[^#\n'\"]*\{\{", re.MULTILINE).search(text)
    if found:
        return _template(text, found.end(), file)
    return BlueprintError(
        f"not valid YAML: {problem}",
        where=place(text, offset, file),
        hint="Correct the file, then try again.",
    )


def _template(text: str, offset: int, file: str) -> BlueprintError:
    return BlueprintError(
        "the file is a template ({{ }} outside a string), not YAML",
        where=place(text, offset, file),
        hint="Values files are not rendered by Helm; put the expression in quotes or edit the file by hand.",
    )


class _Builder:
    """Turns parse events into nodes, with a stack instead of recursion: depth is the file's choice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node | None = None
        self.documents = 0
        self.scalars: list[Node] = []
        self.undefined: Node | None = None
        self.template_at: int | None = None
        self.shared: set[Node] = set()
        self.aliases: list[tuple[Node, Node]] = []
        self._anchors: dict[str, Node] = {}
        self._stack: list[Node] = []
        self._keys: list[Node | None] = []

    def take(self, event: Any) -> None:
        kind = event.__class__
        if self.documents != 1:
            self.documents += kind is yaml.DocumentStartEvent
        elif kind is yaml.ScalarEvent:
            node = self._scalar(event)
            self.scalars.append(node)
            self._add(node)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._open("map" if kind is yaml.MappingStartEvent else "seq", event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._close(event)
        elif kind is yaml.AliasEvent:
            node = Node("alias", event.start_mark.index, event.end_mark.index)
            node.value = event.anchor
            if event.anchor in self._anchors:
                self.shared.add(self._anchors[event.anchor])
                self.aliases.append((node, self._anchors[event.anchor]))
            else:
                self.undefined = self.undefined or node
            self._add(node)
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1

    def _scalar(self, event: Any) -> Node:
        node = Node("scalar", event.start_mark.index, event.end_mark.index)
        node.value = event.value
        node.style = event.style or ""
        if event.anchor is not None or event.tag is not None:
            self._properties(node, event)
        node.plain = node.style == "" and node.tag is None
        if node.is_block_scalar:
            node.end = _block_scalar_end(self.text, node.body, node.end)
        return node

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
        self._properties(node, event)
        self._add(node)
        self._stack.append(node)
        self._keys.append(None)

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
        if parent.kind == "seq":
            parent.items.append(node)
        elif (key := self._keys[-1]) is None:
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


# ── finding ─────────────────────────────────────────────────────────────────────────────────────


def key_name(key: Node) -> str:
    """A key as Helm has it: `8080:` is "8080", `yes:` is "true"."""
    if not key.plain:
        return key.value
    resolved = resolve_plain(key.value)
    return resolved if isinstance(resolved, str) else key_text(resolved)


def child(node: Node, segment: str | int) -> tuple[Node | None, Node] | None:
    """(key, value) of a map's entry, (None, item) of a list's; of duplicate keys the last, as in Helm."""
    if isinstance(segment, str):
        if node.kind == "map":
            for key, value in reversed(node.pairs):
                if key.kind == "scalar" and (key.value == segment or key.plain) and key_name(key) == segment:
                    return key, value
    elif node.kind == "seq" and 0 <= segment < len(node.items):
        return None, node.items[segment]
    return None


def find(document: Document, path: Path) -> Node | None:
    """The node that stands at path in this text: not through aliases or merges."""
    node = document.root
    for segment in path:
        found = child(node, segment)
        if found is None:
            return None
        node = found[1]
    return node


def locate(document: Document, path: Path) -> Position | None:
    """Where the key (or the list item) at path stands."""
    if not path:
        return document.position(document.root.start)
    parent = find(document, path[:-1])
    found = child(parent, path[-1]) if parent else None
    return document.position((found[0] or found[1]).start) if found else None


def walk(root: Node) -> Iterator[tuple[Path, Node | None, Node]]:
    """(path, key or None, value) of every node under root, in the text's order, aliases not followed."""
    stack: list[tuple[Path, Node | None, Node]] = [((), None, root)]
    while stack:
        path, key, node = stack.pop()
        yield path, key, node
        if node.kind == "map":
            stack.extend(((*path, key_name(k)), k, v) for k, v in reversed(node.pairs))
        elif node.kind == "seq":
            stack.extend(((*path, i), None, item) for i, item in reversed(list(enumerate(node.items))))


def duplicate_keys(node: Node) -> Counter[str]:
    """The names that a map has more than once, with how often."""
    counts = Counter(key_name(key) for key, _ in node.pairs if key.kind == "scalar")
    return Counter({name: count for name, count in counts.items() if count > 1})
