"""New entries of maps and lists: where they go, and in whose style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.edit.owned import after_own_comments, own_comments_start
from generator.core.edit.splice import Splice
from generator.core.edit.spots import Slot, Spots
from generator.core.yaml import render
from generator.core.yaml.document import Node, line_start, skip_blank

if TYPE_CHECKING:
    from generator.core.data import Data
    from generator.core.yaml.render import ScalarStyle


class Additions(Spots):
    """Plans what is added; every method returns splices."""

    def add_entry(self, slot: Slot, name: str, value: Data) -> list[Splice]:
        """A new key at the end of a map that has some."""
        node = slot.node
        if node.flow:
            quotes = quotes_in(node)
            text = f"{render.key(name, quotes, flow=True)}: {render.in_flow(value, quotes)}"
            return self._add_in_flow(node, text)
        first = node.pairs[0][0]
        column = self.column(self.key_mark(first))
        lines = render.entry(name, value, self.layout() if is_long(value) else render.Layout())
        end = after_own_comments(self.document, node.end, column)
        if slot.parent is None and skip_blank(self.text, end) >= self.document.limit:
            end = max(end, len(self.text[: self.document.limit].rstrip()))
        return [self.lines_after(end, render.indented(lines, column))]

    def add_item(self, slot: Slot, value: Data) -> list[Splice]:
        """A new item at the end of a list that has some."""
        node = slot.node
        if node.flow:
            return self._add_in_flow(node, render.in_flow(value, quotes_in(node)))
        column = self.column(self.dash(node, 0))
        end = after_own_comments(self.document, node.end, column)
        return [self.lines_after(end, self._item_lines(node, value, column))]

    def _item_lines(self, node: Node, value: Data, column: int) -> list[str]:
        last = node.items[-1]
        dash = self.dash(node, len(node.items) - 1)
        same_line = not last.is_empty and "\n" not in self.text[dash : last.body]
        gap = last.start - dash - 1 if same_line else 1
        style = last.style if last.style in ("'", '"') and isinstance(value, str) else ""
        layout = self.layout() if is_long(value) else render.Layout()
        return render.indented(render.list_item(value, layout, gap=gap, style=quote(style)), column)

    def insert_item(self, slot: Slot, index: int, value: Data) -> list[Splice]:
        """A new item before the one that is at index now."""
        node = slot.node
        if index == len(node.items):
            return self.add_item(slot, value)
        if node.flow:
            at = node.items[index].start
            before = self.text[line_start(self.text, at) : at]
            gap = " " if before.strip() else self.eol + before
            return [Splice(at, at, render.in_flow(value, quotes_in(node)) + "," + gap)]
        dash = self.dash(node, index)
        column = self.column(dash)
        lines = self._item_lines(node, value, column)
        if index:
            return [
                self.lines_after(after_own_comments(self.document, node.items[index - 1].end, column), lines)
            ]
        if self.starts_line(dash):
            start = own_comments_start(self.text, dash)
            return [Splice(start, start, self.join(lines) + self.eol)]
        return [Splice(dash, dash, self.join(lines).lstrip() + self.eol + " " * column)]

    def _add_in_flow(self, node: Node, text: str) -> list[Splice]:
        if node.kind == "map" and self.text[node.body : node.body + 1] != "{":  # the pair of `[key: value]`
            return [Splice(node.body, node.body, "{"), Splice(node.end, node.end, f", {text}}}")]
        start, end = self.flow_spans(node)[-1]
        after = skip_blank(self.text, end)
        comma = self.text[after : after + 1] == ","
        gap = " " if self.text[end - 1] == ":" else ""  # `{a: , b: 1}`: in `a:,` the colon is text
        if self.starts_line(start) and "\n" in self.text[end : node.end]:
            indent = " " * self.column(start)
            if comma:
                return [self.lines_after(after, [f"{indent}{text},"])]
            return [Splice(end, end, f"{gap},"), self.lines_after(end, [indent + text])]
        if comma:
            return [Splice(after + 1, after + 1, f" {text}")]
        spaced = end + len(gap) if self.text.startswith(gap, end) else end
        return [Splice(end, spaced, f"{gap}, {text}")]


def quote(style: str) -> ScalarStyle:
    if style == "'":
        return "'"
    return '"' if style == '"' else ""


def quotes_in(node: Node) -> ScalarStyle:
    """The quotes that strings in a collection share: of the keys in a map, of the items in a list."""
    styles = {key.style for key, _ in node.pairs} or {
        item.style for item in node.items if item.kind == "scalar"
    }
    return quote(styles.pop()) if len(styles) == 1 else ""


def is_long(value: Data) -> bool:
    """True where the way the file indents shows in the lines of the value."""
    return render.is_block(value) or (isinstance(value, str) and "\n" in value)
