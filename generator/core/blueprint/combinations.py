"""Which answers a blueprint is tried with: every combination of its choices, or every pair of them."""

from __future__ import annotations

from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.blueprint.manifest import Option

    Chosen: TypeAlias = dict[str, str | bool]
    Pair: TypeAlias = tuple[str, str | bool, str, str | bool]

MOST_COMBINATIONS: Final = 64


def choices_of(options: Sequence[Option]) -> dict[str, tuple[str | bool, ...]]:
    """The options that have a few values, the default first where it is one of them."""
    found: dict[str, tuple[str | bool, ...]] = {}
    for option in options:
        if option.kind == "boolean":
            found[option.name] = (option.default, not option.default)
        elif option.kind == "choice":
            rest = [one for one in option.choices if one != option.default]
            found[option.name] = (option.default, *rest) if option.default in option.choices else (*rest,)
    return found


def one_by_one(options: Sequence[Option]) -> list[Chosen]:
    """No answer at all, then each value of each choice that is not its default, by itself."""
    return [{}, *({name: value} for name, values in choices_of(options).items() for value in values[1:])]


def every_combination(options: Sequence[Option]) -> list[Chosen]:
    """Every combination of the choices; beyond 64 as many that every two values meet in one of them."""
    choices = choices_of(options)
    if prod(map(len, choices.values())) <= MOST_COMBINATIONS:
        return [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]
    return _pairwise(choices)


def _pairwise(choices: dict[str, tuple[str | bool, ...]]) -> list[Chosen]:
    missing = {
        (one, first, other, second): None
        for one, other in combinations(choices, 2)
        for first in choices[one]
        for second in choices[other]
    }
    rows = [{name: values[0] for name, values in choices.items()}]
    _strike(missing, rows[0])
    while missing:
        one, first, other, second = next(iter(missing))
        row = {one: first, other: second}
        for name, values in choices.items():
            if name not in row:
                row[name] = max(values, key=lambda value: _gain(missing, row, name, value))
        rows.append({name: row[name] for name in choices})
        _strike(missing, rows[-1])
    return rows


def _gain(missing: dict[Pair, None], row: Chosen, name: str, value: str | bool) -> int:
    """How many pairs that did not meet yet a value brings together."""
    return sum(
        (name, value, other, there) in missing or (other, there, name, value) in missing
        for other, there in row.items()
    )


def _strike(missing: dict[Pair, None], row: Chosen) -> None:
    for one, other in combinations(row, 2):
        missing.pop((one, row[one], other, row[other]), None)


def described_answers(chosen: Chosen) -> str:
    """Answers as the command line takes them."""
    words = {name: str(value).lower() if isinstance(value, bool) else value for name, value in chosen.items()}
    return " ".join(f"--set {name}={word}" for name, word in words.items()) or "the defaults"
