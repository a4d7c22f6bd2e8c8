"""The team's side of generated histories: what people do to a platform between two upgrades."""

from __future__ import annotations

import random
from functools import partial

from generator.core.archive import BASE_FILE
from generator.core.blueprint.derived import with_what_follows
from generator.core.changes import applied
from generator.core.tree import Tree
from generator.core.upgrade.base import base_of
from generator.core.upgrade.pins import adopted, pins_in
from generator.errors import BlueprintError
from tests.fuzz import upgrade_files as files
from tests.fuzz import upgrade_steps as steps
from tests.fuzz.upgrade_steps import Files, UpgradeStep

_FORMS = {"formatter": files.formatted, "indentation": files.indented, "CRLF": files.with_returns}


class Team:
    """A platform, and what was done to it since it was new."""

    def __init__(self, tree: Tree) -> None:
        self.tree: Files = dict(tree)
        self.steps: list[UpgradeStep] = []
        self.names: dict[str, str] = {}  # what services are called here, by what the blueprint calls them

    def round(self, dice: random.Random, taken: set[str], number: int, level: int) -> list[str]:
        """Some steps, apart from what the blueprint touches; their names."""
        made: list[UpgradeStep] = []
        wanted = self._of_keys(dice, taken, number) + self._of_platform(dice, taken, number)
        for one in wanted + _of_files(dice, number):
            if one.topics & taken:
                continue
            try:
                tree = one.made(self.tree)
            except (BlueprintError, KeyError, StopIteration):
                continue
            if one.is_command:
                tree = applied(tree, with_what_follows(tree, (), steps.tool(level)))
            self.tree = tree
            made.append(one)
            taken |= one.topics
            self._remember(one, taken)
        self.steps += made
        return [one.name for one in made]

    def _remember(self, one: UpgradeStep, taken: set[str]) -> None:
        if one.name in ("rename", "recreate"):
            old, new = one.made.args[:2]
            self.names[old] = new
            taken |= {f"of {new}"}
        if one.name == "add":
            self.names[one.made.args[0]] = one.made.args[0]

    def _of_keys(self, dice: random.Random, taken: set[str], number: int) -> list[UpgradeStep]:
        there = {new: old for old, new in self.names.items()}
        keys = []
        for here, one in steps.changes_of_keys(self.tree, dice):
            own = there.get(one.key[0], one.key[0])
            topic = here.replace(f":{one.key[0]}.", f":{own}.")
            if topic not in taken:
                keys.append((topic, one))
        chosen = keys[: dice.randint(1, 8)]
        topics = frozenset(topic for topic, _ in chosen)
        found = (
            [UpgradeStep("values", partial(steps.set_keys, *(one for _, one in chosen)), topics)]
            if chosen
            else []
        )
        for topic, one in keys[8:10]:
            made = partial(steps.comment_above, one.file, one.key[:1], f"ours {number}")
            name = topic.partition(":")[2].partition(".")[0]
            found.append(UpgradeStep("comment", made, frozenset({f"comment {one.file} {name}"})))
        return found

    def _of_platform(self, dice: random.Random, taken: set[str], number: int) -> list[UpgradeStep]:
        everyone = [one for one in steps.services(self.tree) if f"of {one}" not in taken]
        free = [one for one in everyone if f"is {one}" not in taken]
        name = dice.choice(everyone)
        kind = dice.choice(
            ["rename", "recreate", "remove", "add", "add", "move", "environment", "none", "none"]
        )
        topics = frozenset({f"of {name}"})
        if kind in ("rename", "recreate"):
            made = partial(steps.rename, name, f"{name}-{number}", kind == "recreate")
            return [UpgradeStep(kind, made, topics, is_command=True)]
        if kind == "remove" and free:
            name = dice.choice(free)
            topics = frozenset({f"of {name}"})
            return [UpgradeStep(kind, partial(steps.remove, name), topics, is_command=True)]
        if kind == "add" and free:
            # What it is like stays as it is, and so does what that one calls.
            name = dice.choice(free)
            near = (name, *steps.called_by(self.tree, name))
            if any(f":{name}." in one for one in taken):
                return []
            made = partial(steps.add_like, f"extra-{number}", name)
            return [UpgradeStep(kind, made, frozenset(f"of {one}" for one in near), is_command=True)]
        if kind == "move":
            return [UpgradeStep(kind, partial(steps.block_at_the_end, name), topics)]
        if kind == "environment":
            kind, made = dice.choice([
                ("environment added", partial(steps.environment_added, f"qa{number}", "staging")),
                ("environment renamed", partial(steps.environment_renamed, "test", f"stage{number}")),
                ("environment removed", partial(steps.environment_removed, "dr")),
            ])  # fmt: skip
            return [UpgradeStep(kind, made, frozenset({"environments"}), is_command=True)]
        return []

    def lose_base(self, dice: random.Random, latest: Tree) -> str:
        """The base is gone or damaged, which is told, and made anew: what `adopt` does."""
        before = self.tree.pop(BASE_FILE)
        if dice.random() < 0.5:
            self.tree[BASE_FILE] = before[: len(before) // 2]
        try:
            base_of(self.tree)
        except BlueprintError:
            self.tree[BASE_FILE] = latest[BASE_FILE]
            return "" if before == latest[BASE_FILE] else "the base is another one after `adopt`"
        return "a base that is lost is not told"

    def let_go(self, dice: random.Random) -> int:
        """`upgrade --adopt` for one pin, or for all: how many went."""
        there = [name for name, _ in pins_in(self.tree)]
        if not there:
            return 0
        gone = there if dice.random() < 0.3 else [dice.choice(there)]
        self.tree = dict(adopted(self.tree, ["all"] if gone == there else gone))
        self.steps = [one for one in self.steps if one.name != "pin" or one.made.args[0].name not in gone]
        return len(gone)


def _of_files(dice: random.Random, number: int) -> list[UpgradeStep]:
    found = []
    if dice.random() < 0.3:
        found.append(
            UpgradeStep(
                "page", partial(files.appended, "README.md", f"Ours {number}."), frozenset({"readme"})
            )
        )
    if dice.random() < 0.2:
        gone = dice.choice([".github/workflows/platform.yaml", ".helmignore"])
        found.append(UpgradeStep("delete", partial(files.deleted, gone), frozenset({"deleted"})))
    if dice.random() < 0.2:
        made = partial(files.file_added, f"docs/ours-{number}.md", "ours")
        found.append(UpgradeStep("file", made, frozenset({"file"})))
    if dice.random() < 0.45:
        name = dice.choice([*_FORMS])
        found.append(UpgradeStep(name, partial(_FORMS[name]), frozenset({"form"}), is_form=True))
    return found
