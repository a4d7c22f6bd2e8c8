"""Presets that services name and the platform does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "unknown-preset",
    level="error",
    what="A service names a preset that the platform does not have.",
    why="Helm renders nothing while a service names a preset that is not there.",
    bad={
        "values.yaml": """
            global:
              presets:
                worker: {replicaCount: 3}
            web: {presets: [wroker]}
        """,
    },
    good={
        "values.yaml": """
            global:
              presets:
                worker: {replicaCount: 3}
            web: {presets: [worker]}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    model = facts.model
    environments = facts.environments or (None,)
    # Of any environment: the same mistake in several of them is one.
    stated = [model.declared(one, ("global", "presets")) for one in environments]
    known = {name for presets in stated if isinstance(presets, dict) for name in presets}
    for environment in environments:
        for key in model.subcharts:
            for name in model.unknown_presets(environment, key):
                settings = model.layers(environment, (key, "presets"))
                place = next((one for one in settings if one.wins), None)
                if place:
                    what = f'{key} names the preset "{name}", which global.presets does not have'
                    yield Hit(
                        place.file,
                        (key, "presets"),
                        what,
                        did_you_mean(name, known),
                        at=(place.line, place.column),
                    )
