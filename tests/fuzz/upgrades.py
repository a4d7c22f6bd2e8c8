"""Generated histories of whole platforms: `python -m tests.fuzz.upgrades [HISTORIES] [SEED] [FIRST]`.

A team edits values, comments, services, environments, files and their form; its blueprint changes meanwhile,
elsewhere, and brings migrations and newer charts; then it is upgraded: once, twice or three times. What the
upgrade makes must say what the new version says with the team's steps made on it. Counted are conflicts that
none are, what is lost of either side, markers that nobody told of, platforms that do not render, and true
conflicts that were not told.
"""

from __future__ import annotations

import gc
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.commands._carrying import with_migrations
from generator.core.blueprint.validate import errors_of_values
from generator.core.edit.edit import edit
from generator.core.platform.file import parse_platform
from generator.core.tree import Tree
from generator.core.upgrade.base import base_of
from generator.core.upgrade.pins import Pinned, pinned
from generator.core.upgrade.planned import Planned, Upgrading, planned
from generator.core.values.model import load_values
from generator.edge.line_merge import merged_by_lines
from generator.errors import BlueprintError
from tests import tools
from tests.bench.synthetic import write
from tests.fuzz import upgrade_files as files
from tests.fuzz import upgrade_steps as steps
from tests.fuzz.upgrade_judge import defaults_stay, has_room, judged
from tests.fuzz.upgrade_news import ANSWERS, BLUEPRINTS, OF_PLACES, News, Releases, news_of
from tests.fuzz.upgrade_steps import Assignment, UpgradeStep, after_moves
from tests.fuzz.upgrade_team import Team


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


class Upgraded(NamedTuple):
    """A merge, with the pins that it got, and what was told of migrations."""

    plan: Planned
    pinned: Pinned
    told: list[str]


def upgraded(ours: Tree, releases: Releases, made: str = "", chosen: tuple[str, ...] = ()) -> Upgraded:
    """What `upgrade` makes of a platform that was made from version `made`."""
    upgrading = Upgrading(base_of(ours), ours, releases.latest)
    told: list[str] = []
    if made:
        upgrading, _, told = with_migrations(upgrading, releases.blueprint, made, chosen)
    plan = planned(upgrading, steps.tool(releases.level), merged_by_lines)._replace(before=ours)
    found = pinned(plan.after, ours, lambda tree: not errors_of_values(load_values(tree)))
    return Upgraded(plan, found, told)


class History:
    """One history: a platform, its blueprint, and what both did so far."""

    def __init__(self, dice: random.Random, counts: Counter[str]) -> None:
        self.dice, self.counts = dice, counts
        self.releases = Releases(dice.choice(BLUEPRINTS))
        self.team = Team(self.releases.latest.files)
        self.taken: set[str] = set()
        counts.update([self.releases.name])

    def upgrade(self, number: int) -> list[str]:
        """A team's round, a version of the blueprint, an upgrade to it: what was wrong."""
        dice, releases, team = self.dice, self.releases, self.team
        wrong: list[str] = []
        made, level = releases.version, releases.level
        self.counts.update(team.round(dice, self.taken, number, level))
        if dice.random() < 0.15:
            self.counts.update(["base lost"])
            wrong += [lost] if (lost := team.lose_base(dice, releases.latest.files)) else []
        if gone := team.let_go(dice) if dice.random() < 0.4 else 0:
            self.counts.update({"pin let go": gone})
        news = news_of(releases, dice, self.taken, team.names)
        self.counts.update(one.name for one in news.steps)
        releases.release(news, f"1.{number}.0")
        team.steps = [after_moves(one, news.moves) for one in team.steps]
        if not news.moves and releases.level == level and dice.random() < 0.25:
            self._answer()
        found = upgraded(team.tree, releases, made, news.chosen)
        team.steps = [one for one in team.steps if one.name != "delete" or self._is_there(one)]
        wrong += [f"told: {one}" for one in found.told]
        wrong += judged(found.plan, found.pinned, team.steps, releases)
        if releases.level != level:
            wrong += defaults_stay(team.tree, found.pinned.tree, dice)
        for pin in found.pinned.pins:
            self.counts.update(["pin"])
            team.steps.append(UpgradeStep("pin", partial(steps.pinned_again, pin), frozenset()))
        team.tree = dict(found.pinned.tree)
        return [f"upgrade {number}: {one}" for one in wrong]

    def _is_there(self, step: UpgradeStep) -> bool:
        """Whether the blueprint has the file that was deleted: one that comes again is another one."""
        return any(str(path) == step.made.args[0] for path in self.releases.latest.files)

    def _answer(self) -> None:
        """Another answer, given or written into platform.yaml, unless it meets what somebody touched."""
        releases, dice = self.releases, self.dice
        answers = [*ANSWERS[""], *ANSWERS[releases.name]]
        if "environments" in self.taken:
            answers = [one for one in answers if not one.startswith(OF_PLACES)]
        chosen = dice.choice(answers)
        was, written = releases.answers, releases.written
        before = releases.answer((chosen,))
        if not has_room(before.files, releases, self.team):
            releases.take_back(was, before, written)
            return
        self.counts.update(["answers"])
        name = chosen.partition("=")[0]
        if dice.random() < 0.5:
            value = releases.latest.platform.answers[name]
            text = self.team.tree[steps.PLATFORM].decode()
            text = edit(text, "set", ("answers", name), value, file="platform.yaml")
            self.team.tree[steps.PLATFORM] = text.encode()

    def again(self) -> list[str]:
        """The same version once more changes nothing."""
        changed = upgraded(self.team.tree, self.releases).plan.changes
        return ["the same version again changes something"] if changed else []


