"""Items of lists that a file inherits: lists replace each other, so it comes to state the whole list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, map_or_empty, value_at
from generator.core.edit.arrange import arranged
from generator.core.paths import format_path
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.core.data import Data
    from generator.core.edit.edits import Edit
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel


def with_whole_lists(
    model: ValuesModel, environments: Iterable[str | None], edits: Sequence[Edit]
) -> tuple[list[Edit], list[str]]:
    """The edits of the own files of environments, and notes on the lists that are copied into them.

    An edit within a list that the file does not state becomes one of the list that is in effect, unless
    another edit sets that list. BlueprintError where it has no such item.
    """
    if not any(list_above(one.path) for one in edits):
        return list(edits), []
    made, notes = [], []
    for environment in environments:
        own = [one for one in edits if one.file == model.own_file(environment)]
        several, remarks = _in_own_file(model, environment, own)
        made += several
        notes += remarks
    return made, notes


def _in_own_file(
    model: ValuesModel, environment: str | None, edits: Sequence[Edit]
) -> tuple[list[Edit], list[str]]:
    made: list[Edit] = []
    notes: list[str] = []
    copied: dict[KeyPath, Data] = {}
    for one in arranged(list(edits)):
        path = list_above(one.path)
        if path is None or isinstance(model.said(one.file, path), list) or _is_set(made, path, copied):
            made.append(one)
            continue
        if path not in copied:
            copied[path], where = inherited_list(model, environment, path)
            if copied[path] is not MISSING:
                notes.append(
                    f"{format_path(path)} in {one.file} is a copy of the list in {where}: "
                    "lists replace each other as a whole"
                )
        if copied[path] is MISSING:
            made.append(one)
            continue
        copied[path] = _with(copied[path], one.path, len(path), one.value)
        made = [other for other in made if other.path != path]
        made.append(one._replace(path=path, value=copied[path]))
    return made, notes


def _is_set(made: Iterable[Edit], path: KeyPath, copied: Mapping[KeyPath, Data]) -> bool:
    """Whether an edit before this one states the list, itself or in a map around it."""
    return path not in copied and any(
        value_at(one.value, path[len(one.path) :]) is not MISSING
        for one in made
        if path[: len(one.path)] == one.path
    )


def list_above(path: KeyPath) -> KeyPath | None:
    """The outermost list that a path leads into."""
    return next((path[:depth] for depth, step in enumerate(path) if isinstance(step, int)), None)


def inherited_list(model: ValuesModel, environment: str | None, path: KeyPath) -> tuple[Data, str]:
    """The list that an environment has without stating it, and where; MISSING where there is none."""
    value = model.effective(environment, path)
    _, where = model.inherited(environment, path)
    return (value, where) if isinstance(value, list) and value else (MISSING, "")


def _with(data: Data, path: KeyPath, depth: int, value: Data) -> Data:
    """A copy of what stands at path[:depth], with the value at the path."""
    if depth == len(path):
        return value
    step = path[depth]
    if isinstance(step, int):
        name = format_path(path[:depth])
        if not isinstance(data, list):
            raise BlueprintError(f"{name} is no list: it has no item {step}")
        if step > len(data):
            items = f"{len(data)} item{'' if len(data) == 1 else 's'}"
            raise BlueprintError(
                f"{name} has {items}: there is no item {step}", hint=f"The next one is {name}[{len(data)}]."
            )
        inner = data[step] if step < len(data) else MISSING
        return [*data[:step], _with(inner, path, depth + 1, value), *data[step + 1 :]]
    if data is not MISSING and not isinstance(data, dict):
        raise BlueprintError(f"{format_path(path[:depth])} is no map: it has no key {step}")
    known = map_or_empty(data)
    return {**known, step: _with(known.get(step, MISSING), path, depth + 1, value)}
