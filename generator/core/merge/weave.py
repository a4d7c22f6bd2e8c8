"""The text that three versions become: our bytes, with what they changed in its places.

Nothing is decided here that `three_way` does not decide: where the two disagree, the data win (see `merge`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import MISSING
from generator.core.identity import item_of, spelled
from generator.core.merge.comments import merged_lines, only_in, said
from generator.core.merge.pieces import Piece, PieceBlock, at_indent, lines_at_indent, root_block
from generator.core.merge.three_way import is_blank, order_of, same_any_order, shared_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from generator.core.data import Data
    from generator.core.identity import Names
    from generator.core.yaml.document import Document


class _Made(NamedTuple):
    """A piece of the result: the lines above it, and its text at the column of its block."""

    lead: str
    text: str


def woven(base: Document, ours: Document, theirs: Document) -> str:
    """The text of three documents whose roots are block maps with entries, each ending in a line break.

    The base may have no entries.

    Where both sides changed the same, or what is in braces or brackets, ours stands.
    """
    mine, new = root_block(ours), root_block(theirs)
    epilogue = ours.text[ours.limit :]
    if not base.root.pairs:
        # What a blank file says stands somewhere in ours, or we removed it: theirs brings none of it again.
        known = {*said(base.text)}
        new[1].pieces[0].lead = _without(new[1].pieces[0].lead, known)
        return (
            merged_lines("", mine[0], _without(new[0], known))
            + _block(None, mine[1], new[1], None)
            + epilogue
        )
    old = root_block(base)
    prologue = merged_lines(old[0], mine[0], new[0])
    return prologue + _block(old[1], mine[1], new[1], None) + epilogue


def _without(lines: str, known: Collection[str]) -> str:
    return "".join(one for one in lines.splitlines(keepends=True) if one.strip() not in known)


def _block(base: PieceBlock | None, ours: PieceBlock, theirs: PieceBlock, names: Names | None) -> str:
    """The text of a map or list, at the column that it has in ours.

    `names` tell the items of a list apart; without them it is what they say.
    """
    column = ours.column
    versions = [_by_name(one, names) for one in (base, ours, theirs)]
    old, mine, new = versions
    made: list[_Made] = []
    kept = ""  # comments of ours about what is gone
    for name in order_of(*(list(one) for one in versions)):
        one = _piece(old.get(name), mine.get(name), new.get(name), column)
        if isinstance(one, str):
            kept += one
        elif one is not None:
            made.append(one._replace(lead=kept + one.lead))
            kept = ""
    feet = [_foot(one, column) for one in (base, ours, theirs)]
    text = kept + merged_lines(*feet)
    if ours.is_compact and made:
        # Comments have no room between a dash and a key: they come below it.
        lead, first = made[0]
        made[0] = _Made("", first + lead if lead.strip() else first)
    indent = " " * column
    parts = [
        f"{one.lead}{'' if ours.is_compact and not number else indent}{one.text}"
        for number, one in enumerate(made)
    ]
    return "".join(parts) + text


def _foot(block: PieceBlock | None, column: int) -> str:
    return lines_at_indent(block.foot, column - block.column) if block else ""


def _by_name(block: PieceBlock | None, names: Names | None) -> dict[str, Piece]:
    if block is None:
        return {}
    if block.is_list and not names:
        return _by_content(block.pieces)
    return {item_of(one.data, names) if names else one.name: one for one in block.pieces}


def _by_content(pieces: Iterable[Piece]) -> dict[str, Piece]:
    """Items by what they say; the second that says the same is another one."""
    seen: Counter[str] = Counter()
    found = {}
    for one in pieces:
        says = spelled(one.data)
        found[f"{says} {seen[says]}"] = one
        seen[says] += 1
    return found


def _piece(base: Piece | None, ours: Piece | None, theirs: Piece | None, column: int) -> _Made | str | None:
    """What three versions of an entry become; comments that outlive it, or None where nothing is left."""
    if ours is None:
        if theirs is None or base is not None:
            return None  # we removed it
        return _taken(theirs, column)
    if theirs is None:
        if base is None or not same_any_order(ours.data, base.data):
            return _Made(ours.lead, ours.text)
        above = only_in(ours.lead, base.lead, column)
        return above + only_in(ours.text, base.text, column) or None
    lead = merged_lines(*(_lead(one, column) for one in (base, ours, theirs)))
    if base is not None and _says_the_same(ours, base):
        return _Made(lead, theirs.at(column))
    if _says_the_same(ours, theirs) or (base is not None and _says_the_same(theirs, base)):
        return _Made(lead, ours.text)
    if blocks := _mergeable(base, ours, theirs):
        names = _names(base, ours, theirs) if ours.node.kind == "seq" else None
        return _Made(lead, _head(base, ours, theirs) + _block(*blocks, names))
    return _leaf(base, ours, theirs, lead, column)


def _taken(theirs: Piece, column: int) -> _Made:
    return _Made(_lead(theirs, column), theirs.at(column))


def _lead(piece: Piece | None, column: int) -> str:
    return lines_at_indent(piece.lead, column - piece.column) if piece else ""


def _says_the_same(one: Piece, other: Piece) -> bool:
    """Whether two pieces are the same text, but for their columns and white space at the end of lines."""
    if one.column == other.column and one.text == other.text:
        return True
    left, right = one.at(0).rstrip().split("\n"), other.at(0).rstrip().split("\n")
    return len(left) == len(right) and all(a.rstrip() == b.rstrip() for a, b in zip(left, right, strict=True))


def _mergeable(
    base: Piece | None, ours: Piece, theirs: Piece
) -> tuple[PieceBlock | None, PieceBlock, PieceBlock] | None:
    """The blocks of three versions that can be merged entry by entry; None where they cannot."""
    mine, new = ours.block, theirs.block
    if mine is None or new is None or ours.node.kind != theirs.node.kind:
        return None
    old = base.block if base else None
    if old is None and base is not None and not is_blank(base.data):
        return None
    if base is not None and old is not None and base.node.kind != ours.node.kind:
        return None
    if ours.node.kind == "seq" and not _names(base, ours, theirs):
        # Nothing names the items: only where they alone changed what these say, it is clear which is which.
        is_theirs_alone = base is not None and _is_theirs_alone(base.data, ours.data, theirs.data)
        return (old, mine, new) if is_theirs_alone else None
    return old, mine, new


def _names(base: Piece | None, ours: Piece, theirs: Piece) -> Names | None:
    return shared_names(base.data if base else MISSING, ours.data, theirs.data)


def _head(base: Piece | None, ours: Piece, theirs: Piece) -> str:
    """The line of a key whose entries are merged: theirs where they alone changed it."""
    if base is None or base.block is None or theirs.block is None or ours.block is None:
        return ours.head
    heads = [at_indent(one.head, -one.column) for one in (base, ours, theirs)]
    is_ours_as_it_was = (
        heads[0].split() == heads[1].split() and ours.block.is_compact == theirs.block.is_compact
    )
    if is_ours_as_it_was and heads[2].split() != heads[0].split():
        return at_indent(theirs.head, ours.column - theirs.column)
    return ours.head


def _leaf(base: Piece | None, ours: Piece, theirs: Piece, lead: str, column: int) -> _Made:
    """An entry whose value is one thing: ours, or theirs where we left it alone."""
    was = base.data if base else MISSING
    if same_any_order(ours.data, theirs.data) or not _is_theirs_alone(was, ours.data, theirs.data):
        return _Made(lead, _with_their_comment(base, ours, theirs))
    assert base is not None
    mine, new = _value(ours), _value(theirs)
    if _is_short(ours) and _is_short(theirs):
        gap = (ours.document.text[ours.opened : ours.value_start] or " ") if new else ""
        start = ours.document.text[ours.start : ours.opened]
        return _Made(lead, f"{start}{gap}{new}{_tail(base, ours, theirs, column)}")
    if _value(base).split() != mine.split() and ours.block is not None:
        return _Made(lead, ours.text)  # our comments stand in it: what changed is edited there
    lost = only_in(ours.text, base.text, column)
    start = ours.document.text[ours.start : ours.opened]
    rest = at_indent(theirs.document.text[theirs.opened : theirs.end], column - theirs.column)
    return _Made(lead + lost, start + rest)


def _is_theirs_alone(was: Data, ours: Data, theirs: Data) -> bool:
    return was is not MISSING and same_any_order(was, ours) and not same_any_order(was, theirs)


def _value(piece: Piece) -> str:
    return piece.document.text[piece.value_start : piece.value_end]


def _is_short(piece: Piece) -> bool:
    """Whether its value stands on the line of its key, and nothing else than a comment behind it."""
    if piece.block is not None or piece.node.is_block_scalar:
        return False
    return "\n" not in piece.document.text[piece.opened : piece.value_end]


def _with_their_comment(base: Piece | None, ours: Piece, theirs: Piece) -> str:
    if base is None or not (_is_short(ours) and _is_short(theirs) and _is_short(base)):
        return ours.text
    return ours.document.text[ours.start : ours.value_end] + _tail(base, ours, theirs, ours.column)


def _tail(base: Piece, ours: Piece, theirs: Piece, column: int) -> str:
    """What stands behind the value: its comment, and the deeper ones below it."""
    old, mine, new = (
        at_indent(one.document.text[one.value_end : one.end], column - one.column)
        for one in (base, ours, theirs)
    )
    if said(new) == said(old):
        return mine
    if said(mine) == said(old):
        return new
    first, *below = mine.split("\n", 1)
    their_first, *their_below = new.split("\n", 1)
    old_first, *old_below = old.split("\n", 1)
    if first.strip() == old_first.strip():
        first = their_first
    rest = merged_lines(*("".join(one) for one in (old_below, below, their_below)))
    return f"{first}\n{rest}"
