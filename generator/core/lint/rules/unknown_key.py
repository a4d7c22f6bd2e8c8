"""Keys that no chart knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, value_at
from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.paths import format_path
from generator.core.values.knowledge import default_of
from generator.core.words import misspelt

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "unknown-key",
    level="error",
    what="No chart knows a key.",
    why="A misspelt key does nothing, or keeps Helm from installing.",
    bad={
        "values-dev.yaml": """
            web:
              replicas: 2
        """,
    },
    good={
        "values-dev.yaml": """
            web:
              replicaCount: 2
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for violation, file, _ in facts.violations:
        if violation.is_unknown_key and len(violation.path) > 1:
            yield Hit(file, violation.path, f"{format_path(violation.path)} is not known", violation.hint)
    if facts.model.schema is None and facts.model.base_file not in facts.unreadable:
        yield from _misspelt(facts)


def _misspelt(facts: Facts) -> Iterator[Hit]:
    """Without a schema: a key of an environment that nothing else has, but for one that is spelt like it."""
    for source in facts.sources:
        if facts.is_base(source):
            continue
        for spot in facts.spots(source):
            for depth in range(2, len(spot.path) + 1):
                above = facts.model.effective(None, spot.path[: depth - 1])
                step = spot.path[depth - 1]
                if not isinstance(above, dict) or not isinstance(step, str):
                    break
                if step in above or default_of(facts.model, spot.path[:depth]) is not MISSING:
                    continue
                beside = value_at(source.data, spot.path[: depth - 1])
                near = misspelt(step, above)
                # Nobody states a key and its misspelling side by side.
                if near and near not in beside:
                    yield Hit(
                        source.path,
                        spot.path[:depth],
                        f"nothing else knows {format_path(spot.path[:depth])}",
                        f'Did you mean "{near}"?',
                    )
                break
