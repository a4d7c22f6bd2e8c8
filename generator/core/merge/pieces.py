"""A values file cut into pieces that can be put together anew: entries of maps and items of lists.

Every byte belongs to one piece: the lines above an entry (its lead), the entry itself with the comments that
are deeper below it, or what is left at the end of a map or list (its foot).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from generator.core.edit.owned import after_claimed_comments
from generator.core.edit.spots import shifted
from generator.core.yaml.data import data_of
from generator.core.yaml.document import key_name, line_end, line_start, skip_blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.data import Data
    from generator.core.yaml.document import Document, Node


class PieceBlock(NamedTuple):
    """The entries of a map, or the items of a list, in block style; there is one at least."""

    pieces: tuple[Piece, ...]
    foot: str
    column: int
    is_list: bool
    is_compact: bool  # the first piece shares the line of what holds the block


class Piece:
    """One entry or item: text[start:end], without the indentation of its first line."""

    def __init__(
        self, document: Document, lead: str, span: tuple[int, int], key: Node | None, node: Node
    ) -> None:
        self.document, self.lead, self.node = document, lead, node
        self.start, self.end = span
        self.name = key_name(key) if key is not None else ""
        self.column = self.start - line_start(document.text, self.start)
        # Behind the colon, or the dash.
        self.opened = document.text.index(":", key.end) + 1 if key is not None else self.start + 1

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @cached_property
    def data(self) -> Data:
        return data_of(self.document, self.node)

    @cached_property
    def block(self) -> PieceBlock | None:
        """What it holds in block style; None of scalars, aliases, and what is in braces or brackets."""
        node, text = self.node, self.document.text
        if node.kind not in ("map", "seq") or node.flow or not (node.pairs or node.items):
            return None
        first_line = line_end(text, self.opened) + 1
        start = min(first_line, node.body)
        return _block(self.document, node, start, self.end)

    @property
    def head(self) -> str:
        """What stands before the first entry that it holds."""
        block = self.block
        assert block is not None
        first = block.pieces[0]
        start = (
            first.start if block.is_compact else line_start(self.document.text, first.start) - len(first.lead)
        )
        return self.document.text[self.start : start]

    @property
    def value_start(self) -> int:
        """Where its value begins; of an empty one, where it would."""
        return self.opened if self.node.is_empty else self.node.start

    @property
    def value_end(self) -> int:
        return self.opened if self.node.is_empty else self.node.end

    def at(self, column: int) -> str:
        """Its text as it stands at another column."""
        return at_indent(self.text, column - self.column)


def at_indent(text: str, by: int) -> str:
    """A text whose lines but the first are indented by more, or by less."""
    first, feed, rest = text.partition("\n")
    return f"{first}{feed}{lines_at_indent(rest, by)}"


def lines_at_indent(text: str, by: int) -> str:
    """Whole lines that are indented by more, or by less."""
    return "\n".join(shifted(line, by) for line in text.split("\n")) if by else text


def root_block(document: Document) -> tuple[str, PieceBlock]:
    """What stands before the first entry and is about the file as a whole, and the entries."""
    node, text = document.root, document.text
    begin = _after_marker(text, node)
    block = _block(document, node, begin, document.limit)
    first = block.pieces[0]
    # The first lines, up to a blank one, are about the file; what is right above the first key is about that.
    cut = first.lead.rfind("\n\n")
    if cut < 0:
        return text[:begin], block
    prologue, first.lead = text[:begin] + first.lead[: cut + 1], first.lead[cut + 1 :]
    return prologue, block


def _after_marker(text: str, root: Node) -> int:
    """Where the lines of the document begin: behind its `---` and what stands above that."""
    offset = line_start(text, root.body)
    while offset > 0:
        above = line_start(text, offset - 1)
        if text.startswith("---", above):
            return offset
        offset = above
    return 0


def _block(document: Document, node: Node, start: int, end: int) -> PieceBlock:
    text = document.text
    entries = list(_entries(document, node))
    column = entries[0][0] - line_start(text, entries[0][0])
    is_compact = start > line_start(text, start)
    pieces = []
    lead = text[start : line_start(text, entries[0][0])]
    for number, (mark, key, value) in enumerate(entries):
        following = line_start(text, entries[number + 1][0]) if number + 1 < len(entries) else end
        over = max(value.end, key.end if key else mark, mark) - _has_ended(text, value)
        over = min(after_claimed_comments(document, over, column) + 1, following)
        own = over + _deeper(text[over:following], column)
        pieces.append(Piece(document, lead, (mark, own), key, value))
        lead = text[own:following]
    return PieceBlock(tuple(pieces), lead, column, node.kind == "seq", is_compact)


def _has_ended(text: str, value: Node) -> int:
    """1 for a text that keeps its line breaks (`|+`): it has taken the one that ends its last line."""
    return int(value.is_block_scalar and text[value.end - 1 : value.end] == "\n")


def _entries(document: Document, node: Node) -> Iterator[tuple[int, Node | None, Node]]:
    """Where each entry or item begins, its key and its value."""
    if node.kind == "map":
        for key, value in node.pairs:
            yield key.start, key, value
        return
    mark = node.body
    for item in node.items:
        mark = skip_blank(document.text, mark)
        yield mark, None, item
        mark = max(item.end, mark + 1)


def _deeper(lines: str, column: int) -> int:
    """The length of the lines below an entry that are its own: up to the last comment deeper than it."""
    end = offset = 0
    for line in lines.splitlines(keepends=True):
        offset += len(line)
        word = line.lstrip(" \t")
        if not word.strip():
            continue
        if len(line) - len(word) <= column:
            break
        end = offset
    return end
