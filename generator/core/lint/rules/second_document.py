"""What stands below a second `---`, and what Helm 4 does not take around the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.values.documents import oddities

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "second-document",
    level="error",
    what="Something stands below a second `---`, on a line with it, or a `%` directive above it.",
    why="Helm 3 reads the first document of a file alone; Helm 4 merges them all, and takes no directives.",
    bad={
        "values-dev.yaml": """
            web: {replicaCount: 2}
            ---
            db: {replicaCount: 3}
        """,
    },
    good={
        "values-dev.yaml": """
            web: {replicaCount: 2}
            db: {replicaCount: 3}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for source in facts.sources:
        for one in oddities(source):
            place = source.document.position(one.offset)
            yield Hit(source.path, (), one.what, one.fix, at=(place.line, place.column))
