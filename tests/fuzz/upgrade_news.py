"""The blueprint's side of generated histories: versions, each with changes of its own, and what carries values along."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import NamedTuple

from generator.core.archive import BASE_FILE
from generator.core.blueprint.answers import parse_assignments, resolve
from generator.core.blueprint.generate import Assembled, assemble
from generator.core.blueprint.manifest import Blueprint
from generator.core.blueprint.migration import Migration, Split
from generator.core.changes import changes_between
from generator.core.helm.versions import parse_range
from generator.core.platform.file import Origin
from generator.core.tree import Tree, overlay
from generator.edge import blueprints
from generator.edge.bundled import cluster_profiles
from generator.edge.render import render_layer, render_text
from generator.errors import BlueprintError
from tests.fuzz import upgrade_files as files
from tests.fuzz import upgrade_steps as steps
from tests.fuzz.upgrade_steps import Assignment, Files, Key, Moved, UpgradeStep

BLUEPRINTS = ("ecommerce", "microservices", "devops", "iot", "trading")
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "": (
        "domain=other.example.com", "gitops=flux", "gitops=none", "ci=gitlab", "ci=none", "cluster=gke",
        "registry=registry.example.com", "namespace=other", "regions=eu,us", "private=false",
    ),
    "ecommerce": ("search=false", "messaging=rabbitmq", "messaging=nats", "release=canary"),
    "microservices": ("mesh=istio", "mesh=linkerd", "release=blue-green"),
    "devops": ("teams=one,two,three",),
    "iot": ("gpu=true",),
    "trading": ("sriov=true",),
}  # fmt: skip
OF_PLACES = ("namespace", "regions", "domain", "cluster")  # what environments that a team adds are made of


class News(NamedTuple):
    """What a version changes: in its files, where it moves keys, by which migrations, and those to be chosen."""

    steps: tuple[UpgradeStep, ...]
    moves: tuple[Moved, ...] = ()
    migrations: tuple[Migration, ...] = ()
    chosen: tuple[str, ...] = ()


@cache
def written_by(name: str, answers: tuple[str, ...]) -> tuple[Tree, Mapping[str, str | bool]]:
    """What a blueprint writes: rendered once, changed by each history."""
    source = blueprints.load_blueprint(name)
    given = resolve(source.options, parse_assignments(answers), render_text)
    return overlay(*(render_layer(layer, given) for layer in source.layers)), given


def _platform(origin: Origin, answers: tuple[str, ...], written: Tree, level: int) -> Assembled:
    tool = steps.tool(level)
    return assemble(
        [written],
        tool.charts,
        platform_schema=tool.platform_schema,
        blueprints=[blueprints.load_blueprint(origin.name).blueprint],
        origin=origin,
        answers=written_by(origin.name, answers)[1],
        clusters=cluster_profiles(),
    )


@cache
def _first(name: str, answers: tuple[str, ...]) -> Assembled:
    return _platform(Origin(name, "builtin", "1.0.0"), answers, written_by(name, answers)[0], 0)


class Releases:
    """The versions of a blueprint, one after the other."""

    def __init__(self, name: str, answers: tuple[str, ...] = ()) -> None:
        self.name, self.answers, self.level = name, answers, 0
        self.version = "1.0.0"
        self.news: list[UpgradeStep] = []
        self.migrations: list[Migration] = []
        self._written = written_by(name, answers)[0]
        self.latest = _first(name, answers)

    @property
    def blueprint(self) -> Blueprint:
        found = blueprints.load_blueprint(self.name).blueprint
        return found._replace(version=self.version, migrations=tuple(self.migrations))

    def _assembled(self) -> Assembled:
        origin = Origin(self.name, "builtin", self.version)
        return _platform(origin, self.answers, steps.wanting(self._written, self.level), self.level)

    def release(self, news: News, version: str) -> None:
        """The next version: with these changes, which are left out where there is no room for them."""
        self.version = version
        self._written = self._with_news(self._written, news.steps)
        self.news += news.steps
        self.migrations += news.migrations
        self.latest = self._assembled()

    def answer(self, answers: tuple[str, ...]) -> Assembled:
        """The latest version, of other answers from now on; it returns the one of before."""
        before, self.answers = self.latest, answers
        self._written = self._with_news(written_by(self.name, answers)[0], self.news)
        self.latest = self._assembled()
        return before

    def take_back(self, answers: tuple[str, ...], latest: Assembled, written: Tree) -> None:
        self.answers, self.latest, self._written = answers, latest, written

    @property
    def written(self) -> Tree:
        return self._written

    def _with_news(self, written: Tree, news: Sequence[UpgradeStep]) -> Tree:
        tools = {path: data for path, data in self.latest.files.items() if path not in self.latest.written}
        tools.pop(BASE_FILE)
        for one in news:
            whole: Files = {**tools, **written, steps.PLATFORM: self.latest.written[steps.PLATFORM]}
            after = _made(one, whole)
            changed = {
                one.path: one.after for one in changes_between(whole, {**dict.fromkeys(whole), **after})
            }
            written = {**written, **{path: data for path, data in changed.items() if data is not None}}
            written = {
                path: data
                for path, data in written.items()
                if (changed.get(path, b"") is not None and path not in tools) or path == steps.PLATFORM
            }
            # What a command remembers in platform.yaml is of the team's own commands.
            written[steps.PLATFORM] = written_by(self.name, self.answers)[0][steps.PLATFORM]
        return written


def _made(one: UpgradeStep, tree: Tree) -> Files:
    try:
        return one.made(tree)
    except (BlueprintError, KeyError, StopIteration):
        return dict(tree)


class Scene(NamedTuple):
    """What a version is made on: the platform as it was, what is taken, what services are called at the team's."""

    tree: Tree
    dice: random.Random
    taken: set[str]
    team: Mapping[str, str]
    number: int

    def is_free(self, service: str) -> bool:
        """Whether nobody has done anything to a service as a whole."""
        return f"of {service}" not in self.taken


