"""Values files that are missing or that are no YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "unreadable",
    level="error",
    what="A values file is missing, or no YAML.",
    why="Neither Helm nor anything else can read the file.",
    bad={
        "values-dev.yaml": """
            web:
              args: [--verbose
        """,
    },
    good={
        "values-dev.yaml": """
            web:
              args: [--verbose]
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for file, error in facts.unreadable.items():
        line = error.where.rpartition(":")[2]
        yield Hit(file, (), error.what, error.hint, at=(int(line) if line.isdecimal() else 1, 1))
