"""Whether the values of the environments are as the intent in platform.yaml wants them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from generator.core.compare import Column, compare
from generator.core.helm_values import MISSING, equal
from generator.core.paths import format_path
from generator.core.quantities import quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.core.compare import Row
    from generator.core.helm_scalars import Data
    from generator.core.intent import Order, Rule
    from generator.core.paths import Path
    from generator.core.values_model import ValuesModel

_HOLDS = {
    ">=": lambda left, right: left >= right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    "<": lambda left, right: left < right,
}


@dataclass(frozen=True)
class Broken:
    """One key that breaks a rule; `environment` is where to put it right, `place` the key that decides."""

    rule: Rule
    path: Path
    environment: str
    what: str
    place: Path


def broken(model: ValuesModel) -> list[Broken]:
    """Everything that breaks the intent, each key once per rule.

    A preset that breaks it shows in every service that takes it, and is told once.
    """
    intent = model.intent
    names = model.environments
    if len(names) < 2 or not (intent.must_match or intent.must_differ or intent.ordered):
        return []
    columns = [Column(name, model, name) for name in names]
    needs_all = bool(intent.must_differ) or any(order.comparison in "<>" for order in intent.ordered)
    found: list[Broken] = []
    for row in compare(columns, all_keys=needs_all):
        for rule in intent.must_match:
            found += _unlike(rule, row, names)
        for rule in intent.must_differ:
            found += _alike(rule, row, names)
        for order in intent.ordered:
            found += _out_of_order(order, row, names)
    seen: dict[tuple[int, Path, str], Broken] = {}
    for one in found:
        seen.setdefault((id(one.rule), one.place, one.environment), one)
    return list(seen.values())


def _chosen(rule: Rule, names: Sequence[str]) -> list[int]:
    return [i for i, name in enumerate(names) if not rule.environments or name in rule.environments]


def _unlike(rule: Rule, row: Row, names: Sequence[str]) -> Iterator[Broken]:
    if not row.differs or not rule.patterns.cover(row.path):
        return
    chosen = _chosen(rule, names)
    first = row.values[chosen[0]]
    other = next((i for i in chosen[1:] if not _same(first, row.values[i])), None)
    if other is not None:
        values = _told(row, names, chosen)
        yield _broken(rule, row, names[other], f"must match: {values}")


def _alike(rule: Rule, row: Row, names: Sequence[str]) -> Iterator[Broken]:
    if not rule.patterns.cover(row.path):
        return
    for one, other in combinations(_chosen(rule, names), 2):
        value = row.values[one]
        if value is not MISSING and _same(value, row.values[other]):
            what = f"must differ, and is {_text(value)} in {names[one]} and {names[other]}"
            yield _broken(rule, row, names[other], what)


def _out_of_order(order: Order, row: Row, names: Sequence[str]) -> Iterator[Broken]:
    if not order.patterns.cover(row.path):
        return
    for left, right in order.pairs:
        values = [row.values[names.index(name)] for name in (left, right)]
        sizes = [quantity(value) for value in values]
        if sizes[0] is None or sizes[1] is None or _HOLDS[order.comparison](*sizes):
            continue
        what = (
            f"must be {left} {order.comparison} {right}, and is {_text(values[0])} in {left}, "
            f"{_text(values[1])} in {right}"
        )
        yield _broken(order, row, left, what)


def _broken(rule: Rule, row: Row, environment: str, what: str) -> Broken:
    place = row.follows if row.follows and row.follows[0] == "global" else row.path
    reason = f" ({rule.reason})" if rule.reason else ""
    return Broken(rule, row.path, environment, f"{format_path(row.path)} {what}{reason}", place)


def _same(left: Data, right: Data) -> bool:
    return left is right if MISSING in (left, right) else equal(left, right)


def _told(row: Row, names: Sequence[str], chosen: Sequence[int]) -> str:
    groups: dict[str, list[str]] = {}
    for i in chosen:
        groups.setdefault(_text(row.values[i]), []).append(names[i])
    return "; ".join(f"{value} in {', '.join(where)}" for value, where in groups.items())


def _text(value: Data) -> str:
    import json

    return "not set" if value is MISSING else json.dumps(value, ensure_ascii=False)
