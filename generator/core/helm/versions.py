"""Semantic versions and ranges of them, as Chart.yaml and blueprint.yaml write them: ">=1.2 <2", "^1.4"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.helm.ranges import is_compatible, is_range
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from semver import Version

# Parts may be missing (1.34), as Helm allows; after them what semver.org says.
_VERSION = r"\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?"
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


class Range:
    """A range of versions, as Helm reads it (see ranges)."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __contains__(self, version: Version) -> bool:
        return is_compatible(self.text, str(version))


def parse_range(text: str) -> Range:
    """Read a range; "" allows every version. BlueprintError where it is none."""
    if text.strip() and not is_range(text):
        raise BlueprintError(f'"{text}" is not a range of versions such as ">=1.2 <2"')
    return Range(text.strip() or "*")
