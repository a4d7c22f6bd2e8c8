"""Intent in platform.yaml that no key can break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.paths import format_path
from generator.core.values.intent_use import idle_patterns, incomparable
from generator.core.values.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "idle-intent",
    needs_all=True,
    what="Intent in platform.yaml covers no key, or puts in order what has no size.",
    why="Such intent protects nothing, and looks as if it did.",
    bad={
        "platform.yaml": """
            intent:
              mustMatch: ["*.image.tga"]
        """,
        "values.yaml": """
            web: {image: {tag: "1.4"}}
        """,
    },
    good={
        "platform.yaml": """
            intent:
              mustMatch: ["*.image.tag"]
        """,
        "values.yaml": """
            web: {image: {tag: "1.4"}}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for rule_of, pattern, hint in idle_patterns(facts.model):
        fix = hint or "Name a key that is stated, or remove it."
        yield _hit(facts, f'"{pattern.text}" covers nothing', fix, rule_of.where)
    for order, path, value in incomparable(facts.model):
        what = f"{format_path(path)} cannot be compared: it is {one_line(value, 40)}"
        yield _hit(facts, what, "Only numbers, quantities and times have an order.", order.where)


def _hit(facts: Facts, what: str, fix: str, where: str) -> Hit:
    line = int(where.rpartition(":")[2])
    return Hit(facts.model.layout.platform_file, (), what, fix, at=(line, 1))
