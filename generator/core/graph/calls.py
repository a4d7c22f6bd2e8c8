"""Who calls whom: the connections that a platform's values state, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import map_or_empty, value_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.data import Values
    from generator.core.paths import KeyPath

CALL_PLACES: tuple[KeyPath, ...] = (("global", "connections"), ("connections",))


class Call(NamedTuple):
    """One connection: `path` is where it stands, with its place in the caller's list; `port` may be ""."""

    caller: str
    callee: str
    port: str
    path: KeyPath

    @property
    def spelling(self) -> str:
        return f"{self.callee}:{self.port}" if self.port else self.callee


def calls_in(values: Values) -> Iterator[Call]:
    """The connections in values: of one file, or of an environment. What is no list of names has none."""
    for place in CALL_PLACES:
        for caller, callees in map_or_empty(value_at(values, place)).items():
            for number, text in enumerate(callees if isinstance(callees, list) else ()):
                callee, _, port = str(text).partition(":")
                yield Call(str(caller), callee, port, (*place, caller, number))
