"""The proof of an edit: the new text says exactly what was asked, and nothing else has changed.

Both texts are parsed and compared node by node; lines outside the edit's leeway must all still be there,
in their order; comments may neither go nor appear.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import same
from generator.core.edit.intent import Expected, Unproven, Wanted, members
from generator.core.yaml.data import check_depth, data_of
from generator.core.yaml.document import Document, Node, entry_name, line_end, line_start, read
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Leeway", "Unproven", "comments", "prove", "read_result"]

_BLANK = re.compile(r"[ \t\r\n]*")
_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\n]*", re.MULTILINE)


class Leeway(NamedTuple):
    """Which of the old text an edit may touch: ranges of lines, and of offsets whose comments may go."""

    lines: tuple[tuple[int, int], ...]
    comments: tuple[tuple[int, int], ...] = ()


def read_result(text: str) -> Document:
    """Read what an edit has made; Unproven where it is not YAML."""
    try:
        document = read(text)
        check_depth(document)
    except BlueprintError as error:
        cause = error.what.removeprefix("not valid YAML: ")
        raise Unproven(f"the result would not be valid YAML: {cause}") from error
    return document


# ── the comparison ──────────────────────────────────────────────────────────────────────────────


def prove(before: Document, after: Document, expected: Expected, leeway: Leeway, room: int) -> None:
    """Raise Unproven unless after is before with only the edit: room is how many lines it may add."""
    if not _matches(before, after, expected, after.root):
        raise Unproven("the result would hold other values than intended")
    _prove_rest(before, after)
    _prove_lines(before, after, leeway, room)


def _matches(before: Document, after: Document, expected: Expected, node: Node, depth: int = 0) -> bool:
    if isinstance(expected, Node):
        return (depth == 1 and _is_spelled_alike(before, expected, after, node)) or _identical(expected, node)
    if isinstance(expected, Wanted):
        return same(data_of(after, node), expected.data)
    if node.kind != expected.kind:
        return False
    found = members(node)
    if len(found) != len(expected.members):
        return False
    if expected.kind == "seq":
        return all(
            _matches(before, after, e, n, depth + 1)
            for (_, e), (_, n) in zip(expected.members, _nodes(node), strict=True)
        )
    # New keys may stand anywhere; the old ones keep their order.
    places = dict(_nodes(node))
    if len(places) != len(found):  # duplicate or complex keys: one after the other
        return all(
            en == nn and _matches(before, after, e, n, depth + 1)
            for (en, e), (nn, n) in zip(expected.members, _nodes(node), strict=True)
        )
    if [name for name, _ in found if name not in expected.new] != [
        name for name, _ in expected.members if name not in expected.new
    ]:
        return False
    return all(
        name in places and _matches(before, after, e, places[name], depth + 1) for name, e in expected.members
    )


def _nodes(node: Node) -> list[tuple[str | None, Node]]:
    if node.kind == "map":
        return [(entry_name(key), value) for key, value in node.pairs]
    return [(None, item) for item in node.items]


def _is_spelled_alike(before: Document, left: Node, after: Document, right: Node) -> bool:
    """Whether two values of top-level keys are the same text: no need to compare them node by node then.

    They begin in the same column, so that indentation means the same, and the same white space follows: at
    the end of a file without a line break, a block scalar has none either, and a line of spaces below it
    is part of it or not by what stands further down.
    """
    if before.root.flow or after.root.flow:
        return False
    old, new = before.text, after.text
    return (
        left.start - line_start(old, left.start) == right.start - line_start(new, right.start)
        and old[left.start : _blank_end(old, left.end)] == new[right.start : _blank_end(new, right.end)]
    )


def _blank_end(text: str, offset: int) -> int:
    match = _BLANK.match(text, offset)
    return match.end() if match else offset


def _identical(left: Node, right: Node) -> bool:
    """The same node in another text: everything that any reader could make a difference of."""
    stack = [(left, right)]
    while stack:
        a, b = stack.pop()
        if not _alike(a, b) or len(a.pairs) != len(b.pairs) or len(a.items) != len(b.items):
            return False
        stack.extend(zip(a.items, b.items, strict=True))
        for (ka, va), (kb, vb) in zip(a.pairs, b.pairs, strict=True):
            if ka.kind != "scalar":
                stack.append((ka, kb))
            elif not _alike(ka, kb):
                return False
            stack.append((va, vb))
    return True


def _alike(a: Node, b: Node) -> bool:
    return (
        a.value == b.value
        and a.kind == b.kind
        and a.plain == b.plain
        and a.tag == b.tag
        and a.anchor == b.anchor
    )


def _prove_rest(before: Document, after: Document) -> None:
    """Later documents of the file, and the byte order of everything behind the limit, are as they were."""
    if before.text[before.limit :].strip() != after.text[after.limit :].strip():
        raise Unproven("another document of the file would change")


# ── lines and comments ──────────────────────────────────────────────────────────────────────────


def _prove_lines(before: Document, after: Document, leeway: Leeway, room: int) -> None:
    old, new = _lines(before.text), _lines(after.text)
    old, new = _with_end(old, before.text, new), _with_end(new, after.text, old)
    free = {line for first, last in leeway.lines for line in range(first, last)}
    # What both begin and end with has stayed, but a line of the leeway never counts as one that has: a
    # deleted item may begin with the same lines as the next one.
    shorter = min(len(old), len(new))
    above, below = (min(free), len(old) - 1 - max(free)) if free else (shorter, shorter)
    head, most = 0, min(shorter, above)
    while head < most and old[head] == new[head]:
        head += 1
    tail, most = 0, min(shorter - head, below)
    while tail < most and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    kept = [old[i] for i in range(head, len(old) - tail) if i not in free]
    rest: Iterator[str] = iter(new[head : len(new) - tail])
    if not all(line in rest for line in kept):
        raise Unproven("a line elsewhere would change")
    if len(new) - len(old) > room:
        raise Unproven("lines would be added that nothing calls for")
    _prove_comments(before, after, leeway, (head, tail))


def _lines(text: str) -> list[str]:
    r"""Without their line feeds; a \r is part of the line."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _with_end(lines: list[str], text: str, other: list[str]) -> list[str]:
    r"""The lines, the last one with a \r if it has no end, and has one in the other text."""
    if text.endswith("\n") or not lines or lines[-1] + "\r" not in other:
        return lines
    if lines.count(lines[-1]) <= other.count(lines[-1]):  # that one stands elsewhere
        return lines
    return [*lines[:-1], lines[-1] + "\r"]


