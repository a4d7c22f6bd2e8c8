"""What a team does to a platform between two upgrades, and what its blueprint does meanwhile: as functions of trees.

A step of the team is made on the platform as it is and on what the upgrade should come to; so where both sides
keep out of each other's way, both must say the same in the end.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import NamedTuple

from generator.core.blueprint.derived import Bundled, with_what_follows
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
from generator.core.helm.chart_file import parse_chart, read_charts
from generator.core.tree import Tree
from generator.core.values.model import load_values
from generator.core.yaml.data import values_of_text
from generator.core.yaml.document import locate, read
from generator.edge.bundled import bundled

Files = dict[PurePosixPath, bytes]
Made = Callable[[Tree], Files]
CHART, VALUES, PLATFORM = (PurePosixPath(one) for one in ("Chart.yaml", "values.yaml", "platform.yaml"))
ENVIRONMENTS = ("dev", "test", "staging", "prod", "dr")


class UpgradeStep(NamedTuple):
    """What somebody does, in words and as a function; `topics` are what it is about: nobody else touches them."""

    name: str
    made: Made
    topics: frozenset[str]
    is_form: bool = False  # it changes how files are written, and nothing that they say


@cache
def tool() -> Bundled:
    return bundled()


def services(tree: Tree) -> list[str]:
    chart = parse_chart(tree[CHART], "Chart.yaml")
    return [one.key for one in chart.dependencies if one.alias]


def _file(environment: str) -> PurePosixPath:
    return PurePosixPath(f"values-{environment}.yaml") if environment else VALUES


def _text(tree: Tree, path: PurePosixPath) -> str:
    return tree[path].decode()


def _with(tree: Tree, path: PurePosixPath, text: str) -> Files:
    return {**tree, path: text.encode()}


def _commanded(tree: Tree, changes: Sequence[Change]) -> Files:
    return applied(tree, with_what_follows(tree, changes, tool()))


def leaves_of(data: Data, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Data]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves_of(value, (*path, key))
    elif path:
        yield path, data


def _other(value: Data, dice: random.Random) -> Data:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + dice.randint(1, 9)
    if isinstance(value, str):
        found = re.fullmatch(r"(\d+)(m|Mi|Gi)", value)
        return f"{int(found[1]) * 2}{found[2]}" if found else f"{value}-x{dice.randint(1, 99)}"
    return value


# ── keys ────────────────────────────────────────────────────────────────────────────────────────

_SAFE = ("memory", "cpu", "replicaCount", "maxReplicas", "minReplicas", "tag")


def changes_of_keys(
    tree: Tree, dice: random.Random
) -> Iterator[tuple[str, PurePosixPath, tuple[str, ...], Data]]:
    """Keys of services that can be changed and still render: file, path, another value; in any order."""
    found = []
    for environment in ("", *ENVIRONMENTS):
        path = _file(environment)
        if path not in tree:
            continue
        for key, value in leaves_of(values_of_text(_text(tree, path))):
            if key[0] in services(tree) and key[-1] in _SAFE and "requests" not in key and key[-1] != "cpu":
                found.append((f"{path}:{'.'.join(key)}", path, key, value))
    dice.shuffle(found)
    for topic, path, key, value in found:
        if isinstance(value, int | str) and not isinstance(value, bool):
            yield topic, path, key, _other(value, dice)


def set_key(path: PurePosixPath, key: tuple[str, ...], value: Data) -> Made:
    """Another value of a key that is there; KeyError where it is not."""

    def made(tree: Tree) -> Files:
        if value_at(values_of_text(_text(tree, path)), key) is MISSING:
            raise KeyError(key)
        return _with(tree, path, edit(_text(tree, path), "set", key, value, file=str(path)))

    return made


def comment_above(path: PurePosixPath, key: tuple[str, ...], words: str) -> Made:
    """A line of comment above a key that stands on a line of its own."""

    def made(tree: Tree) -> Files:
        text = _text(tree, path)
        position = locate(read(text), key)
        if position is None:
            return dict(tree)
        lines = text.split("\n")
        lines.insert(position.line - 1, f"{' ' * (position.column - 1)}# {words}")
        return _with(tree, path, "\n".join(lines))

    return made


def _block(text: str, key: str) -> tuple[int, int]:
    """The lines of a top-level block, with the comments right above it."""
    lines = text.split("\n")
    start = next(at for at, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = next((at for at in range(start + 1, len(lines)) if lines[at][:1] not in (" ", "")), len(lines))
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    while start and lines[start - 1].startswith("# ") and "──" not in lines[start - 1]:
        start -= 1
    return start, end


def block_at_the_end(key: str) -> Made:
    """The block of a service moves to the end of values.yaml."""

    def made(tree: Tree) -> Files:
        text = _text(tree, VALUES)
        lines = text.rstrip("\n").split("\n")
        start, end = _block(text.rstrip("\n"), key)
        block = lines[start:end]
        rest = [*lines[:start], *lines[end:]]
        return _with(tree, VALUES, "\n".join([*rest, "", *block, ""]))

    return made


# ── services and environments ───────────────────────────────────────────────────────────────────


def rename(old: str, new: str, *, recreate: bool) -> Made:
    return lambda tree: _commanded(tree, renamed(load_values(tree), old, new, recreate=recreate).changes)


def remove(name: str) -> Made:
    return lambda tree: _commanded(tree, removal_of(load_values(tree), [name], force=True).changes)


def add_like(name: str, like: str) -> Made:
    versions = {chart: one.version for chart, one in read_charts(tool().charts).items()}
    request = ServiceRequest(name, like=like)
    return lambda tree: _commanded(tree, addition(load_values(tree), request, versions).changes)


def environment_added(name: str, like: str) -> Made:
    wish = Wish(name, like, False, None, None, ())
    return lambda tree: _commanded(tree, with_environment(load_values(tree), wish).changes)


def environment_renamed(old: str, new: str) -> Made:
    return lambda tree: _commanded(tree, with_environment_renamed(load_values(tree), old, new).changes)


def environment_removed(name: str) -> Made:
    return lambda tree: _commanded(tree, without_environment(load_values(tree), name).changes)


# ── files ───────────────────────────────────────────────────────────────────────────────────────


def deleted(path: str) -> Made:
    return lambda tree: {file: data for file, data in tree.items() if str(file) != path}


def appended(path: str, words: str) -> Made:
    file = PurePosixPath(path)
    return lambda tree: _with(tree, file, _text(tree, file).rstrip("\n") + f"\n\n{words}\n")


def headed(path: str, words: str) -> Made:
    file = PurePosixPath(path)
    return lambda tree: _with(tree, file, f"{words}\n\n" + _text(tree, file))


def file_added(path: str, words: str) -> Made:
    return lambda tree: _with(tree, PurePosixPath(path), f"{words}\n")


def with_returns(paths: Sequence[PurePosixPath]) -> Made:
    """CRLF, as an editor on another system writes it."""
    return lambda tree: {
        path: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") if path in paths else data
        for path, data in tree.items()
    }


def formatted(tree: Tree) -> Files:
    """What prettier makes of files of YAML: spaces in braces, double quotes, one blank line, no white space at ends."""

    def one(text: str) -> str:
        lines = []
        for line in text.split("\n"):
            code, mark, comment = line.partition(" #")
            if '"' not in code and "|" not in code and "`" not in code and "$" not in code:
                code = re.sub(r"\{(?=[^ {}])", "{ ", code)
                code = re.sub(r"(?<=[^ {}])\}", " }", code)
                code = re.sub(r"(?<=[:,] )'([^'\"\\]*)'", r'"\1"', code)
            lines.append(f"{code.rstrip() if not mark else code}{mark}{comment.rstrip()}")
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))

    written = [
        path
        for path in tree
        if path.suffix == ".yaml" and path.name.startswith("values") and len(path.parts) == 1
    ]
    return {**tree, **{path: one(_text(tree, path)).encode() for path in written}}
