r"""Patterns of paths: `*.replicaCount`, `global.**`, `web.annotations.example\.com/*`.

Written as paths are, with `*` for any text within a key and `**` for any number of keys. A pattern
covers what it names and everything below it; `env[name=LOG_*]` names items of a list. One that begins
with `*` speaks of every service, and so of the presets and overrides, which are values of every service,
too.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

from generator.core.paths import Item, parse_path
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.paths import KeyPath, Segment

_BREAK = "\0"
_STAR = "\1"
_ONE = f"[^{_BREAK}]*"
_FOR_ALL_SERVICES = frozenset(("presets", "overrides"))


class Pattern:
    """One pattern; `text` is as somebody wrote it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def source(self) -> str:
        """The regular expression of the paths that it covers, each key followed by a break."""
        pieces = [""]
        for segment in map(_plain, self._segments):
            if segment != _STAR * 2:
                pieces[-1] += _expression(segment) + _BREAK
            elif len(pieces) == 1 or pieces[-1]:  # of several in a row one is enough
                pieces.append("")
        return _earliest(f"(?:{_ONE}{_BREAK})*", pieces)

    @cached_property
    def steps(self) -> tuple[re.Pattern[str] | None, ...]:
        """A regular expression for each key, None for `**`."""
        return tuple(
            None if segment == _STAR * 2 else re.compile(_expression(segment))
            for segment in map(_plain, self._segments)
        )

    @cached_property
    def words(self) -> tuple[Segment | None, ...]:
        """The keys themselves, None for those that have a star."""
        return tuple(None if _STAR in _plain(segment) else segment for segment in self._segments)

    @cached_property
    def speaks_of_all(self) -> bool:
        """Whether it begins with a star, and so speaks of every service."""
        return self._segments[:1] in ((_STAR,), (_STAR * 2,))

    @property
    def is_exact(self) -> bool:
        """Whether it has no star: it names one key."""
        return not any(_STAR in str(segment) for segment in self._segments)

    def covers(self, path: KeyPath) -> bool:
        return patterns(self.text).cover(path)

    def names(self, path: KeyPath) -> bool:
        """Whether it names this very path, not one above it."""
        return re.fullmatch(self.source, _joined(path)) is not None

    @cached_property
    def _segments(self) -> KeyPath:
        # An escaped star is a letter of the key like any other, and `env[name=X]*` is `env[name=X]`.
        marked = re.sub(r"(\\.)|\[\*\]|\*", _mark, self.text)
        marked = re.sub(rf"(?<!\\)\]{_STAR}(?=[.\[]|\Z)", "]", marked)
        try:
            return parse_path(marked)
        except BlueprintError as error:
            raise BlueprintError(
                error.what.replace(repr(marked), repr(self.text)), hint=error.hint
            ) from error


def _expression(segment: str) -> str:
    first, *others = segment.split(_STAR)
    return _earliest(_ONE, [re.escape(piece) for piece in (first, *filter(None, others[:-1]), *others[-1:])])


_number = count()


def _earliest(anything: str, pieces: list[str]) -> str:
    """The pieces with anything between them.

    All but the last are taken where they are first found, and never looked for again: later ones have
    the more room so, and the time does not multiply with each star. (`(?>…)` came with Python 3.11.)
    """
    if len(pieces) == 1:
        return pieces[0]
    source = pieces[0]
    for piece in pieces[1:-1]:
        name = f"_{next(_number)}"  # several patterns become one expression
        source += f"(?=(?P<{name}>{anything}?{piece}))(?P={name})"
    return source + anything + pieces[-1]


def _mark(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    return f".{_STAR}" if match[0] == "[*]" else _STAR


class Patterns:
    """Several patterns at once: one regular expression, however many they are."""

    def __init__(self, several: Iterable[Pattern]) -> None:
        self.several = tuple(several)
        self._all = _compiled([pattern.source for pattern in self.several])
        # Of a preset's path only what follows its name is a service's.
        rest = [p.source.removeprefix(f"{_ONE}{_BREAK}") for p in self.several if p.speaks_of_all]
        self._of_services = _compiled(rest)

    def __bool__(self) -> bool:
        return bool(self.several)

    def name(self, path: KeyPath) -> bool:
        """Whether one of them is this very path, without a star."""
        return any(one.is_exact and one.names(path) for one in self.several)

    def cover(self, path: KeyPath) -> bool:
        """Whether one of them covers the path."""
        if self._all and self._all.match(_joined(path)):
            return True
        if (
            self._of_services is None
            or len(path) < 4
            or path[0] != "global"
            or path[1] not in _FOR_ALL_SERVICES
        ):
            return False
        return bool(self._of_services.match(_joined(path[3:])))


def patterns(*texts: str) -> Patterns:
    """The patterns with these texts."""
    return Patterns(Pattern(text) for text in texts)


def _compiled(sources: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{source})" for source in sources)) if sources else None


def _joined(path: KeyPath) -> str:
    return "".join(f"{_plain(step)}{_BREAK}" for step in path)


def _plain(step: Segment) -> str:
    """A step as it is matched: of an item its name without quotes, so that stars can stand in it."""
    return item_words(step.keys) if isinstance(step, Item) else str(step)


def item_words(keys: Iterable[tuple[str, str | int]]) -> str:
    """What patterns of items are matched with: `[name=LEVEL]`, nothing escaped."""
    return f"[{','.join(f'{key}={value}' for key, value in keys)}]"
