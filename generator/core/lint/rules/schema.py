"""What the chart's schema refuses, but for keys that it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.paths import format_path
from generator.core.schema.messages import expected_types
from generator.core.values.knowledge import schema_of
from generator.core.values.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.paths import KeyPath


@rule(
    "schema",
    level="error",
    what="A value is not what the schema allows.",
    why="Helm refuses to install these values.",
    bad={
        "values-dev.yaml": """
            web:
              replicaCount: many
        """,
    },
    good={
        "values-dev.yaml": """
            web:
              replicaCount: 5
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for violation, file, line in facts.violations:
        if not violation.is_unknown_key:
            name = format_path(violation.path) or "the values"
            fix = violation.hint or _allowed(facts, violation.path)
            at = (line, 1) if file == facts.model.layout.chart_file else None
            yield Hit(file, violation.path, f"{name}: {violation.message}", fix, at=at)


def _allowed(facts: Facts, path: KeyPath) -> str:
    """What the schema takes here, as `values explain` says it."""
    known = schema_of(facts.model, path) if path else None
    if known and known.allowed:
        return f"Allowed are: {', '.join(one_line(value) for value in known.allowed)}."
    said = [
        *([expected_types(known.types)] if known and known.types else []),
        *(known.limits if known else ()),
    ]
    return f"Expected is: {', '.join(said)}." if said else "Write what the schema allows, or remove it."
