"""Secrets in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.values.secrets import reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.data import Data
    from generator.core.paths import KeyPath

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
        for path, names, text in _texts(spot.path, _names(spot.path), spot.value):
            said = reason(text, names)
            if said:
                yield Hit(spot.file, path, said, _FIX)


def _names(path: KeyPath) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def _texts(
    path: KeyPath, names: tuple[str, ...], value: Data
) -> Iterator[tuple[KeyPath, tuple[str, ...], str]]:
    """The texts of a value with their paths and the names they go by: a list of env variables has many."""
    if isinstance(value, str):
        yield path, names, value
    elif isinstance(value, int) and not isinstance(value, bool):
        yield path, names, str(value)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            # `[--password, hunter2]`: what follows an option is its value.
            before = value[number - 1] if number else None
            is_option = isinstance(before, str) and before.startswith("--") and isinstance(item, str)
            own = (str(before),) if is_option and not str(item).startswith("-") else ("",)
            yield from _texts((*path, number), (*names, *own) if isinstance(item, str) else names, item)
    elif isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, str) and isinstance(value.get("value"), str | int):
            yield from _texts((*path, "value"), (*names, name), value["value"])
        else:
            for key, item in value.items():
                yield from _texts((*path, key), (*names, key), item)
