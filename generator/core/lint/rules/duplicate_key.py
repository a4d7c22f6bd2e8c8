"""Keys that a map has twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.yaml.document import repeated_keys

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "duplicate-key",
    level="error",
    what="A map has the same key twice.",
    why="Helm takes the last one without a word; editors show both.",
    bad={
        "values-dev.yaml": """
            web:
              replicaCount: 1
              env: {LEVEL: debug}
              replicaCount: 2
        """,
    },
    good={
        "values-dev.yaml": """
            web:
              replicaCount: 2
              env: {LEVEL: debug}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for source in facts.sources:
        for path, keys in repeated_keys(source.document.root):
            last = source.document.position(keys[-1].start).line
            for key in keys[:-1]:
                position = source.document.position(key.start)
                yield Hit(
                    source.path,
                    path,
                    f'"{path[-1]}" stands here again on line {last}, which wins',
                    "Keep one of them.",
                    at=(position.line, position.column),
                )