def news_of(releases: Releases, dice: random.Random, taken: set[str], team: Mapping[str, str]) -> News:
    """What the next version changes, apart from what others touch; `team` is what services are called there."""
    number = int(releases.version.split(".")[1]) + 1
    scene = Scene(releases.latest.files, dice, taken, team, number)
    small = [*_of_keys(scene), *_of_files(scene)]
    kinds = [
        "service added",
        "service removed",
        "service renamed",
        "key renamed",
        "keys renamed",
        "key moved",
    ]
    kinds += ["key dropped", "owner", "owner", "charts", "charts", "none", "none"]
    kind = dice.choice(kinds)
    if kind == "charts":
        releases.level += 1
        return News((*small, UpgradeStep("newer charts", partial(_as_it_is), frozenset())))
    if kind.startswith("service"):
        large = _of_services(kind, scene)
    elif kind.startswith("key"):
        large = _moved_keys(kind, scene)
    else:
        large = _owner(scene) if kind == "owner" else News(())
    if any(_made(one, scene.tree) == dict(scene.tree) for one in large.steps):
        large = News(())  # the blueprint's own files have no room for it
    return large._replace(steps=(*small, *large.steps))


def _as_it_is(tree: Tree) -> Files:
    return dict(tree)


def _of_keys(scene: Scene) -> list[UpgradeStep]:
    keys = [one for one in steps.changes_of_keys(scene.tree, scene.dice) if one[0] not in scene.taken]
    keys = [one for one in keys if scene.is_free(one[1].key[0])]
    chosen, more = keys[: scene.dice.randint(1, 6)], keys[6:7]
    scene.taken.update(topic for topic, _ in chosen)
    scene.taken.update(f"is {one.key[0]}" for _, one in (*chosen, *more))
    found = [UpgradeStep("a key", partial(steps.set_keys, *(one for _, one in chosen)), frozenset())]
    for _, one in more:
        words = f"news {scene.number} of {one.key[0]}"
        made = partial(steps.comment_above, one.file, one.key[:1], words)
        found.append(UpgradeStep("a comment", made, frozenset()))
    return found


def _of_files(scene: Scene) -> list[UpgradeStep]:
    found = []
    if scene.dice.random() < 0.5:
        made = partial(files.headed, "docs/architecture.md", f"Since version {scene.number}.")
        found.append(UpgradeStep("a page", made, frozenset()))
    if scene.dice.random() < 0.4:
        made = partial(files.file_added, f"docs/new-{scene.number}.md", "new")
        found.append(UpgradeStep("a file", made, frozenset()))
    return found


