"""Generated histories of whole platforms: `python -m tests.fuzz.upgrades [HISTORIES] [SEED]`.

A team edits values, comments, services, environments, files and their form; its blueprint changes meanwhile,
elsewhere; then it is upgraded: once, twice or three times. What the upgrade makes must say what the new version
says with the team's steps made on it. Counted are conflicts that none are, what is lost of either side, markers
that nobody told of, platforms that do not render, and true conflicts that were not told.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator.core.archive import BASE_FILE
from generator.core.blueprint.answers import parse_assignments, resolve
from generator.core.blueprint.derived import with_what_follows
from generator.core.blueprint.generate import Assembled, assemble
from generator.core.changes import applied, changes_between
from generator.core.merge.comments import only_in
from generator.core.platform.file import Origin, parse_platform
from generator.core.tree import Tree, overlay
from generator.core.upgrade.base import base_of
from generator.core.upgrade.form import says_the_same
from generator.core.upgrade.local import keys_changed
from generator.core.upgrade.planned import Planned, Upgrading, planned
from generator.edge import blueprints
from generator.edge.bundled import cluster_profiles
from generator.edge.line_merge import merged_by_lines
from generator.edge.render import render_layer, render_text
from generator.errors import BlueprintError
from tests import tools
from tests.bench.synthetic import write
from tests.fuzz import upgrade_steps as steps
from tests.fuzz.upgrade_steps import UpgradeStep

_RENDERED = 0.3  # of the histories, in one environment with one of both Helms; all are held to the schema
_ANSWERS = ((), ("domain=other.example.com",), ("gitops=flux",), ("ci=gitlab",))


class Judged(NamedTuple):
    """What was found over all histories."""

    histories: int
    steps: Counter[str]
    wrong: tuple[str, ...]
    rendered: int
    conflicts: int  # true ones, all told

    def __str__(self) -> str:
        told = ", ".join(f"{name} {count}" for name, count in sorted(self.steps.items()))
        return (
            f"{self.histories} histories ({told}): {len(self.wrong)} wrong, {self.rendered} rendered, "
            f"{self.conflicts} true conflicts told"
        )


@cache
def _written(name: str, answers: tuple[str, ...]) -> tuple[Tree, Mapping[str, str | bool]]:
    """What a blueprint writes: rendered once, changed by each history."""
    source = blueprints.load_blueprint(name)
    given = resolve(source.options, parse_assignments(answers), render_text)
    return overlay(*(render_layer(layer, given) for layer in source.layers)), given


def released(name: str, answers: tuple[str, ...], news: list[UpgradeStep], version: str) -> Assembled:
    """The platform of a version of a blueprint: with these changes of its own."""
    written, given = _written(name, answers)
    for one in news:
        written = one.made(written)
    return assemble(
        [written],
        steps.tool().charts,
        platform_schema=steps.tool().platform_schema,
        blueprints=[blueprints.load_blueprint(name).blueprint],
        origin=Origin(name, "builtin", version),
        answers=given,
        clusters=cluster_profiles(),
    )


def news_of(tree: Tree, dice: random.Random, taken: set[str], number: int) -> list[UpgradeStep]:
    """What a version of the blueprint changes, apart from what others touch."""
    found = []
    keys = [one for one in steps.changes_of_keys(tree, dice) if one[0] not in taken]
    for topic, path, key, value in keys[: dice.randint(1, 6)]:
        if {topic, key[0]} & taken:
            continue
        taken |= {topic}
        found.append(
            UpgradeStep("a key", steps.set_key(path, key, value), frozenset({topic, f"is {key[0]}"}))
        )
    for _, path, key, _ in keys[6:7]:
        if key[0] not in taken:
            words = f"news {number} of {key[0]}"
            found.append(
                UpgradeStep(
                    "a comment", steps.comment_above(path, key[:1], words), frozenset({f"is {key[0]}"})
                )
            )
    if dice.random() < 0.5:
        found.append(
            UpgradeStep(
                "a page", steps.headed("docs/architecture.md", f"Since version {number}."), frozenset()
            )
        )
    if dice.random() < 0.4:
        found.append(UpgradeStep("a file", steps.file_added(f"docs/new-{number}.md", "new"), frozenset()))
    return found


def team_steps(tree: Tree, dice: random.Random, taken: set[str], number: int) -> list[UpgradeStep]:
    """What a team does, apart from what the blueprint touches."""
    busy = {one.removeprefix("is ") for one in taken if one.startswith("is ")}
    free = [one for one in steps.services(tree) if one not in busy]
    found: list[UpgradeStep] = []

    def step(name: str, made: steps.Made, *topics: str) -> None:
        if not taken & set(topics):
            taken.update(topics)
            found.append(UpgradeStep(name, made, frozenset(topics), is_form=name in ("formatter", "CRLF")))

    keys = [one for one in steps.changes_of_keys(tree, dice) if one[0] not in taken]
    for topic, path, key, value in keys[: dice.randint(1, 8)]:
        step("value", steps.set_key(path, key, value), topic)
    for _, path, key, _ in keys[8:10]:
        step("comment", steps.comment_above(path, key[:1], f"ours {number}"), f"comment {path} {key[0]}")
    everyone = [one for one in steps.services(tree) if not any(t.startswith(f"of {one}") for t in taken)]
    name = dice.choice(everyone)
    kind = dice.choice(["rename", "recreate", "remove", "add", "move", "environment", "none", "none"])
    if kind in ("rename", "recreate"):
        step(kind, steps.rename(name, f"{name}-{number}", recreate=kind == "recreate"), f"of {name}")
    elif kind == "remove" and free:
        step(kind, steps.remove(dice.choice(free)), "removal")
    elif kind == "add" and not any("order-service" in one for one in taken):
        taken.add("order-service")
        step(kind, steps.add_like(f"extra-{number}", "order-service"), "addition")
    elif kind == "move":
        step(kind, steps.block_at_the_end(name), f"of {name}")
    elif kind == "environment":
        chosen = dice.choice([
            ("environment added", steps.environment_added(f"qa{number}", "staging")),
            ("environment renamed", steps.environment_renamed("test", f"stage{number}")),
            ("environment removed", steps.environment_removed("dr")),
        ])  # fmt: skip
        step(*chosen, "environments")
    if dice.random() < 0.3:
        step("page", steps.appended("README.md", f"Ours {number}."), "readme")
    if dice.random() < 0.2:
        step(
            "delete",
            steps.deleted(dice.choice([".github/workflows/platform.yaml", ".helmignore"])),
            "deleted",
        )
    if dice.random() < 0.2:
        step("file", steps.file_added(f"docs/ours-{number}.md", "ours"), "file")
    if dice.random() < 0.25:
        step("formatter", steps.formatted, "form")
    if dice.random() < 0.15:
        step("CRLF", steps.with_returns([steps.VALUES, PurePosixPath("README.md")]), "form")
    return found


def history(dice: random.Random, counts: Counter[str], *, upgrades: int) -> tuple[Tree, list[str]]:
    """One history: what the last upgrade left, and what was wrong."""
    answers: tuple[str, ...] = ()
    news: list[UpgradeStep] = []
    team: list[UpgradeStep] = []
    taken: set[str] = set()
    version = released("ecommerce", answers, news, "1.0.0")
    ours: Tree = version.files
    wrong: list[str] = []
    for number in range(1, upgrades + 1):
        fresh = news_of(_written("ecommerce", answers)[0], dice, taken, number)
        mine = _possible(team_steps(version.files, dice, taken, number), version.files, ours)
        for one in mine:
            ours = one.made(ours)
        counts.update(one.name for one in mine)
        team += mine
        news += fresh
        if dice.random() < 0.2:
            answers = dice.choice(_ANSWERS)
            counts.update(["answers"] if answers else [])
        version = released("ecommerce", answers, news, f"1.{number}.0")
        plan = upgraded(ours, version)
        wrong += [f"upgrade {number}: {one}" for one in judged(plan, team, version)]
        ours = plan.after
    return ours, wrong


def _possible(wanted: list[UpgradeStep], fresh: Tree, ours: Tree) -> list[UpgradeStep]:
    """Those steps that can be made one after the other, on a fresh platform and on ours."""
    found = []
    for one in wanted:
        there, here = _made(one, fresh), _made(one, ours)
        if there is not None and here is not None:
            fresh, ours = there, here
            found.append(one)
    return found


def upgraded(ours: Tree, version: Assembled) -> Planned:
    return planned(Upgrading(base_of(ours), ours, version), steps.tool(), merged_by_lines)


def judged(plan: Planned, team: list[UpgradeStep], version: Assembled) -> list[str]:
    """What is wrong with an upgrade whose sides kept out of each other's way."""
    found = [f"conflict that none is: {one.sentence}" for one in plan.conflicts]
    found += [f"not done: {one}" for one in plan.notes if "deleted here" not in one]
    found += markers(plan)
    expected: Tree = version.files
    for one in team:
        after = _made(one, expected)
        if after is None:
            return found  # the new version has no room for this step: there is nothing to compare with
        expected = after
    expected = applied(expected, with_what_follows(expected, (), steps.tool()))
    for path in sorted({*expected, *plan.after}):
        want, got = expected.get(path), plan.after.get(path)
        if path == BASE_FILE or want == got:
            continue
        if want is None or got is None:
            found.append(f"{path}: {'is there' if want is None else 'is gone'}")
        elif not says_the_same(path, want, got):
            found.append(f"{path}: {_first(want, got)}")
    return found


