"""Move a key or a list item within a file: its lines and comments travel as they are, only indented anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.edit.plan import Planner
from generator.core.edit.proof import comments, read_result
from generator.core.edit.request import taken
from generator.core.edit.splice import Splice, Unplanned, apply
from generator.core.edit.spots import Spots, shifted, slots
from generator.core.paths import format_path
from generator.core.yaml.data import data_of
from generator.core.yaml.document import find, line_end, line_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.data import Data
    from generator.core.edit.request import Request
    from generator.core.edit.spots import Habits, Slot
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document

FEW = 30  # edits that are tried one by one where they cannot be made together: each reads the whole file
_PLACEHOLDER = "moved-by-helm-blueprint"


def moved(document: Document, request: Request, habits: Habits) -> str:
    """The text with what is at request.path at request.value instead."""
    source, target = request.path, request.value
    if request.renames:
        return apply(document.text, Planner(document, habits).rename(source, target[-1]))
    data = data_of(document, find(document, source))
    carried = _carried(document, source, target)
    gone = taken(document, request)
    if gone != source and _has_comments_of_its_own(document, gone, source):
        raise Unplanned(f"{format_path(gone)} would be empty and has a comment: move without pruning")
    deleted = Planner(document, habits).delete(gone, comment=carried is not None, prune=False)
    text = apply(document.text, deleted)
    if not habits.blocks and not text.endswith("\n"):
        text += habits.eol  # a moved block scalar needs the line break that the file ends without
    if carried is None:
        return _put(text, target, data, habits)
    with_place = _put(text, target, _PLACEHOLDER, habits)
    slot = slots(read_result(with_place), target)[0][-1]
    if slot.parent is None or slot.parent.flow:  # in braces there are no lines to carry to
        return _put(text, target, data, habits)
    return _paste(with_place, slot, carried, habits)


def moved_items(document: Document, moves: Sequence[Request], habits: Habits) -> str:
    """The text after these moves, one after the other, within one list: at once where they are many.

    Raises Unplanned where many of them cannot be made at once: each by itself would read the whole file.
    """
    if len(moves) > FEW:
        return _rearranged(document, moves)
    text = document.text
    for one in moves:
        text = moved(read_result(text), one, habits)
    return text


def _rearranged(document: Document, moves: Sequence[Request]) -> str:
    """Each item's lines, with its comments, where the lines of another one were."""
    above, text = moves[0].path[:-1], document.text
    node = find(document, above)
    if node is None or node.flow:
        raise Unplanned("items in braces have no lines to carry")
    order = list(range(len(node.items)))
    for one in moves:
        order.insert(int(one.value[-1]), order.pop(int(one.path[-1])))
    spots = Spots(document)
    places = []
    for index in order:
        slot = slots(document, (*above, index))[0][-1]
        if not spots.starts_line(spots.mark(slot)):
            raise Unplanned("an item stands behind the dash of another list")
        start, end = spots.entry_lines(slot, comment=True)
        places.append((start, end - (text[end - 1 : end] == "\r")))
    return apply(text, [
        Splice(start, end, text[other:last])
        for (start, end), (other, last) in zip(sorted(places), places, strict=True)
        if start != other
    ])  # fmt: skip


def _has_comments_of_its_own(document: Document, path: KeyPath, source: KeyPath) -> bool:
    """Whether the entry at path has comments that do not belong to the entry at source within it."""
    spots = Spots(document)
    chain, _ = slots(document, source)
    (start, end), inner = (spots.entry_lines(slot, comment=True) for slot in (chain[len(path)], chain[-1]))
    return bool(comments(document, start, line_end(document.text, end)) - comments(document, *inner))


def _put(text: str, target: KeyPath, value: Data, habits: Habits) -> str:
    document = read_result(text)
    planner = Planner(document, habits)
    chain, missing = slots(document, target)
    if not missing:
        return apply(text, planner.insert_item(chain[-2], int(target[-1]), value))
    return apply(text, planner.set(target, value))


class _Lines:
    """The lines to carry: comments above, the text behind the key or the dash, and where they stood."""

    def __init__(self, above: list[str], text: str, column: int) -> None:
        self.above, self.text, self.column = above, text, column


def _carried(document: Document, source: KeyPath, target: KeyPath) -> _Lines | None:
    """None where the source is in braces or becomes another kind of entry: its data are written anew."""
    planner = Planner(document)
    chain, _ = slots(document, source)
    slot = chain[-1]
    if slot.parent is None or slot.parent.flow or isinstance(source[-1], str) != isinstance(target[-1], str):
        return None
    mark = planner.mark(slot)
    column = planner.column(mark)
    if planner.starts_line(mark):
        start, end = planner.entry_lines(slot, comment=True)
    else:  # behind a dash: what stands below belongs to the list
        start, end = mark, slot.node.end
        if len(chain[-2].node.pairs) + len(chain[-2].node.items) > 1:
            end = line_end(document.text, end)
    above = document.text[start : line_start(document.text, mark)].splitlines() if start < mark else []
    begin = slot.key.end if slot.key else mark + 1
    return _Lines([line.strip() for line in above], document.text[begin:end].removesuffix("\r"), column)


def _paste(text: str, slot: Slot, carried: _Lines, habits: Habits) -> str:
    planner = Planner(read_result(text), habits)
    mark = planner.mark(slot)
    column = planner.column(mark)
    by = column - carried.column
    first, *rest = carried.text.split("\n")
    lines = [first, *(shifted(line, by) for line in rest)]
    end = line_end(text, slot.node.end)
    if text[end - 1 : end] == "\r":
        end -= 1
    begin = slot.key.end if slot.key else mark + 1
    splices = [Splice(begin, end, "\n".join(lines))]
    if carried.above:
        if not planner.starts_line(mark):
            raise Unplanned("a comment has no place there")
        start = line_start(text, mark)
        above = "".join(" " * column + line + planner.eol for line in carried.above)
        splices.insert(0, Splice(start, start, above))
    return apply(text, splices)
