"""What a team does to a platform between two upgrades, and what its blueprint does meanwhile: as functions of trees.

A step of the team is made on the platform as it is and on what the upgrade should come to; so where both sides
keep out of each other's way, both must say the same in the end. What follows from a step is made anew later.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from generator.core.blueprint.derived import Bundled
from generator.core.change.environment_add import Wish, with_environment
from generator.core.change.environment_remove import without_environment
from generator.core.change.environment_rename import with_environment_renamed
from generator.core.change.new_service.add import addition
from generator.core.change.new_service.request import ServiceRequest
from generator.core.change.rename import renamed
from generator.core.change.service_removal import removal_of
from generator.core.changes import Change, applied
from generator.core.data import MISSING, Data, value_at
from generator.core.edit.edit import edit
from generator.core.edit.edits import Edit, changes_of
from generator.core.helm.chart_file import parse_chart
from generator.core.tree import Tree
from generator.core.upgrade.pins import Pin, _with_pins
from generator.core.values.model import ValuesModel, load_values
from generator.core.yaml.data import values_of_text
from generator.core.yaml.document import locate, read
from generator.edge.bundled import bundled

Files = dict[PurePosixPath, bytes]
Key = tuple[str, ...]
CHART, VALUES, PLATFORM = (PurePosixPath(one) for one in ("Chart.yaml", "values.yaml", "platform.yaml"))
ENVIRONMENTS = ("dev", "test", "staging", "prod", "dr")
NEWER_CHARTS = ("deployment", "statefulset")  # those whose defaults change from level to level


class UpgradeStep(NamedTuple):
    """What somebody does, in words and as a function; `topics` are what it is about: nobody else touches them."""

    name: str
    made: partial[Files]  # of functions of this module; the tree comes last
    topics: frozenset[str]
    is_form: bool = False  # it changes how files are written, and nothing that they say
    is_command: bool = False  # what follows from it is made anew at once


class Assignment(NamedTuple):
    """Another value of a key that is there."""

    file: PurePosixPath
    key: Key
    value: Data


class Moved(NamedTuple):
    """What became of a key, and of what is below it; `into` are the keys of a text that was split at colons."""

    old: Key
    new: Key
    into: tuple[str, ...] = ()


def after_moves(step: UpgradeStep, moves: Sequence[Moved]) -> UpgradeStep:
    """The step as somebody would make it once the blueprint has moved these keys."""
    for one in moves:
        arguments = [_moved(argument, one) for argument in step.made.args]
        step = step._replace(made=partial(step.made.func, *arguments))
    return step


def _moved(argument: Any, one: Moved) -> Any:
    if isinstance(argument, Assignment):
        value = argument.value
        if one.into and argument.key == one.old:
            value = dict(zip(one.into, str(value).rsplit(":", len(one.into) - 1), strict=True))
        return Assignment(argument.file, _moved(argument.key, one), value)
    if isinstance(argument, Pin | Moved):
        return argument
    if isinstance(argument, tuple):
        if argument[: len(one.old)] == one.old:
            return (*one.new, *argument[len(one.old) :])
        return tuple(_moved(part, one) for part in argument) if any(map(_is_deep, argument)) else argument
    return one.new[0] if (argument,) == one.old and len(one.new) == 1 else argument


def _is_deep(argument: Any) -> bool:
    return isinstance(argument, tuple)


@cache
def tool(level: int = 0) -> Bundled:
    """What comes with the program; at higher levels newer charts, with other defaults."""
    found = bundled()
    charts = dict(found.charts)
    for name in NEWER_CHARTS if level else ():
        for file, old, new in (
            ("Chart.yaml", b"\nversion: 1.0.0\n", b"\nversion: 1.%d.0\n" % level),
            ("values.yaml", b"\nrevisionHistoryLimit: 3\n", b"\nrevisionHistoryLimit: %d\n" % (3 + level)),
        ):
            path = PurePosixPath(name, file)
            assert old in charts[path], path
            charts[path] = charts[path].replace(old, new)
    return Bundled(charts, found.platform_schema)


def wanting(tree: Tree, level: int) -> Files:
    """Chart.yaml that wants the charts of this level."""
    text = re.sub(
        rf"(name: (?:{'|'.join(NEWER_CHARTS)}),.* version: )1\.\d+\.0\b",
        rf"\g<1>1.{level}.0",
        tree[CHART].decode(),
    )
    return {**tree, CHART: text.encode()}


def services(tree: Tree) -> list[str]:
    chart = parse_chart(tree[CHART], "Chart.yaml")
    return [one.key for one in chart.dependencies if one.alias]


def called_by(tree: Tree, name: str) -> list[str]:
    """The services that one calls."""
    found = value_at(data_in(tree, VALUES), ("global", "connections", name))
    return [str(one) for one in found] if isinstance(found, list) else []


def _file(environment: str) -> PurePosixPath:
    return PurePosixPath(f"values-{environment}.yaml") if environment else VALUES


def _text(tree: Tree, path: PurePosixPath) -> str:
    return tree[path].decode()


def _with(tree: Tree, path: PurePosixPath, text: str) -> Files:
    """The tree with a text, whose lines end all alike."""
    if "\r\n" in text:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return {**tree, path: text.encode()}


@lru_cache(64)
def _read(content: bytes) -> Data:
    return values_of_text(content.decode())


def data_in(tree: Tree, path: PurePosixPath) -> Data:
    """What a file of values says, which nobody may change: most are read many times."""
    return _read(tree[path])


def leaves_of(data: Data, path: Key = ()) -> Iterator[tuple[Key, Data]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves_of(value, (*path, key))
    elif path:
        yield path, data


def _other(value: Data, dice: random.Random) -> Data:
    if isinstance(value, int):
        return value + dice.randint(1, 9)
    found = re.fullmatch(r"(\d+)(m|Mi|Gi)", str(value))
    return f"{int(found[1]) * 2}{found[2]}" if found else f"{value}-x{dice.randint(1, 99)}"


# ── keys ────────────────────────────────────────────────────────────────────────────────────────

_SAFE = ("memory", "replicaCount", "maxReplicas", "minReplicas", "tag")
OWNER: Key = ("x-owner",)


def changes_of_keys(tree: Tree, dice: random.Random) -> list[tuple[str, Assignment]]:
    """Keys that can be changed and still render, each with its topic and another value; in any order."""
    found = []
    known = set(services(tree))
    for path in map(_file, ("", *ENVIRONMENTS)):
        for key, value in leaves_of(data_in(tree, path)) if path in tree else ():
            is_safe = key[-1] in _SAFE and "requests" not in key
            is_text = key[1:2] == ("env",) and len(key) == 3 and isinstance(value, str) and "$" not in value
            if key == OWNER or (key[0] in known and (is_safe or (is_text and "{{" not in str(value)))):
                found.append((path, key, value))
    dice.shuffle(found)
    return [
        (f"{path}:{'.'.join(key)}", Assignment(path, key, _other(value, dice)))
        for path, key, value in found
        if isinstance(value, int | str) and not isinstance(value, bool)
    ]


def set_keys(*arguments: Any) -> Files:
    """Other values of keys that are there; KeyError where one is not."""
    *assignments, tree = arguments
    edits = []
    data = {path: data_in(tree, path) for path in {one.file for one in assignments}}
    for one in assignments:
        if value_at(data[one.file], one.key) is MISSING:
            raise KeyError(one.key)
        edits.append(Edit(one.file, "set", one.key, one.value))
    return applied(tree, changes_of(tree, edits))


def comment_above(path: PurePosixPath, key: Key, words: str, tree: Tree) -> Files:
    """A line of comment above a key that stands on a line of its own."""
    text = _text(tree, path)
    position = locate(read(text), key)
    if position is None:
        return dict(tree)
    lines = text.split("\n")
    lines.insert(position.line - 1, f"{' ' * (position.column - 1)}# {words}")
    return _with(tree, path, "\n".join(lines))


def _block(text: str, key: str) -> tuple[int, int]:
    """The lines of a top-level block, with the comments right above it."""
    lines = text.split("\n")
    start = next(at for at, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = next(
        (at for at in range(start + 1, len(lines)) if lines[at].strip("\r")[:1] not in (" ", "")), len(lines)
    )
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    while start and lines[start - 1].startswith("# ") and "──" not in lines[start - 1]:
        start -= 1
    return start, end


def block_at_the_end(key: str, tree: Tree) -> Files:
    """The block of a service moves to the end of values.yaml."""
    text = _text(tree, VALUES)
    lines = text.rstrip("\r\n").split("\n")
    start, end = _block(text.rstrip("\r\n"), key)
    block = lines[start:end]
    rest = [*lines[:start], *lines[end:]]
    return _with(tree, VALUES, "\n".join([*rest, "", *block, ""]))


def key_renamed(pattern: Key, new: str, tree: Tree) -> Files:
    """A key of services has another name, in every file of values; a * in front means all of them."""
    edits = [Edit(path, "rename", key, new) for path, key in stated(tree, pattern)]
    return applied(tree, changes_of(tree, edits))


def key_moved(old: Key, new: Key, tree: Tree) -> Files:
    """A key stands elsewhere, in every file of values that has it."""
    files = dict(tree)
    for path, _ in stated(tree, old):
        files[path] = edit(_text(files, path), "move", old, new, file=str(path)).encode()
    return files


def key_dropped(key: Key, tree: Tree) -> Files:
    edits = [Edit(path, "delete", key, comment=True) for path, _ in stated(tree, key)]
    return applied(tree, changes_of(tree, edits))


def key_added(key: Key, value: Data, tree: Tree) -> Files:
    return applied(tree, changes_of(tree, [Edit(VALUES, "set", key, value)]))


def stated(tree: Tree, pattern: Key) -> list[tuple[PurePosixPath, Key]]:
    """Where files of values say a key; a * in front stands for every service."""
    found = []
    for path in map(_file, ("", *ENVIRONMENTS)):
        if path in tree:
            data = data_in(tree, path)
            names = services(tree) if pattern[0] == "*" else [pattern[0]]
            keys: Iterable[Key] = [(name, *pattern[1:]) for name in names]
            found += [(path, key) for key in keys if value_at(data, key) is not MISSING]
    return found


def pinned_again(pin: Pin, tree: Tree) -> Files:
    """A pin of an earlier upgrade, which is the team's from then on."""
    return dict(_with_pins(tree, [pin]))


