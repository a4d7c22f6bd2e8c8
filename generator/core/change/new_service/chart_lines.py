"""The line of a new service among the dependencies of Chart.yaml, in the style of its neighbours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.data import map_or_empty
from generator.core.edit.blocks import insert_block
from generator.core.edit.edit import EditRefused, edit
from generator.core.helm.chart_file import CHART_FILE
from generator.core.yaml.data import values_of_text
from generator.core.yaml.document import find, line_end, line_start, read
from generator.core.yaml.render import Layout, in_flow, list_item

if TYPE_CHECKING:
    from generator.core.data import Data, Values


def with_dependency(text: str, entry: Values, after: str, section: str = "") -> str:
    """Chart.yaml with another dependency, below the one whose values stand at `after`, else as the last.

    `section` is a comment above it, where other comments stand above dependencies.
    """
    entries = [map_or_empty(one) for one in values_of_text(text).get("dependencies") or []]
    if not entries:
        return edit(text, "set", ("dependencies",), [dict(entry)], file=str(CHART_FILE))
    keys = [str(one.get("alias") or one.get("name")) for one in entries]
    index = keys.index(after) if after in keys else len(keys) - 1
    block = _lines(text, entry, entries[index], index)
    if section and _has_sections(text):
        block = f"# {section}\n{block}"
    try:
        return insert_block(text, block, ("dependencies", index), file=str(CHART_FILE))
    except EditRefused:
        return edit(text, "append", ("dependencies",), dict(entry), file=str(CHART_FILE))


def alike_dependency(entry: Values, old: str, new: str) -> dict[str, Data]:
    """A dependency on the same chart under another name, with a condition of its own."""
    made: dict[str, Data] = {}
    for key, value in entry.items():
        if key == "condition":
            made[key] = re.sub(rf"(?<![\w.-]){re.escape(old)}(?=\.)", new, str(value))
        elif key != "alias":
            made[key] = value
        if key == "name":
            made["alias"] = new
    return made


def _lines(text: str, entry: Values, neighbour: Values, index: int) -> str:
    """The item as its neighbour is written: in braces on one line, or a key a line; keys in its order."""
    order = list(neighbour)
    ordered = {key: entry[key] for key in (*order, *entry) if key in entry}
    node = find(read(text.removeprefix("\ufeff")), ("dependencies", index))
    if node is not None and node.flow:
        return f"- {in_flow(ordered, spaced=text[node.body : node.body + 2] == '{ ')}\n"
    return "\n".join(list_item(ordered, Layout())) + "\n"


def _has_sections(text: str) -> bool:
    """Whether comments stand above dependencies."""
    document = read(text.removeprefix("\ufeff"))
    node = find(document, ("dependencies",))
    body = document.text
    for item in node.items if node else ():
        start = line_start(body, item.start)
        above = body[line_start(body, start - 1) : line_end(body, start - 1)] if start else ""
        if above.lstrip().startswith("#"):
            return True
    return False
