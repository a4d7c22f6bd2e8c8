"""Which characters of a file an edit replaces: one primitive edit becomes a few splices of its text.

Nothing is ever dumped: a splice is a value, an entry, a comma, a quote. What cannot be said in splices
raises Unplanned, and the edit is refused.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from generator.core.edit.add import Additions, quote, quotes_in
from generator.core.edit.delete import Deletions
from generator.core.edit.splice import Splice, Unplanned
from generator.core.edit.spots import COLON, Slot, nest, slots
from generator.core.yaml import render
from generator.core.yaml.document import Node, line_end, line_start

if TYPE_CHECKING:
    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.yaml.render import ScalarStyle

_COMMENT = re.compile(r"[ \t]+#[^\n]*")
_SPACES = re.compile(r"[ \t]*(?=[,}\]])")
_FLOW_WIDTH = 100  # a collection in braces that would get longer is written as a block


class Planner(Additions, Deletions):
    """Plans primitive edits of one document; every method returns splices."""

    def set(self, path: KeyPath, value: Data) -> list[Splice]:
        chain, missing = slots(self.document, path)
        slot = chain[-1]
        if not missing:
            return self.replace(slot, value)
        wanted = nest(missing[1:], value)
        node = slot.node
        if node.kind == "map" and node.pairs:
            return self.add_entry(slot, str(missing[0]), wanted)
        if node.kind == "seq" and node.items:
            return self.add_item(slot, wanted)
        return self.replace(slot, nest(missing, value))

    def replace(self, slot: Slot, value: Data) -> list[Splice]:
        node, style = slot.node, _style_for(slot.node, value)
        if slot.parent is not None and slot.parent.flow:
            return self._replace_in_flow(slot, render.in_flow(value, style or quotes_in(slot.parent)))
        if render.is_block(value):
            if node.flow and (node.pairs or node.items) and "\n" not in self.text[node.body : node.end]:
                spaced = self.text[node.body + 1] == " "
                text = render.in_flow(value, quotes_in(node), spaced=spaced)
                if self.column(node.body) + len(text) <= _FLOW_WIDTH:
                    return [Splice(self._value_start(slot), node.end, text)]
            return self._replace_by_block(slot, value)
        return self._replace_by_scalar(slot, value, style)

    def _value_start(self, slot: Slot) -> int:
        return slot.node.start if slot.node.tag is not None else slot.node.body

    def _replace_in_flow(self, slot: Slot, text: str) -> list[Splice]:
        if not slot.node.is_empty or slot.key is None:
            return [Splice(self._value_start(slot), slot.node.end, text)]
        colon = COLON.match(self.text, slot.key.end)
        if colon is None:
            return [Splice(slot.key.end, slot.key.end, f": {text}")]
        gap = _SPACES.match(self.text, colon.end())
        return [Splice(colon.end(), gap.end() if gap else colon.end(), f" {text}")]

    def _replace_by_scalar(self, slot: Slot, value: Data, style: ScalarStyle) -> list[Splice]:
        node = slot.node
        indent_of_parent = self.column(self.mark(slot)) if slot.parent else 0
        if node.is_block_scalar:
            indent = self._block_scalar_indent(node, indent_of_parent)
        elif slot.key is not None:
            indent = indent_of_parent + (
                self.layout().step if isinstance(value, str) and "\n" in value else 2
            )
        else:
            indent = indent_of_parent + 2
        if not self.habits.blocks and style in ("|", ">"):
            style = '"'
        layout = render.Layout(blocks=self.habits.blocks)
        text = render.scalar(value, style, layout, parent_indent=indent_of_parent, indent=indent)
        body = render.indented(text.body, indent)
        if node.kind in ("map", "seq") and not node.flow and self.is_below(slot):
            head = self.head_end(slot)
            below = [self.lines_after(head, body)] if body else []
            return [Splice(head, head, f" {text.head}"), *below, self.without_lines(node.body, node.end)]
        start, end, gap = self._value_span(slot)
        below = [self.lines_after(end, body)] if body else []
        return [Splice(start, end, gap + text.head + self._header_comment(node)), *below]

    def _value_span(self, slot: Slot) -> tuple[int, int, str]:
        """(start, end, the space that is missing before a new value)."""
        if slot.node.is_empty and slot.parent is not None:
            head = self.head_end(slot)
            return head, head, " "
        return self._value_start(slot), slot.node.end, ""

    def _header_comment(self, node: Node) -> str:
        """` # note` of `key: | # note` or `- name: # note`, which stands inside the text that is replaced."""
        if not node.is_block_scalar:
            return self._first_line_comment(node)
        header = self.text[node.body : min(node.end, line_end(self.text, node.body))].rstrip("\r")
        indicators = re.match(r"[|>][-+0-9]*", header)
        return header[indicators.end() :].rstrip() if indicators else ""

    def _first_line_comment(self, node: Node) -> str:
        """The comment behind the first line of a block collection, where the last line has none."""
        line = line_end(self.text, node.body)
        if node.kind not in ("map", "seq") or node.flow or line >= node.end:
            return ""
        if self.text[node.end : line_end(self.text, node.end)].strip():
            return ""
        first = bisect_left(self.document.scalars, node.body, key=lambda scalar: scalar.start)
        last = bisect_left(self.document.scalars, line, key=lambda scalar: scalar.start)
        if first == last or self.document.scalars[last - 1].end > line:
            return ""
        found = _COMMENT.search(self.text, self.document.scalars[last - 1].end, line)
        return found[0].rstrip() if found else ""

    def _block_scalar_indent(self, node: Node, indent_of_parent: int) -> int:
        header_end = line_end(self.text, node.body)
        explicit = re.match(r"[|>][-+]?([1-9])", self.text[node.body : header_end])
        if explicit:
            return indent_of_parent + int(explicit[1])
        for line in self.text[header_end + 1 : node.end].split("\n"):
            if line.strip():
                return len(line) - len(line.lstrip(" "))
        return indent_of_parent + 2

    def _replace_by_block(self, slot: Slot, value: Data) -> list[Splice]:
        node, layout = slot.node, self.layout()
        lines = render.block(value, layout)
        if slot.parent is None:
            return self._replace_root(node, lines)
        if self.is_below(slot) and not node.is_block_scalar and node.tag is None:
            same_kind = node.kind == ("map" if isinstance(value, dict) else "seq")
            column = self.column(node.body)
            if slot.key is not None and (not same_kind or node.flow):
                step = layout.step if isinstance(value, dict) else layout.dash
                column = self.column(self.mark(slot)) + step
            start = line_start(self.text, node.body)
            return [Splice(start, node.end, self.join(render.indented(lines, column)))]
        start, end, gap = self._value_span(slot)
        if slot.key is None:
            column = self.column(self.mark(slot)) + 2 if node.is_empty else self.column(start)
            rest = render.indented(lines[1:], column)
            below = [self.lines_after(end, rest)] if rest else []
            return [Splice(start, end, gap + lines[0] + self._header_comment(node)), *below]
        step = layout.step if isinstance(value, dict) else layout.dash
        lines = render.indented(lines, self.column(self.mark(slot)) + step)
        return [Splice(self.head_end(slot), end, self._header_comment(node)), self.lines_after(end, lines)]

    def _replace_root(self, node: Node, lines: list[str]) -> list[Splice]:
        if not node.is_empty:
            end = line_end(self.text, node.end)
            behind = self.text[node.end : end].strip()
            if node.flow and not node.pairs and behind.startswith("#"):
                # What is said of an empty file is said of no key.
                start = node.start if self.starts_line(node.start) else len(self.text[: node.start].rstrip())
                above = behind if start == node.start else self.eol + behind
                end -= self.text[end - 1] == "\r"
                return [Splice(start, end, self.join([above, *lines]))]
            before = "" if self.starts_line(node.start) else self.eol
            below = [self.lines_after(node.end, lines[1:])] if lines[1:] else []
            if not node.flow and node.kind in ("map", "seq"):
                below, lines = [], [self.join(lines)]
            return [Splice(node.start, node.end, before + lines[0]), *below]
        content = self.text[: self.document.limit].rstrip()
        if not content:
            return [Splice(0, 0, self.join(lines) + self.eol)]
        return [self.lines_after(len(content), lines)]

    def rename(self, path: KeyPath, name: str) -> list[Splice]:
        chain, _ = slots(self.document, path)
        key, parent = chain[-1].key, chain[-1].parent
        if key is None or parent is None or key.is_block_scalar or "\n" in self.text[key.start : key.end]:
            raise Unplanned
        style = quote(key.style)
        text = render.key(name, style, flow=parent.flow)
        return [Splice(key.start if key.tag is not None else key.body, key.end, text)]


def _style_for(node: Node, value: Data) -> ScalarStyle:
    """The style that a new value takes over from the old one."""
    if node.kind != "scalar" or not isinstance(value, str):
        return ""
    if node.style in ("|", ">"):
        return "|" if node.style == "|" else ">"
    return "" if not node.value and "\n" in value else quote(node.style)
