"""Histories of values files, and what is right of each: told by data alone, without any code of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

import yaml

# in vain: a conflict that none is; missed: a true one that nobody told of.
Outcome: TypeAlias = Literal["right", "in vain", "wrong", "flagged", "missed"]

_NONE = object()


class Case(NamedTuple):
    """Three versions, what they become, and whether both sides changed the same."""

    base: str
    ours: str
    theirs: str
    wanted: object
    has_conflict: bool


class _Loader(yaml.CSafeLoader):
    """As PyYAML reads, but a key that stands twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key.value, str) and key.value != "<<"]
        if len(keys) != len(set(keys)):
            raise yaml.constructor.ConstructorError(None, None, "a key stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def cases(folder: Path) -> Iterator[Case]:
    """All histories of a folder; those that PyYAML cannot read are no cases."""
    for one in sorted(path.parent for path in folder.glob("*/base.yaml")):
        base, ours, theirs = (
            (one / f"{name}.yaml").read_bytes().decode() for name in ("base", "ours", "theirs")
        )
        conflicts: list[str] = []
        wanted = _merged(*(yaml.load(text, _Loader) for text in (base, ours, theirs)), conflicts)
        yield Case(base, ours, theirs, wanted, bool(conflicts))


def outcome(case: Case, text: str, has_conflicts: bool) -> Outcome:
    """What a merger made of a case."""
    if has_conflicts:
        return "flagged" if case.has_conflict else "in vain"
    if case.has_conflict:
        return "missed"
    try:
        is_right = _is_same(yaml.load(text, _Loader), case.wanted)
    except yaml.YAMLError:
        is_right = False
    return "right" if is_right and not re.search("^<<<<<<< ", text, re.MULTILINE) else "wrong"


def _is_named(value: object) -> bool:
    """A list of maps, each with a name of its own."""
    if not isinstance(value, list) or not value:
        return False
    names = [one.get("name") if isinstance(one, dict) else None for one in value]
    return all(isinstance(one, str) for one in names) and len(names) == len(set(names))


def _is_same(left: object, right: object) -> bool:
    if type(left) is not type(right):
        return False
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_is_same(one, right[key]) for key, one in left.items())
    if isinstance(left, list) and isinstance(right, list):
        if _is_named(left) and _is_named(right):
            return _is_same({one["name"]: one for one in left}, {one["name"]: one for one in right})
        return len(left) == len(right) and all(map(_is_same, left, right))
    return left == right


def _merged(base: Any, ours: Any, theirs: Any, conflicts: list[str]) -> Any:
    """Maps by key, lists of maps by name, all else as one value: what both changed is a conflict."""
    if _is_same(ours, theirs) or _is_same(theirs, base):
        return ours
    if _is_same(ours, base):
        return theirs
    is_new = base is _NONE or base in (None, {}, [])
    if isinstance(ours, dict) and isinstance(theirs, dict) and (isinstance(base, dict) or is_new):
        return _maps({} if is_new else base, ours, theirs, conflicts)
    lists = (base, ours, theirs)
    if all(_is_named(one) or one == [] for one in lists[1:]) and (_is_named(base) or is_new):
        named = [{one["name"]: one for one in items} if isinstance(items, list) else {} for items in lists]
        return [*_maps(*named, conflicts).values()]
    conflicts.append("here")
    return ours


def _maps(
    base: dict[Any, Any], ours: dict[Any, Any], theirs: dict[Any, Any], conflicts: list[str]
) -> dict[Any, Any]:
    found = {
        key: _merged(base.get(key, _NONE), ours.get(key, _NONE), theirs.get(key, _NONE), conflicts)
        for key in {**theirs, **ours}
    }
    return {key: value for key, value in found.items() if value is not _NONE}
