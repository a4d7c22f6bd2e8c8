"""A values file as a tree of nodes: reading it, and finding things in it.

PyYAML's C parser reads it (0.3 ms for a file of 300 lines); nothing is resolved or constructed here.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.core.yaml.events import document_of
from generator.core.yaml.library import yaml
from generator.core.yaml.nodes import Document, Node, Position, line_end, line_start
from generator.core.yaml.scalars import key_text, resolve_plain
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.paths import KeyPath

__all__ = [
    "BOM", "Document", "Node", "Position", "child", "duplicate_keys", "entry_name", "find", "key_name",
    "line_end", "line_start", "locate", "lone_return", "place", "read", "skip_blank", "walk",
    "with_line_feeds",
]  # fmt: skip

BOM = "\ufeff"
_LARGE = 16  # entries of a map from which on looking through them takes longer than an index
_BLANK = re.compile(r"(?:[ \t\r\n]+|(?:(?<=\s)|(?<=\A))#[^\n]*)*")


def with_line_feeds(text: str) -> str:
    r"""The text, of one whose only line break is \r with \n instead: as long, and the same YAML."""
    return text.replace("\r", "\n") if "\r" in text and "\n" not in text else text


def lone_return(text: str) -> int | None:
    """The offset of the first carriage return that ends a line alone: YAML takes it for a line break."""
    found = re.search(r"\r(?!\n)", text) if "\r" in text else None
    return found.start() if found else None


def skip_blank(text: str, offset: int) -> int:
    """The offset of the next character that is neither white space nor part of a comment."""
    match = _BLANK.match(text, offset)
    return match.end() if match else offset


def place(text: str, offset: int, file: str) -> str:
    """`values.yaml:12`, or `line 12` where the file has no name."""
    line = text.count("\n", 0, offset) + 1
    return f"{file}:{line}" if file else f"line {line}"


# ── reading ─────────────────────────────────────────────────────────────────────────────────────

# What one edit has proven is what the next one starts from, and what is shown in the end: the files of all
# environments are read meanwhile.
_read = lru_cache(maxsize=16)(document_of)


def read(text: str, *, file: str = "") -> Document:
    """Read a file's text, without its byte order mark.

    Raises BlueprintError, with file and line, where it is not YAML or is a template of YAML.
    """
    try:
        document = _read(text)
    except yaml.MarkedYAMLError as error:
        raise _unparsed(text, error, file) from error
    except yaml.reader.ReaderError as error:
        raise _unreadable(text, error.position, str(error.reason), file) from error
    if document.fault is not None:
        offset, what = document.fault
        raise _refused(text, offset, what, file)
    if document.template_at is not None:
        raise _template(text, document.template_at, file)
    return document


# What a parser stumbles over: braces where a value or a key begins, or anywhere within brackets.
_BRACES = re.compile(r"(?:[^#'\"]*[\s\[{,])?\{\{|[^#'\"\[{]*[\[{][^#'\"]*\{\{")


def _unparsed(text: str, error: yaml.MarkedYAMLError, file: str) -> BlueprintError:
    """What the parser says, unless it fails at a `{{`: on its line, where it began, or right above."""
    marks = [mark for mark in (error.context_mark, error.problem_mark) if mark]
    # Where the parser misses something until the end, the last line with content is reported.
    offset = min(marks[-1].index if marks else 0, len(text.rstrip()))
    above = len(text[: line_start(text, offset)].rstrip())
    for index in (*(mark.index for mark in marks), above):
        found = _BRACES.match(text, line_start(text, index), line_end(text, index))
        if found:
            return _template(text, found.end(), file)
    problem = error.problem or str(error)
    if error.context and len(marks) > 1 and marks[0].line < text.count("\n", 0, offset):
        problem += f", {error.context} that begins on line {marks[0].line + 1}"
    return _unreadable(text, offset, problem, file)


def _unreadable(text: str, offset: int, problem: str, file: str) -> BlueprintError:
    return _refused(text, offset, f"not valid YAML: {problem}", file)


def _refused(text: str, offset: int, what: str, file: str) -> BlueprintError:
    return BlueprintError(what, where=place(text, offset, file), hint="Correct the file, then try again.")


def _template(text: str, offset: int, file: str) -> BlueprintError:
    return BlueprintError(
        "the file is a template ({{ }} outside a string), not YAML",
        where=place(text, offset, file),
        hint="Values files are not rendered by Helm; put the expression in quotes or edit the file by hand.",
    )


# ── finding ─────────────────────────────────────────────────────────────────────────────────────


def key_name(key: Node) -> str:
    """A key as Helm has it: `8080:` is "8080", `yes:` is "true", `*alias :` what the alias stands for."""
    key = key.target or key
    if not key.plain:
        return key.value
    resolved = resolve_plain(key.value)
    return resolved if isinstance(resolved, str) else key_text(resolved)


def entry_name(key: Node) -> str | None:
    """As key_name; None for a key that is a map or a list, which Helm refuses."""
    return key_name(key) if (key.target or key).kind == "scalar" else None


def place_of_key(node: Node, name: str) -> int | None:
    """The place of a map's entry among its pairs; of duplicate keys the last, as in Helm."""
    pairs = node.pairs
    if len(pairs) < _LARGE:
        for place in range(len(pairs) - 1, -1, -1):
            key = pairs[place][0]
            if (key.value == name or key.plain or key.target) and entry_name(key) == name:
                return place
        return None
    if node.places is None:
        names = (entry_name(key) for key, _ in pairs)
        node.places = {one: place for place, one in enumerate(names) if one is not None}
    return node.places.get(name)


