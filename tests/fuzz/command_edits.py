"""Random edits in a row through the commands: `python -m tests.fuzz.command_edits [EDITS] [SEED]`.

`values set` and `values unset`, with several paths a command, change one file again and again, then another
one. After each command the file's data are those that the same change makes of plain Python data, in which
every path means the file as it was; comments stay, line ends stay, and what is refused changes no byte.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from generator.cli import main_group
from generator.core.data import MISSING, value_at
from generator.core.paths import format_path
from generator.core.yaml.data import values_of_text
from generator.errors import BlueprintError
from tests.core.edit.cases import new_value
from tests.core.edit.oracle import Impossible, judge, put, spots
from tests.core.values.writer import Writer

_IN_A_ROW = 25  # commands on one file
_MOST_LINES = 120
_MOST_PATHS = 6  # of one command

DataPath = tuple["str | int", ...]


class Outcome(NamedTuple):
    """How many edits were made, in how many commands, and how many commands were refused."""

    edits: int
    commands: int
    refused: int


def campaign(edits: int, seed: int, folder: Path) -> Outcome:
    """Make so many edits in a folder. AssertionError where one goes wrong, with what had been asked for."""
    rng = random.Random(seed)  # no secret
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: random\nversion: 0.1.0\n")
    for name in ("values.yaml", "values-dev.yaml"):
        (folder / name).write_text("")
    made = commands = refused = 0
    while made < edits:
        file = folder / rng.choice(("values.yaml", "values-dev.yaml"))
        file.write_bytes(Writer(rng).text().encode())
        for number in range(_IN_A_ROW):
            count = _command(rng, folder, file, number)
            commands += 1
            made, refused = made + (count or 0), refused + (count is None)
            if made >= edits or file.read_bytes().count(b"\n") > _MOST_LINES:
                break
        file.write_text("")
    return Outcome(made, commands, refused)


def _command(rng: random.Random, folder: Path, file: Path, number: int) -> int | None:
    """One command: how many edits it has made; None where it was refused."""
    before = file.read_bytes().decode()
    data = values_of_text(before)
    where = ["--env", "dev"] if "dev" in file.name else []
    arguments, expected, count, may_go = (_set if rng.random() < 0.6 else _unset)(rng, data, number)
    if not count:
        return 0
    words = ["values", *arguments, *where, "--yes", "--platform", str(folder)]
    result = CliRunner().invoke(main_group(), words)
    after = file.read_bytes().decode()
    asked = f"{words!r} on\n{before}"
    if isinstance(result.exception, BlueprintError):
        assert after == before, asked
        return None
    assert result.exit_code == 0, f"{asked}: {result.exception!r}\n{result.output}"
    try:
        judge(before, after, expected, comments_may_go=may_go)
    except AssertionError as error:
        raise AssertionError(f"{asked}: {error}") from error
    return count


class _Asked(NamedTuple):
    arguments: list[str]
    expected: Any
    count: int
    comments_may_go: bool


def _set(rng: random.Random, data: Any, number: int) -> _Asked:
    """Values at places that are there, behind the ends of lists and at new keys, in any order."""
    chosen: dict[DataPath, Any] = {}
    places = _named(spots(data)[1:])
    for index in range(rng.randint(1, _MOST_PATHS)):
        kind = rng.choice(("there", "there", "new", "item", "pair"))
        path, old = rng.choice(places) if places else ((), data)
        if kind == "there" and path:
            chosen[path] = _shuffled(rng, old) if isinstance(old, list) and old else _new_value(rng)
        elif kind == "item" and isinstance(old, list):
            chosen[(*path, len(old))] = _new_value(rng)
            chosen[(*path, len(old) + 1)] = _new_value(rng)
        elif kind == "pair":
            chosen[(f"pair{number}x{index}",)] = {"a": 1}
            chosen[f"pair{number}x{index}", "b"] = _new_value(rng)
        else:
            above = path if isinstance(old, dict) else ()
            chosen[(*above, f"new{number}x{index}")] = _new_value(rng)
    chosen = {path: value for path, value in chosen.items() if not _is_lost(path, chosen)}
    expected, may_go = data, False
    for path in sorted(chosen, key=_order):
        may_go = may_go or isinstance(value_at(data, path), dict | list)
        expected = put(expected, path, chosen[path])
    words = [f"{format_path(path)}={json.dumps(value)}" for path, value in chosen.items()]
    rng.shuffle(words)
    return _Asked(["set", "--json", *words], expected, len(words), may_go)


def _new_value(rng: random.Random) -> Any:
    """Anything but null, which the command refuses."""
    value = new_value(rng)
    while any(inner is None for _, inner in spots(value)):
        value = new_value(rng)
    return value


def _shuffled(rng: random.Random, items: list[Any]) -> list[Any]:
    """Some of the items in another order, perhaps with another one."""
    some = rng.sample(items, rng.randint(1, len(items)))
    return [*some, "another"] if rng.random() < 0.3 else some


def _is_lost(path: DataPath, chosen: dict[DataPath, Any]) -> bool:
    """Whether what is set above a path leaves no place for it."""
    for depth in range(1, len(path)):
        if path[:depth] in chosen:
            try:
                put(chosen[path[:depth]], path[depth:], 1)
            except Impossible:
                return True
            if not isinstance(chosen[path[:depth]], dict):
                return True
    return False


def _order(path: DataPath) -> tuple[int, tuple[tuple[bool, int], ...]]:
    return len(path), tuple((isinstance(step, int), step if isinstance(step, int) else 0) for step in path)


def _unset(rng: random.Random, data: Any, _number: int) -> _Asked:
    """Several of the values that are there, items of lists and a map beside its parts among them."""
    places = _named(spots(data)[1:])
    lists = [(path, old) for path, old in places if isinstance(old, list) and len(old) > 1]
    chosen = {rng.choice(places)[0] for _ in range(rng.randint(1, _MOST_PATHS))} if places else set()
    if lists and rng.random() < 0.5:
        path, old = rng.choice(lists)
        chosen |= {(*path, index) for index in rng.sample(range(len(old)), rng.randint(1, len(old)))}
    prune = rng.random() < 0.5
    expected = _left(data, (), chosen, prune=prune)
    words = [format_path(path) for path in chosen]
    rng.shuffle(words)
    options = ["--prune" if prune else "--keep-empty", *rng.sample(["--with-comment"], rng.randint(0, 1))]
    return _Asked(["unset", *options, *words], {} if expected is MISSING else expected, len(words), True)


def _left(data: Any, path: DataPath, gone: set[DataPath], *, prune: bool) -> Any:
    """What is left of data without these paths; MISSING where nothing is, and that goes, too."""
    if path in gone:
        return MISSING
    if not isinstance(data, dict | list) or not data:
        return data
    steps: list[Any] = list(data) if isinstance(data, dict) else list(range(len(data)))
    inner = {step: _left(data[step], (*path, step), gone, prune=prune) for step in steps}
    kept = {step: value for step, value in inner.items() if value is not MISSING}
    if not kept and prune:
        return MISSING
    return kept if isinstance(data, dict) else list(kept.values())


def _named(found: list[tuple[DataPath, Any]]) -> list[tuple[DataPath, Any]]:
    """The places that can be named on a command line, whose values can be given there."""
    return [
        (path, value)
        for path, value in found
        if all(step != "" for step in path) and not any(inner is None for _, inner in spots(value))
    ]


def main(edits: int, seed: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = f"{folder}/state"
        (Path(folder) / "platform").mkdir()
        return campaign(edits, seed, Path(folder) / "platform")


if __name__ == "__main__":
    outcome = main(*(int(text) for text in (*sys.argv[1:], *("20000", "0")[len(sys.argv) - 1 :])))
    told = f"{outcome.edits} edits in {outcome.commands} commands, {outcome.refused} of them refused"
    print(f"{told}: all right")
