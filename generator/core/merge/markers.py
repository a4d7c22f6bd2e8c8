"""Conflicts as git writes them: both sides of an entry that both changed, between markers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import only_place
from generator.core.merge.pieces import root_block
from generator.core.paths import Item
from generator.core.yaml.document import line_start, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.core.merge.pieces import Piece, PieceBlock
    from generator.core.merge.three_way import MergeConflict
    from generator.core.paths import KeyPath, Segment


class _Hunk(NamedTuple):
    """Lines of the merged text between which theirs stand as well; start == end where ours has none."""

    start: int
    end: int
    theirs: str


def with_markers(text: str, theirs: str, conflicts: Iterable[MergeConflict]) -> str:
    """A merged text in which ours stands at every conflict, with both sides of each between git's markers.

    Both texts end in a line break. Of a conflict within braces, or beside a dash, the whole entry is shown.
    """
    merged, other = root_block(read(text))[1], root_block(read(theirs))[1]
    found = sorted({_hunk(merged, other, one.path, text) for one in conflicts}, reverse=True)
    # An entry that is shown as a whole has what is within it, too: the outermost counts.
    hunks = [one for one in found if not any(_is_within(one, wider) for wider in found)]
    for one in hunks:
        ours = text[one.start : one.end]
        both = f"<<<<<<< ours\n{ours}=======\n{one.theirs}>>>>>>> theirs\n"
        text = text[: one.start] + both + text[one.end :]
    return text


def _is_within(one: _Hunk, other: _Hunk) -> bool:
    return one != other and other.start <= one.start and one.end <= other.end and other.end > other.start


def _hunk(merged: PieceBlock, other: PieceBlock, path: KeyPath, text: str) -> _Hunk:
    hunk = None
    for segment in path:
        here, there = _at(_by_name(merged), segment), _at(_by_name(other), segment)
        if here is None:
            start = _gap(merged, other, segment)
            return _Hunk(start, start, _lines(there, merged.column))
        if not (merged.is_compact and here is merged.pieces[0]):
            start = line_start(text, here.start)
            hunk = _Hunk(start, here.end, _lines(there, merged.column))
        if there is None or here.block is None or there.block is None:
            break
        merged, other = here.block, there.block
    assert hunk is not None, path
    return hunk


def _by_name(block: PieceBlock) -> dict[str, Piece]:
    """Items are numbered: which of them is meant the data say."""
    return {str(place) if block.is_list else one.name: one for place, one in enumerate(block.pieces)}


def _at(pieces: Mapping[str, Piece], segment: Segment) -> Piece | None:
    if not isinstance(segment, Item):
        return pieces.get(str(segment))
    place = only_place([one.data for one in pieces.values()], segment)
    return None if place is None else pieces[str(place)]


def _gap(merged: PieceBlock, other: PieceBlock, segment: Segment) -> int:
    """Where an entry would stand that only they have: behind what stands before it there."""
    mine, new = _by_name(merged), _by_name(other)
    there = _at(new, segment)
    for one in reversed(other.pieces[: other.pieces.index(there)] if there else ()):
        before = next((mine[name] for name, piece in new.items() if piece is one and name in mine), None)
        if before is not None and not merged.is_list:
            return before.end
    if merged.is_compact or merged.is_list:
        return merged.pieces[-1].end
    first = merged.pieces[0]
    return line_start(first.document.text, first.start)


def _lines(piece: Piece | None, column: int) -> str:
    return " " * column + piece.at(column) if piece else ""
