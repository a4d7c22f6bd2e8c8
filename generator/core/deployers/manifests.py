"""The Kubernetes manifests in a file of one or many documents, each with where it begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.yaml.document import BOM, Document, child, find, read, with_line_feeds
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Node

# At the left edge it ends a document, whatever stands around it: not even a block of text may have it there.
_MARKER = re.compile(r"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)
_HEAD = re.compile(r"""(?m)(?:^(?:---[ \t]+)?|[{,][ \t]*)["']?(apiVersion|kind)["']?[ \t]*:""")
# Beside apiVersion and kind a manifest has one of these; values that happen to have both keys have not.
_BODIES = ("metadata", "spec", "data", "stringData", "items", "resources", "patches", "components")


class Manifest(NamedTuple):
    """One document that is a Kubernetes object, or a part of one.

    `start` is where its text begins in the file's, without the byte order mark; positions of `document`
    count from there.
    """

    start: int
    document: Document
    group: str  # of `apiVersion: apps/v1`; "" for `v1`
    version: str
    kind: str
    name: str

    def text(self, *path: str | int) -> str:
        """The text at a path, "" where there is none."""
        node = self.node(*path)
        return node.value if node is not None and node.kind == "scalar" and not _is_null(node) else ""

    def node(self, *path: str | int) -> Node | None:
        """What stands at a path, through aliases."""
        node = self.document.root
        for segment in path:
            found = child(node, segment)
            if found is None:
                return None
            node = found[1].target or found[1]
        return node

    def line(self, text: str, path: KeyPath) -> int:
        """The line of the file's text on which the key at a path stands, or the nearest above it."""
        key = self.key(path)
        return text.count("\n", 0, self.start + (key.start if key else 0)) + 1

    def key(self, path: KeyPath) -> Node | None:
        """The key (or the item) at a path, or the nearest above it that is there."""
        while path:
            parent = find(self.document, path[:-1])
            found = child(parent, path[-1]) if parent else None
            if found:
                return found[0] or found[1]
            path = path[:-1]
        return None


def file_text(content: str) -> str:
    r"""A file's text without its byte order mark; of one whose only line break is \r each is a \n."""
    return with_line_feeds(content.removeprefix(BOM))


def manifests_in(content: str) -> Iterator[Manifest]:
    """The manifests in a file's text. Documents that are none, or no YAML, are passed over."""
    text = file_text(content)
    for start, end in spans(text):
        part = text[start:end]
        if {match[1] for match in _HEAD.finditer(part)} != {"apiVersion", "kind"}:
            continue
        try:
            document = read(part)
        except BlueprintError:
            continue
        if (found := manifest_of(start, document)) is not None:
            yield found


def spans(text: str) -> list[tuple[int, int]]:
    """Where each document of a text begins and ends."""
    cuts = [match.start() for match in _MARKER.finditer(text) if match.start() > 0]
    return list(zip([0, *cuts], [*cuts, len(text)], strict=True))


def manifest_of(start: int, document: Document) -> Manifest | None:
    """A document as a manifest; None where it is something else."""
    found = Manifest(start, document, "", "", "", "")
    version, kind = found.text("apiVersion"), found.text("kind")
    if not version or not kind or not any(found.node(name) for name in _BODIES):
        return None
    group, _, number = version.rpartition("/")
    return found._replace(group=group, version=number, kind=kind, name=found.text("metadata", "name"))


def _is_null(node: Node) -> bool:
    return node.plain and node.value in ("", "~", "null", "Null", "NULL")
