"""Which versions a platform takes over by itself, and which only where somebody says so: another major one.

Below 1.0 another minor version is one, as Cargo, npm and `author release` have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.helm.versions import is_release, parse_version
from generator.core.upgrade.migrations import due
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.blueprint.manifest import Blueprint


class Newest(NamedTuple):
    """The version to take, and the newest of another major version that waits: "" where none does."""

    taken: str
    waiting: str = ""


def is_other_major(made: str, version: str) -> bool:
    """Whether one of two versions may break what the other promised: they differ in what may not change."""
    before, after = parse_version(made), parse_version(version)
    return after.major != before.major or (after.major == 0 and after.minor != before.minor)


def next_major(made: str) -> str:
    """The first version that may break what this one promises."""
    now = parse_version(made)
    return f"{now.major + 1}.0.0" if now.major else f"0.{now.minor + 1}.0"


def newest_for(made: str, versions: Sequence[str], *, major: bool = False) -> Newest:
    """What a platform of version `made` takes of these, the newest of which is the last.

    Of its own major version the newest, or what it has; with `major` the newest of all. Where those that are
    known are all of another one, the newest is taken: there is nothing else, and whoever asks is told. What
    is not released yet (1.2.0-rc.1) is for platforms that were made from such a version.
    """
    if is_release(made):
        versions = [*filter(is_release, versions)] or versions
    newest = versions[-1]
    if major or not is_other_major(made, newest):
        return Newest(newest)
    own = [one for one in versions if not is_other_major(made, one)]
    return Newest(own[-1], newest) if own else Newest(newest)


def refuse_major(blueprint: Blueprint, made: str) -> None:
    """Invalid, with its migrations' notes, where a blueprint is of another major version than `made`."""
    if not is_other_major(made, blueprint.version):
        return
    what = f"{blueprint.name} {blueprint.version} is another major version than {made}, which is here"
    hint = "`upgrade --major` takes it over; with --dry-run it shows what that does, and writes nothing."
    notes = [BlueprintError(one) for one in notes_of(blueprint, made)]
    raise Invalid(what, notes, hint=hint) if notes else BlueprintError(what, hint=hint)


def notes_of(blueprint: Blueprint, made: str) -> list[str]:
    """What the migrations say that are due to a platform of version `made`."""
    found = due(blueprint, made)
    return [f"{one.version} {one.name}: {one.note}" for one in (*found.made, *found.left) if one.note]
