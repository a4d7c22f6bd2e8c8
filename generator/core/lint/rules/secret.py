"""Secrets in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.values.secret_texts import secrets_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIX = "Keep it in a Secret (existing, sealed or from a store) and name that; then change it."


@rule(
    "secret",
    level="error",
    what="A password, key or token stands in a file in plain text: by its name, its form or its randomness.",
    why="Whoever reads the repository, today or in its history, has the secret.",
    bad={
        "values-prod.yaml": """
            web:
              env:
                DB_PASSWORD: hunter2
        """,
    },
    good={
        "values-prod.yaml": """
            web:
              env:
                DB_PASSWORD_FILE: /run/secrets/db/password
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for spot in facts.spots():
        for path, _, said in secrets_in(spot.value, spot.path):
            yield Hit(spot.file, path, said, _FIX)