def true_conflict(dice: random.Random) -> list[str]:
    """Both sides set one key, each in a way of its own: it must be told, whatever else happens."""
    releases = Releases(dice.choice(BLUEPRINTS))
    ours = releases.latest.files
    topic, news = steps.changes_of_keys(ours, dice)[0]
    step = UpgradeStep("a key", partial(steps.set_keys, news), frozenset({topic}))
    releases.release(News((step,)), "1.1.0")
    other = f"{news.value}9" if isinstance(news.value, str) else 77
    ours = steps.set_keys(Assignment(news.file, news.key, other), ours)
    if dice.random() < 0.5:
        ours = files.formatted(ours)
    plan = upgraded(ours, releases).plan
    if [(one.file, one.path) for one in plan.conflicts] != [(news.file, news.key)]:
        return [f"{topic}: not told: {[one.sentence for one in plan.conflicts]}"]
    upgrading = Upgrading(base_of(ours), ours, releases.latest)
    marked = planned(upgrading, steps.tool(), merged_by_lines, at_conflicts="markers")
    return [] if b"<<<<<<< ours" in marked.after[news.file] else [f"{topic}: no markers"]


def rendered(tree: Tree, dice: random.Random, helm: str, folder: Path) -> list[str]:
    """What a Helm says of one environment of a platform; nothing where it renders."""
    home = write(tree, Path(tempfile.mkdtemp(dir=folder)))
    platform = parse_platform(tree[steps.PLATFORM])
    environment = dice.choice(sorted(platform.environments))
    values = [part for file in platform.values_files(environment) for part in ("-f", str(home / file))]
    program = tools.find(helm)
    assert program is not None, "python tests/tools.py install"
    command = [program, "template", "shop", str(home), *values]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [f"{environment} does not render with {helm}: {done.stderr[:500]}"]


class Outcome(NamedTuple):
    """What one history came to; `conflicts` are true ones that were put beside it."""

    steps: Counter[str]
    wrong: tuple[str, ...]
    conflicts: int


def outcome(seed: int, number: int, folder: Path) -> Outcome:
    """One history, judged; each is rendered by one Helm in turn, every tenth has a true conflict beside."""
    counts: Counter[str] = Counter()
    dice = random.Random(f"{seed}-{number}")  # no secret
    one = History(dice, counts)
    found: list[str] = []
    try:
        for at in range(1, dice.choice([1, 1, 1, 2, 3]) + 1):
            found += one.upgrade(at)
        found += one.again()
    except BlueprintError as error:
        found.append(f"does not come to an end: {error}")
    found += rendered(one.team.tree, dice, ("helm3", "helm4")[number % 2], folder)
    is_tenth = number % 10 == 0
    found += true_conflict(dice) if is_tenth else []
    title = f"history {seed}-{number} ({one.releases.name})"
    return Outcome(counts, tuple(f"{title}: {text}" for text in found), int(is_tenth))


def campaign(histories: int, seed: int, folder: Path, *, first: int = 0, processes: int = 1) -> Judged:
    """So many histories, from that of this number on."""
    numbers = range(first, first + histories)
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    conflicts = 0
    with ProcessPoolExecutor(processes, initializer=_quick) if processes > 1 else nullcontext() as pool:
        one = partial(outcome, seed, folder=folder)
        for found in (map if pool is None else pool.map)(one, numbers):
            counts.update(found.steps)
            wrong += found.wrong
            conflicts += found.conflicts
            if found.wrong:
                print(*found.wrong, sep="\n", flush=True)
    return Judged(histories, counts, tuple(wrong), histories, conflicts)


def _quick() -> None:
    gc.freeze()
    gc.set_threshold(50_000)  # trees of values are large, and have no circles


if __name__ == "__main__":
    asked = [int(one) for one in sys.argv[1:]]
    histories, seed, first = (*asked, *(300, 1, 0)[len(asked) :])
    with tempfile.TemporaryDirectory() as home:
        result = campaign(histories, seed, Path(home), first=first, processes=os.cpu_count() or 1)
    print(result)
    sys.exit(bool(result.wrong))
