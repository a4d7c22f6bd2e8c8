"""The subcharts of any umbrella chart: under which key their values stand, and which defaults they have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from generator.core.helm.chart_file import DEFAULTS_FILE, SCHEMA_FILE, UNSUPPORTED_FILE, Dependency
from generator.core.helm.charts import dependencies_with_charts
from generator.core.helm.source import Source
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePosixPath

    from generator.core.helm.charts import HelmChart
    from generator.core.paths import KeyPath
    from generator.core.tree import Tree

# service: a workload chart of ours, with presets; vendored: another chart of ours; ordinary: any other
# chart, its values combined by Helm; missing: not in charts/, its defaults are not known.
SubchartKind: TypeAlias = Literal["service", "vendored", "ordinary", "missing"]


class Subchart(NamedTuple):
    """One dependency: `key` is its alias or name, `type` the chart's name (the workload type of a service).

    `defaults` are its own values, lowest first: those of charts within it, placed where they go, come
    before its values.yaml or defaults.json. `inside` are the paths of the charts within it. `others` are
    the versions of the chart that are in charts/ where none of them is the one that is wanted. `unsupported`
    are the keys that only other workload types have: whatever states them, none reaches a service.
    """

    key: str
    type: str
    kind: SubchartKind
    wanted: Dependency
    version: str
    folder: PurePosixPath | None
    defaults: tuple[Source, ...]
    schema: bytes | None
    inside: tuple[KeyPath, ...]
    others: tuple[str, ...] = ()
    unsupported: frozenset[str] = frozenset()

    @property
    def is_ours(self) -> bool:
        return self.kind in ("service", "vendored")


def read_subcharts(tree: Tree, umbrella: HelmChart) -> dict[str, Subchart]:
    """The subcharts of a chart by key, in the order of its Chart.yaml. Libraries without values are none.

    What lies in charts/ and is no dependency is one, as in Helm; of our charts it renders nothing.
    """
    found: dict[str, Subchart] = {}
    for one in _Reader(tree).subcharts(umbrella):
        if one.is_ours and one.wanted not in (umbrella.wants or ()):
            continue
        first = found.get(one.key)
        if first is None:
            found[one.key] = one
        elif first.kind == "missing":
            found[one.key] = one._replace(wanted=first.wanted, others=first.others)
        else:
            # Two versions under one name: Helm lays the one that nothing wants over the other.
            found[one.key] = first._replace(defaults=first.defaults + one.defaults)
    return found


class _Reader:
    """Reads what each chart says once, however many aliases it has."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._defaults: dict[PurePosixPath, tuple[Source, ...]] = {}
        self._unsupported: dict[PurePosixPath, frozenset[str]] = {}

    def subcharts(self, umbrella: HelmChart) -> list[Subchart]:
        return [
            self._subchart(umbrella, want, chart)
            for want, chart in dependencies_with_charts(umbrella)
            if not (chart and chart.is_library and not self._defaults_of(chart))
        ]

    def _subchart(self, umbrella: HelmChart, want: Dependency, chart: HelmChart | None) -> Subchart:
        kind: SubchartKind = "ordinary"
        if chart is None:
            kind = "missing"
        elif chart.folder / DEFAULTS_FILE in self.tree:
            kind = "service" if chart.workload else "vendored"
        return Subchart(
            key=want.key,
            type=(chart.workload if chart else "") or want.name,
            kind=kind,
            wanted=want,
            version=chart.version if chart else umbrella.locked.get(want.name) or want.version,
            folder=chart.folder if chart else None,
            defaults=self._defaults_of(chart) if chart else (),
            schema=self.tree.get(chart.folder / SCHEMA_FILE) if chart else None,
            inside=tuple(_keys_inside(chart)) if chart else (),
            others=() if chart else tuple(one.version for one in umbrella.inside if one.name == want.name),
            unsupported=self._unsupported_by(chart) if chart and kind == "service" else frozenset(),
        )

    def _unsupported_by(self, chart: HelmChart) -> frozenset[str]:
        if chart.folder not in self._unsupported:
            file = chart.folder / UNSUPPORTED_FILE
            content = self.tree.get(file, b"[]")
            self._unsupported[chart.folder] = _list_of_keys(content, str(file))
        return self._unsupported[chart.folder]

    def _defaults_of(self, chart: HelmChart) -> tuple[Source, ...]:
        if chart.folder not in self._defaults:
            self._defaults[chart.folder] = tuple(self._read_defaults(chart))
        return self._defaults[chart.folder]

    def _read_defaults(self, chart: HelmChart) -> list[Source]:
        file = chart.folder / DEFAULTS_FILE
        if file in self.tree:
            return [Source(file, self.tree[file])]
        sources = [
            Source(source.path, source.content, (inner.key, *source.at))
            for inner in self.subcharts(chart)
            for source in inner.defaults
        ]
        return [*sources, chart.values] if chart.values else sources


def _keys_inside(chart: HelmChart) -> Iterator[KeyPath]:
    """Where the values of the charts within a chart stand, outer ones first."""
    for want, one in dependencies_with_charts(chart):
        if one is not None:
            yield (want.key,)
            yield from ((want.key, *path) for path in _keys_inside(one))


def schema_of_chart(data: bytes | None) -> dict[str, Any] | None:
    """A values.schema.json as data; None where there is none, or one that read_schema refuses."""
    try:
        return read_schema(data, "") if data is not None else None
    except BlueprintError:
        return None


def _list_of_keys(content: bytes, where: str) -> frozenset[str]:
    keys = _json(content, where)
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise BlueprintError(
            "a list of keys is expected", where=where, hint="It is not edited by hand: restore it."
        )
    return frozenset(keys)


def read_schema(content: bytes, where: str) -> dict[str, Any]:
    """A values.schema.json as data. BlueprintError where it is no JSON, or no map."""
    schema = _json(content, where)
    if not isinstance(schema, dict):
        raise BlueprintError("this is no schema: a map is expected", where=where)
    return schema


def _json(content: bytes, where: str) -> Any:
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        line = min(error.lineno, error.doc.rstrip().count("\n") + 1)
        raise BlueprintError(f"this is not JSON: {error.msg}", where=f"{where}:{line}") from error
    except ValueError as error:
        raise BlueprintError("this is not UTF-8 text", where=where) from error
    except RecursionError as error:
        raise BlueprintError("this is nested too deeply", where=where) from error