def _prove_comments(before: Document, after: Document, leeway: Leeway, same_lines: tuple[int, int]) -> None:
    old = comments(before, *_changed(before.text, *same_lines))
    new = comments(after, *_changed(after.text, *same_lines))
    if new - old:
        raise Unproven("a comment would appear that was not there")
    lost = old - new
    for start, end in leeway.comments:
        lost -= comments(before, start, end)
    if lost:
        raise Unproven(f"the comment {next(iter(lost))!r} would be lost")


def _changed(text: str, head: int, tail: int) -> tuple[int, int]:
    """The offsets between the first `head` and the last `tail` lines."""
    lines = _lines(text)
    start = sum(map(len, lines[:head])) + head
    behind = lines[len(lines) - tail :] if tail else []
    end = len(text) - text.endswith("\n") - sum(map(len, behind)) - tail
    return min(start, len(text)), max(end, start, 0)


def comments(document: Document, start: int, end: int) -> Counter[str]:
    """The comments between two offsets, from their # on: what looks like one outside every scalar."""
    found: Counter[str] = Counter()
    position = start
    scalars = document.scalars
    index = bisect_left(scalars, start, key=lambda node: node.end)
    for place in range(index, len(scalars)):  # not a slice: that would copy the rest of the file
        node = scalars[place]
        if node.start >= end:
            break
        if node.is_block_scalar:
            header_end = min(line_end(document.text, node.body), end)
            _collect(document.text, position, header_end, found)
        else:
            _collect(document.text, position, node.body, found)
        position = max(position, node.end)
    _collect(document.text, position, end, found)
    return found


def _collect(text: str, start: int, end: int, into: Counter[str]) -> None:
    if text.find("#", start, end) >= 0:
        into.update(match[0].rstrip() for match in _COMMENT.finditer(text, start, end))
