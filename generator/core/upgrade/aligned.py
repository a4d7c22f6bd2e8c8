"""What a team did to a whole platform, done to what its blueprint makes: so that both speak of the same.

A service that was renamed is renamed in the base and in the new version, too, before they are merged; one
that was removed is removed from both; environments likewise. What is left is what the blueprint changed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from generator.core.change.environment_add import Wish, with_environment
from generator.core.change.environment_remove import without_environment
from generator.core.change.environment_rename import with_environment_renamed
from generator.core.change.rename import renamed
from generator.core.change.service_removal import removal_of
from generator.core.changes import changes_between
from generator.core.delivery.files import delivery_files
from generator.core.edit.edits import Edit, changes_of
from generator.core.graph.known import known_as
from generator.core.helm.chart_file import CHART_FILE, parse_chart
from generator.core.platform.file import PLATFORM_FILE, parse_platform
from generator.core.platform.history import MOVED, REMOVED
from generator.core.tree import text_of
from generator.core.values.model import load_values
from generator.core.yaml.data import values_of_text
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from generator.core.changes import Change
    from generator.core.platform.file import Platform
    from generator.core.tree import Tree
    from generator.core.values.model import ValuesModel


class PlatformSteps(NamedTuple):
    """What became of services and environments: renamed (old → new), and gone."""

    renamed: tuple[tuple[str, str], ...]
    removed: tuple[str, ...]
    environments_renamed: tuple[tuple[str, str], ...]
    environments_removed: tuple[str, ...]
    recreated: tuple[str, ...] = ()  # new names that Kubernetes knows, too
    environments_added: tuple[tuple[str, str], ...] = ()  # each copied from another one: (new, like)


def steps_between(base: Tree, ours: Tree) -> PlatformSteps:
    """What a team did to the services and environments of its base, as Chart.yaml and platform.yaml tell."""
    was, now = _services(base), _services(ours)
    before, after = (parse_platform(tree[PLATFORM_FILE]) for tree in (base, ours))
    moves = [(name, after.history.name_now(name)) for name in was if name not in now]
    renames = tuple((old, new) for old, new in moves if new != old and new in now)
    gone = {old for old, _ in moves} - {old for old, _ in renames}
    others = dict(_environments_renamed(before, after))
    lost = [one.name for one in before.environments.values() if one.name not in after.environments]
    return PlatformSteps(
        renames,
        tuple(name for name in was if name in gone),
        tuple(others.items()),
        # Regions go with theirs.
        tuple(one for one in lost if one not in others and not before.environments[one].region),
        tuple(new for _, new in renames if known_as(load_values(ours).stated(None), new) == new),
        tuple(_environments_added(before, after, {*others.values()})),
    )


def _services(tree: Tree) -> list[str]:
    chart = parse_chart(tree[CHART_FILE], str(CHART_FILE))
    return [one.key for one in chart.dependencies if one.alias]


def _environments_renamed(before: Platform, after: Platform) -> Iterator[tuple[str, str]]:
    """An environment keeps its namespace under a new name, and its place: so it is known again."""
    lost = [
        one for one in before.environments.values() if not one.region and one.name not in after.environments
    ]
    new = [
        one for one in after.environments.values() if not one.region and one.name not in before.environments
    ]
    for one in lost:
        same = [other for other in new if (other.namespace, other.clusters) == (one.namespace, one.clusters)]
        if one.namespace and len(same) == 1:
            yield one.name, same[0].name


def _environments_added(
    before: Platform, after: Platform, renamed_to: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Those that were copied from another one: what the blueprint changes there is meant for them, too."""
    for one in after.environments.values():
        is_new = not one.region and one.name not in before.environments
        if is_new and one.like in after.environments and one.name not in renamed_to:
            yield one.name, one.like


class Aligned(NamedTuple):
    """A tree in which the steps were taken, and what could not be done."""

    tree: Tree
    refused: tuple[str, ...]


def after_steps(tree: Tree, steps: PlatformSteps, platform: Platform) -> Aligned:
    """A generated platform (whole, with its charts) as the team's steps leave it; `platform` is theirs."""
    refused: list[str] = []
    model = load_values(tree)
    for step in _steps(steps, platform):
        model = _stepped(model, step, refused)
    return Aligned(model.tree, tuple(refused))


def _stepped(
    model: ValuesModel, step: Callable[[ValuesModel], Sequence[Change]], refused: list[str]
) -> ValuesModel:
    try:
        return model.with_changes(step(model))
    except BlueprintError as error:
        refused.append(error.what)
        return model


def _steps(steps: PlatformSteps, platform: Platform) -> Iterator[Callable[[ValuesModel], Sequence[Change]]]:
    for old, new in steps.environments_renamed:
        yield partial(_environment_renamed, old=old, new=new)
    for name in reversed(steps.environments_removed):
        yield partial(_environment_removed, name=name)
    for old, new in steps.renamed:
        yield partial(_service_renamed, old=old, new=new, recreate=new in steps.recreated)
    for name, like in steps.environments_added:
        yield partial(_environment_added, name=name, like=like, platform=platform)
    yield partial(_services_removed, names=steps.removed)
    yield _history_removed
    yield partial(_delivered, platform=platform)


def _environment_renamed(model: ValuesModel, old: str, new: str) -> Sequence[Change]:
    return with_environment_renamed(model, old, new).changes if old in model.environments else ()


def _environment_removed(model: ValuesModel, name: str) -> Sequence[Change]:
    return without_environment(model, name).changes if name in model.environments else ()


def _environment_added(model: ValuesModel, name: str, like: str, platform: Platform) -> Sequence[Change]:
    """As `env add --like` makes it, where the team has it: in its place, its namespace, its clusters."""
    if like not in model.environments or name in model.environments:
        return ()
    assert model.platform is not None
    mine = platform.environments[name]
    order = [one for one in platform.environments if one in model.environments or one == name]
    above = order[: order.index(name)]
    after = next((one for one in reversed(above) if not model.platform.environments[one].region), None)
    wish = Wish(name, like, after=after, namespace=mine.namespace or None, clusters=mine.clusters)
    return with_environment(model, wish).changes


def _service_renamed(model: ValuesModel, old: str, new: str, *, recreate: bool) -> Sequence[Change]:
    return renamed(model, old, new, recreate=recreate).changes if old in model.subcharts else ()


def _services_removed(model: ValuesModel, names: Sequence[str]) -> Sequence[Change]:
    there = [name for name in names if name in model.subcharts]
    return removal_of(model, there, force=True).changes if there else ()


def _history_removed(model: ValuesModel) -> Sequence[Change]:
    """What the team's platform.yaml remembers is the team's: here it would stand in the way."""
    said = values_of_text(text_of(model.tree[PLATFORM_FILE], str(PLATFORM_FILE)))
    edits = [Edit(PLATFORM_FILE, "delete", (key,), comment=True) for key in (MOVED, REMOVED) if key in said]
    return changes_of(model.tree, edits)


def _delivered(model: ValuesModel, platform: Platform) -> Sequence[Change]:
    """Pipeline and GitOps with the team's environments, and those that the blueprint alone has."""
    assert model.platform is not None
    known = platform._replace(environments={**platform.environments, **model.platform.environments})
    return changes_between(model.tree, delivery_files(model.tree, known))
