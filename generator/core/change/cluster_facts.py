"""Another kind of cluster, for all environments or for some: its facts come into their values files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.blueprint.clusters import FACTS, with_block
from generator.core.changes import changes_between
from generator.core.data import equal, map_or_empty, merged
from generator.core.edit.edits import Edit, changes_of
from generator.core.tree import text_of
from generator.core.words import did_you_mean, first_few
from generator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import PurePosixPath

    from generator.core.blueprint.clusters import ClusterProfile
    from generator.core.changes import Change
    from generator.core.data import Data, Values
    from generator.core.values.model import ValuesModel


def profile_called(name: str, profiles: Mapping[str, ClusterProfile]) -> ClusterProfile:
    """The profile of this name; UsageError with what was probably meant where there is none."""
    if name not in profiles:
        hint = did_you_mean(name, profiles) or f"Known are: {first_few(list(profiles), 12)}."
        raise UsageError(f'there is no kind of cluster "{name}"', hint=hint)
    return profiles[name]


def changes_of_facts(
    model: ValuesModel,
    profiles: Mapping[str, ClusterProfile],
    name: str,
    environments: Sequence[str | None],
) -> tuple[Change, ...]:
    """The changes that give environments (None: values.yaml) a profile's facts.

    The file of an environment says what differs from the facts below it. An environment that states a
    profile of its own and is not named keeps what it has, whatever changes below it. UsageError where there
    is no such profile.
    """
    profile = profile_called(name, profiles)
    base = model.base_file
    edits = _edits(model, profile, environments)
    if all(one.file != base for one in edits) or base not in model.tree:
        return changes_of(model.tree, edits)
    # As `new` wrote them, with the comments of their profile: those would be of another cluster.
    text = with_block(text_of(model.tree[base], str(base)), profiles, profile)
    if text is None:
        return changes_of(model.tree, edits)
    rest = changes_of(model.tree, [one for one in edits if one.file != base])
    return (*changes_between(model.tree, {base: text.encode()}), *rest)


def _edits(model: ValuesModel, profile: ClusterProfile, environments: Sequence[str | None]) -> list[Edit]:
    asked = set(environments)
    stated = {file: map_or_empty(model.said(file, FACTS)) for file in model.all_files}
    edits = []
    for owner in (None, *model.environments):
        file = model.file_to_write(owner)
        if owner not in asked and "profile" not in stated.get(file, {}):
            continue
        wanted = profile.facts if owner in asked else map_or_empty(model.declared(owner, FACTS))
        own = _beyond(wanted, _below(model, owner, stated)) if file != model.base_file else dict(wanted)
        if not equal(own, stated.get(file, {})):
            edits.append(Edit(file, "set", FACTS, own) if own else Edit(file, "delete", FACTS))
        stated[file] = own
    return edits


def _below(model: ValuesModel, owner: str | None, stated: Mapping[PurePosixPath, Values]) -> Values:
    """The facts that an environment has from the files below its own."""
    facts: Values = {}
    for source in model.below(owner):
        facts = merged(facts, stated.get(source.path, {}))
    return facts


def _beyond(wanted: Values, below: Values) -> dict[str, Data]:
    """What of `wanted` is not so below: maps merge, everything else replaces."""
    found: dict[str, Data] = {}
    for key, value in wanted.items():
        there = below.get(key)
        if isinstance(value, dict) and isinstance(there, dict):
            if differing := _beyond(value, there):
                found[key] = differing
        elif key not in below or not equal(value, there):
            found[key] = value
    return found
