"""What people wrote comes along in an upgrade, and what runs stays as it is: migrations and pins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.blueprint.validate import errors_of_values
from generator.core.upgrade.aligned import steps_between
from generator.core.upgrade.migrations import as_named_here, due, migrated
from generator.core.upgrade.pins import pinned
from generator.core.values.model import load_values

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.core.blueprint.manifest import Blueprint
    from generator.core.blueprint.migration import Migration
    from generator.core.upgrade.planned import Planned, Upgrading


class Carried(NamedTuple):
    """The versions after migrations, which these were, and what there is to say of them."""

    upgrading: Upgrading
    migrations: tuple[Migration, ...]
    notes: list[str]


def with_migrations(
    upgrading: Upgrading, blueprint: Blueprint, made: str, chosen: Collection[str]
) -> Carried:
    """Base and ours after the migrations that are due to what was `made`.

    UsageError where one is chosen that is not.
    """
    found = due(blueprint, made, chosen)
    names = dict(steps_between(upgrading.base.written, upgrading.ours).renamed) if found.made else {}
    here = as_named_here(found.made, names)
    ours = migrated(upgrading.ours, here)
    written = migrated(upgrading.base.written, found.made, sets=False).tree
    left = [f"{one.version} {one.name}: {one.note} `… --migrate {one.name}` does it" for one in found.left]
    base = upgrading.base._replace(written=written)
    return Carried(upgrading._replace(base=base, ours=ours.tree), tuple(here), [*ours.notes, *left])


def with_pins(plan: Planned) -> tuple[Planned, list[str]]:
    """The plan with the defaults of the charts that run now, and what there is to say of that."""
    found = pinned(plan.after, plan.before, lambda tree: not errors_of_values(load_values(tree)))
    said = [
        f"{one.name} stays what it was in {one.was}: `upgrade --adopt {one.name}` takes the new default"
        for one in found.pins
    ]
    return plan._replace(after=found.tree), [*found.notes, *said]
