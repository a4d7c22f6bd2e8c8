"""What Helm makes of values.yaml, -f files and the values of all charts, step by step as it does it.

The steps are those of Helm's own `ProcessDependencies` and `CoalesceValues`, measured with 3.22 and
4.3: dependencies are chosen and switched off, each chart's values are laid over those of the charts
within it, nulls kept, and the -f files over what comes of that. `global` goes down from chart to chart;
maps deep in it are one map to a chart and those within it, so that what a chart inside says of them
reaches its neighbours, as it does in Helm.

The maps of files are never changed: what is taken from one is copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from generator.core.data import MISSING, map_at, merged, value_at, without_nulls
from generator.core.helm.charts import fitting_chart, is_switched_on, unwanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import PurePosixPath

    from generator.core.data import Data, Values
    from generator.core.helm.chart_file import Dependency
    from generator.core.helm.charts import HelmChart

Major: TypeAlias = Literal[3, 4]
MAJORS: tuple[Major, ...] = (3, 4)
_GLOBAL = "global"


class Coalesced(NamedTuple):
    """The values that the umbrella's templates get, nulls kept where Helm keeps them.

    `refused` are the paths of charts whose values are no map, which Helm refuses: "type mismatch on".
    `charts` are those that are rendered, the umbrella first, with the path that their values stand at.
    """

    values: dict[str, Data]
    refused: tuple[tuple[str, ...], ...]
    charts: tuple[tuple[tuple[str, ...], HelmChart], ...] = ()


def coalesced(umbrella: HelmChart, over: Values, *, major: Major, all_enabled: bool = False) -> Coalesced:
    """What an umbrella renders with; `over` are the -f files, merged (see data.merged).

    With `all_enabled`, charts that are switched off are combined, too.
    """
    helm = _Helm(major, all_enabled=all_enabled)
    chart = _Chart(umbrella, umbrella.name, major)
    helm.choose_enabled(chart, over)
    helm.take_imports(chart)
    values = _copy(over)
    helm.coalesce(chart, values, (), merge=False)
    return Coalesced(values, tuple(dict.fromkeys(helm.refused)), tuple(_with_those_inside(chart, ())))


def _with_those_inside(chart: _Chart, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], HelmChart]]:
    yield path, chart.chart
    for one in chart.inside:
        yield from _with_those_inside(one, (*path, one.name))


class _Chart:
    """A chart on its way through: its values and the charts within it change."""

    def __init__(self, chart: HelmChart, name: str, major: Major) -> None:
        self.chart, self.name = chart, name
        self.values: Values = chart.values.data_in(major) if chart.values else {}
        self.wants: Sequence[Dependency] | None = chart.wants
        self.inside = [_Chart(one, one.name, major) for one in chart.inside]

    @property
    def takes_globals_alone(self) -> bool:
        """Whether nothing is laid below the `global` that comes down to it, as in hundreds of our charts."""
        return not self.inside and _GLOBAL not in self.values


class _Helm:
    def __init__(self, major: Major, *, all_enabled: bool) -> None:
        self.major, self.all_enabled = major, all_enabled
        self.refused: list[tuple[str, ...]] = []
        self.chosen: set[PurePosixPath] = set()

    # ── which charts ────────────────────────────────────────────────────────────────────────────

    def choose_enabled(self, chart: _Chart, over: Values) -> None:
        if chart.wants is None:
            return
        self._choose(chart)
        values = _copy(over)
        self.coalesce(chart, values, (), merge=False)
        self._switch_off(chart, values, ())

    def _choose(self, chart: _Chart) -> None:
        """One chart for each dependency, under its alias; charts that nothing wants stay as they are."""
        wants = chart.wants or ()
        if self.major == 3 and chart.chart.folder in self.chosen:
            # Helm 3 has renamed them by then: the aliases that a chart gives work the first time only.
            wants = [want._replace(name=want.key) for want in wants]
        self.chosen.add(chart.chart.folder)
        found = [_Chart(one, one.name, self.major) for one in unwanted(chart.chart.inside, wants)]
        for want in wants:
            one = fitting_chart(chart.chart.inside, want)
            if one is not None:
                found.append(_Chart(one, want.key, self.major))
        chart.inside = found

    def _switch_off(self, chart: _Chart, values: Values, path: tuple[str, ...]) -> None:
        def value_of(inner: tuple[str, ...]) -> Data:
            if inner[0] == "tags":
                tags = merged(map_at(chart.values, "tags"), map_at(values, "tags"))
                return tags.get(inner[1])
            return value_at(values, (*path, *inner))

        off = {
            want.key
            for want in chart.wants or ()
            if not self.all_enabled and not is_switched_on(want, value_of)
        }
        chart.inside = [one for one in chart.inside if one.name not in off]
        for one in chart.inside:
            if one.wants is not None:
                self._choose(one)
                self._switch_off(one, values, (*path, one.name))
        # A chart that wants nothing any more is to Helm as one that never wanted anything.
        chart.wants = [want for want in chart.wants or () if want.key not in off] or None

    # ── what they say ───────────────────────────────────────────────────────────────────────────

    def take_imports(self, chart: _Chart) -> None:
        """Lay the charts within each chart below its own values, with what it imports of them."""
        for one in chart.inside:
            self.take_imports(one)
        if chart.wants is None:
            return
        values: dict[str, Data] = {}
        self.coalesce(chart, values, (), merge=True)
        imported: dict[str, Data] = {}
        for want in chart.wants:
            for entry in want.imports:
                target, source = _import(entry)
                taken = value_at(values, (want.key, *source))
                if isinstance(taken, dict):
                    for step in reversed(target):
                        taken = {step: taken}
                    _merge(imported, taken, merge=True, clean=False)
        if imported:
            _merge(values, imported, merge=True, clean=False)
        chart.values = values

    def coalesce(self, chart: _Chart, values: dict[str, Data], path: tuple[str, ...], *, merge: bool) -> None:
        """Lay values over those of a chart and of the charts within it; `merge` keeps nulls."""
        self._over_own(chart, values, merge=merge)
        # Charts that only take what comes down share it: a copy for each grows with their number squared.
        handed: dict[int, Data] = {}
        for one in chart.inside:
            inner = values.setdefault(one.name, {})
            if not isinstance(inner, dict):
                self.refused.append((*path, one.name))
                inner = values[one.name] = {}
            if not one.takes_globals_alone:
                _hand_down(values, inner)
            elif (known := id(inner.get(_GLOBAL, MISSING))) in handed:
                inner[_GLOBAL] = handed[known]
            else:
                _hand_down(values, inner)
                if _GLOBAL in inner:
                    handed[known] = handed[id(inner[_GLOBAL])] = inner[_GLOBAL]
            self.coalesce(one, inner, (*path, one.name), merge=merge)

    def _over_own(self, chart: _Chart, values: dict[str, Data], *, merge: bool) -> None:
        names = {one.name for one in chart.inside}
        alone = {one.name for one in chart.inside if one.takes_globals_alone}
        copies: dict[int, tuple[Data, Data]] = {}  # of what such charts share already
        for key, below in chart.values.items():
            if key not in values:
                # Helm 4 takes no nulls of a chart's own values; between charts it does.
                if self.major == 3 or merge:
                    values[key] = _copied(below, copies) if key in alone else _copy(below)
                elif below is not None:
                    said = without_nulls(below)
                    values[key] = _copied(said, copies) if key in alone else _copy(said)
                continue
            above = values[key]
            if above is None:
                if not merge:
                    del values[key]
            elif isinstance(above, dict) and isinstance(below, dict):
                keeps = merge or key in names
                if key in alone and _GLOBAL not in above and isinstance(below.get(_GLOBAL), dict):
                    above[_GLOBAL] = _copied({_GLOBAL: below[_GLOBAL]}, copies)[_GLOBAL]
                    _merge(above, _but_global(below), merge=keeps, clean=self.major == 4 and not keeps)
                    continue
                _merge(above, below, merge=keeps, clean=self.major == 4 and not keeps)


def _hand_down(values: dict[str, Data], inner: dict[str, Data]) -> None:
    """Lay the `global` of a chart over that of one within it. Maps in it are shared, not copied."""
    theirs = inner.get(_GLOBAL, MISSING)
    ours = values.get(_GLOBAL, MISSING)
    theirs = {} if theirs is MISSING else theirs
    ours = {} if ours is MISSING else ours
    if not isinstance(theirs, dict) or not isinstance(ours, dict):
        return
    for key, value in ours.items():
        old = theirs.get(key, MISSING)
        if isinstance(value, dict):
            if old is MISSING:
                theirs[key] = dict(value)
            elif isinstance(old, dict):
                theirs[key] = dict(value)
                _merge(theirs[key], old, merge=True, clean=False)
        elif not isinstance(old, dict):
            theirs[key] = value
    inner[_GLOBAL] = theirs


def _merge(above: dict[str, Data], below: Values, *, merge: bool, clean: bool) -> None:
    """Fill a map with what lies below it. Without `merge` a null takes away; `clean` skips those below."""
    for key, value in below.items():
        if clean and value is None:
            continue
        if key not in above:
            above[key] = _copy(without_nulls(value)) if clean else _copy(value)
        elif above[key] is None:
            if not merge and value is not None:
                del above[key]
        elif isinstance(value, dict) and isinstance(above[key], dict):
            _merge(above[key], value, merge=merge, clean=clean)


def _import(entry: Data) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where an entry of import-values goes, and where in the chart inside it comes from."""
    if isinstance(entry, dict):
        parent = str(entry.get("parent"))
        target = () if parent == "." else tuple(parent.split("."))
        return target, tuple(str(entry.get("child")).split("."))
    return (), ("exports", *str(entry).split("."))


def _but_global(values: Values) -> Values:
    return {key: value for key, value in values.items() if key != _GLOBAL}


def _copied(data: Data, copies: dict[int, tuple[Data, Data]]) -> Data:
    """As _copy, of a chart's values: what several charts have as one `global` is one in the copies, too."""
    if not isinstance(data, dict) or not isinstance(shared := data.get(_GLOBAL), dict):
        return _copy(data)
    if id(shared) not in copies:
        copies[id(shared)] = shared, _copy(shared)  # with the original: while it lives, no other has its id
    own = copies[id(shared)][1]
    return {key: own if key == _GLOBAL else _copy(value) for key, value in data.items()}


def _copy(data: Data) -> Data:
    """Maps are new, lists stay what they are: nothing changes them."""
    if not isinstance(data, dict):
        return data
    return {key: _copy(value) if isinstance(value, dict) else value for key, value in data.items()}