def _of_services(kind: str, scene: Scene) -> News:
    taken, number = scene.taken, scene.number
    name = scene.dice.choice([one for one in steps.services(scene.tree) if scene.is_free(one)])
    if kind == "service added":
        made = partial(steps.add_like, f"news-{number}", name)
        taken |= {f"of {one}" for one in (name, *steps.called_by(scene.tree, name))}
        return News((UpgradeStep(kind, made, frozenset()),))
    if kind == "service removed":
        if any(f":{name}." in one or one.endswith(f" {name}") for one in taken):
            return News(())
        taken |= {f"of {name}"}
        return News((UpgradeStep(kind, partial(steps.remove, name), frozenset()),))
    new = f"{name}-v{number}"
    made = partial(steps.rename, name, new, scene.dice.random() < 0.5)
    taken |= {one.replace(f":{name}.", f":{new}.") for one in taken} | {f"of {name}", f"is {new}"}
    rename = {(name,): new, ("global", "connections", name): new}
    step = UpgradeStep(kind, made, frozenset())
    return News((step,), (Moved((name,), (new,)),), (_migration(number, rename=rename),))


def _migration(number: int, **does: object) -> Migration:
    made = Migration(f"to-{number}", f"1.{number}.0", parse_range("*"), False, "", {}, {}, {}, (), {}, ())
    return made._replace(**does)  # type: ignore[arg-type]  # each its own field


def _moved_keys(kind: str, scene: Scene) -> News:
    keys = [one.key for _, one in steps.changes_of_keys(scene.tree, scene.dice) if one.key[1:2] == ("env",)]
    # What the team renamed alone is carried along under its name there.
    team = scene.team
    keys = [one for one in keys if scene.is_free(one[0]) or team.get(one[0], one[0]) != one[0]]
    keys = [one for one in keys if re.fullmatch(r"[A-Z_]+", one[2])]
    if not keys:
        return News(())
    key, new = keys[0], f"{keys[0][2]}_{scene.number}"
    is_chosen = scene.dice.random() < 0.5
    chosen = (f"to-{scene.number}",) if is_chosen else ()

    def made(step: partial[Files], moves: tuple[Moved, ...], **does: object) -> News:
        migration = _migration(scene.number, optional=is_chosen, **does)
        return News((UpgradeStep(kind, step, frozenset()),), moves, (migration,), chosen)

    if kind == "key dropped":
        if any(one.endswith(f":{'.'.join(key)}") for one in scene.taken):
            return News(())
        scene.taken.add(f"of {key[0]}")
        return made(partial(steps.key_dropped, key), (), drop=(key,))
    if kind == "key moved":
        others = [one for one in steps.services(scene.tree) if scene.is_free(one) and one != key[0]]
        target = (scene.dice.choice(others), "env", new)
        return made(partial(steps.key_moved, key, target), _moves(key, target, scene), move={key: target})
    pattern: Key = ("*", *key[1:]) if kind == "keys renamed" else key
    names = {one[0] for _, one in steps.stated(scene.tree, pattern)}
    # With a *, services that the team added are meant, too.
    names |= {one for one in team if kind == "keys renamed"}
    moves = tuple(
        one for name in sorted(names) for one in _moves((name, *key[1:]), (name, "env", new), scene)
    )
    return made(partial(steps.key_renamed, pattern, new), moves, rename={pattern: new})


def _moves(old: Key, new: Key, scene: Scene) -> tuple[Moved, ...]:
    """Of a key, by the names that services have there and here; its topics go along."""
    was, now = (f":{'.'.join(one)}" for one in (old, new))
    scene.taken.update([f"{one.removesuffix(was)}{now}" for one in scene.taken if one.endswith(was)])
    scene.taken.update(f"is {one[0]}" for one in (old, new))
    here = [(scene.team.get(one[0], one[0]), *one[1:]) for one in (old, new)]
    return tuple(dict.fromkeys((Moved(old, new), Moved(here[0], here[1]))))


def _owner(scene: Scene) -> News:
    """A key that is a text at first and a map later."""
    if not steps.stated(scene.tree, steps.OWNER):
        step = UpgradeStep("key added", partial(steps.key_added, steps.OWNER, "team:shop"), frozenset())
        return News((step,), (), (_migration(scene.number, set={steps.OWNER: "team:shop"}),))
    if "split" in scene.taken:
        return News(())
    scene.taken.add("split")
    step = UpgradeStep("key split", partial(_owner_split), frozenset())
    moves = (Moved(steps.OWNER, steps.OWNER, ("kind", "name")),)
    return News(
        (step,), moves, (_migration(scene.number, split={steps.OWNER: Split(":", ("kind", "name"))}),)
    )


def _owner_split(tree: Tree) -> Files:
    value = dict(steps.leaves_of(steps.data_in(tree, steps.VALUES)))[steps.OWNER]
    parts = dict(zip(("kind", "name"), str(value).rsplit(":", 1), strict=True))
    return steps.set_keys(Assignment(steps.VALUES, steps.OWNER, parts), tree)
