"""The blank lines around what was added to a values file, or taken from it.

An edit adds no line that it does not need. Where a file sets its blocks off by blank lines, a new one
is set off, too; and no block is put below a comment that would be taken for its own. What goes leaves
no more blank lines than there were on either side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import same
from generator.core.differences import common_ends
from generator.core.edit.spots import habits_of
from generator.core.yaml.data import data_of
from generator.core.yaml.document import (
    BOM,
    entry_name,
    key_name,
    line_end,
    line_start,
    read,
    with_line_feeds,
)
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.yaml.document import Document


def set_off(before: str, after: str, name: str) -> str:
    """The text after an edit, with a blank line above the top-level key that it has added, if it has."""
    old, new = read(before.removeprefix(BOM)), read(after.removeprefix(BOM))
    if old.root.flow or name in _names(old) or name not in _names(new):
        return after
    text = new.text
    start = line_start(text, next(key.start for key, _ in new.root.pairs if key_name(key) == name))
    above = text[line_start(text, start - 1) : start].strip() if start else ""
    if not above or not (above.startswith("#") or are_set_off(old)):
        return after
    bom = after[: len(after) - len(text)]
    return _if_same(bom + text[:start] + habits_of(text).eol + text[start:], after)


def closed_up(before: str, after: str) -> str:
    """The text after lines have gone, without the blank lines that only they were set off by."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    head, _ = common_ends(old, new)
    if len(new) >= len(old) or new[head:] != old[len(old) - len(new) + head :]:
        return after
    first, last = head, head
    while first and not new[first - 1].strip():
        first -= 1
    while last < len(new) and not new[last].strip():
        last += 1
    above, below = new[first:head], new[head:last]
    is_end = last == len(new) or new[last].startswith(("---", "..."))
    kept = below if is_end else above if not first or len(above) >= len(below) else below
    result = "".join([*new[:first], *kept, *new[last:]])
    if last == len(new) and not before.endswith("\n"):
        result = result.rstrip("\r\n")
    return _if_same(result, after)


def _names(document: Document) -> list[str]:
    return [name for key, _ in document.root.pairs if (name := entry_name(key)) is not None]


def are_set_off(document: Document) -> bool:
    """Whether most of the top-level blocks have a blank line above them, and above their comments."""
    found = [_has_blank_above(document.text, key.start) for key, _ in document.root.pairs[1:]]
    return sum(found) * 2 > len(found)


def _has_blank_above(text: str, offset: int) -> bool:
    start = block_start(text, offset)
    return start > 0 and not text[line_start(text, start - 1) : start].strip()


def block_start(text: str, offset: int) -> int:
    """Where the block of a top-level key begins: at the comments right above it."""
    start = line_start(text, offset)
    while start:
        above = line_start(text, start - 1)
        if not text.startswith("#", above):
            break
        start = above
    return start


def _if_same(text: str, otherwise: str) -> str:
    """The text if it says what the other one says: blank lines can belong to a text of several lines."""
    if text == otherwise:
        return text
    try:
        documents = [read(one.removeprefix(BOM)) for one in (text, otherwise)]
    except BlueprintError:
        return otherwise
    return text if same(*map(data_of, documents)) else otherwise


def without_empty_root(text: str) -> str:
    """The text without the `{}` that is all it says; with it where another document would be the first."""
    lines = with_line_feeds(text)
    if lines != text:
        return without_empty_root(lines).replace("\n", "\r")
    bom = BOM if text.startswith(BOM) else ""
    document = read(text[len(bom) :])
    root, body = document.root, document.text
    start, end = line_start(body, root.start), line_end(body, root.end)
    if not root.flow or root.pairs or root.kind != "map" or body[start:end].strip() != "{}":
        return text
    if document.limit < len(body):
        return text
    rest = body[:start] + body[end + 1 :]
    return bom + closed_up(body, rest)
