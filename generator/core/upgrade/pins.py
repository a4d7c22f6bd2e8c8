"""Pins: where a new chart has another default, the old one is stated, so that nothing changes unasked.

A pin is a value in `global.presets.<type>` under a comment that names it and the version that it is of:
Rails' new_framework_defaults, for charts. `upgrade --adopt` lets one go.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.changes import applied
from generator.core.data import MISSING, leaves, map_or_empty, same, value_at
from generator.core.edit.edits import Edit, changes_of
from generator.core.helm.chart_file import CHART_FILE, VALUES_FILE, parse_chart
from generator.core.paths import format_path, parse_path
from generator.core.tree import folders_at_top, subtree, text_of
from generator.core.upgrade.migrations import values_files
from generator.core.words import did_you_mean
from generator.core.yaml.data import values_of_text
from generator.core.yaml.fields import parse
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import PurePosixPath

    from generator.core.paths import KeyPath
    from generator.core.tree import Tree

_DEFAULTS = "charts/{}/defaults.json"
_COMMENT = re.compile(r"^[ ]*# pinned: (\S+) is that of (.+?), (.*)$", re.MULTILINE)
_LONGEST = 60


class Pin(NamedTuple):
    """A default that a newer chart has otherwise: `name` is the workload type, then the path."""

    name: str
    old: Any
    new: Any
    was: str  # the versions of the chart
    now: str

    @property
    def path(self) -> KeyPath:
        return ("global", "presets", *parse_path(self.name))

    @property
    def comment(self) -> str:
        return (
            f"# pinned: {self.name} is that of {self.was}, {self.now} has {_shown(self.new)}: "
            f"upgrade --adopt {self.name}"
        )


class Pinned(NamedTuple):
    """A platform's files with pins, and what could not be pinned."""

    tree: Tree
    pins: tuple[Pin, ...]
    notes: tuple[str, ...]


def pinned(after: Tree, before: Tree, accepts: Callable[[Tree], bool]) -> Pinned:
    """The files of an upgraded platform in which every changed default of its charts is what it was.

    What a preset of values.yaml states already needs no pin. What cannot be pinned is told: a default that
    was null, one that the new charts do not accept (which `accepts` asks of the files), and one that
    presets.all says in some environments alone, over which a pin would stand.
    """
    pins: list[Pin] = []
    notes: list[str] = []
    if VALUES_FILE not in after:
        return Pinned(after, (), ())
    stated = {file: _stated(after, file) for file in values_files(after)}
    for pin in _changed_defaults(after, before):
        path = parse_path(pin.name)
        if any(_says(stated[VALUES_FILE], layer, path) for layer in (path[0], "all")):
            continue
        over = [str(file) for file, data in stated.items() if _says(data, "all", path)]
        if over and _is_of_all(before, path, pin.old):
            for_all = pin._replace(name=format_path(("all", *path[1:])))
            pins += [for_all] * (for_all.name not in {one.name for one in pins})
        elif over:
            notes.append(f"{_about(pin)}: not pinned, since {', '.join(over)} says it in presets.all")
        elif pin.old is None:
            notes.append(f"{_about(pin)}: not pinned, since no file of values can say null for sure")
        else:
            pins.append(pin)
    tree = _with_pins(after, pins)
    if pins and not accepts(tree):
        possible = [one for one in pins if accepts(_with_pins(after, [one]))]
        refused = [one for one in pins if one not in possible]
        notes += [f"{_about(one)}: not pinned, since the new charts refuse it" for one in refused]
        pins, tree = possible, _with_pins(after, possible)
    return Pinned(tree, tuple(pins), tuple(notes))


def _with_pins(files: Tree, pins: Sequence[Pin]) -> Tree:
    edits = [Edit(VALUES_FILE, "set", one.path, one.old) for one in pins]
    tree = applied(files, changes_of(files, edits))
    text = text_of(tree[VALUES_FILE], str(VALUES_FILE))
    for pin in pins:
        text = _with_comment(text, pin)
    return {**tree, VALUES_FILE: text.encode()}


def pins_in(tree: Tree) -> list[tuple[str, str]]:
    """The pins that values.yaml has, by name, each with what its comment says of it."""
    text = text_of(tree.get(VALUES_FILE, b""), str(VALUES_FILE))
    return [
        (found[1], f"{found[2]}; {found[3].partition(': upgrade')[0]}") for found in _COMMENT.finditer(text)
    ]


