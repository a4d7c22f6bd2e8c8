"""A region of an environment more, or one less: platform.yaml and the region's file of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.blueprint.regions import region_text, schema_line
from generator.core.change.environment import (
    declared,
    declaring,
    refuse_heirs,
    refuse_region_name,
    refuse_shared,
    running_nowhere_else,
)
from generator.core.change.environment_add import EnvironmentChange
from generator.core.change.environment_entries import with_region, without_region
from generator.core.changes import Change, changes_between
from generator.core.platform.file import PLATFORM_FILE, parse_platform, region_name
from generator.core.tree import text_of
from generator.core.words import did_you_mean
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from generator.core.platform.file import Environment, Platform
    from generator.core.values.model import ValuesModel


def with_region_of(
    model: ValuesModel, environment: str, region: str, *, cluster: str = "", namespace: str = ""
) -> EnvironmentChange:
    """The changes that give an environment a region. BlueprintError where it can have none of that name.

    Its cluster is called like the region, its namespace is the environment's, where they are not named.
    """
    above = declared(model, environment, "regions are declared there")
    refuse_region_name(declaring(model), environment, region)
    entry = {"cluster": cluster, "namespace": namespace}
    text = text_of(model.tree[PLATFORM_FILE], str(PLATFORM_FILE))
    given = {key: value for key, value in entry.items() if value}
    text = with_region(text, environment, region, given)
    platform = parse_platform(text.encode())
    name = region_name(environment, region)
    refuse_shared(platform, name)
    *_, base, own = platform.values_files(name)
    if own in model.tree:
        raise BlueprintError(
            "this file is there already, and no region reads it",
            where=str(own),
            hint="Remove it, or declare its region by hand.",
        )
    head = schema_line(text_of(model.source(base).content, str(base)))
    written = head + region_text(platform.environments[name], platform.values_files(name))
    files = {PLATFORM_FILE: text.encode(), own: written.encode()}
    return EnvironmentChange(changes_between(model.tree, files), _of_releases(above, platform, name))


def _of_releases(above: Environment, platform: Platform, name: str) -> tuple[str, ...]:
    """What becomes of the environment's own release."""
    (cluster,) = platform.environments[name].clusters
    if cluster in above.clusters:
        return (f"what {above.name} runs in {cluster} is {name}'s from now on, with that file on top",)
    if own := next((one for one in platform.releases() if one.name == above.name), None):
        return (f"{above.name} itself stays deployed in {', '.join(own.clusters)}, as before",)
    return ()


def without_region_of(model: ValuesModel, environment: str, region: str) -> EnvironmentChange:
    """The changes that take a region away. BlueprintError where there is none, or others inherit from it."""
    declared(model, environment, "regions are declared there")
    platform = declaring(model)
    known = [one.region for one in platform.regions(environment)]
    if region not in known:
        hint = did_you_mean(region, known) or f"It has none: `region add {region} --env {environment}`."
        raise UsageError(f"{environment} has no region {region}", hint=hint)
    name = region_name(environment, region)
    refuse_heirs(platform, [name])
    text = text_of(model.tree[PLATFORM_FILE], str(PLATFORM_FILE))
    text = without_region(text, environment, region, name)
    own = model.own_file(name)
    gone = (Change(own, model.source(own).content, None),)
    changes = (*changes_between(model.tree, {PLATFORM_FILE: text.encode()}), *gone)
    notes = running_nowhere_else(model, (name,))
    (cluster,) = platform.environments[name].clusters
    if cluster in platform.environments[environment].clusters:
        own_again = f"what runs in {cluster} is {environment}'s own again"
        return EnvironmentChange(changes, (own_again, *notes))
    if len(known) == 1 and not platform.environments[environment].clusters:
        nowhere = f"{environment} has no region left, and no cluster: platform.yaml says not where it runs"
        notes = (nowhere, *notes)
    return EnvironmentChange(changes, notes, (name,))
