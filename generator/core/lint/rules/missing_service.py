"""Values of services that Chart.yaml does not have (any more)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.words import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "missing-service",
    level="error",
    what="A file states values of a service that Chart.yaml does not have (any more).",
    why="Values of a service that is not in Chart.yaml do nothing.",
    bad={
        "values-dev.yaml": """
            wbe:
              replicaCount: 1
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
    known = facts.model.subcharts
    yield from _moved_to_nowhere(facts)
    refused = {violation.path[0] for violation, _, _ in facts.violations if len(violation.path) == 1}
    for source in facts.sources:
        for key, value in source.data.items():
            if key in known or key == "global" or key.startswith("x-"):
                continue
            near = nearest(key, known) if isinstance(value, dict) else None
            if facts.model.schema is None:
                # Templates of the umbrella may have values of their own: only what looks like a service.
                if not near or facts.is_base(source) or key in facts.model.declared(None):
                    continue
            elif key not in refused:
                if not _was_a_service(facts, key):
                    continue
                near = None
            hint = f'Did you mean "{near}"?' if near else "Remove it, or add the service to Chart.yaml."
            hint = _what_became_of(facts, key) or hint
            yield Hit(source.path, (key,), f"there is no service {key} in Chart.yaml", hint)


def _moved_to_nowhere(facts: Facts) -> Iterator[Hit]:
    """Entries of platform.yaml by which a service is called what none is called, nor was."""
    platform = facts.model.platform
    for move in platform.history.moved if platform else ():
        now = platform.history.name_now(move.old) if platform else ""
        if now in facts.model.subcharts or (platform and platform.history.is_removed(now)):
            continue
        near = nearest(now, facts.model.subcharts)
        hint = f'Did you mean "{near}"?' if near else "Remove the entry, or add the service to Chart.yaml."
        what, at = f"{move.old} has moved to {now}, which is no service", int(move.where.rpartition(":")[2])
        yield Hit(facts.model.layout.platform_file, (), what, hint, at=(at, 1))


def _what_became_of(facts: Facts, key: str) -> str:
    """What platform.yaml remembers of a service that had this name."""
    platform = facts.model.platform
    if platform is None:
        return ""
    now = platform.history.name_now(key)
    if now != key and now in facts.model.subcharts:
        return f"It is called {now} now: refresh moves what is late."
    return (
        "It was removed (platform.yaml): remove what is left of it."
        if platform.history.is_removed(key)
        else ""
    )


def _was_a_service(facts: Facts, key: str) -> bool:
    """Whether our schema, older than Chart.yaml, has this as a dependency; others would begin with x-."""
    model = facts.model
    if model.schema is None or not any(chart.is_ours for chart in model.subcharts.values()):
        return False
    known = model.schema.get("properties", {}).get(key)
    return isinstance(known, dict) and ("$ref" in known or known == {"type": "object"})
