"""Semantic versions and ranges of them, as Helm reads Chart.yaml: ">=1.2 <2", "^1.4", "1.2 - 2.0", "1 || 3".

Versions are ordered by the package semver; what a range means is Helm's own. A version with a suffix
(1.2.0-rc.1) is in no range that names none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from semver import Version

_WORD = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
# Parts may be missing (1.34) and begin with 0 (2026.01.15), as Helm allows; semver's own reader does not.
_VERSION = re.compile(rf"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-({_WORD}))?(?:\+{_WORD})?")
_NUMBERS = r"v?([0-9xX*]+)(?:\.([0-9xX*]+))?(?:\.([0-9xX*]+))?"
_BOUND = rf"{_NUMBERS}(?:-({_WORD}))?(?:\+{_WORD})?"
_COMPARISON = re.compile(rf"\s*,?\s*(!=|>=|=>|<=|=<|~>|>|<|=|~|\^)?\s*{_BOUND}(?=[\s,]|$)\s*")
_HYPHEN = re.compile(rf"({_BOUND})\s+-\s+({_BOUND})")


def check_version(text: str) -> re.Match[str]:
    """BlueprintError if a text cannot be a version; else its parts."""
    found = _VERSION.fullmatch(text)
    if found is None:
        raise BlueprintError(f'"{text}" is not a version such as 1.2.0')
    return found


def parse_version(text: str) -> Version:
    """A version, where missing parts count as 0 (`1.34` is 1.34.0) and a leading v is nothing."""
    found = check_version(text)
    return _version([int(part or 0) for part in found.groups()[:3]], found[4])


def is_release(text: str) -> bool:
    """Whether a version is none before a release, as 1.2.0-rc.1 is; BlueprintError where it is no version."""
    return check_version(text)[4] is None


def is_until(text: str, last: Version) -> bool:
    """Whether a version is `last` or an earlier one; what somebody wrote and is no version is not."""
    return _VERSION.fullmatch(text) is not None and bool(parse_version(text) <= last)


def _version(numbers: Sequence[int], suffix: str | None) -> Version:
    # Costs 10 ms, for which `list` has no use.
    from semver import Version

    major, minor, patch = (*numbers, 0, 0, 0)[:3]
    return Version(major, minor, patch, suffix)


class Range:
    """A range of versions; what is in it is asked with `in`."""

    __slots__ = ("_alternatives", "text")

    def __init__(self, text: str, alternatives: tuple[tuple[_Comparison, ...], ...]) -> None:
        self.text, self._alternatives = text, alternatives

    def __contains__(self, version: Version) -> bool:
        for comparisons in self._alternatives:
            knows_suffixes = any(one.suffix for one in comparisons)
            if (knows_suffixes or not version.prerelease) and all(one.holds(version) for one in comparisons):
                return True
        return False


def parse_range(text: str) -> Range:
    """Read a range; "" allows every version. BlueprintError where it is none."""
    found = _range(text.strip() or "*")
    if found is None:
        raise BlueprintError(f'"{text}" is not a range of versions such as ">=1.2 <2"')
    return found


def is_in_range(version: str, text: str) -> bool:
    """Whether a version is in a range, both as somebody wrote them: what is none, or empty, fits nothing."""
    allowed = _range(text)
    return (
        allowed is not None and _VERSION.fullmatch(version) is not None and parse_version(version) in allowed
    )


class _Comparison(NamedTuple):
    """`numbers` are those of the three that the range names."""

    operator: str
    numbers: tuple[int, ...]
    suffix: str | None

    @property
    def bound(self) -> Version:
        return _version(self.numbers, self.suffix)

    def holds(self, version: Version) -> bool:
        # Of numbers that a range leaves open, >1.2 and <=1.2 mean all of 1.2.
        given = len(self.numbers)
        is_open, head = 0 < given < 3, version.to_tuple()[:given]
        match self.operator:
            case ">":
                return head > self.numbers if is_open else version > self.bound
            case ">=" | "=>":
                return version >= self.bound
            case "<":
                return version < self.bound
            case "<=" | "=<":
                return head <= self.numbers if is_open else version <= self.bound
            case "!=":
                return head != self.numbers if is_open else version != self.bound
            case "^":
                return version >= self.bound and self._is_caret(version)
            case "~" | "~>":
                return self._is_tilde(version)
        return self._is_tilde(version) if given < 3 else version == self.bound

    def _is_tilde(self, version: Version) -> bool:
        if version < self.bound:
            return False
        # ~0.0.0 is any version, as in Helm.
        return self.numbers == (0, 0, 0) or self._agrees(version, 2)

    def _is_caret(self, version: Version) -> bool:
        """Up to the first number that is not 0 nothing may change."""
        if not self.numbers:
            # ^* is an odd thing to say, and this is what Helm makes of it.
            return version.to_tuple()[:3] == (0, 0, 0)
        firm = next((index for index, number in enumerate(self.numbers) if number), 2)
        return self._agrees(version, firm + 1)

    def _agrees(self, version: Version, count: int) -> bool:
        """Whether the first numbers are the same, as far as the range names them."""
        named = self.numbers[:count]
        return version.to_tuple()[: len(named)] == named


def _range(text: str) -> Range | None:
    """A range; None where it cannot be read."""
    parts = _HYPHEN.sub(lambda match: f">={match[1]} <={match[6]}", text).split("||")
    alternatives = [_comparisons(part) for part in parts]
    return Range(text, tuple(alternatives)) if all(alternatives) else None


def _comparisons(text: str) -> tuple[_Comparison, ...]:
    """What must hold together; nothing where it cannot be read."""
    found = []
    rest = text
    while rest.strip():
        match = _COMPARISON.match(rest)
        if not match:
            return ()
        numbers: list[int] = []
        for number in match.groups()[1:4]:
            if number is None or not number.isdigit():
                break
            numbers.append(int(number))
        found.append(_Comparison(match[1] or "", tuple(numbers), match[5]))
        rest = rest[match.end() :]
    return tuple(found)
