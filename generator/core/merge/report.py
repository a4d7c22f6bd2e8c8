"""What is worth telling of a merge: where both sides changed the same, and images of two minds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import map_or_empty, resolved_path
from generator.core.paths import format_path
from generator.core.yaml.data import values_of_text
from generator.core.yaml.document import BOM, locate, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.core.data import Data, Values
    from generator.core.merge.merge import MergedText
    from generator.core.merge.three_way import MergeConflict
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document

_SAID = {
    "changed": "ours and theirs changed it, each in a way of its own",
    "added": "ours and theirs added it, each in a way of its own",
    "removed by ours": "ours removed it, theirs changed it",
    "removed by theirs": "theirs removed it, ours changed it",
}


def told(merged: MergedText, base: str, ours: str, theirs: str, *, file: str, above: int = 0) -> list[str]:
    """A sentence on each conflict, with its place in ours (else in theirs), and on images of two minds.

    `above` are the lines of the file above these documents.
    """
    old, mine, new = (values_of_text(one) for one in (base, ours, theirs))
    sides = (
        _Side(file, read(ours.removeprefix(BOM)), mine, above),
        _Side(f"{file} of theirs", read(theirs.removeprefix(BOM)), new, above),
    )
    return [*(_conflict(one, sides, file) for one in merged.conflicts), *_images(old, mine, new, ())]


class _Side(NamedTuple):
    file: str
    document: Document
    values: Values
    above: int

    def place(self, path: KeyPath) -> str:
        found = locate(self.document, resolved_path(self.values, path))
        return f"{self.file}:{found.line + self.above}" if found else ""


def _conflict(one: MergeConflict, sides: Iterable[_Side], file: str) -> str:
    where = next(filter(None, (side.place(one.path) for side in sides)), file)
    return f"{where}: {format_path(one.path)}: {_SAID[one.kind]}"


def _images(base: Data, ours: Data, theirs: Data, path: KeyPath) -> Iterator[str]:
    """An image whose repository one side changed and whose tag the other: such an image may not exist.

    Or the tag the one and the digest the other: what runs is what the digest says.
    """
    versions = [map_or_empty(one) for one in (base, ours, theirs)]
    old, mine, new = versions
    if "repository" in old and all("tag" in one for one in versions):
        names = [
            (one.get("registry"), one["repository"]) if "repository" in one else None for one in versions
        ]
        tags = [(one.get("tag"), one.get("digest")) for one in versions]
        for first, second, who in ((1, 2, "ours"), (2, 1, "theirs")):
            if names[first] != names[0] == names[second] and tags[second] != tags[0] == tags[first]:
                yield (
                    f"{format_path(path)}: the repository is changed in {who}, the tag in the other: "
                    "see that this image exists"
                )
        for one, other, who in ((mine, new, "ours"), (new, mine, "theirs")):
            is_tag_of_one = one["tag"] != old["tag"] == other["tag"]
            if is_tag_of_one and one.get("digest") == old.get("digest") != other.get("digest"):
                yield (
                    f"{format_path(path)}: the tag is changed in {who}, the digest in the other: "
                    "what runs is what the digest says"
                )
    for key in old:
        if key in mine and key in new and isinstance(old[key], dict):
            yield from _images(old[key], mine[key], new[key], (*path, key))
