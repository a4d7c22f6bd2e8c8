"""Numbers that templates print otherwise than they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.data import Real, Whole
from generator.core.lint.facts import Facts, Spot, rule
from generator.core.values.knowledge import schema_of
from generator.core.yaml.scalars import number_text, printed, printed_as_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.data import Data
    from generator.core.findings.finding import Hit
    from generator.core.paths import KeyPath

# Where a number is printed as text: versions, variables, arguments, annotations.
_TEXTS = re.compile(r"(?:.*[-_.])?(?:env|args|command|annotations|labels|config|data|value)", re.IGNORECASE)
_VERSION = re.compile(r".*(?:version|revision|tag|digest|release)", re.IGNORECASE)
_NAME = re.compile(r".*(?:[a-z]Id|ID|[-_]id|account|project|tenant|phone)|id", re.DOTALL)
# `defaultMode: 0644` is written so, and Kubernetes wants a number.
_MODE = re.compile(r".*mode", re.IGNORECASE)


@rule(
    "number-spelling",
    what="A template prints a number otherwise than it is written: 29111998, 1.10, 0123456.",
    why="Helm keeps a number and no spelling: 0123456 is octal, 1.10 is 1.1, seven digits get an exponent.",
    bad={
        "values-dev.yaml": """
            web:
              image: {tag: 1.10}
        """,
    },
    good={
        "values-dev.yaml": """
            web:
              image: {tag: "1.10"}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for spot in facts.spots():
        for path, number in _numbers(spot.path, spot.value):
            written = number_text(number)
            shown = printed_as_json(number) if _is_ours(facts, path) else printed(number)
            if shown != written and _is_text(path, number) and not _is_number(facts, path):
                one = Spot(spot.source, path, number)
                yield one.hit(f"{written} is printed as {shown}", "Put it in quotes.")


def _numbers(path: KeyPath, value: Data) -> Iterator[tuple[KeyPath, float]]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _numbers((*path, key), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _numbers((*path, index), inner)


def _is_text(path: KeyPath, number: float) -> bool:
    """Whether the spelling matters: it is no decimal number, or the key is one whose value is printed."""
    keys = [step for step in path if isinstance(step, str)]
    if _MODE.fullmatch(keys[-1]):
        return False
    if isinstance(number, Whole) or (isinstance(number, Real) and "e" in number.written.lower()):
        return True
    return bool(_VERSION.fullmatch(keys[-1]) or _NAME.fullmatch(keys[-1]) or any(map(_TEXTS.fullmatch, keys)))


def _is_ours(facts: Facts, path: KeyPath) -> bool:
    """Whether templates of ours take it: they print numbers as JSON does."""
    chart = facts.model.subchart_at(path)
    return chart is not None and chart.is_ours


def _is_number(facts: Facts, path: KeyPath) -> bool:
    """Whether the schema wants nothing but a number."""
    known = schema_of(facts.model, path)
    return known is not None and bool(known.types) and set(known.types) <= {"integer", "number"}
