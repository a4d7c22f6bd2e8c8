"""Overrides that say what would be so without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, equal, value_at
from generator.core.encrypted import holds_encrypted
from generator.core.helm.merge import combined
from generator.core.lint.facts import Facts, rule
from generator.core.paths import format_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.data import Data
    from generator.core.findings.finding import Hit
    from generator.core.lint.facts import Spot


@rule(
    "redundant",
    what="An environment states what its other files, its presets or the chart say already.",
    why="An override that changes nothing hides when the value below it changes.",
    bad={
        "values.yaml": """
            web: {replicaCount: 2}
        """,
        "values-dev.yaml": """
            web:
              replicaCount: 2
              env: {LEVEL: debug}
        """,
    },
    good={
        "values.yaml": """
            web: {replicaCount: 2}
        """,
        "values-dev.yaml": """
            web:
              env: {LEVEL: debug}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for environment in facts.environments:
        source = facts.own(environment)
        sources = facts.below(environment)
        below = [one.data for one in sources]
        base = combined(below[0], below[1:]) if below else {}
        for spot in facts.spots(source):
            is_said = spot.value is not None and not holds_encrypted(spot.value)
            if not is_said or any(isinstance(step, int) for step in spot.path):
                continue
            old = value_at(base, spot.path)
            if old is MISSING:
                old, where = _from_presets(facts, environment, spot)
            else:
                where = next(
                    (
                        str(one.path)
                        for one in reversed(sources)
                        if value_at(one.data, spot.path) is not MISSING
                    ),
                    "",
                )
            if old is MISSING or not where or not equal(old, spot.value):
                continue
            file = where.partition(":")[0]
            # Who states a published default does not want to follow when the chart changes it.
            if not facts.is_published_default(spot.path, file) and not facts.is_guessed(file):
                yield spot.hit(
                    f"{format_path(spot.path)} is what {where} says already", "Remove it.", removes=True
                )


def _from_presets(facts: Facts, environment: str, spot: Spot) -> tuple[Data, str]:
    """What presets and chart defaults say of a service's value, if every reader of the file agrees."""
    model = facts.model
    if str(spot.path[0]) not in model.subcharts or spot.path[1:] in (("presets",), ("enabled",)):
        return MISSING, ""
    old, where = model.inherited(environment, spot.path, without=spot.file)
    if isinstance(spot.value, dict) or old is MISSING:
        return MISSING, ""
    for other in model.readers_of(spot.file):
        if not equal(model.inherited(other, spot.path, without=spot.file)[0], old):
            return MISSING, ""
    return old, where
