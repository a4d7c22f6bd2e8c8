"""The entries of an umbrella's dependencies: where they stand, and how one goes with its comment alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import map_or_empty
from generator.core.edit.edits import Edit
from generator.core.helm.chart_file import CHART_FILE
from generator.core.helm.charts import REQUIREMENTS
from generator.core.helm.source import Source
from generator.core.tree import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePosixPath

    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel


class DependencySpot(NamedTuple):
    """One entry: `key` is where its values stand, `path` where it stands itself."""

    file: PurePosixPath
    line: int
    path: KeyPath
    key: str
    name: str
    condition: str


def dependency_spots(model: ValuesModel) -> Iterator[DependencySpot]:
    """The dependencies as Chart.yaml, or the requirements.yaml of old, states them."""
    for stated_in in (CHART_FILE, REQUIREMENTS):
        file = model.layout.in_chart(stated_in)
        source = Source(file, model.tree.get(file, b""))
        entries = source.data.get("dependencies")
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            given = map_or_empty(entry)
            path: KeyPath = ("dependencies", number)
            position = source.position(path)
            name, condition = str(given.get("name") or ""), str(given.get("condition") or "")
            key = str(given.get("alias") or name)
            yield DependencySpot(file, position.line if position else 1, path, key, name, condition)


def without_dependency_entries(model: ValuesModel, gone: list[DependencySpot]) -> dict[PurePosixPath, bytes]:
    """The files without these entries, each with the comment that is its own.

    A comment above several entries in a row is the heading of them all, and stays as long as one does.
    """
    texts: dict[PurePosixPath, str] = {}
    for one in reversed(gone):
        text = texts.get(one.file) or text_of(model.tree[one.file], str(one.file))
        texts[one.file] = _without(text, one)
    return {file: text.encode() for file, text in texts.items()}


def _without(text: str, one: DependencySpot) -> str:
    is_own = _has_own_comment(text, one)
    return Edit(one.file, "delete", one.path, prune=False, comment=is_own).of(text)


def _has_own_comment(text: str, one: DependencySpot) -> bool:
    """Whether the comment above an entry is about it alone: it names it, or no other entry follows."""
    lines = text.split("\n")
    at = one.line - 1
    first = at
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    above = "\n".join(lines[first:at])
    if re.search(rf"(?<![\w-]){re.escape(one.key)}(?![\w-])", above):
        return True
    indent = len(lines[at]) - len(lines[at].lstrip())
    below = next((line for line in lines[at + 1 :] if _indent(line) <= indent or not line.strip()), "")
    return not below.lstrip().startswith("- ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