# ── services and environments ───────────────────────────────────────────────────────────────────


def _changed(tree: Tree, change: Callable[[ValuesModel], Sequence[Change]]) -> Files:
    return applied(tree, change(load_values(tree)))


def rename(old: str, new: str, recreate: bool, tree: Tree) -> Files:  # an argument of partial
    return _changed(tree, lambda model: renamed(model, old, new, recreate=recreate).changes)


def remove(name: str, tree: Tree) -> Files:
    return _changed(tree, lambda model: removal_of(model, [name], force=True).changes)


def add_like(name: str, like: str, tree: Tree) -> Files:
    there = [path for path in tree if path.parts[0] == "charts" and path.parts[2:] == ("Chart.yaml",)]
    versions = {path.parts[1]: parse_chart(tree[path], str(path)).version for path in there}
    made = addition(load_values(tree), ServiceRequest(name, like=like), versions)
    if any("is left to you" in one for one in made.remarks):
        raise KeyError(like)  # it does not render as it is
    return applied(tree, made.changes)


def environment_added(name: str, like: str, tree: Tree) -> Files:
    wish = Wish(name, like, False, None, None, ())
    return _changed(tree, lambda model: with_environment(model, wish).changes)


def environment_renamed(old: str, new: str, tree: Tree) -> Files:
    return _changed(tree, lambda model: with_environment_renamed(model, old, new).changes)


def environment_removed(name: str, tree: Tree) -> Files:
    return _changed(tree, lambda model: without_environment(model, name).changes)
