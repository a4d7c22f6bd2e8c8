"""What became of services, in platform.yaml: which have another name now, and which are gone.

    moved:
      - {from: order-db, to: orders, since: 0.1.0}   # since: the version of the platform's Chart.yaml
    removed:
      - {service: analytics, since: 0.1.0}

Written by the commands that rename and remove. Whoever comes with the old name, on a branch or in another
repository, learns from it what it is called now. In the order in which it happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.words import wrong_with_label
from generator.core.yaml.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Iterator

MOVED, REMOVED = "moved", "removed"
# In values: what the charts render of services that are gone, for one release more (see core/change/kept).
KEPT = ("global", "kept")


class Move(NamedTuple):
    """A service that was renamed, in the version `since` of the platform's chart ("" where none is said)."""

    old: str
    new: str
    since: str = ""
    where: str = ""


class Removal(NamedTuple):
    """A service that was removed."""

    name: str
    since: str = ""
    where: str = ""


class History(NamedTuple):
    """Renamed and removed services, each in the order in which it happened."""

    moved: tuple[Move, ...] = ()
    removed: tuple[Removal, ...] = ()

    def name_now(self, name: str) -> str:
        """What a service of that name is called now: itself where it was never renamed."""
        for move in self.moved:
            if move.old == name:
                name = move.new
        return name

    def is_removed(self, name: str) -> bool:
        return any(one.name == name for one in self.removed)


def parse_history(fields: Fields) -> History:
    """`moved` and `removed` of a platform.yaml; what is wrong with it is added to the errors of `fields`."""
    moved: list[Move] = []
    for position, entry in _entries(fields, MOVED):
        old, new = _name(entry, "from"), _name(entry, "to")
        if old and old == new:
            entry.wrong("a name moves to another one", "to")
        since = entry.text("since", "")
        entry.close()
        for earlier in moved:
            if old and earlier.old == old:
                where = earlier.where.rpartition(":")[2]
                entry.wrong(f"{old} has moved already, to {earlier.new} (line {where})", "from")
        if _closes_a_circle(moved, old, new):
            entry.wrong(f"{new} has moved to {old}: this is a circle", "to", hint="Remove both entries.")
        moved.append(Move(old, new, since, fields.source.at(*fields.path, MOVED, position)))
    removed = []
    for position, entry in _entries(fields, REMOVED):
        name, since = _name(entry, "service"), entry.text("since", "")
        entry.close()
        removed.append(Removal(name, since, fields.source.at(*fields.path, REMOVED, position)))
    return History(tuple(moved), tuple(removed))


def _closes_a_circle(moved: list[Move], old: str, new: str) -> bool:
    """Whether what `new` has become since is `old`."""
    name = new
    for move in moved:
        if move.old == name:
            name = move.new
    return name == old != new


def _entries(fields: Fields, key: str) -> Iterator[tuple[int, Fields]]:
    entries = fields.raw(key)
    if entries is None:
        return
    if not isinstance(entries, list):
        fields.wrong("a list is expected", key)
        return
    for position in range(len(entries)):
        entry = Fields(fields.source, (*fields.path, key, position), fields.errors)
        yield position, entry


def _name(entry: Fields, key: str) -> str:
    name = entry.text(key)
    if name and (reason := wrong_with_label(name)):
        entry.wrong(f"this cannot name a service: {reason}", key)
    return name
