"""Nulls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, value_at
from generator.core.lint.facts import Facts, rule
from generator.core.values.knowledge import default_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.findings.finding import Hit
    from generator.core.lint.facts import Spot


@rule(
    "null-value",
    what="A key has no value.",
    why="Helm 3 and Helm 4 do different things with null.",
    bad={
        "values.yaml": """
            db: {args: [--verbose]}
        """,
        "values-dev.yaml": """
            db: {args: null}
        """,
    },
    good={
        "values.yaml": """
            db: {args: [--verbose]}
        """,
        "values-dev.yaml": """
            db: {args: []}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for spot in facts.spots():
        if spot.value is not None or not isinstance(spot.path[-1], str):
            continue
        known = default_of(facts.model, spot.path) is not MISSING or any(
            value_at(source.data, spot.path) not in (MISSING, None)
            for source in facts.sources
            if source is not spot.source
        )
        if known:
            yield spot.hit(
                "null is meant to remove a value", "Switch it off with `enabled: false`, or state it."
            )
        else:
            yield spot.hit(
                "this key has no value", "Remove it, or give it one.", removes=_is_skipped(facts, spot)
            )


def _is_skipped(facts: Facts, spot: Spot) -> bool:
    """Whether nobody sees the null: charts of ours skip it. Other templates may ask for the key itself."""
    chart = facts.model.subchart_at(spot.path)
    return chart is not None and chart.is_ours and len(spot.path) > 1
