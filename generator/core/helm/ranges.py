"""Ranges of versions as Helm compares them: "1.x", "^2.1", "~1.2.0", ">=1.0 <3", "1.2 - 2.0", "1 || 3".

A version with a suffix (1.2.0-rc.1) is in no range that names none. What is no version or no range
fits nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
_NUMBERS = r"v?([0-9xX*]+)(?:\.([0-9xX*]+))?(?:\.([0-9xX*]+))?"
_BOUND = rf"{_NUMBERS}(?:-({_WORD}))?(?:\+{_WORD})?"
_COMPARISON = re.compile(rf"\s*,?\s*(!=|>=|=>|<=|=<|~>|>|<|=|~|\^)?\s*{_BOUND}(?=[\s,]|$)\s*")
_HYPHEN = re.compile(rf"({_BOUND})\s+-\s+({_BOUND})")
_VERSION = re.compile(rf"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-({_WORD}))?(?:\+{_WORD})?")


class _Version(NamedTuple):
    numbers: tuple[int, int, int]
    suffix: str

    @property
    def order(self) -> tuple[object, ...]:
        # A suffix comes before none; of its words numbers come before text.
        words = [(0, int(w), "") if w.isdigit() else (1, 0, w) for w in self.suffix.split(".")]
        return (self.numbers, not self.suffix, words if self.suffix else [])


class _Comparison(NamedTuple):
    """`given` is how many of the three numbers the range names."""

    operator: str
    bound: _Version
    given: int

    def holds(self, version: _Version) -> bool:
        # Of numbers that a range leaves open, >1.2 and <=1.2 mean all of 1.2.
        head, bound = version.numbers[: self.given], self.bound.numbers[: self.given]
        match self.operator:
            case ">":
                return head > bound if 0 < self.given < 3 else version.order > self.bound.order
            case ">=" | "=>":
                return version.order >= self.bound.order
            case "<":
                return version.order < self.bound.order
            case "<=" | "=<":
                return head <= bound if 0 < self.given < 3 else version.order <= self.bound.order
            case "!=":
                return head != bound if 0 < self.given < 3 else version.order != self.bound.order
            case "^":
                return version.order >= self.bound.order and self._is_caret(version)
            case "~" | "~>":
                return self._is_tilde(version)
        return self._is_tilde(version) if self.given < 3 else version.order == self.bound.order

    def _is_tilde(self, version: _Version) -> bool:
        if version.order < self.bound.order:
            return False
        same = min(self.given, 2)
        # ~0.0.0 is any version, as in Helm.
        is_any = self.given == 3 and self.bound.numbers == (0, 0, 0)
        return is_any or version.numbers[:same] == self.bound.numbers[:same]

    def _is_caret(self, version: _Version) -> bool:
        """Up to the first number that is not 0 nothing may change."""
        firm = next((index for index, number in enumerate(self.bound.numbers) if number), 2)
        same = min(firm + 1, self.given or 3)
        return version.numbers[:same] == self.bound.numbers[:same]


def is_range(text: str) -> bool:
    """Whether a text can be read as a range."""
    return all(_comparisons(part) for part in _HYPHEN.sub(_as_bounds, text).split("||"))


def is_compatible(text: str, version: str) -> bool:
    """Whether a version is in a range."""
    found = _VERSION.fullmatch(version)
    if not found:
        return False
    given = _Version((int(found[1]), int(found[2] or 0), int(found[3] or 0)), found[4] or "")
    alternatives = [_comparisons(part) for part in _HYPHEN.sub(_as_bounds, text).split("||")]
    if None in alternatives:
        return False
    for comparisons in alternatives:
        assert comparisons is not None
        knows_suffixes = any(one.bound.suffix for one in comparisons)
        if (knows_suffixes or not given.suffix) and all(one.holds(given) for one in comparisons):
            return True
    return False


def _as_bounds(match: re.Match[str]) -> str:
    return f">={match[1]} <={match[6]}"


def _comparisons(text: str) -> list[_Comparison] | None:
    """What must hold together; None where it cannot be read."""
    found = []
    rest = text
    while rest.strip():
        match = _COMPARISON.match(rest)
        if not match:
            return None
        numbers: list[int] = []
        for number in match.groups()[1:4]:
            if number is None or not number.isdigit():
                break
            numbers.append(int(number))
        padded = (*numbers, 0, 0, 0)
        bound = _Version((padded[0], padded[1], padded[2]), match[5] or "")
        found.append(_Comparison(match[1] or "", bound, len(numbers)))
        rest = rest[match.end() :]
    return found or None
