"""The values of a platform in all its environments: what its files say, and what comes of it.

Reads any umbrella chart. Charts of ours have presets and overrides; other charts' values are combined
as Helm does it. See `knowledge` for what schemas and comments say of keys, and `notes` for people.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import MISSING, map_at, merged, value_at, without_nulls
from generator.core.helm.chart_file import SCHEMA_FILE
from generator.core.helm.charts import is_switched_on
from generator.core.helm.coalesce import coalesced
from generator.core.helm.merge import combined
from generator.core.platform.layout import PLAIN
from generator.core.values.files import ValuesFiles
from generator.core.values.layers import (
    VALUES,
    Layer,
    base_layers,
    fold,
    layers_of,
    own_values,
    settings,
    unknown_presets,
)
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import PurePosixPath
    from typing import Any, TypeVar

    from generator.core.data import Data
    from generator.core.helm.coalesce import Coalesced, Major
    from generator.core.helm.subcharts import Subchart
    from generator.core.paths import KeyPath
    from generator.core.platform.file import Platform
    from generator.core.platform.layout import PlatformLayout
    from generator.core.tree import Tree
    from generator.core.values.layers import Setting

    T = TypeVar("T")


def load_values(tree: Tree, platform: Platform | None = None, layout: PlatformLayout = PLAIN) -> ValuesModel:
    """The values of the platform whose files these are; files of no meaning here are not looked at.

    `platform` is what its platform.yaml says, where that is known already. BlueprintError where Chart.yaml
    or platform.yaml is missing or wrong. A values file that is wrong is reported when it is needed.
    """
    if layout.chart is not None and layout.chart_file not in tree:
        raise BlueprintError(
            "there is no Chart.yaml",
            where=str(layout.chart),
            hint="Name an umbrella chart: `… --platform DIR`.",
        )
    return ValuesModel(tree, platform, layout)


class _Merged(NamedTuple):
    """What files say together, and, by the file that lies above them, what they say with it."""

    data: Mapping[str, Data]
    above: dict[PurePosixPath, _Merged]


class ValuesModel(ValuesFiles):
    """What the values files of a platform say. Environments are named; None is values.yaml alone.

    No data that it returns may be changed: environments share most of it.
    """

    @cached_property
    def _cache(self) -> dict[tuple[object, ...], Any]:
        return {}

    def stated(self, environment: str | None) -> Mapping[str, Data]:
        """What the files say together, nulls included."""
        return self._once(("stated", environment), partial(self._stated, environment))

    def declared(self, environment: str | None, path: KeyPath = ()) -> Data:
        """What the files say together, without what nulls removed; MISSING when nothing is at `path`."""
        stated = self.stated(environment)
        return value_at(self._once(("declared", environment), lambda: without_nulls(stated)), path)

    def effective(self, environment: str | None, path: KeyPath = ()) -> Data:
        """What the templates get: all layers of every subchart, `global` once at the top.

        MISSING when nothing is at `path`. Only the subchart that `path` leads to is computed.
        """
        if path:
            key = str(path[0])
            if key in self.subcharts:
                return value_at(self._effective_of(environment, key), path[1:])
            return self.declared(environment, path)
        return self._once(("effective", environment), partial(self._effective, environment))

    def rendered(self, environment: str | None, major: Major) -> Mapping[str, Data]:
        """What a major version of Helm renders an environment with: nulls stand where Helm keeps them.

        Of services it is what our templates make of their values, as in `effective`. Charts that are
        switched off have only what the files say of them. BlueprintError where Helm 4 refuses a file that
        Helm 3 takes, for what stands in or beside its second `---`.
        """
        return self._once(("rendered", environment, major), partial(self._rendered, environment, major))

    def coalesced(self, environment: str | None, major: Major, *, all_enabled: bool = False) -> Coalesced:
        """What a major version of Helm makes of the files, before any template: its values and refusals."""
        read = partial(self._coalesced, environment, major, all_enabled=all_enabled)
        return self._once(("coalesced", environment, major, all_enabled), read)

    def layers(self, environment: str | None, path: KeyPath) -> tuple[Setting, ...]:
        """Every place that has a say in the value at `path`, lowest first, with the one that wins.

        Empty when no file says anything about it.
        """
        key = str(path[0]) if path else ""
        if key in self.subcharts:
            found = settings(self.layers_of(environment, key), path[1:])
            if self.is_left_out(path):
                return tuple(setting._replace(wins=False) for setting in found)
            return found
        return settings([Layer(VALUES, (), self.sources(environment), self.stated(environment))], path)

    def winner(self, environment: str | None, path: KeyPath) -> Setting | None:
        """The place that decides the value at `path`; None where nothing states it."""
        return next((setting for setting in self.layers(environment, path) if setting.wins), None)

    def inherited(
        self, environment: str | None, path: KeyPath, *, without: PurePosixPath | None = None
    ) -> tuple[Data, str]:
        """What a key would be if a file, by default the environment's own, did not state it; and where."""
        file = without or self.own_file(environment)
        others = [one for one in self.layers(environment, path) if not (one.file == file and one.is_own)]
        if not others or others[-1].is_null:
            return MISSING, ""
        return others[-1].value, others[-1].where

    def is_left_out(self, path: KeyPath) -> bool:
        """Whether the service's workload type has no such key, so that nothing anybody states reaches it."""
        chart = self.subchart_at(path)
        return chart is not None and len(path) > 1 and path[1] in chart.unsupported

    @cached_property
    def schemas_of_others(self) -> tuple[PurePosixPath, ...]:
        """The schemas of charts that are not ours, and of the charts within them."""
        folders = [one.folder for one in self.subcharts.values() if one.folder and not one.is_ours]
        return tuple(
            path
            for path in self.charts[0]
            if path.name == SCHEMA_FILE.name and any(folder in path.parents for folder in folders)
        )

    def layers_of(self, environment: str | None, key: str) -> tuple[Layer, ...]:
        """The layers of one subchart's values, lowest first."""
        return self._once(("layers", environment, key), partial(self._layers_of, environment, key))

    def is_enabled(self, environment: str | None, key: str) -> bool:
        """Whether a subchart is rendered: by its condition, and for charts of ours by `enabled`."""
        return self._once(("enabled", environment, key), partial(self._is_enabled, environment, key))

    def _is_enabled(self, environment: str | None, key: str) -> bool:
        chart = self.subcharts[key]
        # Helm knows nothing of presets when it looks at conditions.
        known = self.declared if chart.is_ours else self.effective
        if not is_switched_on(chart.wanted, lambda path: known(environment, path)):
            return False
        return not chart.is_ours or bool(self.effective(environment, (key, "enabled")))

    def unknown_presets(self, environment: str | None, key: str) -> list[str]:
        """The named presets that a service takes and global.presets does not have; Helm refuses them."""
        chart = self.subcharts[key]
        base, _ = self._base(environment, chart)
        return unknown_presets(chart, self.stated(environment), base)

    # ── how ─────────────────────────────────────────────────────────────────────────────────────

    def _stated(self, environment: str | None) -> dict[str, Data]:
        base = self.source(self.base_file).data if self.base_file in self.tree else {}
        return combined(base, (self._over(environment),), has_subcharts=bool(self.subcharts))

    def _over(self, environment: str | None) -> Mapping[str, Data]:
        """What an environment's files say above values.yaml; what chains have in common is merged once."""
        known: _Merged = self._once(("over",), lambda: _Merged({}, {}))
        for path in self.files(environment):
            if path not in known.above:
                known.above[path] = _Merged(merged(known.data, self.source(path).data), {})
            known = known.above[path]
        return known.data

    def _effective(self, environment: str | None) -> dict[str, Data]:
        result = dict(self.declared(environment))
        for key in self.subcharts:
            result[key] = self._effective_of(environment, key)
        return result

    def _effective_of(self, environment: str | None, key: str) -> dict[str, Data]:
        return self._once(("effective of", environment, key), partial(self._folded, environment, key))

    def _folded(self, environment: str | None, key: str) -> dict[str, Data]:
        chart = self.subcharts[key]
        if chart.is_ours:
            base, values = self._base(environment, chart)
            return self._with_own(chart, values, self.layers_of(environment, key)[len(base) :])
        # Every chart gets the umbrella's `global`; it is shown where a chart states something of its own.
        stated = own_values(self.layers_of(environment, key))
        all_values = self.coalesced(environment, 3, all_enabled=True).values
        aliases = (path[1:] for _, path in self.known_otherwise if path[0] == key)
        return _without_globals(map_at(all_values, key), stated, (*chart.inside, *aliases))

    def _with_own(
        self, chart: Subchart, below: Mapping[str, Data], layers: tuple[Layer, ...]
    ) -> dict[str, Data]:
        """What templates of ours lay over what all charts of a type share."""
        return {name: value for name, value in fold(layers, below).items() if name not in chart.unsupported}

    def _rendered(self, environment: str | None, major: Major) -> dict[str, Data]:
        values = dict(self.coalesced(environment, major).values)
        bases: dict[PurePosixPath | None, tuple[tuple[Layer, ...], Mapping[str, Data]]] = {}
        for key, chart in self.subcharts.items():
            if not chart.is_ours:
                continue
            if chart.folder not in bases:
                shared = base_layers(chart, values, ())
                bases[chart.folder] = shared, fold(shared)
            shared, below = bases[chart.folder]
            layers = layers_of(chart, values, (), shared)
            values[key] = self._with_own(chart, below, layers[len(shared) :])
        return values

    def _coalesced(self, environment: str | None, major: Major, *, all_enabled: bool) -> Coalesced:
        over: dict[str, Data] = {}
        for path in self.files(environment):
            over = merged(over, self.source(path).data_in(major))
        base = self.source(self.base_file) if self.base_file in self.tree else None
        return coalesced(self.charts[1]._replace(values=base), over, major=major, all_enabled=all_enabled)

    def _layers_of(self, environment: str | None, key: str) -> tuple[Layer, ...]:
        chart, stated, sources = self.subcharts[key], self.stated(environment), self.sources(environment)
        base, _ = self._base(environment, chart)
        return layers_of(chart, stated, sources, base, self.base_file)

    def _base(self, environment: str | None, chart: Subchart) -> tuple[tuple[Layer, ...], dict[str, Data]]:
        """The layers that all subcharts of a type share, and what they say together."""

        def read() -> tuple[tuple[Layer, ...], dict[str, Data]]:
            layers = base_layers(chart, self.stated(environment), self.sources(environment))
            return layers, fold(layers)

        return self._once(("base", environment, chart.folder or chart.key), read)

    def _once(self, key: tuple[object, ...], compute: Callable[[], T]) -> T:
        if key not in self._cache:
            self._cache[key] = compute()
        value: T = self._cache[key]
        return value


def _without_globals(
    values: Mapping[str, Data], stated: Mapping[str, Data], inside: Sequence[KeyPath]
) -> dict[str, Data]:
    """The values without nulls, and without the `global` of each chart that states none."""
    result = dict(without_nulls(values))
    for path in ((), *inside):
        own = value_at(stated, path)
        if isinstance(own, dict) and "global" in own:
            continue
        # Of two charts that are the same one Helm 3 knows those within the second by other names.
        if not isinstance(value_at(result, path), dict):
            continue
        above = result
        for step in path:
            above[step] = dict(above[step])
            above = above[step]
        above.pop("global", None)
    return result
