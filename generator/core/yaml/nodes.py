"""What a values file is made of: nodes that know where they stand in the text.

Positions are offsets into `Document.text`, which is the file's text without its byte order mark.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["map", "seq", "scalar", "alias"]

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
        "places",
        "plain",
        "start",
        "style",
        "tag",
        "target",
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
        self.target: Node | None = None  # of an alias: what it stands for
        self.style = ""  # of a scalar: '' plain, ' " | >
        self.plain = False  # a plain scalar without a tag, that readers resolve by its spelling
        self.flow = False  # a collection in braces or brackets
        self.pairs: list[tuple[Node, Node]] = _NO_PAIRS
        self.items: list[Node] = _NO_ITEMS
        self.places: dict[str, int] | None = None  # of a large map its keys, once somebody looks for one

    @property
    def is_empty(self) -> bool:
        """An empty plain scalar, as after `key:`."""
        return self.kind == "scalar" and self.plain and not self.value

    @property
    def is_block_scalar(self) -> bool:
        return self.kind == "scalar" and self.style in ("|", ">")


class Position(NamedTuple):
    """Where something stands, for people: lines and columns count from 1."""

    line: int
    column: int


class Document(NamedTuple):
    """The first document of a file, the only one that Helm reads.

    `root` is an empty scalar where there is none. `limit` is the offset at which the document's lines end:
    the end of the text, or the start of the line with the next `---` or `...`.
    """

    text: str
    root: Node
    limit: int
    shared: frozenset[Node] = frozenset()  # anchored nodes that an alias refers to
    aliases: tuple[tuple[Node, Node], ...] = ()  # (alias, the node it stands for)
    scalars: tuple[Node, ...] = ()  # every scalar, keys included, in the order of the text
    fault: tuple[int, str] | None = None  # where and why it is refused although it parses
    template_at: int | None = None  # the offset of a `{{ }}` that happens to parse, as a map within a map
    deep_at: int | None = None  # the offset of the first node that is deeper than data may be
    may_merge: bool = False  # `<<` stands somewhere, as a key or as anything else

    def position(self, offset: int) -> Position:
        return Position(self.text.count("\n", 0, offset) + 1, offset - line_start(self.text, offset) + 1)


def line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    r"""The offset of the \n that ends the line, or the text's end."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end