def child(node: Node, segment: str | int) -> tuple[Node | None, Node] | None:
    """(key, value) of a map's entry, (None, item) of a list's; of duplicate keys the last, as in Helm."""
    if isinstance(segment, str):
        place = place_of_key(node, segment)
        return None if place is None else node.pairs[place]
    if node.kind == "seq" and 0 <= segment < len(node.items):
        return None, node.items[segment]
    return None


def find(document: Document, path: KeyPath) -> Node | None:
    """The node that stands at path in this text: not through aliases or merges."""
    node = document.root
    for segment in path:
        found = child(node, segment)
        if found is None:
            return None
        node = found[1]
    return node


def locate(document: Document, path: KeyPath) -> Position | None:
    """Where the key (or the list item) at path stands."""
    if not path:
        return document.position(document.root.start)
    parent = find(document, path[:-1])
    found = child(parent, path[-1]) if parent else None
    return document.position((found[0] or found[1]).start) if found else None


def walk(root: Node) -> Iterator[tuple[KeyPath, Node | None, Node]]:
    """(path, key or None, value) of every node under root, in the text's order, aliases not followed."""
    stack: list[tuple[KeyPath, Node | None, Node]] = [((), None, root)]
    while stack:
        path, key, node = stack.pop()
        yield path, key, node
        if node.kind == "map":
            stack.extend(((*path, key_name(k)), k, v) for k, v in reversed(node.pairs))
        elif node.kind == "seq":
            stack.extend(((*path, i), None, item) for i, item in reversed(list(enumerate(node.items))))


def repeated_keys(root: Node) -> Iterator[tuple[KeyPath, list[Node]]]:
    """The keys that a map under root has more than once: the path, and every one of them in the text's order.

    `<<` may stand in a map as often as one likes: each is merged.
    """
    for path, _, node in walk(root):
        for name in duplicate_keys(node) if node.kind == "map" else ():
            if name != "<<":
                yield (*path, name), [key for key, _ in node.pairs if entry_name(key) == name]


def duplicate_keys(node: Node) -> Counter[str]:
    """The names that a map has more than once, with how often."""
    names = [entry_name(key) for key, _ in node.pairs]
    if len(set(names)) == len(names):
        return Counter()
    counts = Counter(names)
    return Counter({name: count for name, count in counts.items() if name is not None and count > 1})