def _made(one: UpgradeStep, tree: Tree) -> Tree | None:
    try:
        return one.made(tree)
    except (BlueprintError, KeyError, StopIteration):
        return None


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


def true_conflict(dice: random.Random) -> list[str]:
    """Both sides set one key, each in a way of its own: it must be told, whatever else happens."""
    written = _written("ecommerce", ())[0]
    topic, path, key, value = next(steps.changes_of_keys(written, dice))
    news = [UpgradeStep("a key", steps.set_key(path, key, value), frozenset({topic}))]
    version = released("ecommerce", (), news, "1.1.0")
    other = f"{value}9" if isinstance(value, str) else 77
    ours = steps.set_key(path, key, other)(released("ecommerce", (), [], "1.0.0").files)
    if dice.random() < 0.5:
        ours = steps.formatted(ours)
    plan = upgraded(ours, version)
    if [(one.file, one.path) for one in plan.conflicts] != [(path, key)]:
        return [f"{topic}: not told: {[one.sentence for one in plan.conflicts]}"]
    marked = planned(
        Upgrading(base_of(ours), ours, version), steps.tool(), merged_by_lines, at_conflicts="markers"
    )
    return [] if b"<<<<<<< ours" in marked.after[path] else [f"{topic}: no markers"]


def rendered(tree: Tree, dice: random.Random, folder: Path) -> list[str]:
    """What Helm says of one environment of a platform; nothing where it renders."""
    home = write(tree, Path(tempfile.mkdtemp(dir=folder)))
    platform = parse_platform(tree[steps.PLATFORM])
    environment = dice.choice(sorted(platform.environments))
    files = [part for file in platform.values_files(environment) for part in ("-f", str(home / file))]
    helm = tools.find(dice.choice(["helm3", "helm4"]))
    assert helm is not None, "python tests/tools.py install"
    done = subprocess.run(
        [helm, "template", "shop", str(home), *files], capture_output=True, text=True, check=False
    )
    return [] if done.returncode == 0 else [f"{environment} does not render: {done.stderr[:500]}"]


