"""Removing keys from values files: what goes with them, and what stays although nothing is left in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.change.unchanged import difference_in_helm
from generator.core.data import MISSING, value_at
from generator.core.differences import first_difference
from generator.core.edit.arrange import path_after
from generator.core.edit.edits import changes_of
from generator.core.edit.spacing import without_empty_root
from generator.core.paths import format_path
from generator.core.values.comments import is_explained

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import PurePosixPath

    from generator.core.changes import Change
    from generator.core.data import Data
    from generator.core.edit.edits import Edit
    from generator.core.paths import KeyPath, Segment
    from generator.core.values.model import ValuesModel


def removed(
    model: ValuesModel, edits: Sequence[Edit], *, prune: bool | None = None
) -> tuple[tuple[Change, ...], list[str]]:
    """The files without what these deletes name, and a sentence on each map that stays, empty.

    Maps and lists that are empty then go if `prune`, stay if it is False. By default those of
    values.yaml stay: a template may read them. Of an environment's file they go: the templates know
    other environments without them. They stay in both where a comment or another value would go, too.
    """
    if prune is not None:
        changes = changes_of(model.tree, [one._replace(prune=prune) for one in edits])
        return (_without_empty_roots(changes) if prune else changes), []
    chosen = [one._replace(prune=False) for one in edits]
    kept = model.with_changes(changes_of(model.tree, chosen))
    notes = []
    for file, chain in _emptied(model, chosen):
        for path in chain:
            fewer = _with(chosen, file, path)
            here = path_after(path, [one.path for one in chosen if one.file == file])
            reason = _comment(kept, chosen, file, here)
            if not reason:
                pruned = model.with_changes(changes_of(model.tree, fewer))
                reason = _change(kept, pruned, file)
                if not reason:
                    chosen, kept = fewer, pruned
                    break
            if path == chain[0]:
                empty = "[]" if isinstance(value_at(kept.source(file).data, here), list) else "{}"
                notes.append(f"{format_path(path)} stays in {file} as {empty}: {reason}; --prune removes it")
    return _without_empty_roots(changes_of(model.tree, chosen)), notes


def _emptied(model: ValuesModel, edits: Sequence[Edit]) -> Iterator[tuple[PurePosixPath, list[KeyPath]]]:
    """What these edits empty, each with what they empty within it, the outermost first.

    What stated nothing before, such as `extra: []`, stays, and with it the map that holds it: only what
    was named goes.
    """
    for file in dict.fromkeys(one.file for one in edits):
        gone = {one.path for one in edits if one.file == file}
        ways = {path[:depth] for path in gone for depth in range(1, len(path))}
        data = model.source(file).data
        chains: dict[KeyPath, list[KeyPath]] = {}
        for path in gone:
            chain = [way for depth in range(1, len(path)) if _goes(data, way := path[:depth], gone, ways)]
            if chain and len(chains.get(chain[0], ())) < len(chain):
                chains[chain[0]] = chain
        yield from ((file, chain) for chain in chains.values())


def _goes(data: Data, path: KeyPath, gone: Collection[KeyPath], ways: Collection[KeyPath]) -> bool:
    """Whether nothing is left at `path` when these paths are gone; `ways` lead to them."""
    if path in gone:
        return True
    value = value_at(data, path)
    if path not in ways or not isinstance(value, dict | list):
        return False
    return all(_goes(data, (*path, step), gone, ways) for step in _steps(value))


def _steps(value: Data) -> Iterable[Segment]:
    return value if isinstance(value, dict) else range(len(value))


def _with(edits: Sequence[Edit], file: PurePosixPath, path: KeyPath) -> list[Edit]:
    """The edits, with one that deletes `path` for all that delete within it."""
    inner = [one for one in edits if one.file == file and one.path[: len(path)] == path]
    return [*(one for one in edits if one not in inner), inner[0]._replace(path=path)]


def _comment(kept: ValuesModel, edits: Sequence[Edit], file: PurePosixPath, path: KeyPath) -> str:
    """What is reported where a comment is left that nobody asked to remove."""
    takes_comments = any(one.comment for one in edits if one.file == file)
    return "" if takes_comments or not is_explained(kept.source(file), path) else "it has a comment"


def _change(kept: ValuesModel, pruned: ValuesModel, file: PurePosixPath) -> str:
    """What would change if an empty map went; "" when nothing does."""
    is_base = file == kept.base_file
    for environment in (*kept.readers_of(file), *((None,) if is_base else ())):
        old, new = kept.effective(environment), pruned.effective(environment)
        path = first_difference(_leaves_of(old), _leaves_of(new))
        if path is None:
            path = difference_in_helm(kept, pruned, environment, of=_leaves_of)
        if path is not None:
            return f"without it, {format_path(path)} of {environment or 'values.yaml'} would change"
        if is_base and first_difference(old, new) is not None:
            return "a template may read it"
    return ""


def _leaves_of(data: Data) -> Data:
    """The data without what is empty; MISSING where nothing is left."""
    if isinstance(data, dict):
        inner = {key: _leaves_of(value) for key, value in data.items()}
        return {key: value for key, value in inner.items() if value is not MISSING} or MISSING
    return MISSING if isinstance(data, list) and not data else data


def _without_empty_roots(changes: Sequence[Change]) -> tuple[Change, ...]:
    """A file that states nothing any more is empty, or has its comments alone."""
    return tuple(
        one._replace(after=without_empty_root(one.after.decode()).encode()) if one.after else one
        for one in changes
    )
