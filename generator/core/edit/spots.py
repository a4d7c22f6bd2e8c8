"""What has to be known to place splices: where keys, dashes, lines and comments stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from generator.core.edit.owned import documentation, named_above, with_comments
from generator.core.edit.splice import Splice, Unplanned
from generator.core.yaml.document import (
    Document,
    Node,
    child,
    line_end,
    line_start,
    place_of_key,
    read,
    skip_blank,
    walk,
)
from generator.core.yaml.render import Layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath

_BLANK_LINES = re.compile(r"(?:\n[ \t\r]*(?=\n|\Z))*")
COLON = re.compile(r"[ \t]*:")


class Habits(NamedTuple):
    """What new lines are to look like: how they end, and whether text may become a block scalar (`|`)."""

    eol: str = "\n"
    blocks: bool = True


def habits_of(text: str) -> Habits:
    """How most of a text's lines end."""
    return Habits("\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n")


class Slot(NamedTuple):
    """A node and where it hangs: parent is None for the root, key is None for an item of a list.

    place is its position among the parent's entries.
    """

    node: Node
    parent: Node | None = None
    key: Node | None = None
    place: int = 0


def slots(document: Document, path: KeyPath) -> tuple[list[Slot], KeyPath]:
    """The slots that exist on the way to path, the root first, and what of path is missing."""
    chain = [Slot(document.root)]
    for depth, segment in enumerate(path):
        parent = chain[-1].node
        found = child(parent, segment)
        if found is None:
            return chain, path[depth:]
        place = place_of_key(parent, segment) if isinstance(segment, str) else segment
        key, node = found
        chain.append(Slot(node, parent, key, place or 0))
    return chain, ()


def nest(path: KeyPath, value: Data) -> Data:
    """Value wrapped in the maps and lists that path names: ("a", 0), 1 → {"a": [1]}."""
    for segment in reversed(path):
        value = {segment: value} if isinstance(segment, str) else [value]
    return value


def shifted(line: str, by: int) -> str:
    """A line of a block that moves to another column, with as much of its indentation as there is."""
    if not line.rstrip("\r"):
        return line
    if by >= 0:
        return " " * by + line
    return line[min(-by, len(line) - len(line.lstrip(" "))) :]


def layout_of(document: Document) -> Layout:
    """How the file indents, by majority."""
    steps: Counter[int] = Counter()
    dashes: Counter[int] = Counter()
    for _, key, node in walk(document.root):
        if key is None or node.flow or node.kind not in ("map", "seq"):
            continue
        first = node.pairs[0][0].start if node.kind == "map" else node.body
        by = _column(document.text, first) - _column(document.text, key.start)
        if node.kind == "seq":
            dashes[by] += 1
        elif by > 0:
            steps[by] += 1
    step = steps.most_common(1)[0][0] if steps else 2
    return Layout(step, dashes.most_common(1)[0][0] if dashes else 2)


def _column(text: str, offset: int) -> int:
    return offset - line_start(text, offset)


def without_final_clip(document: Document) -> Document:
    r"""The document with `|-` for the `|` of a text that ends it without a line break: the same data.

    A line break behind it, for whatever is added next, would otherwise become part of that text.
    """
    text = document.text
    last = document.scalars[-1] if document.scalars else None
    if last is None or not last.is_block_scalar or text.endswith("\n") or last.value.endswith("\n"):
        return document
    header = re.compile(r"([|>][1-9]?)([-+]?)([1-9]?)").match(text, last.body)
    if header is None or header[2] == "-":
        return document
    return read(text[: last.body] + header[1] + "-" + header[3] + text[header.end() :])


