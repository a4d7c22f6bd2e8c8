"""What a platform.yaml's intent is of use for: patterns that cover no key protect nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.helm_values import MISSING, leaves, value_at
from generator.core.patterns import Pattern, Patterns
from generator.core.quantities import quantity
from generator.core.value_schema import describe
from generator.core.words import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.helm_scalars import Data
    from generator.core.intent import Order, Rule
    from generator.core.paths import Path
    from generator.core.values_model import ValuesModel


def idle_patterns(model: ValuesModel) -> Iterator[tuple[Rule, Pattern, str]]:
    """Patterns that cover no key that is stated or that the schema knows, with the key that was meant."""
    intent = model.intent
    for rules in (
        intent.must_match,
        intent.must_differ,
        intent.environment_only,
        intent.ordered,
        intent.windows,
    ):
        for rule in rules:
            for pattern in rule.keys:
                meant: list[str] = []
                if not _is_known(model, pattern, meant) and not _is_stated(model, pattern):
                    yield rule, pattern, meant[0] if meant else ""


def incomparable(model: ValuesModel) -> Iterator[tuple[Order, Path, Data]]:
    """For each order the first key that it names and whose values have no size."""
    for order in model.intent.ordered:
        found = (
            (path, value)
            for environment in order.environments
            for path, value in leaves(model.effective(environment))
            if any(pattern.names(path) for pattern in order.keys)
            and value not in (None, "")
            and quantity(value) is None
        )
        one = next(found, None)
        if one:
            yield order, *one


def _is_stated(model: ValuesModel, pattern: Pattern) -> bool:
    patterns = Patterns([pattern])
    return any(
        patterns.cover(path)
        for environment in (None, *model.environments)
        for path, _ in leaves(model.effective(environment))
    )


def _is_known(model: ValuesModel, pattern: Pattern, meant: list[str], path: Path = ()) -> bool:
    """Whether a key that is there, or that the schema has by name, is covered; else what may be meant."""
    if len(path) == len(pattern.steps):
        return True
    step = pattern.steps[len(path)]
    if step is None:
        # Any number of keys: only what is stated can tell.
        return path == () and len(pattern.steps) == 1
    names = _names(model, path)
    found = [name for name in names if step.fullmatch(name)]
    if not found and not meant:
        near = nearest(step.pattern.replace("\\", ""), names)
        meant += [near] if near else []
    return any(_is_known(model, pattern, meant, (*path, name)) for name in found)


def _names(model: ValuesModel, path: Path) -> list[str]:
    stated: dict[str, None] = {}
    for environment in (None, *model.environments):
        data = model.effective(environment) if not path else value_at(model.effective(environment), path)
        if data is not MISSING and isinstance(data, dict):
            stated |= dict.fromkeys(data)
    if model.schema is not None:
        stated |= dict.fromkeys(describe(model.schema, (*path, "")).siblings)
    return list(stated)
