"""The two things that `values diff` compares: environments, at git revisions or as the files are."""

from __future__ import annotations

from shlex import quote
from typing import NamedTuple

from generator.errors import UsageError


class Side(NamedTuple):
    """An environment, None for values.yaml alone, at a git revision, None for the files as they are."""

    environment: str | None
    revision: str | None

    @property
    def title(self) -> str:
        name = self.environment or "values.yaml"
        return f"{name}@{self.revision}" if self.revision else name


def two_sides(left: str, right: str | None, from_rev: str | None, to_rev: str | None) -> tuple[Side, Side]:
    """`ENV[@REVISION]` twice, revisions by options if wanted; without a right one, the left one again.

    UsageError where that is one and the same, or a revision is named in two ways.
    """
    first = _side(left, from_rev)
    if right is None and from_rev is None and to_rev is None and first.revision is None:
        raise UsageError(
            "one environment alone cannot be compared",
            hint=f"Name another one, or a revision: `values diff {quote(left)} --from-rev HEAD`",
        )
    second = Side(first.environment, to_rev) if right is None else _side(right, to_rev)
    if first == second:
        raise UsageError(f"{first.title} is compared with itself")
    return first, second


def _side(text: str, revision: str | None) -> Side:
    name, _, own = text.partition("@")
    if own and revision:
        raise UsageError(f'"{text}" names its revision, and --from-rev or --to-rev another one')
    return Side(name or None, own or revision)
