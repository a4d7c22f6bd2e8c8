"""The comment lines that belong to an entry: those that explain it, and those that document it for a tool.

A comment right above a key belongs to it. One that is deeper than the key above it is an example of what
that key may hold (`resources: {}` and `# limits:` below it), unless it explains the key below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.paths import format_path
from generator.core.yaml.document import line_end, line_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.edit.spots import Slot
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document, Node

_NEVER_OWN = r"\s*#\s*(yaml-language-server:|-{3,}|={3,}|#{3,}|[─═]{2,})"
# helm-docs, helm-schema (and helm-values-schema-json), readme-generator-for-helm
# They are compiled when something is deleted: a start of the program is too short for them.
_DOCUMENTS = r"\s*#+[ \t]*(?:--(?=\s)|@schema\b)"
_NAMED = r"\s*#+[ \t]*(?:@(?:param|extra|skip)[ \t]+(?P<tag>\S+)|(?P<name>[\w.\[\]-]+)[ \t]+--(?=\s))"
_HEADING = r"\s*#+[ \t]*@(?:section|descriptionStart|descriptionEnd)\b"


def own_comments_start(text: str, offset: int, *, deeper: bool = False) -> int:
    """The start of the comment lines directly above offset's line that are indented like it, or `deeper`."""
    start = line_start(text, offset)
    indent = text[start:offset]
    while start > 0:
        above = line_start(text, start - 1)
        line = text[above : start - 1]
        behind = line[len(indent) :].lstrip(" ") if deeper else line[len(indent) :]
        if not line.startswith(indent) or not behind.startswith("#") or re.match(_NEVER_OWN, line):
            break
        start = above
    return start


def after_own_comments(document: Document, offset: int, column: int) -> int:
    """The end of offset's line, or of the last comment directly below that is deeper than column."""
    end = line_end(document.text, offset)
    while end < document.limit:
        next_end = line_end(document.text, end + 1)
        line = document.text[end + 1 : next_end]
        comment = line.lstrip(" \t")
        if not comment.startswith("#") or len(line) - len(comment) <= column:
            break
        end = next_end
    return end


def after_claimed_comments(document: Document, offset: int, column: int) -> int:
    """The end of what is an entry's at its end: examples below it, and comments that nothing below claims.

    A comment at the entry's own column belongs to what stands right below it. Where that is a blank line,
    or the end, it is the entry's, unless it is a heading.
    """
    text = document.text
    # A text that keeps its line breaks (`|+`) has taken the one that ends its last line.
    end = last = after_own_comments(document, offset - (text[offset - 1 : offset] == "\n"), column)
    while last + 1 < document.limit:
        following = line_end(text, last + 1)
        line = text[last + 1 : following]
        if not line.strip():
            return last
        if not line.lstrip().startswith("#") or re.match(_NEVER_OWN, line):
            return end
        last = following
    return last


def with_comments(document: Document, slot: Slot, mark: int, end: int) -> tuple[int, int]:
    """(start, end) of an entry that begins at `mark`, with the comments above and the examples below it."""
    column = mark - line_start(document.text, mark)
    start = own_comments_start(document.text, mark)
    if slot.parent is None or slot.key is None:
        return start, after_own_comments(document, end, column)
    if _explains(document, slot.parent, slot.place):
        start = own_comments_start(document.text, mark, deeper=True)
    if _explains(document, slot.parent, slot.place + 1):
        return start, line_end(document.text, end)
    return start, after_own_comments(document, end, column)


def _explains(document: Document, parent: Node, place: int) -> bool:
    """Whether comments that are deeper than the key at `place` explain it, and not the one above it."""
    if place >= len(parent.pairs):
        return False
    text, key = document.text, parent.pairs[place][0]
    start = line_start(text, key.start)
    if text[start : key.start].strip():
        return False
    above = own_comments_start(text, key.start, deeper=True)
    if above == start or own_comments_start(text, key.start) < start:
        return False  # there are none, or one that is indented like the key stands between
    if not place:
        return True
    key, before = parent.pairs[place - 1]
    end = key.end if before.is_empty else before.end
    if above > line_end(text, end) + 1:  # a blank line stands between
        return True
    if any(re.match(_DOCUMENTS, line) or re.match(_NAMED, line) for line in text[above:start].splitlines()):
        return True
    holds_nothing = before.is_empty or (before.flow and not before.pairs and not before.items)
    holds_lines = before.kind in ("map", "seq") and not before.flow
    return not (holds_nothing or holds_lines) or _explains(document, parent, 0)


def documentation(document: Document, slot: Slot, mark: int, path: KeyPath) -> list[tuple[int, int]]:
    """Ranges of lines above the key at `mark` that document it: `# --`, `@schema` and `@param` blocks.

    What documents other keys is not among them, and stays where it is.
    """
    start, _ = with_comments(document, slot, mark, mark)
    end = line_start(document.text, mark)
    name = format_path(path)
    own: list[tuple[int, int]] = []
    block: list[int] = []
    floor = start
    for at, line in _lines(document.text, start, end):
        named = _named(line)
        if re.match(_HEADING, line) or (named and not _is_within(named, name)):
            block, floor = [], at + len(line)
        elif named:
            own.append((at, at + len(line)))
            block = [floor]
        elif re.match(_DOCUMENTS, line):
            block.append(at)
    above = [one for one in own if one[1] <= floor]
    return [*above, (min(block), end)] if block else above


def named_above(document: Document, mark: int, path: KeyPath) -> list[tuple[int, int]]:
    """Ranges of the lines above the key at `mark` that name a key within it, as `@param a.b` does."""
    name = format_path(path)
    lines = _lines(document.text, own_comments_start(document.text, mark), line_start(document.text, mark))
    return [
        (at, at + len(line))
        for at, line in lines
        if (found := re.match(_NAMED, line)) and found["tag"] and _is_within(found["tag"], name)
    ]


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    while start < end:
        following = line_end(text, start) + 1
        yield start, text[start:following]
        start = following


def _named(line: str) -> str:
    """The key that a line says it documents; "" where it names none."""
    found = re.match(_NAMED, line)
    return (found["tag"] or found["name"]) if found else ""


def _is_within(name: str, path: str) -> bool:
    return name == path or name.startswith((f"{path}.", f"{path}["))
