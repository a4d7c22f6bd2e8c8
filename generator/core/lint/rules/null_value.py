"""Nulls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.lint.facts import Facts, rule
from generator.core.paths import format_path
from generator.core.values.null_outcomes import outcomes, shown_result
from generator.core.words import first_few

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.core.findings.finding import Hit
    from generator.core.lint.facts import Spot
    from generator.core.values.null_outcomes import NullOutcome

_FEW = 4  # environments that are named


@rule(
    "null-value",
    what="A null means one thing to Helm 3 and another to Helm 4, or nothing at all.",
    why="The same files would render something else after an upgrade of Helm, or what was to go stays.",
    bad={
        "values.yaml": """
            global: {domain: example.com}
        """,
        "values-dev.yaml": """
            global: {domain: null}
            web: {env: {LEVEL: null}}
        """,
    },
    good={
        "values.yaml": """
            global: {domain: example.com}
        """,
        "values-dev.yaml": """
            global: {domain: dev.example.com}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for spot in facts.spots():
        if spot.value is not None or not isinstance(spot.path[-1], str):
            continue
        found = list(outcomes(facts.model, spot.file, spot.path))
        refused = [one for one in found if one.refused]
        differing = [one for one in found if one.differs]
        idle = [one for one in found if one.is_idle]
        if refused:
            where = _where(facts, spot, refused)
            yield spot.hit(
                f"{refused[0].refusers} refuses a null here: a map is expected{where}", "Remove it."
            )
        elif differing:
            where = _where(facts, spot, differing)
            said = differing[0].results(spot.path)
            yield spot.hit(f"this null is taken in two ways{where}: {said}", _advice(facts, spot))
        elif idle:
            yield spot.hit(
                f"this null removes nothing: {_who_sees(spot, idle[0])}{_where(facts, spot, idle)}",
                "State a value, or remove it.",
            )
        elif found and all(one.is_over_nothing for one in found) and _is_skipped(facts, spot):
            yield spot.hit("this key has no value", "Remove it, or give it one.", removes=True)


def _who_sees(spot: Spot, found: NullOutcome) -> str:
    left = shown_result(found.three)
    if found.at == spot.path:
        return f"{left} stays"
    return f"{format_path(found.at)} is {left} as before"


def _where(facts: Facts, spot: Spot, found: Sequence[NullOutcome]) -> str:
    """In which environments it is so, where it is not so in all that read the file."""
    names = [one.environment for one in found if one.environment]
    if len(names) == len(facts.readers(spot.source)):
        return ""
    return f" in {first_few(names, _FEW)}" if names else ""


def _advice(facts: Facts, spot: Spot) -> str:
    if facts.is_base(spot.source):
        return (
            "State a value, or move the null to the files of environments: from there both remove a default."
        )
    return "State a value: an empty one, or `enabled: false`."


def _is_skipped(facts: Facts, spot: Spot) -> bool:
    """Whether nobody sees the null: charts of ours skip it. Other templates may ask for the key itself."""
    chart = facts.model.subchart_at(spot.path)
    return chart is not None and chart.is_ours and len(spot.path) > 1
