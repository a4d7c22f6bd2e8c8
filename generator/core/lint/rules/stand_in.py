"""Services that run a stand-in in place of a team's own code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.graph.stand_ins import is_stand_in
from generator.core.lint.facts import Facts, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.findings.finding import Hit


@rule(
    "stand-in",
    what="A service runs podinfo, which stands where your own code will run.",
    why="It becomes ready and answers, but does none of the service's work.",
    level="note",
    bad={
        "values.yaml": """
            web:
              image: {repository: ghcr.io/stefanprodan/podinfo, tag: 6.9.2}
        """,
    },
    good={
        "values.yaml": """
            web:
              image: {repository: registry.example.com/web, tag: 1.0.0}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for spot in facts.spots():
        if spot.name in ("image", "repository") and isinstance(spot.value, str) and is_stand_in(spot.value):
            yield spot.hit("podinfo is a stand-in for your own code", "Name your own image.")
