"""What a promotion does, in a few lines before its diff: what it sets, removes and holds back, what stays."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from generator.core.paths import format_path
from generator.core.styled import Part, line
from generator.core.words import first_few

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.core.change.promote import Promotion
    from generator.core.paths import KeyPath
    from generator.core.styled import Line, Style

_SHOWN = 6  # keys of one kind that are named
_MOST = 6  # keys of which the command that carries them is told


def summary(plan: Promotion, origin: str) -> list[Line]:
    """A line for each kind of what becomes of keys, with the keys."""
    removed = set(plan.removed)
    lines = [
        *_told("Sets", "green", [path for path in plan.written if path not in removed]),
        *_told("Removes", "red", plan.removed),
        *_told("Held back", "yellow", [path for path, _ in plan.held], f"what {origin} says names {origin}"),
        *_told(
            "Left out",
            "yellow",
            plan.unasked,
            "no intent says what stays behind, so image tags, digests and chart versions alone are carried",
        ),
    ]
    reasons: dict[str, list[KeyPath]] = {}
    for path, reason in plan.stays:
        reasons.setdefault(reason, []).append(path)
    for reason, paths in reasons.items():
        lines += _told("Stays", "cyan", paths, reason)
    return lines


def ways_on(plan: Promotion, origin: str, target: str) -> list[str]:
    """How to carry what was held back or left out: sentences with the command to copy."""
    found = []
    command = f"values promote {shlex.quote(origin)} {shlex.quote(target)}"
    if plan.held:
        # What names its origin is carried where it is named exactly: the names of services would not do.
        keys = [path for path, _ in plan.held]
        rest = f", and {len(keys) - _MOST} more by their names" if len(keys) > _MOST else ""
        found.append(f"carry what names {origin} all the same: `{command} {_only(keys[:_MOST])}`{rest}")
    if plan.unasked:
        more = f"carry more: `{command} {_only(plan.unasked)}`"
        found.append(f"{more}; `values intent --from-git` proposes what is to stay from then on")
    return found


def _only(paths: Sequence[KeyPath]) -> str:
    """The options that name these keys; of many, the services that they are in."""
    if len(paths) > _MOST:
        paths = list(dict.fromkeys(path[:1] for path in paths))[:_MOST]
    return " ".join(f"--only {shlex.quote(format_path(path))}" for path in paths)


def _told(title: str, style: Style, paths: Iterable[KeyPath], reason: str = "") -> list[Line]:
    names = [format_path(path) for path in paths]
    why = f": {reason}" if reason else ""
    return [line(Part(f"{title}: ", style), f"{first_few(names, _SHOWN)}{why}")] if names else []


def nothing_carried(plan: Promotion, origin: str, target: str, *, is_part: bool) -> str:
    """Why a promotion changes nothing; `is_part` says that not all keys were asked for."""
    if plan.stays or plan.held or plan.unasked:
        return "Nothing is carried: what differs stays."
    of = "of what was asked for, " if is_part else ""
    return f"Nothing to carry: {of}{target} says what {origin} says."


def few_or_counted(paths: Sequence[KeyPath]) -> str:
    """The keys themselves if they are few, else how many they are."""
    return ", ".join(map(format_path, paths)) if len(paths) <= 5 else f"{len(paths)} keys"
