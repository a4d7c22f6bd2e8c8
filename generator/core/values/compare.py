"""Values side by side: which keys differ between environments or revisions, and which of that is news.

A difference is no news when the platform's intent expects it, or when it follows from another one: a
preset that differs shows in every service that takes it, and is reported once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import equal, map_or_empty, value_at
from generator.core.differences import agree, beside, entries_of_any
from generator.core.encrypted import cannot_be_compared
from generator.core.identity import items_beside, ways_to_name
from generator.core.paths import Item
from generator.core.platform.history import KEPT
from generator.core.values.layers import DEFAULTS, VALUES, deciding_layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.platform.intent import Intent
    from generator.core.platform.patterns import Patterns
    from generator.core.values.layers import Layer
    from generator.core.values.model import ValuesModel


class Column(NamedTuple):
    """One thing to compare: the values of an environment, as a model has them. `title` is for people."""

    title: str
    model: ValuesModel
    environment: str | None


class Row(NamedTuple):
    """One key across all columns, MISSING where it is not set.

    `follows` is the key that this one follows from, in global or in a chart's defaults; `expected`
    says that the intent has it differ. Of what is encrypted it may be `unknown` whether it `differs`.
    """

    path: KeyPath
    values: tuple[Data, ...]
    differs: bool
    expected: bool = False
    follows: KeyPath | None = None
    unknown: bool = False


def compare(
    columns: Sequence[Column], *, declared: bool = False, all_keys: bool = False, only: Patterns | None = None
) -> list[Row]:
    """The keys that differ, or all keys; of those that patterns cover, if there are any.

    A list is one value, unless a pattern names something in it: its items are then compared by identity.
    """
    data = [
        one.model.declared(one.environment) if declared else one.model.effective(one.environment)
        for one in columns
    ]
    rows = []
    for path, values, differs in beside(data, within=entries_of_any, everything=all_keys):
        if not path:
            continue
        if not only or only.cover(path):
            found = [Row(path, values, differs)]
        elif any(isinstance(value, list) for value in values):
            found = [row for row in _within(path, values, only, [path]) if row.differs or all_keys]
        else:
            continue
        found = [_knowable(row) for row in found]
        rows += [_explained(row, columns, declared=declared) if row.differs else row for row in found]
    return rows


def _knowable(row: Row) -> Row:
    is_unknown = row.differs and cannot_be_compared(row.values)
    return row._replace(differs=False, unknown=True) if is_unknown else row


def changed_paths(before: ValuesModel, after: ValuesModel, environment: str) -> list[KeyPath]:
    """The keys of which the files of an environment say something else afterwards."""
    columns = [Column("before", before, environment), Column("after", after, environment)]
    return [row.path for row in compare(columns, declared=True)]


def _within(
    path: KeyPath, values: Sequence[Data], only: Patterns, called: Sequence[KeyPath]
) -> Iterator[Row]:
    """What patterns cover within lists. What has no name has the place that it has in the first of them.

    `called` are all the paths that a pattern may mean this one by.
    """
    steps: dict[str | int, Sequence[Data]] = {}
    for value in values:
        for key in map_or_empty(value):
            steps.setdefault(key, [value_at(one, (key,)) for one in values])
    steps |= items_beside([one if isinstance(one, list) else [] for one in values])
    for number, (step, inner) in enumerate(steps.items()):
        # An item goes by its place, too, and by any of its words.
        ways: list[str | int] = [step]
        if isinstance(step, Item):
            ways += [number, *ways_to_name(next(filter(None, inner), None))]
        paths: list[KeyPath] = [(*above, way) for above in called for way in dict.fromkeys(ways)]
        if any(map(only.cover, paths)):
            yield Row((*path, step), tuple(inner), differs=not agree(inner))
        else:
            yield from _within((*path, step), inner, only, paths)


def _explained(row: Row, columns: Sequence[Column], *, declared: bool) -> Row:
    path = row.path
    names = {one.environment for one in columns if one.environment is not None}
    # Between revisions of one environment nothing is expected to differ.
    intent = columns[-1].model.intent
    expected = len(names) > 1 and _expects(row, columns, intent)
    follows = None if declared else _cause(path, columns)
    if follows and not expected and len(names) > 1:
        expected = intent.expects_difference(follows, *names)
    return Row(path, row.values, row.differs, expected, follows)


def _expects(row: Row, columns: Sequence[Column], intent: Intent) -> bool:
    """Whether every two columns that differ are expected to."""
    if row.path[:2] == KEPT:  # each keeps what it had
        return all(one.environment is not None for one in columns)
    if not (intent.must_differ or intent.environment_only or intent.ordered):
        return False
    for number, one in enumerate(columns):
        for other, value in zip(columns[number + 1 :], row.values[number + 1 :], strict=True):
            if one.environment is None or other.environment is None:
                return False
            if not equal(row.values[number], value) and not intent.expects_difference(
                row.path, one.environment, other.environment
            ):
                return False
    return True


def _cause(path: KeyPath, columns: Sequence[Column]) -> KeyPath | None:
    """What a difference follows from, when the subchart's own values say the same everywhere."""
    key = str(path[0])
    if len(path) < 2 or any(key not in one.model.subcharts for one in columns):
        return None
    if not agree([value_at(one.model.stated(one.environment), path) for one in columns]):
        return None
    deciding: list[Layer | None] = []
    for one in columns:
        layer = deciding_layer(one.model.layers_of(one.environment, key), path[1:])
        deciding.append(layer)
        if layer is not None and layer.name not in (DEFAULTS, VALUES):
            cause: KeyPath = (*layer.at, *path[1 + len(layer.into) :])
            # An environment without the preset falls back to the default; the preset is what differs.
            if not agree([value_at(other.model.stated(other.environment), cause) for other in columns]):
                return cause
    if {layer.name for layer in deciding if layer} == {DEFAULTS}:
        return (DEFAULTS, columns[0].model.subcharts[key].type, *path[1:])
    # The presets say the same everywhere, but the service takes others.
    named = [one.model.effective(one.environment, (key, "presets")) for one in columns]
    by_preset = any(layer is not None and layer.name.startswith("global.presets.") for layer in deciding)
    return (key, "presets") if by_preset and not agree(named) else None


def news(rows: Sequence[Row]) -> list[Row]:
    """The differences that nobody expects, each once.

    Those that follow from another one are left to it; where charts' defaults differ, between two
    revisions, a row of their own tells them.
    """
    reported = {row.path for row in rows}
    found = []
    for row in rows:
        if row.expected or not row.differs:
            continue
        if row.follows and row.follows[0] == DEFAULTS:
            if row.follows not in reported:
                found.append(Row(row.follows, row.values, differs=True))
                reported.add(row.follows)
        elif row.follows not in reported:
            found.append(row)
    return found


def grouped(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows by their first key: the services, `global` and what else the umbrella has."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(str(row.path[0]), []).append(row)
    return groups


def followers(rows: Sequence[Row]) -> dict[KeyPath, list[str]]:
    """For each key that others follow from, the services in which they do."""
    found: dict[KeyPath, list[str]] = {}
    for row in rows:
        if row.follows:
            services = found.setdefault(row.follows, [])
            if str(row.path[0]) not in services:
                services.append(str(row.path[0]))
    return found
