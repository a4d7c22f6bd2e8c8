"""Values that break what platform.yaml says about them across environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.values.intent_check import broken

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("broken-intent", level="error", why="platform.yaml declares what shall match, differ or be in order.")
def check(facts: Facts) -> Iterator[Hit]:
    for one in broken(facts.model):
        yield Hit(one.file, one.path, one.what, f"Intent: {one.rule.where}.", at=(one.line, one.column))
