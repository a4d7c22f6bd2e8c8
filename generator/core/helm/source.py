"""A file of values: its data as Helm reads it, and where in its text each value stands."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from generator.core.data import merged, resolved_path
from generator.core.encrypted import why_unreadable, without_bookkeeping
from generator.core.paths import Item
from generator.core.tree import text_of
from generator.core.yaml.data import data_of, entry_of, values_of_text
from generator.core.yaml.document import BOM, Position, line_end, line_start, place, read, with_line_feeds
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document, Node

# What Helm 4 takes for the line between two documents.
# Few files have any: what finds them is compiled when somebody looks.
_SEPARATOR = r"(?m)^---[ \t]*(?:#.*)?\r?$"
_DIRECTIVE = r"(?m)(?:[ \t]*(?:#.*)?\r?\n)*(%.*?)[ \t\r]*$"
_BESIDE_SEPARATOR = r"(?m)^---[ \t]*(?=[^\s#])"
_BEHIND_SEPARATOR = r"\A---\s*(?=[^\s#])"


class Source:
    """A values file, read when its data is first asked for. `at` is where its values go: () for the top."""

    def __init__(self, path: PurePosixPath, content: bytes, at: KeyPath = ()) -> None:
        self.path, self.content, self.at = path, content, at

    @cached_property
    def text(self) -> str:
        r"""The text without its byte order mark. Of a file whose only line break is \r each is a \n.

        BlueprintError where it is locked, a template of another program, or no UTF-8.
        """
        if reason := why_unreadable(self.path, self.content):
            raise BlueprintError(f"this file is not read: {reason}", where=str(self.path))
        return with_line_feeds(text_of(self.content, str(self.path)).removeprefix(BOM))

    @cached_property
    def document(self) -> Document:
        return read(self.text, file=str(self.path))

    @cached_property
    def data(self) -> dict[str, Data]:
        """The values, {} where the file is empty; of a SOPS file without its bookkeeping.

        BlueprintError where it is locked, no YAML, no JSON or no map.
        """
        is_json = self.path.suffix == ".json"
        data = self._json() if is_json else data_of(self.document, file=str(self.path))
        if data is None:
            return {}
        if not isinstance(data, dict):
            raise BlueprintError("values are a map of keys, this is not", where=f"{self.path}:1")
        return without_bookkeeping(data)

    def revealed(self, data: dict[str, Data]) -> Source:
        """The same file with what it says when it is decrypted; its keys stand where they stand."""
        other = type(self)(self.path, self.content, self.at)
        other.__dict__.update(data=data, _merged_documents=data)
        return other

    def data_in(self, major: int) -> dict[str, Data]:
        """The values as a major version of Helm has them: Helm 4 merges the documents of a file."""
        if major == 3 or self.path.suffix == ".json":
            return self.data
        if (offset := self.beside_separator) is not None:
            where = place(self.text, offset, str(self.path))
            raise BlueprintError("Helm 4 refuses what stands on a line with ---", where=where)
        if not self.is_split:
            return self.data
        if directive := self.directive:
            where = place(self.text, directive.start(1), str(self.path))
            raise BlueprintError(f"Helm 4 refuses a file with {directive[1]}", where=where)
        if self.document.limit == len(self.text):
            return self.data
        return self._merged_documents

    @property
    def is_split(self) -> bool:
        r"""Whether Helm 4 looks for several documents in it: it knows lines that end with \n alone."""
        return b"\n" in self.content

    @property
    def directive(self) -> re.Match[str] | None:
        """The first directive of a file that Helm 4 splits, as group 1: it takes none."""
        return re.match(_DIRECTIVE, self.text) if self.is_split else None

    @property
    def beside_separator(self) -> int | None:
        """The offset of what stands on a line with a `---`, as Helm 4 sees lines; None where nothing does."""
        beside = re.search(_BESIDE_SEPARATOR if self.is_split else _BEHIND_SEPARATOR, self.text)
        return beside.end() if beside else None

    @cached_property
    def _merged_documents(self) -> dict[str, Data]:
        data = self.data
        for text in re.split(_SEPARATOR, self.text)[1:]:
            data = merged(data, values_of_text(text, file=str(self.path)))
        return without_bookkeeping(data)

    def _json(self) -> Data:
        try:
            data: Data = json.loads(self.text)
        except json.JSONDecodeError as error:
            raise BlueprintError(
                f"this is not valid JSON: {error.msg}",
                where=f"{self.path}:{error.lineno}",
                hint="It is not edited by hand: restore it.",
            ) from error
        except RecursionError as error:
            raise BlueprintError("this is nested too deeply", where=str(self.path)) from error
        return data

    def position(self, path: KeyPath) -> Position | None:
        """Where the key (or list item) of this path stands; through aliases and merges, where they lead."""
        found = _find(self.document, self._without_names(path))
        if found is None:
            return None
        line = bisect_right(self._line_starts, found[0].start)
        return Position(line, found[0].start - self._line_starts[line - 1] + 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        """The offset of each line: counting them anew for each of thousands of keys takes seconds."""
        return list(accumulate((len(line) + 1 for line in self.text.split("\n")), initial=0))

    def comment(self, path: KeyPath) -> str:
        """What the comment above the key, or else beside it, says: how charts without a schema document."""
        found = _find(self.document, self._without_names(path))
        return _comment(self.text, *found) if found else ""

    def _without_names(self, path: KeyPath) -> KeyPath:
        """The path with indexes for names of items, which the text knows not."""
        return resolved_path(self.data, path) if any(isinstance(step, Item) for step in path) else path


def _find(document: Document, path: KeyPath) -> tuple[Node, Node] | None:
    """The key and the value at `path`; of a list's item, the item twice."""
    found = (document.root, document.root)
    for segment in path:
        inner = entry_of(found[1].target or found[1], segment)
        if inner is None:
            return None
        found = (inner[0] or inner[1], inner[1])
    return found


def _comment(text: str, key: Node, value: Node) -> str:
    before = text[: line_start(text, key.start)].splitlines()
    lines: list[str] = []
    while before and before[-1].lstrip().startswith("#"):
        lines.insert(0, before.pop().strip().lstrip("#").strip())
    # helm-docs: what follows `# --` is the description, what precedes it is not.
    starts = [number for number, line in enumerate(lines) if line.startswith("-- ")]
    if starts:
        lines = [lines[starts[-1]].removeprefix("-- "), *lines[starts[-1] + 1 :]]
    lines = [line for line in lines if not line.startswith(("@", "──", "==", "--"))]
    if lines:
        return " ".join(line for line in lines if line)
    end = value.end if value.kind == "scalar" or value.flow else text.find(":", key.end) + 1
    beside = text[end : line_end(text, end)].strip()
    return beside.lstrip("#").strip() if beside.startswith("#") else ""
