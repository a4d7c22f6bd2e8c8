"""A whole block of text, comments and all, put below an entry of a file: new lines, no other one touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import Data, same, value_at
from generator.core.edit.guard import EditRefused
from generator.core.edit.owned import after_claimed_comments
from generator.core.edit.splice import Unplanned
from generator.core.edit.spots import Spots, slots
from generator.core.paths import format_path
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, line_start, place, read, with_line_feeds
from generator.core.yaml.render import indented
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.edit.spots import Slot
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document


def insert_block(text: str, block: str, after: KeyPath, *, file: str = "") -> str:
    """The text with `block` below the entry at `after`, and below the comments that are the entry's.

    `block` is what a person would write at the left edge: keys with their values, or items (`- …`), with
    comments above, beside and within them. It is moved to the entry's column, ends its lines as the file
    does, and is set off by blank lines where its neighbours are.

    Proven: read again, the data are the old ones with those of the block behind the entry's. Raises
    EditRefused, naming file and line, where that cannot be: a key that is there already, an entry in
    braces; BlueprintError where the text, or the block, is not YAML.
    """
    bom = BOM if text.startswith(BOM) else ""
    body = with_line_feeds(text[len(bom) :])
    document = read(body, file=file)
    chain, missing = slots(document, after)
    slot = chain[-1]
    if missing or slot.parent is None:
        raise EditRefused(f"there is no {format_path(after)} that something could stand below", where=file)
    where = place(body, (slot.key or slot.node).start, file)
    hint = "The file is unchanged: edit it by hand."
    expected = _expected(document, block, after, where)
    spots = Spots(document)
    try:
        result = _spliced(spots, slot, block)
        is_proven = same(data_of(read(result)), expected)
    except (Unplanned, BlueprintError):
        is_proven = False
        result = text
    if not is_proven:
        raise EditRefused(
            f"nothing can be put below {format_path(after)} as it is written", where=where, hint=hint
        )
    return bom + (result.replace("\n", "\r") if body != text[len(bom) :] else result)


def _spliced(spots: Spots, slot: Slot, block: str) -> str:
    if slot.parent is None or slot.parent.flow:
        raise Unplanned
    mark = spots.mark(slot)
    if not spots.starts_line(mark):
        raise Unplanned
    text, column = spots.text, spots.column(mark)
    end = after_claimed_comments(
        spots.document, max(slot.node.end, slot.key.end if slot.key else mark), column
    )
    lines = indented(block.replace("\r\n", "\n").rstrip("\n").split("\n"), column)
    if _is_set_off(spots, slot):
        lines = ["", *lines]
    splice = spots.lines_after(min(end, len(text)), lines)
    after = text[: splice.start] + splice.text + text[splice.end :]
    return after if splice.end < len(text) or text.endswith("\n") else after + spots.eol


def _is_set_off(spots: Spots, slot: Slot) -> bool:
    """Whether entries of this map or list have blank lines between them."""
    parent, text = slot.parent, spots.text
    assert parent is not None
    marks = (
        [spots.key_mark(key) for key, _ in parent.pairs]
        if parent.kind == "map"
        else [spots.dash(parent, index) for index in range(len(parent.items))]
    )
    if len(marks) < 2:
        return parent is spots.document.root
    blank = [_has_blank_above(text, mark) for mark in marks[1:]]
    if slot.place + 1 < len(marks) and parent is not spots.document.root:
        return blank[slot.place]
    return sum(blank) * 2 > len(blank)


def _has_blank_above(text: str, offset: int) -> bool:
    """Whether a blank line stands above an entry and the comment lines right above it."""
    start = line_start(text, offset)
    while start and (line := text[line_start(text, start - 1) : start].strip()):
        if not line.startswith("#"):
            return False
        start = line_start(text, start - 1)
    return start > 0


def _expected(document: Document, block: str, after: KeyPath, where: str) -> Data:
    """The data with those of the block behind the entry's."""
    data, new = data_of(document), data_of(read(block))
    above = value_at(data, after[:-1])
    if isinstance(above, dict) and isinstance(new, dict):
        for name in new:
            if name in above:
                path = format_path((*after[:-1], name))
                raise EditRefused(f"{path} is there already", where=where)
        return _with(data, after[:-1], {**above, **new})
    if isinstance(above, list) and isinstance(new, list) and isinstance(after[-1], int):
        cut = after[-1] + 1
        return _with(data, after[:-1], [*above[:cut], *new, *above[cut:]])
    raise EditRefused(f"keys go below keys, items below items: {format_path(after)} is neither", where=where)


def _with(data: Data, path: KeyPath, value: Data) -> Data:
    """The data with another value at a path that is there."""
    if not path:
        return value
    if isinstance(data, list):
        return [_with(item, path[1:], value) if i == path[0] else item for i, item in enumerate(data)]
    return {key: _with(item, path[1:], value) if key == path[0] else item for key, item in data.items()}
