"""The values of a platform in all its environments: what each file says, and what comes of it.

Reads any umbrella chart. With a platform.yaml its environments are those declared there; without one
they are told from the files' names. Charts of ours have presets and overrides; other charts' values
are combined as Helm does it. Every file is read once, when it is first needed.
"""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.data import MISSING, map_at, merged, value_at, without_nulls
from generator.core.helm.archives import is_packed_chart, with_unpacked
from generator.core.helm.chart_file import SCHEMA
from generator.core.helm.chart_file import VALUES as VALUES_FILE
from generator.core.helm.charts import is_switched_on, read_chart
from generator.core.helm.coalesce import MAJORS, coalesced
from generator.core.helm.merge import combined
from generator.core.helm.source import Source
from generator.core.helm.subcharts import read_subcharts, schema_of_chart
from generator.core.paths import format_path
from generator.core.platform import file as platform_file
from generator.core.platform.environments import FOLDERS, found_environments
from generator.core.platform.file import parse_platform
from generator.core.platform.intent import Intent
from generator.core.schema.keys import KeySchema, describe
from generator.core.values.layers import (
    DEFAULTS,
    VALUES,
    Layer,
    base_layers,
    fold,
    fold_down,
    layers_of,
    own_values,
    settings,
    unknown_presets,
)
from generator.core.values.library import TEMPLATE, left_out
from generator.core.values.nulls import nulls_below, nulls_seen, nulls_that_differ
from generator.core.words import did_you_mean
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Any, TypeVar

    from generator.core.data import Data
    from generator.core.helm.charts import HelmChart
    from generator.core.helm.coalesce import Coalesced, Major
    from generator.core.helm.subcharts import Subchart
    from generator.core.paths import Path
    from generator.core.platform.file import Platform
    from generator.core.tree import Tree
    from generator.core.values.layers import Setting

    T = TypeVar("T")

_READ = (
    "Chart.yaml", "requirements.yaml", "values.yaml", "values.yml", "values.schema.json", "defaults.json"
)  # fmt: skip


def load_values(tree: Tree) -> ValuesModel:
    """The values of the platform whose files these are; files of no meaning here are not looked at.

    BlueprintError where Chart.yaml or platform.yaml is missing or wrong. A values file that is wrong
    is told when it is needed.
    """
    if PurePosixPath("Chart.yaml") not in tree:
        raise BlueprintError(
            "there is no Chart.yaml", where=".", hint="Name an umbrella chart with --platform."
        )
    return ValuesModel(tree)


def matters(path: PurePosixPath) -> bool:
    """Whether a file of a platform says anything about its values."""
    if path.name in _READ:
        return True
    if path == TEMPLATE:
        return True
    if path.suffix == ".tgz":
        return is_packed_chart(path)
    return path.suffix in (".yaml", ".yml") and (len(path.parts) == 1 or path.parts[0] in FOLDERS)


def has_charts_or_values(folder: PurePosixPath) -> bool:
    """Whether anything in a folder of a platform can say something about its values."""
    return folder.parts[0] == "charts" or folder.parts[0] in FOLDERS


