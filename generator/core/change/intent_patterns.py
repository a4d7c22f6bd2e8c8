"""The patterns in platform.yaml's intent that speak of one service alone: they go with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import map_at, map_or_empty
from generator.core.edit.edits import Edit, changes_of
from generator.core.helm.source import Source
from generator.core.platform.file import PLATFORM_FILE
from generator.core.platform.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.tree import Tree

_LISTS = ("mustMatch", "mustDiffer", "environmentOnly", "ordered")


def without_patterns_of(tree: Tree, names: Collection[str]) -> dict[PurePosixPath, bytes | None]:
    """platform.yaml without the patterns that name one of these services first; {} where it has none.

    An expectation, or a window, with keys goes when all its keys do: without any it would be of all.
    """
    if PLATFORM_FILE not in tree:
        return {}
    intent = map_at(Source(PLATFORM_FILE, tree[PLATFORM_FILE]).data, "intent")
    edits = [
        Edit(PLATFORM_FILE, "delete", ("intent", *path), prune=False, comment=True)
        for path in _idle(intent, names)
    ]
    return {change.path: change.after for change in changes_of(tree, edits)}


def _idle(intent: dict[str, Data], names: Collection[str]) -> Iterator[KeyPath]:
    for key in _LISTS:
        entries = intent.get(key)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            yield from _of_entry(entry, (key, number), names)
    for name, window in map_at(intent, "windows").items():
        if "keys" in map_or_empty(window):
            yield from _of_entry(window, ("windows", name), names)


def _of_entry(entry: Data, path: KeyPath, names: Collection[str]) -> Iterator[KeyPath]:
    keys = map_or_empty(entry).get("keys", entry)
    if isinstance(keys, str):
        keys = [keys]
    if not isinstance(keys, list):
        return
    gone = [number for number, text in enumerate(keys) if Pattern(str(text)).words[:1][0] in names]
    if len(gone) == len(keys):
        yield path
    else:
        yield from ((*path, "keys", number) for number in gone)
