"""Secrets out of the lines of a file: a mark over each scalar, the rest of its line as it is."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from generator.core.values.secret_texts import secrets_in, texts_in
from generator.core.yaml.data import data_of, scalar_data
from generator.core.yaml.document import BOM, entry_name, find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from generator.core.deployers.views import TextBlock
    from generator.core.paths import KeyPath
    from generator.core.yaml.nodes import Document, Node

    Stretches: TypeAlias = Sequence[tuple[int, int]]  # from, to (exclusive)
    # The lines of a content as they may be shown, and which of them are.
    Masking: TypeAlias = Callable[[bytes, Sequence[str], Stretches], Sequence[str]]


def scalars_in(document: Document, shown: Stretches) -> list[tuple[Node, str, bool]]:
    """The scalars in these lines of a document with their texts, and whether name or form says: a secret."""
    stretches = _offsets(document.text, shown)
    return list(_scalars(document, document.root, (), stretches)) if stretches else []


def write_marks(lines: list[str], document: Document, marks: Sequence[tuple[Node, str]]) -> None:
    """Write marks over scalars of a document, which are given in the order in which they stand there."""
    # From the end: what is masked before does not move on its line.
    for node, mark in reversed(marks):
        _mask(lines, node, mark, document)


def lines_beside(
    blocks: Sequence[TextBlock], lines: Sequence[str], shown: Stretches, masked: Masking
) -> Sequence[str]:
    """The lines of a manifest with values that are blocks of text, each masked as a file of its own."""
    rest, within = list(lines), []
    for first, last, column in blocks:
        own = [line[column:] if line[:column].isspace() else line for line in lines[first:last]]
        parts = [(max(start - first, 0), min(end, last) - first) for start, end in shown]
        within.append(masked("".join(own).encode(), own, [(a, b) for a, b in parts if a < b]))
        rest[first:last] = ["\n"] * (last - first)
    result = list(masked("".join(rest).encode(), rest, shown))
    for (first, last, column), lines_within in zip(blocks, within, strict=True):
        result[first:last] = [" " * column + line if line.strip() else line for line in lines_within]
    return result


def _mask(lines: list[str], node: Node, mark: str, document: Document) -> None:
    """Write the mark over a scalar, on each of its lines."""
    first, begins = document.position(node.body)
    last, ends = document.position(node.end)
    quote = node.style if node.style in ("'", '"') else ""
    # A block scalar's first line has its sign alone.
    for number in range(first + node.is_block_scalar, last + 1):
        line = lines[number - 1]
        bom = len(BOM) if line.startswith(BOM) else 0
        begin = begins - 1 + bom if number == first else len(line) - len(line.lstrip(" \t"))
        end = ends - 1 + bom if number == last else len(line.rstrip("\r\n"))
        if begin < end:
            opens, closes = quote if number == first else "", quote if number == last else ""
            lines[number - 1] = f"{line[:begin]}{opens}{mark}{closes}{line[end:]}"


def _scalars(
    document: Document, node: Node, path: KeyPath, shown: Stretches
) -> Iterator[tuple[Node, str, bool]]:
    """The scalars in these stretches of the text with their text, and whether that is a secret."""
    if node.kind == "map":
        for key, value in node.pairs:
            # Most of a large file is not shown: nothing is asked of it.
            if not _is_shown(shown, key.start, value.end):
                continue
            name = entry_name(key)
            if name is not None and value.kind != "alias":
                yield from _scalars(document, value, (*path, name), shown)
        return
    value = scalar_data(node) if node.kind == "scalar" else data_of(document, node)
    secrets = {inner for inner, _, _ in secrets_in(value, path)}
    for inner, _, text in texts_in(value, path):
        found = node if inner == path else find(document, inner)
        if found is not None and found.kind == "scalar":
            yield found, text, inner in secrets


def _is_shown(shown: Stretches, start: int, end: int) -> bool:
    """Whether something from here to there is, at least in part, in one of the stretches."""
    following = bisect_right(shown, start, key=lambda stretch: stretch[1])
    return following < len(shown) and end >= shown[following][0]


def _offsets(text: str, shown: Stretches) -> list[tuple[int, int]]:
    """The stretches of lines, lowest first, as stretches of the text."""
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))

    def start(line: int) -> int:
        return min(starts[min(line, len(starts) - 1)], len(text))

    return [(start(first), start(end)) for first, end in shown]
