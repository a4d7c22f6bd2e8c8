"""The decision matrix: traits in, choices out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.advice.availability import availability_of
from generator.core.advice.choice import Advice
from generator.core.advice.isolation import isolation_of
from generator.core.advice.resources import resources_of
from generator.core.advice.scaling import scaling_of
from generator.core.advice.traits import refuse_contradictions
from generator.core.advice.workload import workload_of
from generator.core.data import merged

if TYPE_CHECKING:
    from generator.core.advice.choice import Workload
    from generator.core.advice.traits import Traits
    from generator.core.data import Data


def advice_for(traits: Traits, *, where: str = "") -> Advice:
    """How a service with these traits is to run, and why.

    Raises BlueprintError, with `where` as its place, where the traits exclude each other.
    """
    refuse_contradictions(traits, where=where)
    workload, choice = workload_of(traits)
    choices = (
        choice,
        scaling_of(traits, workload),
        availability_of(traits, workload),
        resources_of(traits, workload),
        isolation_of(traits, workload),
    )
    return Advice(traits, workload, _tier_of(traits, workload), choices)


def advised_values(advice: Advice) -> dict[str, Data]:
    """The values of a service that say what was chosen."""
    values: dict[str, Data] = {}
    for choice in advice.choices:
        values = merged(values, choice.values)
    return values


def _tier_of(traits: Traits, workload: Workload) -> str:
    """Where it stands in the architecture, where nobody says it."""
    if workload == "daemonset" or (traits.stream and workload == "statefulset"):
        return "infrastructure"
    if workload == "statefulset" or traits.in_memory:
        return "data"
    return "presentation" if traits.public else "business"
