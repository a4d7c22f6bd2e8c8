"""What goes with a key or an item: its lines, its comma, and the braces that stay when it was the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.edit.splice import Splice, Unplanned
from generator.core.edit.spots import Slot, Spots, slots
from generator.core.yaml.document import Node, line_end, line_start, skip_blank

if TYPE_CHECKING:
    from generator.core.paths import KeyPath


class Deletions(Spots):
    """Plans what is deleted; every method returns splices."""

    def delete(
        self, path: KeyPath, *, comment: bool, prune: bool, documentation: bool = False
    ) -> list[Splice]:
        chain, _ = slots(self.document, path)
        slot, parent = chain.pop(), chain[-1]
        while prune and len(chain) > 1 and len(parent.node.pairs) + len(parent.node.items) == 1:
            slot = chain.pop()
            parent = chain[-1]
        gone = path[: len(chain)]
        documented = self.documented([*chain, slot], gone, comment=comment) if documentation else []
        lines = self.entry_lines(slot, comment=comment, documented=documented)
        others = [Splice(start, end, "") for start, end in documented if end <= lines[0]]
        if len(parent.node.pairs) + len(parent.node.items) == 1:
            return [*others, *self._empty(parent, *lines)]
        if parent.node.flow:
            return [*others, self._delete_in_flow(parent.node, slot.place)]
        mark = self.mark(slot)
        if not self.starts_line(mark):
            return [*others, *self._delete_first_inline(parent.node, slot, mark)]
        return [*others, self.without_lines(*lines)]

    def _empty(self, parent: Slot, start: int, end: int) -> list[Splice]:
        """The last child goes: `{}` or `[]` stays."""
        node = parent.node
        nothing = "{}" if node.kind == "map" else "[]"
        if node.flow or (parent.parent is not None and not self.is_below(parent)):
            return [Splice(node.body, node.end, nothing)]
        if parent.parent is None:
            last = line_end(self.text, end)
            last -= self.text[last - 1] == "\r"
            return [Splice(line_start(self.text, start), last, nothing)]
        head = self.head_end(parent)
        return [Splice(head, head, f" {nothing}"), self.without_lines(start, end)]

    def _delete_first_inline(self, parent: Node, slot: Slot, mark: int) -> list[Splice]:
        """The first key of `- name: x`: the next one takes its place behind the dash."""
        if slot.place:
            raise Unplanned
        following = self.dash(parent, 1) if parent.kind == "seq" else parent.pairs[1][0].start
        between = self.text[slot.node.end : following]
        if "#" not in between:
            return [Splice(mark, following, "")]
        first, _, rest = between.partition("\n")
        if "#" in rest:  # comments of the next key stay above it
            start = mark - (len(self.text[:mark]) - len(self.text[:mark].rstrip(" ")))
            return [Splice(start, slot.node.end + len(first.rstrip("\r")), "")]
        return [Splice(mark, following, "")]

    def _delete_in_flow(self, node: Node, index: int) -> Splice:
        spans = self.flow_spans(node)
        start, end = spans[index]
        comma = skip_blank(self.text, end)
        comma_end = comma + 1 if self.text[comma : comma + 1] == "," else end
        if index + 1 < len(spans):
            following = spans[index + 1][0]
            if "#" not in self.text[end:following]:
                return Splice(start, following, "")
        elif index and "#" not in self.text[spans[index - 1][1] : start]:
            kept = spans[index - 1][1]
            return Splice(kept, end, " " if self.text[kept - 1] == ":" else "")
        if self.starts_line(start) and line_end(self.text, comma_end) < node.end:
            return self.without_lines(start, comma_end)
        return Splice(start, comma_end, "")
