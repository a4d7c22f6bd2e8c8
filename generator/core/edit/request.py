"""One edit as asked for, what it must lead to, and which lines of the text it may touch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from generator.core.edit import intent
from generator.core.edit.intent import Expected, Wanted
from generator.core.edit.owned import after_own_comments, own_comments_start
from generator.core.edit.proof import Leeway
from generator.core.edit.spots import Slot, Spots, nest, slots
from generator.core.yaml.data import data_of
from generator.core.yaml.document import Document, find, line_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.data import Data
    from generator.core.paths import KeyPath

Op: TypeAlias = Literal["set", "delete", "append", "insert", "rename", "move"]
OPS: tuple[Op, ...] = get_args(Op)


class Request(NamedTuple):
    """One edit. value is the new value, of a rename the new key, of a move the new path."""

    op: Op
    path: KeyPath
    value: Data = None
    comment: bool = False  # a deleted key takes along the comments right above it, and its examples below
    prune: bool = False  # parents that a delete or a move empties go too
    documentation: bool = False  # a deleted key takes along the comments that document it for a tool
    shared: bool = False  # what aliases and merges share may change, for all of them

    @property
    def renames(self) -> bool:
        """True for a rename, and for a move within one map, which is the same."""
        return self.op == "rename" or (
            self.op == "move"
            and self.path[:-1] == self.value[:-1]
            and isinstance(self.path[-1], str)
            and isinstance(self.value[-1], str)
        )


def taken(document: Document, request: Request) -> KeyPath:
    """What a delete or a move takes away: its path, or with prune the highest parent that it empties.

    A parent that the moved value goes into is not emptied.
    """
    path = request.path
    if not request.prune or request.renames:
        return path
    chain, _ = slots(document, path)
    while len(path) > 1:
        parent, above = chain[len(path) - 1].node, path[:-1]
        stays = request.op == "move" and request.value[: len(above)] == above != request.value
        if stays or len(parent.pairs) + len(parent.items) > 1:
            break
        path = above
    return path


def target(document: Document, request: Request) -> KeyPath:
    """Where a move leads to, as its path is before something goes from a list on the way there."""
    gone, path = taken(document, request), tuple(request.value)
    depth = len(gone) - 1
    if len(path) <= depth or path[:depth] != gone[:depth]:
        return path
    place, old = path[depth], gone[depth]
    if not (isinstance(place, int) and isinstance(old, int) and place >= old):
        return path
    return (*path[:depth], place + 1, *path[depth + 1 :])


def intended(document: Document, request: Request) -> Expected:
    """The document as it must be afterwards."""
    root, path, value = document.root, request.path, request.value
    if request.op == "set":
        return intent.with_value(root, path, Wanted(value))
    if request.op == "append":
        old = find(document, path)
        return intent.with_value(root, (*path, len(old.items) if old else 0), Wanted(value))
    if request.op == "insert":
        if find(document, path) is None:
            return intent.with_value(root, path, Wanted(value))
        return intent.with_inserted(root, path, Wanted(value))
    if request.op == "rename":
        return intent.with_name(root, path, value)
    if request.renames:
        return intent.with_name(root, path, value[-1])
    rest = intent.without(root, taken(document, request))
    if request.op == "delete":
        return rest
    moved = Wanted(data_of(document, find(document, path)))
    if isinstance(value[-1], int) and intent.has(rest, value):
        return intent.with_inserted(rest, value, moved)
    return intent.with_value(rest, value, moved)


def room(document: Document, request: Request) -> int:
    """How many lines the edit may add to the file, at most."""
    chain, missing = slots(document, request.path)
    node = chain[-1].node
    if request.op == "set" and not missing and node.kind == "scalar":
        block = node.is_block_scalar and isinstance(request.value, str) and "\n" not in request.value
        return _lines(request.value) + block - 1 - document.text.count("\n", node.start, node.end)
    if request.op == "append" and not node.items:
        return _lines(nest(missing, [request.value]))
    if request.op in ("set", "append", "insert"):
        return _lines(nest(missing[1:] if node.pairs or node.items else missing, request.value))
    if request.op == "move":
        return len(request.value) + _lines(data_of(document, find(document, request.path)))
    return 0


def _lines(value: Data) -> int:
    """The lines of an entry with this value, at most: a key's own, and what stands below it."""
    if isinstance(value, dict):
        return 1 + sum(map(_lines, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(_lines, value))
    return 2 + value.count("\n") if isinstance(value, str) and "\n" in value else 1


# ── the spot ────────────────────────────────────────────────────────────────────────────────────


def leeway(document: Document, request: Request) -> Leeway:
    """Where the edit may change lines, and where comments may go with what they explain."""
    spots = Spots(document)
    chain, missing = slots(document, request.path)
    ranges = list(_touched(spots, chain, missing, request))
    gone: list[tuple[int, int]] = []
    last = chain[-1]
    if request.op == "set" and not missing and last.node.kind in ("map", "seq", "scalar"):
        end = last.node.end if last.node.flow else line_end(document.text, _end_of(spots, last))
        gone = [(_start_of(spots, last), end)] if last.node.kind != "scalar" else []
    if request.op == "delete":
        documented = [(start, end - 1) for start, end in _documented(spots, request)]
        ranges += documented
        gone = [*ranges[:1], *documented]
        if last.parent is not None and last.parent.flow:
            mark = spots.mark(last)
            own_line = spots.starts_line(mark)
            end = line_end(document.text, last.node.end) if own_line else last.node.end
            gone = [(mark, end), *documented]
    if request.op == "move" and not request.renames:
        there, absent = slots(document, target(document, request))
        ranges += _touched(spots, there, absent, Request("set" if absent else "insert", request.value))
    text = document.text
    if document.scalars and document.scalars[-1].is_block_scalar and not text.endswith("\n"):
        ranges.append((document.scalars[-1].body, document.scalars[-1].body))  # `|` may become `|-`
    lines = tuple((text.count("\n", 0, a), text.count("\n", 0, max(a, b)) + 1) for a, b in ranges)
    return Leeway(lines, tuple(gone))


def _touched(
    spots: Spots, chain: list[Slot], missing: KeyPath, request: Request
) -> Iterator[tuple[int, int]]:
    """Ranges of offsets whose lines may change."""
    last = chain[-1]
    flow = next((slot for slot in chain if slot.node.flow), None)
    if flow is not None and (flow is not last or missing or request.op == "append"):
        yield spots.mark(flow), flow.node.end
    if request.renames and last.key is not None:
        yield last.key.start, last.key.end
    elif request.op in ("delete", "move"):
        yield from _deleted(spots, chain[: len(taken(spots.document, request)) + 1], request)
    elif request.op == "insert" and not missing:
        if last.place == 0 and not spots.starts_line(spots.mark(last)):
            yield spots.mark(last), spots.mark(last)
    elif missing or request.op == "append":
        if last.parent is not None and (last.node.flow or not (last.node.pairs or last.node.items)):
            yield spots.mark(last), last.node.end
        elif last.parent is None and not last.node.is_empty and not (last.node.pairs or last.node.items):
            yield last.node.start, last.node.end
    else:
        yield spots.mark(last), _end_of(spots, last)


def _start_of(spots: Spots, slot: Slot) -> int:
    """The start of a node; of a list in lines that of the comments right above its first item."""
    node = slot.node
    is_list = node.kind == "seq" and not node.flow and spots.starts_line(node.body)
    return own_comments_start(spots.text, node.body) if is_list else node.start


def _end_of(spots: Spots, slot: Slot) -> int:
    """The end of a node; of a list in lines that of the comments that stand below its last item, deeper."""
    node = slot.node
    if node.kind != "seq" or node.flow or not node.items:
        return node.end
    return max(node.end, after_own_comments(spots.document, node.end, spots.column(node.body)))


def _documented(spots: Spots, request: Request) -> list[tuple[int, int]]:
    """Where lines stand that go with a deleted key because they document it."""
    if not request.documentation:
        return []
    gone = taken(spots.document, request)
    return spots.documented(slots(spots.document, gone)[0], gone, comment=request.comment)


def _deleted(spots: Spots, chain: list[Slot], request: Request) -> Iterator[tuple[int, int]]:
    slot, parent = chain[-1], chain[-2]
    if parent.node.flow:
        return
    mark = spots.mark(slot)
    comment = request.comment or request.op == "move"
    documented = _documented(spots, request)
    start, end = spots.entry_lines(slot, comment=comment, documented=documented)
    yield start, line_end(spots.text, end)
    members = len(parent.node.pairs) + len(parent.node.items)
    if members == 1 and parent.parent is not None:
        yield spots.mark(parent), spots.head_end(parent)
    elif members > 1 and slot.place == 0 and not spots.starts_line(mark):
        following = spots.dash(parent.node, 1) if parent.node.kind == "seq" else parent.node.pairs[1][0].start
        yield mark, following
