"""The intent that a platform's history speaks of: what always differed, and what always followed.

What nobody ever carried from one environment to another belongs to its environment. What one environment
changed and another one had a few commits later, each time, is meant to match.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from generator.core.data import MISSING, equal, leaves
from generator.core.differences import agree
from generator.core.edit.edits import Edit
from generator.core.helm.merge import combined
from generator.core.paths import format_path
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.core.data import Data, Values
    from generator.core.paths import KeyPath
    from generator.core.platform.intent import Intent
    from generator.core.tree import Tree
    from generator.core.values.model import ValuesModel

    # The values of each environment at one time.
    Snapshot: TypeAlias = Mapping[str, Values]

HabitKind: TypeAlias = Literal["mustMatch", "mustDiffer", "environmentOnly"]

_LEAST = 2  # times that something was seen before it is taken for a habit
_LONG = 5  # times, where it is about a key that nobody ever changed


class Habit(NamedTuple):
    """What was seen of keys, and how often: `environments` are those that followed each other."""

    kind: HabitKind
    keys: tuple[str, ...]
    environments: tuple[str, ...] = ()
    times: int = 0


def snapshots(model: ValuesModel, history: Sequence[Tree]) -> list[Snapshot]:
    """What the environments said at each time, and now; one whose files were not there is left out."""
    found: list[Snapshot] = []
    known: dict[tuple[str, ...], Values] = {}
    others = {path: data for path, data in model.tree.items() if path not in model.all_files}
    for tree in [*history, model.tree]:
        then = model.with_tree({**others, **{path: tree[path] for path in model.all_files if path in tree}})
        read = {name: _read(then, name, known) for name in model.environments}
        values = {name: data for name, data in read.items() if data is not None}
        if not found or values != found[-1]:
            found.append(values)
    return found


def _read(model: ValuesModel, environment: str, known: dict[tuple[str, ...], Values]) -> Values | None:
    """What the files of an environment say; None where one is missing, or no YAML."""
    try:
        sources = model.sources(environment)
        key = (environment, *(str(id(one.content)) for one in sources))
        if key not in known:
            data = [one.data for one in sources]
            known[key] = combined(data[0], data[1:]) if data else {}
    except BlueprintError:
        return None
    return known[key]


def proposed(times: Sequence[Snapshot], intent: Intent, *, within: int) -> list[Habit]:
    """What the history speaks of and `intent` does not say yet; it follows `within` some changes."""
    said = [*intent.must_match, *intent.must_differ, *intent.environment_only, *intent.ordered]
    habits: dict[KeyPath, Habit] = {}
    unruly: set[tuple[str, ...]] = set()
    for path, series in _histories(times).items():
        if any(rule.patterns.cover(path) for rule in said):
            continue
        habit = _habit(path, series, within)
        if habit:
            habits[path] = habit
        elif any(not agree(list(values.values())) for values in _once(series)):
            unruly.add(_tail(path))
    return _together(habits, unruly)


def _histories(times: Sequence[Snapshot]) -> dict[KeyPath, list[dict[str, Data]]]:
    """Of each key that two environments have now, its values at each time that one had it."""
    flat: dict[int, dict[KeyPath, Data]] = {}
    tables = [
        {name: flat.setdefault(id(data), dict(leaves(data))) for name, data in snapshot.items()}
        for snapshot in times
    ]
    counts = Counter(path for table in (tables[-1] if tables else {}).values() for path in table)
    found: dict[KeyPath, list[dict[str, Data]]] = {
        path: [] for path, count in counts.items() if path and count > 1
    }
    before: dict[str, dict[KeyPath, Data]] = {}
    for one in tables:
        touched = _touched(before, one)
        for path, series in found.items():
            # What no commit touched is the same object: most commits touch one environment of many.
            series.append(
                {name: table[path] for name, table in one.items() if path in table}
                if path in touched or not series
                else series[-1]
            )
        before = one
    return found


def _touched(
    before: Mapping[str, dict[KeyPath, Data]], now: Mapping[str, dict[KeyPath, Data]]
) -> set[KeyPath]:
    """The paths that an environment has otherwise, came to or lost between two times."""
    found: set[KeyPath] = set()
    for name in {*before, *now}:
        old, new = before.get(name, {}), now.get(name, {})
        if old is not new:
            found |= {
                path for path in {**old, **new} if not equal(old.get(path, MISSING), new.get(path, MISSING))
            }
    return found


def _habit(path: KeyPath, series: Sequence[Mapping[str, Data]], within: int) -> Habit | None:
    states = _once(series)
    if all(agree(list(values.values())) for values in states):
        return None
    name = format_path(path)
    together = [values for values in series if len(values) > 1]
    least = _LEAST if any(one is not together[0] and one != together[0] for one in together) else _LONG
    several = [one for one in states if len(one) > 1]
    always = len(together) >= least and all(not agree(list(one.values())) for one in several)
    if always and not _travelled(series):
        apart = all(_all_apart(list(one.values())) for one in several)
        return Habit("mustDiffer" if apart else "environmentOnly", (name,), (), len(together))
    followers, times = _followers(series, within)
    return Habit("mustMatch", (name,), followers, times) if followers else None


def _all_apart(values: Sequence[Data]) -> bool:
    return all(not equal(one, other) for i, one in enumerate(values) for other in values[i + 1 :])


def _once(series: Sequence[Mapping[str, Data]]) -> list[Mapping[str, Data]]:
    """The values at each time that had others than the one before it."""
    return [one for number, one in enumerate(series) if not number or one is not series[number - 1]]


def _travelled(series: Sequence[Mapping[str, Data]]) -> bool:
    """Whether an environment came to a value that another one had."""
    seen: dict[str, list[Data]] = {}
    before: Mapping[str, Data] = {}
    for values in _once(series):
        for name, value in values.items():
            if name not in before or equal(before[name], value):
                continue
            if any(equal(value, one) for other, known in seen.items() if other != name for one in known):
                return True
        for name, value in values.items():
            if name not in before or not equal(before[name], value):
                seen.setdefault(name, []).append(value)
        before = values
    return False


def _followers(series: Sequence[Mapping[str, Data]], within: int) -> tuple[tuple[str, ...], int]:
    """The environments that came to what one of them changed each time, and how often that was."""
    names = list(dict.fromkeys(name for values in _once(series) for name in values))
    changes = {name: _changes(series, name) for name in names}
    # Who never came to another value followed nobody, and who did so once was not followed twice.
    movers = [name for name in names if _moved(series, name)]
    found: dict[str, set[str]] = {}
    most = 0
    for leader in names:
        if len(changes[leader]) < _LEAST:
            continue
        for other in movers:
            times = _times_followed(series, changes[leader], other, within) if other != leader else 0
            if times >= _LEAST:
                found.setdefault(leader, {leader}).add(other)
                most = max(most, times)
    if not found:
        return (), 0
    group = max(found.values(), key=len)
    return tuple(name for name in names if name in group), most


def _changes(series: Sequence[Mapping[str, Data]], name: str) -> list[tuple[int, Data]]:
    """The new values that an environment had of its own, and before which number of the series."""
    return [
        (number, now[name])
        for number, (before, now) in enumerate(pairwise(series))
        if before is not now and name in now and name in before and not equal(before[name], now[name])
    ]


def _moved(series: Sequence[Mapping[str, Data]], name: str) -> bool:
    """Whether an environment came to a value, from another one or from none."""
    return any(
        before is not now and name in now and not equal(before.get(name, MISSING), now[name])
        for before, now in pairwise(series)
    )


def _times_followed(
    series: Sequence[Mapping[str, Data]], changes: Sequence[tuple[int, Data]], other: str, within: int
) -> int:
    """How often `other` came to the new values of a leader; 0 where it once did not. The future is open."""
    times = 0
    for number, value in changes:
        following = series[number + 1 : number + 2 + within]
        if any(equal(one.get(other, MISSING), value) for one in following):
            times += not equal(series[number].get(other, MISSING), value)
        elif len(following) > within:
            return 0
    return times


# ── as rules ────────────────────────────────────────────────────────────────────────────────────


def _tail(path: KeyPath) -> tuple[str, ...]:
    return tuple(map(str, path[1:]))


def _together(habits: Mapping[KeyPath, Habit], unruly: set[tuple[str, ...]]) -> list[Habit]:
    """The habits by what they say; a key that several services have, and all alike, as `*.key`."""
    tails: dict[tuple[str, ...], list[Habit]] = {}
    for path, habit in habits.items():
        if path[0] != "global":
            tails.setdefault(_tail(path), []).append(habit)
    rules: dict[tuple[HabitKind, tuple[str, ...]], dict[str, int]] = {}
    for path, habit in habits.items():
        alike = tails.get(_tail(path), []) if path[0] != "global" else []
        is_common = len(alike) > 1 and _tail(path) and _tail(path) not in unruly
        is_one = all((one.kind, one.environments) == (habit.kind, habit.environments) for one in alike)
        key = f"*.{format_path(path[1:])}" if is_common and is_one else habit.keys[0]
        times = rules.setdefault((habit.kind, habit.environments), {})
        times[key] = max(times.get(key, 0), habit.times)
    order = ("mustMatch", "mustDiffer", "environmentOnly")
    found = [
        Habit(kind, tuple(keys), environments, max(keys.values()))
        for (kind, environments), keys in rules.items()
    ]
    return sorted(found, key=lambda one: order.index(one.kind))


def as_intent(habits: Sequence[Habit], environments: Sequence[str], within: int) -> dict[str, list[Any]]:
    """The habits as `intent` of platform.yaml has them."""
    rules: dict[str, list[Any]] = {}
    for one in habits:
        rules.setdefault(one.kind, []).extend(_entries(one, environments, within))
    return rules


def _entries(one: Habit, environments: Sequence[str], within: int) -> Iterator[Any]:
    if one.kind != "mustMatch":
        yield from one.keys
        return
    entry: dict[str, Any] = {"keys": list(one.keys)}
    if set(one.environments) != set(environments):
        entry["environments"] = list(one.environments)
    yield {**entry, "reason": f"each change was followed within {within} commits"}


def edits_of_proposal(model: ValuesModel, rules: Mapping[str, list[Any]]) -> list[Edit]:
    """The edits of platform.yaml that add these rules below those that it has."""
    file = model.layout.platform_file
    edits = []
    for kind, entries in rules.items():
        known = model.said(file, ("intent", kind))
        edits.append(Edit(file, "set", ("intent", kind), [*(known or []), *entries]))
    return edits
