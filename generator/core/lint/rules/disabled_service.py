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
    why="Nobody sees these values: they grow old, and surprise later.",
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
