"""Whether the values of the environments are as the intent in platform.yaml wants them."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import MISSING, equal
from generator.core.encrypted import holds_encrypted, without_ciphers
from generator.core.paths import format_path
from generator.core.quantities import quantity
from generator.core.values.compare import Column, compare
from generator.core.values.layers import DEFAULTS
from generator.core.values.violations import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.platform.intent import Expectation, Order
    from generator.core.values.compare import Row
    from generator.core.values.model import ValuesModel

    _Place = tuple[PurePosixPath, int, int]

_NAMED = 3  # keys that one finding names besides its first
_HOLDS = {
    ">=": lambda left, right: left >= right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    "<": lambda left, right: left < right,
}


class Broken(NamedTuple):
    """What breaks a rule at one place: a key, and `more` keys that break it by what stands there, too.

    The place is in a file of the user's, at what decides the value of `environment`.
    """

    rule: Expectation
    path: KeyPath
    environment: str
    what: str
    file: PurePosixPath
    line: int
    column: int
    more: tuple[KeyPath, ...] = ()

    @property
    def paths(self) -> tuple[KeyPath, ...]:
        return (self.path, *self.more)


class _Breach(NamedTuple):
    """One key that breaks a rule, and the environments that may be put right, the likeliest first."""

    rule: Expectation
    path: KeyPath
    environments: Sequence[str]
    what: str


def broken(model: ValuesModel) -> list[Broken]:
    """Everything that breaks the intent, each place once per rule: a preset shows in all that take it."""
    intent = model.intent
    names = model.environments
    if len(names) < 2 or not (intent.must_match or intent.must_differ or intent.ordered):
        return []
    columns = [Column(name, model, name) for name in names]
    needs_all = bool(intent.must_differ) or any(order.comparison in "<>" for order in intent.ordered)
    found: list[_Breach] = []
    for row in compare(columns, all_keys=needs_all):
        for rule in intent.must_match:
            found += _unlike(rule, row, names)
        for rule in intent.must_differ:
            found += _alike(rule, row, names)
        for order in intent.ordered:
            found += _out_of_order(order, row, names)
    suspects = [_suspects(model, one) for one in found]
    counts = Counter(
        (id(one.rule), place) for one, said in zip(found, suspects, strict=True) for _, place in said
    )
    places: dict[tuple[int, _Place], list[tuple[_Breach, str]]] = {}
    for one, said in zip(found, suspects, strict=True):
        # Of several places that may be wrong, the one that breaks most.
        environment, place = max(said, key=lambda suspect: counts[id(one.rule), suspect[1]])
        places.setdefault((id(one.rule), place), []).append((one, environment))
    return [_together(several, place) for (_, place), several in places.items()]


def _together(several: Sequence[tuple[_Breach, str]], place: _Place) -> Broken:
    first, environment = several[0]
    more = tuple(dict.fromkeys(one.path for one, _ in several if one.path != first.path))
    what = first.what
    if more:
        named = ", ".join(map(format_path, more[:_NAMED])) + (" …" if len(more) > _NAMED else "")
        what += f"; and {len(more)} more: {named}"
    return Broken(first.rule, first.path, environment, what, *place, more)


def _suspects(model: ValuesModel, one: _Breach) -> list[tuple[str, _Place]]:
    """The environments that may be put right, with the places that decide their values.

    What an environment's own file says breaks what all share, not the other way round. What the charts
    say is not the user's to change: then it is where the user would.
    """
    own: list[tuple[str, _Place]] = []
    shared: list[tuple[str, _Place]] = []
    for environment in one.environments:
        winner = model.winner(environment, one.path)
        if winner is None or winner.layer == DEFAULTS:
            continue
        is_own = winner.file == model.own_file(environment)
        (own if is_own else shared).append((environment, (winner.file, winner.line, winner.column)))
    first = one.environments[0]
    return own or shared[:1] or [(first, place_of(model, first, one.path))]


def _chosen(rule: Expectation, names: Sequence[str]) -> list[int]:
    return [i for i, name in enumerate(names) if rule.holds_in(name)]


def _unlike(rule: Expectation, row: Row, names: Sequence[str]) -> Iterator[_Breach]:
    if not row.differs or not rule.patterns.cover(row.path):
        return
    chosen = _chosen(rule, names)
    alike = {i: sum(equal(row.values[i], row.values[other]) for other in chosen) for i in chosen}
    if alike and alike[chosen[0]] < len(chosen):
        # Those that are alone with their value first; of as many, the later in the order of promotion.
        odd = sorted(chosen, key=lambda i: (alike[i], equal(row.values[i], row.values[chosen[0]])))
        what = f"must match: {_by_value(row, names, chosen)}"
        yield _breach(rule, row, [names[i] for i in odd], what)


def _alike(rule: Expectation, row: Row, names: Sequence[str]) -> Iterator[_Breach]:
    if not rule.patterns.cover(row.path):
        return
    for one, other in combinations(_chosen(rule, names), 2):
        value = row.values[one]
        if not rule.tells_apart(names[one], names[other]):
            continue
        if value is not MISSING and not holds_encrypted(value) and equal(value, row.values[other]):
            what = f"must differ, and is {_text(value)} in {names[one]} and {names[other]}"
            yield _breach(rule, row, [names[other], names[one]], what)


def _out_of_order(order: Order, row: Row, names: Sequence[str]) -> Iterator[_Breach]:
    if not order.patterns.cover(row.path):
        return
    for left, right in order.pairs:
        if left not in names or right not in names:
            continue
        values = [row.values[names.index(name)] for name in (left, right)]
        sizes = [quantity(value) for value in values]
        if sizes[0] is None or sizes[1] is None or _HOLDS[order.comparison](*sizes):
            continue
        what = (
            f"must be {left} {order.comparison} {right}, and is {_text(values[0])} in {left}, "
            f"{_text(values[1])} in {right}"
        )
        yield _breach(order, row, [left, right], what)


def _breach(rule: Expectation, row: Row, environments: Sequence[str], what: str) -> _Breach:
    reason = f" ({rule.reason})" if rule.reason else ""
    return _Breach(rule, row.path, environments, f"{format_path(row.path)} {what}{reason}")


def _by_value(row: Row, names: Sequence[str], chosen: Sequence[int]) -> str:
    groups: dict[str, list[str]] = {}
    for i in chosen:
        groups.setdefault(_text(row.values[i]), []).append(names[i])
    return "; ".join(f"{value} in {', '.join(where)}" for value, where in groups.items())


def _text(value: Data) -> str:
    import json

    return "not set" if value is MISSING else json.dumps(without_ciphers(value), ensure_ascii=False)
