"""What a version promises, and what its effects on clusters ask of it: semantic versions with teeth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from generator.core.helm.versions import parse_version
from generator.core.objects.effects import WITH_PODS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.objects.consequences import Consequence

Bump: TypeAlias = Literal["", "patch", "minor", "major"]
BUMPS: Final[tuple[Bump, ...]] = get_args(Bump)  # the least first
_MAJOR = ("data", "refused")
_PATCH = ("live", "none")


def bump_asked(one: Consequence) -> Bump:
    """The least step of a version that may do this to a platform that runs.

    Data at risk, what the API refuses, and workloads that go or are made anew ask for a major one; restarts,
    and whatever else pods or callers notice, for a minor one.
    """
    # A hook, and a Job with a hash in its name, is made anew by every release that changes it.
    is_workload = one.kind in WITH_PODS
    if one.of in _MAJOR or (one.of in ("recreated", "deleted") and is_workload):
        return "major"
    return "patch" if one.of in _PATCH else "minor"


def least_bump(found: Iterable[Consequence]) -> Bump:
    """What all of it asks for, at least a patch: something changed, or nobody would publish it."""
    return max((bump_asked(one) for one in found), key=BUMPS.index, default="patch")


def promised_bump(previous: str, version: str) -> Bump:
    """The step between two versions; nothing where the second is no later one. Below 1.0 minors may break."""
    before, after = parse_version(previous), parse_version(version)
    if after <= before:
        return ""
    if after.major != before.major:
        return "major"
    if after.minor != before.minor:
        return "major" if after.major == 0 else "minor"
    return "patch"
