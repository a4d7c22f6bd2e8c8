"""Values that break what platform.yaml says about them across environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.values.intent_check import broken

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "broken-intent",
    level="error",
    what="Values of several environments break what platform.yaml says about them.",
    why="Somebody declared in platform.yaml what shall match, differ or be in order.",
    bad={
        "platform.yaml": """
            intent:
              mustMatch: ["*.image.tag"]
        """,
        "values.yaml": """
            web: {image: {tag: "1.4"}}
        """,
        "values-staging.yaml": """
            web: {image: {tag: "1.5"}}
        """,
    },
    good={
        "platform.yaml": """
            intent:
              mustMatch: ["*.image.tag"]
        """,
        "values.yaml": """
            web: {image: {tag: "1.5"}}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for one in broken(facts.model):
        yield Hit(one.file, one.path, one.what, f"Intent: {one.rule.where}.", at=(one.line, one.column))
