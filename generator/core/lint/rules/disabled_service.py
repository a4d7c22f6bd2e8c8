"""Values of services that are switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "disabled-service",
    level="note",
    needs_all=True,
    what="A file states values of a service that is switched off wherever the file is read.",
    why="Nobody sees these values: they grow old, and surprise later.",
    bad={
        "values-dev.yaml": """
            web:
              enabled: false
              replicaCount: 3
        """,
    },
    good={
        "values-dev.yaml": """
            web:
              enabled: false
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    model = facts.model
    for source in facts.sources:
        readers = facts.readers(source)
        for key in model.subcharts:
            stated = source.data.get(key)
            if not isinstance(stated, dict) or not set(stated) - {"enabled"}:
                continue
            if readers and not any(model.is_enabled(name, key) for name in readers):
                where = ", ".join(name or "values.yaml" for name in readers)
                yield Hit(
                    source.path,
                    (key,),
                    f"{key} is switched off in {where}: its values here do nothing",
                    "Remove them, or switch it on.",
                )
