"""Argo CD's project of a platform: where it may deploy, and when nobody does.

A window of platform.yaml's `intent` that freezes every key becomes a sync window of the Applications that
it is about. One that freezes some keys does not: a sync carries all of them, and the rest may be urgent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.data import MISSING, Data, same
from generator.core.delivery.documents import statement
from generator.core.delivery.entries import IGNORED
from generator.core.edit.edit import edit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.core.delivery.releases import Delivered
    from generator.core.paths import KeyPath
    from generator.core.platform.intent import Window

_WINDOWS: KeyPath = ("spec", "syncWindows")
_DESTINATIONS: KeyPath = ("spec", "destinations")
_EVERY_KEY = "**"
_YEARLY = re.compile(r"\d+ \d+ \d+ \d+ \*")  # people's own windows recur by the day or the week
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def with_project(text: str, delivered: Delivered, applications: Mapping[str, Sequence[str]]) -> str:
    """The project with a destination for each namespace and a sync window for each frozen one.

    `applications` are the names of each release's. The text as it is where it is no YAML, or says that people
    keep it. Raises EditRefused where it cannot be changed safely.
    """
    if IGNORED in text or statement(text, _DESTINATIONS) is MISSING:
        return text
    for release in delivered.platform.releases():
        if release.clusters and not _is_destination(text, release.namespace or release.name):
            new: Data = {"name": "*", "namespace": release.namespace or release.name}
            text = edit(text, "append", _DESTINATIONS, new)
    wanted = [one for window in delivered.platform.intent.windows if (one := _sync(window, applications))]
    there = statement(text, _WINDOWS)
    for place, one in reversed(list(enumerate(there if isinstance(there, list) else []))):
        if _is_ours(one) and not any(same(one, each) for each in wanted):
            text = edit(text, "delete", (*_WINDOWS, place))
    there = statement(text, _WINDOWS)
    for each in wanted:
        if not any(same(each, one) for one in (there if isinstance(there, list) else [])):
            text = edit(text, "append", _WINDOWS, each)
    return text


def _is_destination(text: str, namespace: str) -> bool:
    """Whether one of the destinations covers a namespace: theirs may have stars."""
    there = statement(text, _DESTINATIONS)
    known = (
        [one.get("namespace") for one in there if isinstance(one, dict)] if isinstance(there, list) else []
    )
    return any(
        re.fullmatch(".*".join(map(re.escape, str(one).split("*"))), namespace) for one in known if one
    )


def _is_ours(one: Data) -> bool:
    return (
        isinstance(one, dict)
        and (one.get("kind"), one.get("timeZone")) == ("deny", "UTC")
        and _YEARLY.fullmatch(str(one.get("schedule"))) is not None
    )


def _sync(window: Window, applications: Mapping[str, Sequence[str]]) -> dict[str, Data] | None:
    """The sync window of a frozen one; none where it is about single keys, or nothing that is delivered."""
    names = [name for release, known in applications.items() if window.holds_in(release) for name in known]
    if not names or all(pattern.text != _EVERY_KEY for pattern in window.keys):
        return None
    minutes = max((window.end - window.start) // _MINUTE, 1)
    return {
        "kind": "deny",
        "schedule": _cron(window.start),
        "duration": f"{minutes}m" if minutes % 60 else f"{minutes // 60}h",
        "timeZone": "UTC",
        "applications": list(names),
        "manualSync": False,
    }


def _cron(moment: int) -> str:
    """When a moment (seconds since 1970) comes in each year: minute, hour, day and month, UTC.

    The calendar of Gregory, by its 400 years of 146,097 days that begin in March: core asks no clock, and
    Python's dates do.
    """
    days, seconds = divmod(moment, _DAY)
    day_of_era = (days + 719_468) % 146_097
    year = (day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year + year // 4 - year // 100)
    month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month + 2) // 5 + 1
    return f"{seconds % _HOUR // _MINUTE} {seconds // _HOUR} {day} {month + 3 if month < 10 else month - 9} *"
