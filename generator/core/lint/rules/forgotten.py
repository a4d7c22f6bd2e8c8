"""Keys that all environments state but one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, equal, value_at
from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.paths import format_path
from generator.core.platform.history import KEPT
from generator.core.values.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath

_ENOUGH = 3
# So many agree on what the last one lacks that it cannot be meant; two of three are no majority (of 78 such
# findings in 50 public charts 72 were an environment that is another on purpose).
_AGREE = 3


@rule(
    "forgotten",
    level="note",
    needs_all=True,
    what="All environments but one state a key; that one has nothing, or a default that no other has.",
    why="Where one environment lacks what all others state, it was often forgotten.",
    bad={
        "values-staging.yaml": """
            db: {env: {ARCHIVE: s3}}
        """,
        "values-prod.yaml": """
            db: {env: {ARCHIVE: s3-prod}}
        """,
    },
    good={
        "values-dev.yaml": """
            db: {env: {ARCHIVE: none}}
        """,
        "values-staging.yaml": """
            db: {env: {ARCHIVE: s3}}
        """,
        "values-prod.yaml": """
            db: {env: {ARCHIVE: s3-prod}}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    names = facts.without_regions
    if len(names) < _ENOUGH:
        return
    chains = {name: [source.data for source in facts.model.sources(name)[1:]] for name in names}
    base = facts.model.declared(None)
    reported: set[tuple[str, KeyPath]] = set()
    for path in dict.fromkeys(spot.path for name in names for spot in facts.spots(facts.own(name))):
        if any(isinstance(step, int) for step in path) or path[:2] == KEPT:
            continue  # what is kept is what an environment had
        without = [name for name in names if not _states(chains[name], path)]
        if len(without) != 1:
            continue
        alone = without[0]
        key = str(path[0])
        if key in facts.model.subcharts and not facts.model.is_enabled(alone, key):
            continue  # what is switched off needs no values
        others = [name for name in names if name != alone]
        value = facts.model.effective(alone, path)
        if value is not MISSING:
            if _is_odd(facts, path, alone, others):
                what = f"{format_path(path)} is {_text(facts, others[0], path)} for {', '.join(others)}, and"
                what += f" {one_line(value, 40)} for {alone}, which does not state it"
                yield Hit(facts.own(alone).path, path, what, "State it here, or for all in values.yaml.")
            continue
        if value_at(base, path) is not MISSING:
            continue
        # One finding for a map that is missing as a whole.
        top = next(
            path[:depth]
            for depth in range(1, len(path) + 1)
            if not _states([base, *chains[alone]], path[:depth])
        )
        if (alone, top) not in reported:
            reported.add((alone, top))
            yield Hit(
                facts.own(alone).path,
                top,
                f"{format_path(top)} is stated for {', '.join(others)}, but not for {alone}",
                "State it here, or for all in values.yaml.",
            )


def _is_odd(facts: Facts, path: KeyPath, alone: str, others: Sequence[str]) -> bool:
    """Whether all others agree on what this one has otherwise, by default. A switch may well be meant."""
    model = facts.model
    said = [model.effective(name, path) for name in others]
    if len(others) < _AGREE or isinstance(said[0], bool):
        return False
    if any(model.intent.stays_behind(path, alone, name) for name in others):
        return False
    return all(equal(said[0], one) for one in said) and not equal(said[0], model.effective(alone, path))


def _text(facts: Facts, environment: str, path: KeyPath) -> str:
    return one_line(facts.model.effective(environment, path), 40)


def _states(chain: Sequence[Data], path: KeyPath) -> bool:
    return any(value_at(data, path) is not MISSING for data in chain)