class ValuesModel:
    """What the values files of a platform say. Environments are named; None is values.yaml alone.

    No data that it returns may be changed: environments share most of it.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.platform: Platform | None = None
        chains: Mapping[str, tuple[PurePosixPath, ...]]
        if platform_file.FILE in tree:
            self.platform = parse_platform(tree[platform_file.FILE])
            chains = {name: self.platform.values_files(name) for name in self.platform.environments}
        else:
            chains = {name: (path,) for name, path in found_environments(tree).items()}
        self._chains = chains
        self._sources: dict[PurePosixPath, Source] = {}
        self._cache: dict[tuple[object, ...], Any] = {}

    def with_tree(self, tree: Tree) -> ValuesModel:
        """The same platform with other files; what was read of files that stayed is not read again."""
        other = ValuesModel(tree)
        other._sources = {path: one for path, one in self._sources.items() if tree.get(path) is one.content}
        if self._charts_of(tree) == self._charts_of(self.tree):
            for known in ("_charts", "subcharts", "schema"):
                if known in self.__dict__:
                    other.__dict__[known] = self.__dict__[known]
        return other

    def without(self, files: Collection[PurePosixPath]) -> ValuesModel:
        """The same platform without these values files, and without the environments that read them."""
        if not files:
            return self
        other = self.with_tree({path: data for path, data in self.tree.items() if path not in files})
        read = {name: {VALUES_FILE, *chain} for name, chain in self._chains.items()}
        other._chains = {  # noqa: SLF001  # of its own kind
            name: self._chains[name] for name, own in read.items() if own.isdisjoint(files)
        }
        return other

    @staticmethod
    def _charts_of(tree: Tree) -> dict[PurePosixPath, int]:
        """What the subcharts and the schema are read from, each by the object that holds its content."""
        own = ("Chart.yaml", "values.schema.json")
        return {
            path: id(data) for path, data in tree.items() if path.parts[0] == "charts" or str(path) in own
        }

    # ── what there is ───────────────────────────────────────────────────────────────────────────

    @property
    def environments(self) -> tuple[str, ...]:
        """Their names in promotion order (as platform.yaml has it, or as is usual)."""
        return tuple(self._chains)

    @property
    def intent(self) -> Intent:
        return self.platform.intent if self.platform else Intent()

    @cached_property
    def subcharts(self) -> Mapping[str, Subchart]:
        """The dependencies by the key of their values; libraries are left out."""
        return read_subcharts(*self._charts)

    @cached_property
    def _charts(self) -> tuple[Tree, HelmChart]:
        """The files, with those of packed charts, and the umbrella with the charts in them."""
        tree = with_unpacked(self.tree)
        return tree, read_chart(tree)

    def files(self, environment: str | None) -> tuple[PurePosixPath, ...]:
        """What Helm gets with -f, in order. values.yaml is understood."""
        if environment is None:
            return ()
        if environment not in self._chains:
            hint = did_you_mean(environment, self._chains) or "No values-<environment>.yaml is there."
            raise BlueprintError(f'there is no environment "{environment}"', hint=hint)
        return self._chains[environment]

    def sources(self, environment: str | None) -> tuple[Source, ...]:
        """values.yaml (if there is one) and the environment's files, lowest first."""
        base = (VALUES_FILE,) if VALUES_FILE in self.tree else ()
        return tuple(self.source(path) for path in (*base, *self.files(environment)))

    def source(self, path: PurePosixPath) -> Source:
        """A values file; BlueprintError when it is not there."""
        if path not in self._sources:
            if path not in self.tree:
                hint = (
                    "platform.yaml declares its environment; an empty file will do." if self.platform else ""
                )
                raise BlueprintError("this file is missing", where=str(path), hint=hint)
            self._sources[path] = Source(path, self.tree[path])
        return self._sources[path]

    # ── what comes of it ────────────────────────────────────────────────────────────────────────

    def stated(self, environment: str | None) -> Mapping[str, Data]:
        """What the files say together, nulls included."""
        return self._once(("stated", environment), partial(self._stated, environment))

    def declared(self, environment: str | None, path: Path = ()) -> Data:
        """What the files say together, without what nulls removed; MISSING when nothing is at `path`."""
        stated = self.stated(environment)
        return value_at(self._once(("declared", environment), lambda: without_nulls(stated)), path)

    def effective(self, environment: str | None, path: Path = ()) -> Data:
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

    def layers(self, environment: str | None, path: Path) -> tuple[Setting, ...]:
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

    def winner(self, environment: str | None, path: Path) -> Setting | None:
        """The place that decides the value at `path`; None where nothing states it."""
        return next((setting for setting in self.layers(environment, path) if setting.wins), None)

    def said(self, file: PurePosixPath, path: Path) -> Data:
        """What a values file itself says at `path`; MISSING when nothing, or when it is not there."""
        return value_at(self.source(file).data, path) if file in self.tree else MISSING

    def is_left_out(self, path: Path) -> bool:
        """Whether the service's workload type has no such key, so that nothing anybody states reaches it."""
        chart = self.subcharts.get(str(path[0])) if path else None
        return chart is not None and len(path) > 1 and path[1] in self._left_out(chart)

    def layers_of(self, environment: str | None, key: str) -> tuple[Layer, ...]:
        """The layers of one subchart's values, lowest first."""
        chart, stated, sources = self.subcharts[key], self.stated(environment), self.sources(environment)
        base, _ = self._base(environment, chart)
        return self._once(("layers", environment, key), lambda: layers_of(chart, stated, sources, base))

    def default_of(self, path: Path) -> Data:
        """What the chart's own defaults say; MISSING outside of subcharts, and where they say nothing."""
        if not path or str(path[0]) not in self.subcharts:
            return MISSING
        base, _ = self._base(None, self.subcharts[str(path[0])])
        defaults = fold_down([layer for layer in base if layer.name == DEFAULTS])
        return value_at(without_nulls(defaults), path[1:])

    def is_enabled(self, environment: str | None, key: str) -> bool:
        """Whether a subchart is rendered: by its condition, and for charts of ours by `enabled`."""
        chart = self.subcharts[key]
        # Helm knows nothing of presets when it looks at conditions.
        known = self.declared if chart.is_ours else self.effective
        if not is_switched_on(chart.wanted, lambda path: known(environment, path)):
            return False
        return not chart.is_ours or bool(self.effective(environment, (key, "enabled")))

    # ── what is known of it ─────────────────────────────────────────────────────────────────────

    @cached_property
    def schema(self) -> Mapping[str, Any] | None:
        """The umbrella's values.schema.json; None where there is none."""
        return schema_of_chart(self.tree.get(SCHEMA))

    @property
    def has_broken_schema(self) -> bool:
        """Whether there is a values.schema.json that is none: see read_schema."""
        return SCHEMA in self.tree and self.schema is None

    def schema_of(self, path: Path) -> KeySchema | None:
        """What the schemas say of the key at `path`; None where no schema speaks of it."""
        known = describe(self.schema, path) if self.schema is not None else None
        chart = self.subcharts.get(str(path[0])) if path else None
        if (known is None or known.says_nothing) and chart and chart.schema:
            inner = schema_of_chart(chart.schema)
            known = (describe(inner, path[1:]) if inner is not None else None) or known
        return None if known is None or known.says_nothing else known

    def documentation_of(self, path: Path) -> str:
        """What the schema says of a key, else the comment of the lowest file that states it."""
        known = self.schema_of(path)
        if known and known.description:
            return known.description
        for setting in self.layers(None, path):
            source = next((s for s in self._all_sources(path) if s.path == setting.file), None)
            if source is None or source.path.suffix == ".json":
                continue
            stated = (*source.at, *setting.path)
            # Not of something further up that replaces the key; and a preset is not about who takes it.
            is_own = stated[1 - len(path) :] == path[1:] if len(path) > 1 else stated == path
            if is_own and (comment := source.comment(setting.path)):
                return comment
        return ""

    def unknowns(self) -> list[str]:
        """What cannot be known of this chart as a whole, each a sentence; see `notes` for each subchart."""
        missing = [key for key, chart in self.subcharts.items() if chart.kind == "missing"]
        imports = [key for key, chart in self.subcharts.items() if chart.wanted.imports]
        told = []
        if missing:
            told.append(
                f"the defaults of {', '.join(missing)} are not known: the charts are not in charts/ "
                "(helm dependency update fetches them)"
            )
        if imports:
            told.append(f"import-values in Chart.yaml is not followed: of {', '.join(imports)}")
        return told

    def notes(self, environment: str | None) -> list[str]:
        """What cannot be known here, or what Helm will not take, each a sentence."""
        notes = []
        refused = self._refused(environment)
        for key, chart in self.subcharts.items():
            if chart.others:
                there = ", ".join(chart.others)
                wanted = f'version "{chart.wanted.version}" of {chart.wanted.name}'
                what = f"{key}: Chart.yaml wants {wanted}, charts/ has {there}"
                is_taken = chart.kind != "missing"
                notes.append(
                    f"{what}, which Helm takes all the same"
                    if is_taken
                    else f"{what}: Helm gives it no alias, and no chart reads these values"
                )
            elif chart.kind == "missing":
                notes.append(f"{key}: the chart {chart.type} is not in charts/, its defaults are not known")
            if chart.wanted.imports:
                notes.append(f"{key}: import-values in Chart.yaml is not followed")
            notes += refused.get(key, [])
            notes += [
                f"{key}: presets names {name!r}, which global.presets does not have; Helm refuses this"
                for name in self.unknown_presets(environment, key)
            ]
        return notes + nulls_that_differ(self.subcharts, self.sources(environment))

    def _refused(self, environment: str | None) -> dict[str, list[str]]:
        """Where Helm wants a map for a chart and gets something else."""
        places = [(key, *path) for key, chart in self.subcharts.items() for path in ((), *chart.inside)]
        sources = [source.data for source in self.sources(environment)]
        if all(_is_map_or_nothing(value_at(data, path)) for path in places for data in sources):
            return {}  # what most platforms are, told without combining anything
        majors = self._readers(environment)
        refused = {major: self._coalesced(environment, major).refused for major in majors}
        notes: dict[str, list[str]] = {}
        for path in dict.fromkeys(path for paths in refused.values() for path in paths):
            those = [major for major in majors if path in refused[major]]
            who = "Helm" if len(those) == len(majors) else f"Helm {those[0]}"
            at = "here" if len(path) == 1 else f"at {format_path(path)}"
            notes.setdefault(path[0], []).append(f"{path[0]}: {who} refuses this, a map is expected {at}")
        return notes

    def notes_on_nulls(self, environment: str | None, path: Path) -> list[str]:
        """Which nulls at a path and below it templates see, each a sentence: `effective` is without them."""
        nulls = nulls_below(self.stated(environment), path)
        if not nulls or self._is_ours(path):
            return []
        seen = {major: self.rendered(environment, major) for major in self._readers(environment)}
        return nulls_seen(nulls, seen, self.sources(environment))

    def _readers(self, environment: str | None) -> Sequence[Major]:
        """The majors of Helm that read an environment's files: Helm 4 refuses some that Helm 3 takes."""
        try:
            for source in self.sources(environment):
                source.data_in(4)
        except BlueprintError:
            return (3,)
        return MAJORS

    def _is_ours(self, path: Path) -> bool:
        return bool(path) and str(path[0]) in self.subcharts and self.subcharts[str(path[0])].is_ours

    def unknown_presets(self, environment: str | None, key: str) -> list[str]:
        """The named presets that a service takes and global.presets does not have; Helm refuses them."""
        chart = self.subcharts[key]
        base, _ = self._base(environment, chart)
        return unknown_presets(chart, self.stated(environment), base)

    # ── how ─────────────────────────────────────────────────────────────────────────────────────

    def _stated(self, environment: str | None) -> dict[str, Data]:
        base = self.source(VALUES_FILE).data if VALUES_FILE in self.tree else {}
        files = (self.source(path).data for path in self.files(environment))
        return combined(base, files, has_subcharts=bool(self.subcharts))

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
        all_values = self._coalesced(environment, 3, all_enabled=True).values
        return _without_globals(map_at(all_values, key), stated, chart.inside)

    def _with_own(
        self, chart: Subchart, below: Mapping[str, Data], layers: tuple[Layer, ...]
    ) -> dict[str, Data]:
        """What templates of ours lay over what all charts of a type share."""
        left_out = self._left_out(chart)
        return {name: value for name, value in fold(layers, below).items() if name not in left_out}

    def _rendered(self, environment: str | None, major: Major) -> dict[str, Data]:
        values = dict(self._coalesced(environment, major).values)
        bases: dict[PurePosixPath | None, tuple[int, Mapping[str, Data]]] = {}
        for key, chart in self.subcharts.items():
            if not chart.is_ours:
                continue
            if chart.folder not in bases:
                shared = base_layers(chart, values, ())
                bases[chart.folder] = len(shared), fold(shared)
            count, below = bases[chart.folder]
            layers = layers_of(chart, values, (), base_layers(chart, values, ()))
            values[key] = self._with_own(chart, below, layers[count:])
        return values

    def _coalesced(self, environment: str | None, major: Major, *, all_enabled: bool = False) -> Coalesced:
        def read() -> Coalesced:
            over: dict[str, Data] = {}
            for path in self.files(environment):
                over = merged(over, self.source(path).data_in(major))
            base = self.source(VALUES_FILE) if VALUES_FILE in self.tree else None
            umbrella = self._charts[1]._replace(values=base)
            return coalesced(umbrella, over, major=major, all_enabled=all_enabled)

        return self._once(("coalesced", environment, major, all_enabled), read)

    def _left_out(self, chart: Subchart) -> frozenset[str]:
        """The keys that a service of this type does not have, whatever presets and overrides state."""
        if chart.kind != "service":
            return frozenset()
        names = self._once(("left out", chart.folder), lambda: left_out(self.tree, chart.defaults[0].data))
        assert isinstance(names, frozenset)
        return names

    def _base(self, environment: str | None, chart: Subchart) -> tuple[tuple[Layer, ...], dict[str, Data]]:
        """The layers that all subcharts of a type share, and what they say together."""

        def read() -> tuple[tuple[Layer, ...], dict[str, Data]]:
            layers = base_layers(chart, self.stated(environment), self.sources(environment))
            return layers, fold(layers)

        return self._once(("base", environment, chart.folder or chart.key), read)

    def _all_sources(self, path: Path) -> list[Source]:
        chart = self.subcharts.get(str(path[0])) if path else None
        return [*(chart.defaults if chart else ()), *self.sources(None)]

    def _once(self, key: tuple[object, ...], compute: Callable[[], T]) -> T:
        if key not in self._cache:
            self._cache[key] = compute()
        value: T = self._cache[key]
        return value


def _without_globals(
    values: Mapping[str, Data], stated: Mapping[str, Data], inside: Sequence[Path]
) -> dict[str, Data]:
    """The values without nulls, and without the `global` of each chart that states none."""
    result = dict(without_nulls(values))
    for path in ((), *inside):
        own = value_at(stated, path)
        if isinstance(own, dict) and "global" in own:
            continue
        above = result
        for step in path:
            above[step] = dict(above[step])
            above = above[step]
        above.pop("global", None)
    return result


def _is_map_or_nothing(value: Data) -> bool:
    return value is MISSING or isinstance(value, dict)
