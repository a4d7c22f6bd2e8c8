"""Values of values.yaml that no environment uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, deciding, equal
from generator.core.encrypted import holds_encrypted
from generator.core.lint.facts import Facts, rule
from generator.core.paths import format_path
from generator.core.values.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.findings.finding import Hit
    from generator.core.paths import KeyPath


@rule(
    "shadowed",
    level="note",
    needs_all=True,
    what="Every environment replaces a value of values.yaml.",
    why="A value that every environment replaces misleads whoever reads it.",
    bad={
        "values.yaml": """
            db: {replicaCount: 5}
        """,
        "values-dev.yaml": """
            db: {replicaCount: 2}
        """,
        "values-staging.yaml": """
            db: {replicaCount: 2}
        """,
        "values-prod.yaml": """
            db: {replicaCount: 3}
        """,
    },
    good={
        "values.yaml": """
            db: {replicaCount: 2}
        """,
        "values-prod.yaml": """
            db: {replicaCount: 3}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    if len(facts.without_regions) < 2:
        return
    chains = [[source.data for source in facts.model.sources(name)[1:]] for name in facts.without_regions]
    for source in facts.sources:
        if not facts.is_base(source):
            continue
        for spot in facts.spots(source):
            path = spot.path
            if facts.is_published_default(path, str(source.path)):
                continue
            if isinstance(path[-1], str) and all(
                any(deciding(data, path) is not None for data in chain) for chain in chains
            ):
                yield spot.hit(f"{format_path(path)} is replaced in every environment", _advice(facts, path))


def _advice(facts: Facts, path: KeyPath) -> str:
    """What helps: saying here what most say, where some say the same; else nothing can be shared."""
    said = [(name, facts.model.declared(name, path)) for name in facts.without_regions]
    alike, value = max(
        ((sum(equal(value, other) for _, other in said), value) for _, value in said), key=lambda one: one[0]
    )
    if alike == 1 or value is MISSING or isinstance(value, dict) or holds_encrypted(value):
        return "Each says something else: remove it here, unless values.yaml is used alone."
    names = ", ".join(name for name, other in said if equal(value, other))
    return f"State {one_line(value, 40)} here, as {names} do; `values tidy` then removes it there."
