"""What a platform.yaml's intent is of use for: patterns that cover no key protect nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import leaves
from generator.core.quantities import quantity
from generator.core.values.unmatched import hint, is_matched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.platform.intent import Expectation, Order
    from generator.core.platform.patterns import Pattern
    from generator.core.values.model import ValuesModel


def idle_patterns(model: ValuesModel) -> Iterator[tuple[Expectation, Pattern, str]]:
    """Patterns that cover no key that is stated or that the schema knows, with a hint."""
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
                if not is_matched([model], pattern):
                    yield rule, pattern, hint([model], pattern)


def incomparable(model: ValuesModel) -> Iterator[tuple[Order, KeyPath, Data]]:
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
