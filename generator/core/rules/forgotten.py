"""Keys that all environments state but one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.helm_values import MISSING, value_at
from generator.core.lint import Facts, Hit, rule
from generator.core.paths import format_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.helm_scalars import Data

_ENOUGH = 3


@rule(
    "forgotten",
    level="note",
    needs_all=True,
    why="Where one environment lacks what all others state, it was often forgotten.",
)
def check(facts: Facts) -> Iterator[Hit]:
    names = facts.environments
    if len(names) < _ENOUGH:
        return
    chains = [[source.data for source in facts.model.sources(name)[1:]] for name in names]
    base = facts.model.declared(None)
    told: set[tuple[str, tuple[str | int, ...]]] = set()
    for path in {spot.path for name in names for spot in facts.spots(facts.own(name))}:
        if value_at(base, path) is not MISSING or any(isinstance(step, int) for step in path):
            continue
        without = [name for name, chain in zip(names, chains, strict=True) if not _states(chain, path)]
        if len(without) != 1 or facts.model.effective(without[0], path) is not MISSING:
            continue
        # One finding for a map that is missing as a whole.
        top = next(
            path[:depth]
            for depth in range(1, len(path) + 1)
            if not _states([base, *chains[names.index(without[0])]], path[:depth])
        )
        if (without[0], top) not in told:
            told.add((without[0], top))
            others = ", ".join(name for name in names if name != without[0])
            file = facts.own(without[0]).path
            yield Hit(
                file,
                top,
                f"{format_path(top)} is stated for {others}, but not for {without[0]}",
                "State it here, or for all in values.yaml.",
            )


def _states(chain: list[Data], path: tuple[str | int, ...]) -> bool:
    return any(value_at(data, path) is not MISSING for data in chain)