class Spots:
    """Where things stand in one document, and the splices that are made of whole lines."""

    def __init__(self, document: Document, habits: Habits | None = None) -> None:
        self.document = document
        self.text = document.text
        self.habits = habits or habits_of(document.text)
        self.eol = self.habits.eol
        self._layout: Layout | None = None

    # ── positions ───────────────────────────────────────────────────────────────────────────────

    def column(self, offset: int) -> int:
        return _column(self.text, offset)

    def starts_line(self, offset: int) -> bool:
        return not self.text[line_start(self.text, offset) : offset].strip()

    def dash(self, seq: Node, index: int) -> int:
        """The offset of a block list item's dash."""
        offset = seq.body if index == 0 else skip_blank(self.text, seq.items[index - 1].end)
        if self.text[offset : offset + 1] != "-":
            raise Unplanned
        return offset

    def key_mark(self, key: Node) -> int:
        """The offset of a key, or of the question mark of `? key`."""
        start = line_start(self.text, key.start)
        before = self.text[start : key.start].rstrip()
        return start + len(before) - 1 if before.endswith("?") else key.start

    def mark(self, slot: Slot) -> int:
        """The offset of what introduces a slot: its key or its dash."""
        if slot.key is not None:
            return self.key_mark(slot.key)
        if slot.parent is not None and not slot.parent.flow:
            return self.dash(slot.parent, slot.place)
        return slot.node.start

    def head_end(self, slot: Slot) -> int:
        """After the colon or the dash, and after an anchor that stays."""
        node = slot.node
        if node.body > node.start and node.tag is None:
            return node.start + len(self.text[node.start : node.body].rstrip())
        if slot.key is not None:
            colon = COLON.match(self.text, skip_blank(self.text, slot.key.end))
            if colon is None:
                raise Unplanned
            return colon.end()
        return self.mark(slot) + 1 if slot.parent is not None else node.start

    def is_below(self, slot: Slot) -> bool:
        """True where the node starts on a later line than its key or dash."""
        return slot.parent is not None and "\n" in self.text[self.head_end(slot) : slot.node.body]

    def layout(self) -> Layout:
        if self._layout is None:
            self._layout = layout_of(self.document)._replace(blocks=self.habits.blocks)
        return self._layout

    # ── pieces ──────────────────────────────────────────────────────────────────────────────────

    def join(self, lines: Sequence[str]) -> str:
        return self.eol.join(lines)

    def lines_after(self, offset: int, lines: Sequence[str]) -> Splice:
        """New lines below the line that offset is on."""
        end = line_end(self.text, offset)
        if end < len(self.text):
            return Splice(end + 1, end + 1, self.join(lines) + self.eol)
        return Splice(end, end, self.eol + self.join(lines))

    def without_lines(self, start: int, end: int) -> Splice:
        """The lines from start's to end's, gone; a file without a final line break keeps having none."""
        first, last = line_start(self.text, start), line_end(self.text, end)
        if last < len(self.text):
            return Splice(first, last + 1, "")
        above = self._block_scalar_above(first)
        if self.text[:first].endswith(("\n\n", "\n\r\n")) or (above and above.value.endswith("\n")):
            return Splice(first, last, "")  # the line break above ends a line that stays
        first = max(0, first - 1)
        if first and self.text[first - 1] == "\r":
            first -= 1
        return Splice(first, last, "")

    def entry_lines(
        self, slot: Slot, *, comment: bool, documented: Sequence[tuple[int, int]] = ()
    ) -> tuple[int, int]:
        """(start, end) of an entry's lines, with its comments above and its examples below if comment.

        `documented` are lines above it that go with it in any case.
        """
        mark = self.mark(slot)
        start, end = mark, max(slot.node.end, slot.key.end if slot.key else mark)
        if comment:
            start, end = with_comments(self.document, slot, mark, end)
        elif documented and documented[-1][1] == line_start(self.text, mark):
            start = documented[-1][0]
        above = self._block_scalar_above(line_start(self.text, start))
        if above and above.value.endswith("\n") and "+" in self.text[above.body : above.body + 3]:
            # Blank lines below would become part of the text above, which keeps its own.
            following = _BLANK_LINES.match(self.text, line_end(self.text, end))
            end = following.end() if following else end
        return start, end

    def documented(self, chain: Sequence[Slot], path: KeyPath, *, comment: bool) -> list[tuple[int, int]]:
        """Ranges of lines that document the last key of a chain for a tool, above it and above its parents.

        With `comment` all comments above it go, and those above its parents are left to be told.
        """
        *parents, slot = chain
        marks = [self.mark(one) for one in parents if one.key is not None]
        found = [
            one for mark in marks if self.starts_line(mark) for one in named_above(self.document, mark, path)
        ]
        mark = self.mark(slot)
        if (
            comment
            or slot.key is None
            or slot.parent is None
            or slot.parent.flow
            or not self.starts_line(mark)
        ):
            return found
        return [*found, *documentation(self.document, slot, mark, path)]

    def _block_scalar_above(self, start: int) -> Node | None:
        """The block scalar that ends right above the line at start."""
        index = bisect_left(self.document.scalars, start, key=lambda node: node.start) - 1
        node = self.document.scalars[index] if index >= 0 else None
        if node is None or not node.is_block_scalar or self.text[node.end : start].strip():
            return None
        return node

    def flow_spans(self, node: Node) -> list[tuple[int, int]]:
        """(start, end) of every element in braces or brackets."""
        if node.kind == "seq":
            return [(item.start, item.end) for item in node.items]
        spans = []
        for key, value in node.pairs:
            end = value.end
            if value.is_empty and value.anchor is None:  # the parser puts it at the next comma
                colon = COLON.match(self.text, key.end)
                end = colon.end() if colon else key.end
            spans.append((key.start, end))
        return spans
