"""The `{{placeholders}}` of an ApplicationSet, and what its generators fill them in with."""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING

from generator.core.budget import Budget
from generator.core.data import leaves, map_or_empty
from generator.core.paths import format_path
from generator.core.yaml.data import values_of_text
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import PurePosixPath
    from typing import TypeAlias

    from generator.core.data import Data
    from generator.core.tree import Tree

    Filling: TypeAlias = Mapping[str, str]

_PLACE = re.compile(r"\{\{-?\s*\.?([\w.\[\]-]+?)\s*-?\}\}")
_SEGMENT = re.compile(r"\{\{-?\s*index\s+\.path\.segments\s+(\d+)\s*-?\}\}")
_MOST = 500  # what a few stars of a generator can make of a large repository


def filled_in(text: str, filling: Filling) -> str:
    """The text with the placeholders that the filling knows replaced."""
    text = _SEGMENT.sub(lambda match: filling.get(f"path[{match[1]}]", match[0]), text)
    return _PLACE.sub(lambda match: filling.get(match[1], match[0]), text)


def fillings_of(generator: Data, tree: Tree, budget: Budget | None = None) -> list[Filling] | None:
    """What a generator makes one Application of each; None where the repository alone does not tell.

    Exceeded where that takes longer than the budget has.
    """
    budget = budget or Budget()
    kinds = {name: value for name, value in map_or_empty(generator).items() if name != "selector"}
    if len(kinds) != 1:
        return None
    kind, said = next(iter(kinds.items()))
    said = map_or_empty(said)
    own: list[Filling] | None = None
    if kind == "list":
        elements = said.get("elements")
        own = (
            [_flat(one) for one in elements if isinstance(one, dict)] if isinstance(elements, list) else None
        )
    elif kind == "git" and "directories" in said:
        own = _of_folders(said["directories"], tree, budget)
    elif kind == "git":
        own = _of_files(said.get("files"), tree, budget)
    elif kind == "matrix":
        own = _of_matrix(said.get("generators"), tree, budget)
    if own is None:
        return None
    values = {f"values.{key}": text for key, text in _flat(said.get("values")).items()}
    return [{**{key: filled_in(text, one) for key, text in values.items()}, **one} for one in own[:_MOST]]


def _of_matrix(generators: Data, tree: Tree, budget: Budget) -> list[Filling] | None:
    if not isinstance(generators, list) or len(generators) != 2:
        return None
    first, second = (fillings_of(one, tree, budget) for one in generators)
    if first is None or second is None:
        return None
    both = islice(product(first, second), _MOST)
    return [{**one, **other} for one, other in both]


def _of_folders(patterns: Data, tree: Tree, budget: Budget) -> list[Filling]:
    folders = sorted({folder for path in tree for folder in path.parents if folder.parts})
    return [_of_path(folder) for folder in _matching(patterns, folders, budget)]


def _of_files(patterns: Data, tree: Tree, budget: Budget) -> list[Filling]:
    found: list[Filling] = []
    for path in _matching(patterns, sorted(tree), budget)[:_MOST]:
        budget.entry(path)
        try:
            data = values_of_text(tree[path].decode("utf-8", "replace"))
        except BlueprintError:
            data = {}
        found.append({**_flat(data), **_of_path(path.parent), "path.filename": path.name})
    return found


def _matching(patterns: Data, paths: Sequence[PurePosixPath], budget: Budget) -> list[PurePosixPath]:
    """The paths that a generator's patterns take, without those that it excludes."""
    said = [map_or_empty(one) for one in patterns] if isinstance(patterns, list) else []
    texts = [(one, text.strip("/").split("/")) for one in said if isinstance(text := one.get("path"), str)]
    wanted = [pattern for one, pattern in texts if one.get("exclude") is not True]
    unwanted = [pattern for one, pattern in texts if one.get("exclude") is True]

    def is_like_any(path: PurePosixPath, all_of_them: Sequence[Sequence[str]]) -> bool:
        for one in all_of_them:
            budget.entry(path)
            if _is_path_like(path.parts, one):
                return True
        return False

    return [
        path
        for path in paths
        if is_like_any(path, wanted)
        and not is_like_any(path, unwanted)
        and not any(part.startswith(".") for part in path.parts)
    ]


def _is_path_like(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    return _is_like(parts, pattern, "**", _is_name_like)


def _is_name_like(name: str, pattern: str) -> bool:
    return _is_like(name, pattern, "*", lambda one, sign: sign in (one, "?"))


def _is_like(
    items: Sequence[str], pattern: Sequence[str], star: str, matches: Callable[[str, str], bool]
) -> bool:
    """Whether items follow a pattern in which a star stands for any number of them.

    Only the last star is tried again: what a hostile pattern costs is the product of both lengths.
    """
    item = sign = mark = 0
    back = -1
    while item < len(items):
        if sign < len(pattern) and pattern[sign] == star:
            back, mark, sign = sign, item, sign + 1
        elif sign < len(pattern) and matches(items[item], pattern[sign]):
            item, sign = item + 1, sign + 1
        elif back >= 0:
            mark += 1
            item, sign = mark, back + 1
        else:
            return False
    return all(one == star for one in pattern[sign:])


def _of_path(path: PurePosixPath) -> dict[str, str]:
    named = {"path": str(path), "path.path": str(path), "path.basename": path.name}
    named["path.basenameNormalized"] = re.sub(r"[^a-z0-9.-]+", "-", path.name.lower())
    return {**named, **{f"path[{number}]": part for number, part in enumerate(path.parts)}}


def _flat(data: Data) -> dict[str, str]:
    """The scalars of a map by their paths, as text."""
    return {
        format_path(path): str(value).lower() if isinstance(value, bool) else str(value)
        for path, value in leaves(map_or_empty(data))
        if path and isinstance(value, str | int | float)
    }


def texts_of(filling: Filling) -> Iterator[str]:
    """What of a filling may name an environment, the likeliest first."""
    likely = ("environment", "env", "stage", "name", "cluster", "namespace", "path.basename", "path")
    yield from (filling[key] for key in likely if key in filling)
    yield from filling.values()
