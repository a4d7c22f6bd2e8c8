"""Values that break what platform.yaml says about them across environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.intent_check import broken
from generator.core.lint import Facts, Hit, rule
from generator.core.violations import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("broken-intent", level="error", why="platform.yaml declares what shall match, differ or be in order.")
def check(facts: Facts) -> Iterator[Hit]:
    for one in broken(facts.model):
        settings = facts.model.layers(one.environment, one.place)
        winner = next((setting for setting in settings if setting.wins), None)
        if winner:
            file, line, column = winner.file, winner.line, winner.column
        else:
            file, line, column = place_of(facts.model, one.environment, one.place)
        yield Hit(file, one.path, one.what, f"Intent: {one.rule.where}.", at=(line, column))
