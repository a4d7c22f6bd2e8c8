"""Variables of connections that a service does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.lint.facts import Facts, rule
from generator.core.values.replaced_variables import FoundVariables, found_variables, variables_taken
from generator.core.words import first_few

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.findings.finding import Hit

_FEW = 4  # environments that are named
_FIX = "Connect them in global.connections, or take a variable that is there."


@rule(
    "missing-variable",
    what="A text takes a variable of a connection that the service does not have, or of a port that is none.",
    why="Kubernetes replaces variables that the container has; of others the program gets the letters.",
    bad={
        "values.yaml": """
            global:
              connections: {web: [orders]}
            web:
              env: {DB: "$(DB_HOST)"}
        """,
    },
    good={
        "values.yaml": """
            global:
              connections: {web: [orders, db]}
            web:
              env: {DB: "shop-db.example.com"}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    services = [key for key, chart in facts.model.subcharts.items() if chart.kind == "service"]
    known: dict[tuple[str | None, str], FoundVariables | None] = {}
    for spot in facts.spots():
        caller = str(spot.path[0])
        if caller not in services or not isinstance(spot.value, str | list):
            continue
        for word in variables_taken(spot.value, spot.path):
            lacking: dict[str, list[str]] = {}
            for reader in facts.readers(spot.source):
                if (reader, caller) not in known:
                    known[reader, caller] = found_variables(facts.model, reader, caller, services)
                variables = known[reader, caller]
                if variables and (reason := variables.lacks(word, caller)):
                    lacking.setdefault(reason, []).append(reader or "values.yaml")
            for reason, where in lacking.items():
                is_everywhere = len(where) == len(facts.readers(spot.source))
                place = "" if is_everywhere else f" in {first_few(where, _FEW)}"
                yield spot.hit(f"nothing replaces $({word}){place}: {reason}", _FIX)
