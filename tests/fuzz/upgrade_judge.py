"""Whether an upgrade did what it should: said what the new version says, with the team's steps made on it."""

from __future__ import annotations

import random
from pathlib import PurePosixPath

from generator.core.archive import BASE_FILE
from generator.core.blueprint.derived import with_what_follows
from generator.core.changes import applied
from generator.core.data import MISSING, same, value_at
from generator.core.merge.comments import only_in
from generator.core.tree import Tree
from generator.core.upgrade.form import says_the_same
from generator.core.upgrade.local import keys_changed
from generator.core.upgrade.migrations import values_files
from generator.core.upgrade.pins import Pinned, pinned
from generator.core.upgrade.planned import Planned
from generator.core.values.model import load_values
from tests.fuzz import upgrade_steps as steps
from tests.fuzz.upgrade_news import Releases
from tests.fuzz.upgrade_steps import UpgradeStep
from tests.fuzz.upgrade_team import Team

# What is done to services as a whole: then nothing of them may be another.
_WHOLE = (
    "comment",
    "add",
    "rename",
    "recreate",
    "remove",
    "move",
    "service added",
    "service renamed",
    "service removed",
)


def judged(plan: Planned, found: Pinned, team: list[UpgradeStep], releases: Releases) -> list[str]:
    """What is wrong with an upgrade whose sides kept out of each other's way."""
    wrong = [f"conflict that none is: {one.sentence}" for one in plan.conflicts]
    wrong += [f"not done: {one}" for one in (*plan.notes, *found.notes) if "deleted here" not in one]
    wrong += markers(plan)
    expected: Tree = releases.latest.files
    for one in team:
        if not one.is_form:
            expected = one.made(expected)
    expected = applied(expected, with_what_follows(expected, (), steps.tool(releases.level)))
    expected = pinned(expected, plan.before, lambda _: True).tree
    return wrong + differences(expected, found.tree)


def differences(expected: Tree, after: Tree) -> list[str]:
    wrong = []
    for path in sorted({*expected, *after}):
        want, got = expected.get(path), after.get(path)
        # What an environment was made of is a copy: it does not follow what it was copied from.
        if path == BASE_FILE or want == got or path.name.startswith("values-qa"):
            continue
        if want is None or got is None:
            wrong.append(f"{path}: {'is there' if want is None else 'is gone'}")
        elif not says_the_same(path, want, got):
            wrong.append(f"{path}: {_first(want, got)}")
    return wrong


def _first(want: bytes, got: bytes) -> str:
    """What differs first: keys, else comments, else lines."""
    old, new = want.decode().replace("\r\n", "\n"), got.decode().replace("\r\n", "\n")
    keys = [f"{one.name} {one.what} (line {one.line})" for one in keys_changed(want, got)]
    lost, more = only_in(old, new, 0).splitlines(), only_in(new, old, 0).splitlines()
    lines = [one for one in old.splitlines() if one.strip() not in new][:2]
    return f"{keys[:3] or ''} {lost[:2]} were expected, {more[:2]} are there; {'' if keys or lost or more else lines}"


def markers(plan: Planned) -> list[str]:
    """Files that have markers of git which no conflict tells of."""
    told = {one.file for one in plan.conflicts}
    return [
        f"{one.path}: markers that nobody told of"
        for one in plan.changes
        if b"<<<<<<< ours" in (one.after or b"") and one.path not in told
    ]


def defaults_stay(before: Tree, after: Tree, dice: random.Random) -> list[str]:
    """Pins by what services get: in one environment, no service's value of the changed default is another one."""
    old, new = load_values(before), load_values(after)
    environment = dice.choice([one for one in old.environments if one in new.environments])
    path = ("revisionHistoryLimit",)
    values = [
        (name, *(one.effective(environment, (name, *path)) for one in (old, new)))
        for name in old.subcharts
        if name in new.subcharts
    ]
    return [
        f"{environment}: {name}.{path[0]} was {was}, is {now}"
        for name, was, now in values
        if not same(was, now)
    ]


def has_room(before: Tree, releases: Releases, team: Team) -> bool:
    """Whether other answers leave alone what both sides touched: else conflicts are true ones."""
    there = {new: old for old, new in team.names.items()}
    for step in (*releases.news, *team.steps):
        if step.name.startswith(("key ", "keys ")):
            return False
        places: list[tuple[PurePosixPath, steps.Key]] = []
        names: set[str] = set()
        for argument in step.made.args:
            if isinstance(argument, steps.Assignment):
                places.append(
                    (argument.file, (there.get(argument.key[0], argument.key[0]), *argument.key[1:]))
                )
            parts = argument if isinstance(argument, tuple) else (argument,)
            names |= {there.get(str(one), str(one)) for one in parts} - {step.name}
        if step.name in _WHOLE:
            known = set(steps.services(before)) & names
            near = {one for name in known for one in (name, *steps.called_by(before, name))}
            places += [(file, (name,)) for name in near for file in values_files(before)]
        if not all(_is_same(before, releases.latest.files, *place) for place in places):
            return False
    return True


def _is_same(before: Tree, after: Tree, file: PurePosixPath, key: steps.Key) -> bool:
    sides = [value_at(steps.data_in(one, file), key) if file in one else MISSING for one in (before, after)]
    return sides[0] is sides[1] or same(*sides)
