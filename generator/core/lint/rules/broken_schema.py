"""Schemas that nobody can use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "broken-schema",
    level="error",
    what="A schema of the platform or of one of its charts cannot be used.",
    why="Helm renders nothing while it cannot read a schema.",
    bad={
        "values.schema.json": """
            {
              "type": object
            }
        """,
    },
    good={
        "values.schema.json": """
            {
              "type": "object"
            }
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for file, line, why in facts.broken_schemas:
        yield Hit(file, (), why, "Correct it; until then nothing is checked with it.", at=(line, 1))