def campaign(histories: int, seed: int, folder: Path) -> Judged:
    """So many histories; every tenth has a true conflict beside."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    shown = conflicts = 0
    for number in range(histories):
        dice = random.Random(f"{seed}-{number}")  # no secret
        tree, found = history(dice, counts, upgrades=dice.choice([1, 1, 1, 2, 3]))
        if changes_between(tree, upgraded(tree, _same(tree)).after):
            found.append("the same version again changes something")
        if dice.random() < _RENDERED:
            shown += 1
            found += rendered(tree, dice, folder)
        if number % 10 == 0:
            conflicts += 1
            found += true_conflict(dice)
        wrong += [f"history {seed}-{number}: {one}" for one in found]
    return Judged(histories, counts, tuple(wrong), shown, conflicts)


def _same(tree: Tree) -> Assembled:
    """The version that a platform has, once more."""
    base = base_of(tree)
    owned = {path: data for path, data in tree.items() if path in base.digests}
    return Assembled(
        {**base.written, **owned, BASE_FILE: tree[BASE_FILE]},
        parse_platform(tree[steps.PLATFORM]),
        base.written,
    )


if __name__ == "__main__":
    asked = [int(one) for one in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as home:
        result = campaign(asked[0] if asked else 300, asked[1] if asked[1:] else 1, Path(home))
    print(result, *result.wrong, sep="\n")
    sys.exit(bool(result.wrong))
