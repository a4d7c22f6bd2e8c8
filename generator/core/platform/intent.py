"""Intent: what shall match, differ, stay behind, be in order or be frozen across environments.

In platform.yaml, every part optional:

    intent:
      mustMatch:                      # one value in all environments, or in those named
        - "*.image.repository"
        - {keys: ["*.image.tag"], environments: [prod, dr], reason: dr takes over what prod runs}
      mustDiffer: [global.domain]     # a value of its own in each
      environmentOnly:                # belongs to its environment: never promoted, no news in a diff
        - "*.replicaCount"
        - "*.resources"
      ordered:                        # numbers and quantities, compared
        - {keys: "*.replicaCount", order: prod >= staging >= test}
      windows:                        # nothing is set or promoted meanwhile; times are UTC unless they say
        black-friday: {from: 2026-11-20, to: 2026-12-02, environments: [prod, dr], reason: the sale}

Keys are patterns (see core/patterns). Who names an environment means its regions, too. Regions of one
environment need not differ, unless they are named themselves.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise, product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.platform.patterns import Pattern, Patterns
from generator.core.words import did_you_mean
from generator.core.yaml.fields import Fields
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from generator.core.paths import KeyPath

_NAME = re.compile(r"[-\w]+")
_DAY = 86_400


class _Scope(NamedTuple):
    """What an expectation is about, why it is, and where it stands. Without environments, it is of all."""

    keys: tuple[Pattern, ...]
    environments: tuple[str, ...]
    reason: str
    where: str
    regions: Mapping[str, str] = MappingProxyType({})  # the environment that each is one of


class Expectation:
    """Keys about which something is meant, in all environments (`environments` is empty) or in some."""

    def __init__(self, scope: _Scope) -> None:
        self.keys, self.environments, self.reason, self.where, self._regions = scope

    @cached_property
    def patterns(self) -> Patterns:
        return Patterns(self.keys)

    def speaks_of(self, path: KeyPath, *environments: str) -> bool:
        """Whether it says something about this key in all of these environments."""
        return self.holds_in(*environments) and self.patterns.cover(path)

    def holds_in(self, *environments: str) -> bool:
        return not self.environments or all(
            name in self.environments or self._regions.get(name) in self.environments for name in environments
        )

    def tells_apart(self, one: str, other: str) -> bool:
        """Whether two environments are two of those that it is about, and not one in two regions."""
        if one in self.environments and other in self.environments:
            return True
        return self._regions.get(one, one) != self._regions.get(other, other)

    def with_regions(self, environment: str) -> tuple[str, ...]:
        return (environment, *(name for name, of in self._regions.items() if of == environment))


class Order(Expectation):
    """Keys whose values are in order: `comparison` holds between each of `environments` and the next."""

    def __init__(self, scope: _Scope, *, comparison: str) -> None:
        super().__init__(scope)
        self.comparison = comparison

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            pair
            for left, right in pairwise(self.environments)
            for pair in product(self.with_regions(left), self.with_regions(right))
        )


class Window(Expectation):
    """A time in which these keys are frozen, from `start` until before `end`, in seconds since 1970 (UTC)."""

    def __init__(self, scope: _Scope, *, name: str, start: int, end: int, text: str) -> None:
        super().__init__(scope)
        self.name, self.start, self.end, self.text = name, start, end, text

    def includes(self, moment: float) -> bool:
        return self.start <= moment < self.end


class Intent(NamedTuple):
    """What a platform.yaml declares about its values across environments."""

    must_match: tuple[Expectation, ...] = ()
    must_differ: tuple[Expectation, ...] = ()
    environment_only: tuple[Expectation, ...] = ()
    ordered: tuple[Order, ...] = ()
    windows: tuple[Window, ...] = ()

    @property
    def says_what_stays(self) -> bool:
        """Whether anybody has said what belongs to its environment: what else differs may be carried then."""
        return bool(self.environment_only or self.must_differ)

    def expects_difference(self, path: KeyPath, *environments: str) -> bool:
        """Whether it is no news that this key differs between these environments."""
        rules = (*self.must_differ, *self.environment_only, *self.ordered)
        return any(rule.speaks_of(path, *environments) for rule in rules)

    def stays_behind(self, path: KeyPath, *environments: str) -> bool:
        """Whether this key is never carried from one of these environments to another."""
        return any(
            rule.speaks_of(path, *environments) for rule in (*self.environment_only, *self.must_differ)
        )

    def frozen_by(self, path: KeyPath, environment: str, moment: float) -> list[Window]:
        """The windows that freeze this key of this environment at this moment (seconds since 1970)."""
        return [w for w in self.windows if w.includes(moment) and w.speaks_of(path, environment)]


def expectations(intent: Intent, path: KeyPath) -> list[str]:
    """What the intent says of a key, a sentence with its place each."""
    said = []
    for verb, rules in (
        ("must match", intent.must_match),
        ("must differ", intent.must_differ),
        ("belongs to its environment and is not promoted", intent.environment_only),
        ("is ordered", intent.ordered),
        ("is frozen", intent.windows),
    ):
        for rule in rules:
            if rule.patterns.cover(path):
                where = f" in {', '.join(rule.environments)}" if rule.environments else ""
                if isinstance(rule, Order):
                    where = f": {f' {rule.comparison} '.join(rule.environments)}"
                if isinstance(rule, Window):
                    where += f" by {rule.name}, {rule.text}"
                reason = f": {rule.reason}" if rule.reason else ""
                said.append(f"{verb}{where}{reason} ({rule.where})")
    return said


def parse_intent(
    fields: Fields, environments: Collection[str], regions: Mapping[str, str] = MappingProxyType({})
) -> Intent:
    """The `intent` of a platform.yaml; what is wrong with it is added to the errors of `fields`.

    `regions` are those of the environments that are regions of another one, which each is mapped to.
    """
    if not fields.mapping("intent"):
        return Intent()
    own = Fields(fields.source, (*fields.path, "intent"), fields.errors)
    reader = _Reader(own, environments, regions)
    intent = Intent(
        must_match=tuple(reader.rules("mustMatch")),
        must_differ=tuple(reader.rules("mustDiffer")),
        environment_only=tuple(reader.rules("environmentOnly")),
        ordered=tuple(reader.orders("ordered")),
        windows=tuple(reader.windows("windows")),
    )
    reader.fields.close()
    return intent


class _Reader:
    def __init__(self, fields: Fields, environments: Collection[str], regions: Mapping[str, str]) -> None:
        self.fields = fields
        self.environments = environments
        self.regions = regions

    def rules(self, key: str) -> Iterator[Expectation]:
        for position, entry in self._entries(key):
            if isinstance(entry, str):
                where = self.fields.source.at(*self.fields.path, key, position)
                yield Expectation(_Scope(self._patterns(entry, key, position), (), "", where, self.regions))
            elif part := self._part(key, position, entry):
                yield Expectation(self._scope(part))
                part.close()

    def orders(self, key: str) -> Iterator[Order]:
        for position, entry in self._entries(key):
            if isinstance(entry, str):
                self.fields.wrong("keys and their order are expected", key, position, hint=_ORDER_HINT)
            elif part := self._part(key, position, entry):
                scope = self._scope(part, chooses=False)
                names, comparison = self._order(part)
                part.close()
                yield Order(scope._replace(environments=names), comparison=comparison)

    def windows(self, key: str) -> Iterator[Window]:
        for name, part in self.fields.children(key):
            scope = self._scope(part, default="**")
            start, end = self._moment(part, "from"), self._moment(part, "to", is_end=True)
            if start is not None and end is not None and end <= start:
                part.wrong("the window ends before it starts", "to")
            text = f"{part.raw('from')} to {part.raw('to')}"
            part.close()
            scope = scope._replace(where=self.fields.source.at(*self.fields.path, key, name))
            yield Window(scope, name=name, start=start or 0, end=end or 0, text=text)

    def _entries(self, key: str) -> Iterator[tuple[int, Any]]:
        entries = self.fields.raw(key)
        if entries is not None and not isinstance(entries, list):
            self.fields.wrong("a list is expected", key)
        elif entries:
            yield from enumerate(entries)

    def _part(self, key: str, position: int, entry: Any) -> Fields | None:
        if not isinstance(entry, dict):
            self.fields.wrong("a pattern, or {keys: …}, is expected", key, position)
            return None
        return Fields(self.fields.source, (*self.fields.path, key, position), self.fields.errors)

    def _scope(self, part: Fields, *, chooses: bool = True, default: str = "") -> _Scope:
        keys = part.raw("keys")
        texts = [keys] if isinstance(keys, str) else keys
        if keys is None:
            texts = [default] if default else []
        if not isinstance(texts, list) or not texts:
            part.wrong('"keys" is missing: a pattern, or a list of them')
            texts = []
        found: list[Pattern] = []
        for number, text in enumerate(texts):
            found += self._patterns(text, *part.path[len(self.fields.path) :], "keys", number)
        names = part.texts("environments") if chooses else ()
        for name in names:
            self._known(part, name, "environments")
        where = self.fields.source.at(*part.path)
        return _Scope(tuple(found), names, part.text("reason", ""), where, self.regions)

    def _patterns(self, text: Any, *path: str | int) -> tuple[Pattern, ...]:
        pattern = Pattern(str(text))
        try:
            if not isinstance(text, str) or not text or not pattern.source:
                self.fields.wrong("a pattern of keys is expected", *path)
                return ()
        except BlueprintError as error:
            self.fields.wrong(error.what, *path, hint=error.hint)
            return ()
        return (pattern,)

    def _known(self, part: Fields, name: str, *path: str) -> None:
        if name not in self.environments:
            part.wrong(f'there is no environment "{name}"', *path, hint=did_you_mean(name, self.environments))

    def _order(self, part: Fields) -> tuple[tuple[str, ...], str]:
        text = part.text("order")
        words = re.split(r"\s*([<>]=?)\s*", text.strip())
        names, signs = tuple(words[::2]), set(words[1::2])
        if not text:
            return (), ">="
        if len(names) < 2 or len(signs) != 1 or not all(map(_NAME.fullmatch, names)):
            part.wrong(f'"{text}" is no order', "order", hint=_ORDER_HINT)
            return (), ">="
        for name in names:
            self._known(part, name, "order")
        return names, signs.pop()

    def _moment(self, part: Fields, key: str, *, is_end: bool = False) -> int | None:
        value = part.raw(key)
        if value is None:
            part.wrong(f'"{key}" is missing')
            return None
        moment = _seconds(str(value), is_end=is_end)
        if moment is None:
            part.wrong(f'"{value}" is no time', key, hint="Write 2026-11-20, or 2026-11-20T18:00+01:00.")
        return moment


_ORDER_HINT = 'Write it as in {keys: "*.replicaCount", order: prod >= staging}; also >, <= and <.'


def _seconds(text: str, *, is_end: bool) -> int | None:
    """Seconds since 1970; a day without a time begins at midnight, and as an end it is included."""
    # Python's datetime knows the clock, which core does not ask. Few platforms have windows.
    import calendar

    day_part, time_part = r"(\d{4})-(\d\d)-(\d\d)", r"(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?"
    zone = r"(?:[Zz]|([-+])(\d\d):?(\d\d)?)"
    match = re.fullmatch(f"{day_part}(?:[Tt ]{time_part}[ ]?{zone}?)?", text.strip())
    if not match:
        return None
    year, month, day = (int(match[group]) for group in (1, 2, 3))
    hour, minute, second = (int(match[group] or 0) for group in (4, 5, 6))
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    if hour > 23 or minute > 59 or second > 59:
        return None
    moment = calendar.timegm((year, month, day, hour, minute, second))
    if match[7]:
        offset = int(match[8]) * 3600 + int(match[9] or 0) * 60
        moment += offset if match[7] == "-" else -offset
    return moment + _DAY if is_end and match[4] is None else moment
