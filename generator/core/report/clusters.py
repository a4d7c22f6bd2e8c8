"""What `cluster` shows: the kinds of clusters that are known, and what each environment runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.blueprint.clusters import FACTS
from generator.core.data import map_or_empty
from generator.core.styled import line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.blueprint.clusters import ClusterProfile
    from generator.core.styled import Line
    from generator.core.values.model import ValuesModel


def cluster_lines(model: ValuesModel, profiles: Mapping[str, ClusterProfile]) -> list[Line]:
    """A line for each profile, and one for each environment: the profile that its facts began as."""
    wide = max(map(len, (*profiles, *model.environments)))
    known = [line(f"{name:{wide}}  {profile.what}") for name, profile in profiles.items()]
    here = []
    for name in model.environments:
        stated = map_or_empty(model.declared(name, FACTS)).get("profile")
        here.append(line(f"{name:{wide}}  {stated or 'no facts stated: the defaults of the charts'}"))
    return [*known, line(), *here]
