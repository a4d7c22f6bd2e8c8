"""Semantic versions and ranges of them, as Chart.yaml and blueprint.yaml write them: ">=1.2 <2", "^1.4"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.errors import BlueprintError

if TYPE_CHECKING:
    from semver import Version

# Parts may be missing (1.34), as Helm allows; after them what semver.org says.
_VERSION = r"\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?"
_COMPARATOR = re.compile(rf"(>=|<=|>|<|=|\^|~|!=)?\s*v?({_VERSION})")
_WHOLE = re.compile(rf"v?{_VERSION}")


def check_version(text: str) -> None:
    """BlueprintError if a text cannot be a version."""
    if not _WHOLE.fullmatch(text):
        raise BlueprintError(f'"{text}" is not a version such as 1.2.0')


def parse_version(text: str) -> Version:
    """A version, where missing parts count as 0 (`1.34` is 1.34.0) and a leading v is nothing."""
    # Costs 10 ms, for which `list` has no use.
    from semver import Version

    try:
        return Version.parse(text.removeprefix("v"), optional_minor_and_patch=True)
    except ValueError as error:
        raise BlueprintError(f'"{text}" is not a version such as 1.2.0') from error


@dataclass(frozen=True)
class Range:
    """Alternatives (`||`) of comparisons (operator, version) that must all hold."""

    text: str
    alternatives: tuple[tuple[tuple[str, str], ...], ...]

    def __contains__(self, version: Version) -> bool:
        return any(
            all(_holds(version, *bound) for one in every for bound in _bounds(*one))
            for every in self.alternatives
        )


def parse_range(text: str) -> Range:
    """Read a range: comparisons separated by spaces or commas; `*` and "" allow every version."""
    alternatives = []
    for part in text.split("||"):
        comparisons: list[tuple[str, str]] = []
        rest = "" if part.strip() == "*" else part.strip()
        while rest:
            found = _COMPARATOR.match(rest)
            if not found:
                raise BlueprintError(f'"{text}" is not a range of versions such as ">=1.2 <2"')
            comparisons.append((found[1] or "=", found[2]))
            rest = rest[found.end() :].lstrip(" ,")
        alternatives.append(tuple(comparisons))
    return Range(text, tuple(alternatives))


def _bounds(operator: str, text: str) -> list[tuple[str, Version]]:
    version = parse_version(text)
    given = len(text.partition("-")[0].split("."))
    if operator == "^":
        # The first part that is not 0 may not change: ^0.3 means 0.3.x.
        upper = version.bump_major() if version.major or given == 1 else version.bump_minor()
        if not version.major and not version.minor and given == 3:
            upper = version.bump_patch()
        return [(">=", version), ("<", upper)]
    if operator == "~" or (operator == "=" and given < 3):
        upper = version.bump_major() if given == 1 else version.bump_minor()
        return [(">=", version), ("<", upper)]
    return [(operator, version)]


def _holds(version: Version, operator: str, bound: Version) -> bool:
    order = version.compare(bound)
    return {
        ">=": order >= 0,
        "<=": order <= 0,
        ">": order > 0,
        "<": order < 0,
        "=": order == 0,
        "!=": order != 0,
    }[operator]
