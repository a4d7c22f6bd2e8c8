"""Values of values.yaml that no environment uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.helm_values import deciding
from generator.core.lint import Facts, Hit, rule
from generator.core.paths import format_path

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "shadowed",
    level="note",
    needs_all=True,
    why="A value that every environment replaces misleads whoever reads it.",
)
def check(facts: Facts) -> Iterator[Hit]:
    if len(facts.environments) < 2:
        return
    chains = [[source.data for source in facts.model.sources(name)[1:]] for name in facts.environments]
    for source in facts.sources:
        if not facts.is_base(source):
            continue
        for spot in facts.spots(source):
            path = spot.path
            if isinstance(path[-1], str) and all(
                any(deciding(data, path) is not None for data in chain) for chain in chains
            ):
                yield spot.hit(
                    f"{format_path(path)} is replaced in every environment",
                    "State here what most of them say: `values tidy` does it.",
                )