def adopted(tree: Tree, names: Sequence[str]) -> Tree:
    """The files without these pins, or without all of them ("all"): the charts' defaults count again.

    UsageError where there is no such pin.
    """
    there = [name for name, _ in pins_in(tree)]
    for name in names:
        if name != "all" and name not in there:
            raise UsageError(
                f'values.yaml has no pin "{name}"',
                hint=did_you_mean(name, there) if there else "It has none at all.",
            )
    chosen = there if "all" in names else list(dict.fromkeys(names))
    data = _data_of(tree[VALUES_FILE]) if VALUES_FILE in tree else {}
    edits = [
        Edit(VALUES_FILE, "delete", path, comment=True)
        for path in (("global", "presets", *parse_path(name)) for name in chosen)
        if value_at(data, path) is not MISSING
    ]
    files = applied(tree, changes_of(tree, edits))
    text = text_of(files.get(VALUES_FILE, b""), str(VALUES_FILE))
    # Comments of values that somebody took away by hand.
    kept = [
        line
        for line in text.splitlines(keepends=True)
        if not ((found := _COMMENT.match(line.rstrip("\r\n"))) and found[1] in chosen)
    ]
    return {**files, VALUES_FILE: "".join(kept).encode()} if chosen else tree


def _changed_defaults(after: Tree, before: Tree) -> Iterator[Pin]:
    for name in folders_at_top(subtree(after, "charts")):
        sides = [subtree(tree, f"charts/{name}") for tree in (before, after)]
        if not all(CHART_FILE in one for one in sides):
            continue
        old, new = (_defaults(tree, name) for tree in (before, after))
        charts = [parse_chart(one[CHART_FILE], str(CHART_FILE)) for one in sides]
        if charts[1].workload is None:
            continue  # presets are of services: nothing can be pinned
        was, now = (f"{name} {one.version}" for one in charts)
        for path, value in leaves(old):
            other = value_at(new, path)
            if path and other is not MISSING and value != {} and not same(value, other):
                yield Pin(format_path((name, *path)), value, other, was, now)


def _defaults(tree: Tree, name: str) -> Any:
    for path, data in tree.items():
        if str(path) == _DEFAULTS.format(name):
            try:
                return json.loads(data)
            except ValueError as error:
                raise BlueprintError(f"this is not valid JSON: {error}", where=str(path)) from error
    return {}


def _stated(tree: Tree, file: PurePosixPath) -> Any:
    return map_or_empty(value_at(_data_of(tree[file]), ("global", "presets")))


def _data_of(data: bytes) -> Any:
    return values_of_text(text_of(data, str(VALUES_FILE)))


def _is_of_all(tree: Tree, path: KeyPath, old: Any) -> bool:
    """Whether every chart that has this default has it so: then presets.all of values.yaml can say it.

    Below what environments say in their own presets.all, which goes on to count.
    """
    charts = folders_at_top(subtree(tree, "charts"))
    found = [value_at(_defaults(tree, name), path[1:]) for name in charts]
    return old is not None and all(one is MISSING or same(one, old) for one in found)


def _says(presets: Any, layer: object, path: KeyPath) -> bool:
    """Whether a preset states the path, or something above or below it."""
    data = map_or_empty(presets).get(str(layer), MISSING)
    for step in path[1:]:
        if data is MISSING or not isinstance(data, dict):
            break
        data = data.get(str(step), MISSING)
    return data is not MISSING


def _with_comment(text: str, pin: Pin) -> str:
    """The text with the pin's comment above its line, or above the line of what it stands in."""
    lines = text.split("\n")
    numbers = parse(text, str(VALUES_FILE)).lines
    for depth in range(len(pin.path), 0, -1):
        number = numbers[pin.path[:depth]] - 1
        key = str(pin.path[depth - 1])
        line = lines[number]
        if line.lstrip().startswith((f"{key}:", f'"{key}":', f"'{key}':")):
            indent = line[: len(line) - len(line.lstrip())]
            end = "\r" if line.endswith("\r") else ""
            return "\n".join([*lines[:number], f"{indent}{pin.comment}{end}", *lines[number:]])
    return text


def _about(pin: Pin) -> str:
    return f"{pin.name} is {_shown(pin.new)} by default in {pin.now}, and was {_shown(pin.old)}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
