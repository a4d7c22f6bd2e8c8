"""`moved` and `removed` of platform.yaml: what the commands that rename and remove write there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.change.kept import kept_past, without_kept
from generator.core.edit.edits import Edit
from generator.core.helm.versions import is_until, parse_version
from generator.core.platform.file import PLATFORM_FILE
from generator.core.platform.history import MOVED, REMOVED

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from semver import Version

    from generator.core.data import Data
    from generator.core.values.model import ValuesModel


def remember_move(model: ValuesModel, old: str, new: str) -> list[Edit]:
    """The edits of platform.yaml that say what a service is called now; none where there is no such file.

    A move back takes its entry away: nobody has to know of either. So do entries that a name is in use again.
    """
    in_use = list(without_kept(model, [new]))
    if model.platform is None:
        return in_use
    moved = model.platform.history.moved
    is_back = any((move.old, move.new) == (new, old) for move in moved)
    idle = [at for at, move in enumerate(moved) if move.old in (old, new)]
    added = [] if is_back else [{"from": old, "to": new, **_since(model)}]
    return [*_changed(MOVED, len(moved), idle, added), *_without_removal(model, new), *in_use]


def remember_removal(model: ValuesModel, name: str) -> list[Edit]:
    """The edits of platform.yaml that say that a service is gone; none where there is no such file."""
    if model.platform is None or model.platform.history.is_removed(name):
        return []
    return _changed(REMOVED, len(model.platform.history.removed), [], [{"service": name, **_since(model)}])


def forget_names(model: ValuesModel, names: Collection[str]) -> list[Edit]:
    """The edits that take away what platform.yaml and global.kept say of names that are in use again."""
    in_use = list(without_kept(model, names))
    if model.platform is None:
        return in_use
    moved = model.platform.history.moved
    idle = [at for at, move in enumerate(moved) if move.old in names]
    return [*_changed(MOVED, len(moved), idle, []), *_without_removal(model, *names), *in_use]


def entries_past(model: ValuesModel, version: str) -> list[Edit]:
    """The edits of platform.yaml and global.kept without what happened up to this version of the chart.

    For when every environment runs that version. What platform.yaml remembers without saying since when
    stays. BlueprintError where `version` is none.
    """
    last = parse_version(version)
    kept = kept_past(model, last)
    if model.platform is None:
        return kept
    moved = [one.since for one in model.platform.history.moved]
    removed = [one.since for one in model.platform.history.removed]
    return [*_without_past(MOVED, moved, last), *_without_past(REMOVED, removed, last), *kept]


def _without_past(key: str, since: Sequence[str], last: Version) -> list[Edit]:
    return _changed(key, len(since), [at for at, version in enumerate(since) if is_until(version, last)], [])


def _without_removal(model: ValuesModel, *names: str) -> list[Edit]:
    removed = model.platform.history.removed if model.platform else ()
    idle = [at for at, one in enumerate(removed) if one.name in names]
    return _changed(REMOVED, len(removed), idle, [])


def _changed(key: str, count: int, idle: Sequence[int], added: Sequence[Data]) -> list[Edit]:
    """The edits of a list of `count` entries: those at `idle` go, others come at its end."""
    if count == len(idle):
        gone = [Edit(PLATFORM_FILE, "delete", (key,), comment=True)] if count and not added else []
        return [Edit(PLATFORM_FILE, "set", (key,), list(added))] if added else gone
    come = [Edit(PLATFORM_FILE, "set", (key, count + at), entry) for at, entry in enumerate(added)]
    return [*come, *(Edit(PLATFORM_FILE, "delete", (key, at)) for at in idle)]


def _since(model: ValuesModel) -> dict[str, Data]:
    version = model.charts[1].version
    return {"since": version} if version else {}
