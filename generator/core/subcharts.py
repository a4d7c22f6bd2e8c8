"""The subcharts of any umbrella chart: under which key their values stand, and which defaults they have."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from generator.core.charts import FILE, SCHEMA, VALUES, WORKLOAD
from generator.core.helm_data import data_of
from generator.core.sources import Source
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.tree import Tree

DEFAULTS = PurePosixPath("defaults.json")

# service: a workload chart of ours, with presets; vendored: another chart of ours; ordinary: any other
# chart, its values combined by Helm; missing: not in charts/, its defaults are not known.
Kind: TypeAlias = Literal["service", "vendored", "ordinary", "missing"]


class Subchart(NamedTuple):
    """One dependency: `key` is its alias or name, `type` the chart's name (the workload type of a service).

    `defaults` are its own values, lowest first: those of charts within it, placed where they go, come
    before its values.yaml or defaults.json.
    """

    key: str
    type: str
    kind: Kind
    version: str
    condition: str
    folder: PurePosixPath | None
    defaults: tuple[Source, ...]
    schema: bytes | None
    imports: bool

    @property
    def is_ours(self) -> bool:
        return self.kind in ("service", "vendored")


def read_subcharts(tree: Tree) -> dict[str, Subchart]:
    """The subcharts of the chart whose files these are, by key, in the order of its Chart.yaml."""
    return {one.key: one for one in _Reader(tree).subcharts(PurePosixPath())}


_Found = tuple[PurePosixPath, dict[str, Any]]


class _Reader:
    """Reads every chart once, however many aliases it has."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._charts: dict[PurePosixPath, dict[str, Any]] = {}
        self._defaults: dict[PurePosixPath, tuple[Source, ...]] = {}
        self._inside: dict[PurePosixPath, list[PurePosixPath]] = {}
        for path in tree:
            if path.name == FILE.name and len(path.parts) > 2 and path.parts[-3] == "charts":
                self._inside.setdefault(path.parent.parent.parent, []).append(path.parent)

    def subcharts(self, folder: PurePosixPath) -> list[Subchart]:
        declared = self._chart(folder).get("dependencies")
        there = self._charts_in(folder)
        found: list[Subchart] = []
        for entry in declared if isinstance(declared, list) else []:
            if isinstance(entry, dict) and entry.get("name"):
                name = str(entry["name"])
                chosen = _choose(there.get(name, []), str(entry.get("version", "")))
                if not (chosen and chosen[1].get("type") == "library"):
                    found.append(self._subchart(chosen, entry, name))
        names = {str(entry.get("name")) for entry in declared or [] if isinstance(entry, dict)}
        # Helm takes what lies in charts/ even when Chart.yaml does not name it.
        for name, several in there.items():
            if name not in names and several[0][1].get("type") != "library":
                found.append(self._subchart(several[0], {}, name))
        return found

    def _charts_in(self, folder: PurePosixPath) -> dict[str, list[_Found]]:
        charts: dict[str, list[_Found]] = {}
        for inner in self._inside.get(folder, ()):
            chart = self._chart(inner)
            charts.setdefault(str(chart.get("name", inner.name)), []).append((inner, chart))
        return charts

    def _subchart(self, chosen: _Found | None, entry: dict[str, Any], name: str) -> Subchart:
        folder, chart = chosen or (None, {})
        annotations = chart.get("annotations")
        workload = annotations.get(WORKLOAD) if isinstance(annotations, dict) else None
        kind: Kind = "ordinary"
        if folder is None:
            kind = "missing"
        elif folder / DEFAULTS in self.tree:
            kind = "service" if workload else "vendored"
        return Subchart(
            key=str(entry.get("alias") or name),
            type=str(workload or name),
            kind=kind,
            version=str(chart.get("version", entry.get("version", ""))),
            condition=str(entry.get("condition") or ""),
            folder=folder,
            defaults=self._defaults_of(folder) if folder else (),
            schema=self.tree.get(folder / SCHEMA) if folder else None,
            imports=bool(entry.get("import-values")),
        )

    def _defaults_of(self, folder: PurePosixPath) -> tuple[Source, ...]:
        if folder not in self._defaults:
            self._defaults[folder] = tuple(self._read_defaults(folder))
        return self._defaults[folder]

    def _read_defaults(self, folder: PurePosixPath) -> list[Source]:
        if folder / DEFAULTS in self.tree:
            return [Source(folder / DEFAULTS, self.tree[folder / DEFAULTS])]
        sources = [
            Source(source.path, source.content, (inner.key, *source.at))
            for inner in self.subcharts(folder)
            for source in inner.defaults
        ]
        if folder / VALUES in self.tree:
            sources.append(Source(folder / VALUES, self.tree[folder / VALUES]))
        return sources

    def _chart(self, folder: PurePosixPath) -> dict[str, Any]:
        if folder not in self._charts:
            data = data_of(Source(folder / FILE, self.tree.get(folder / FILE, b"")).document)
            self._charts[folder] = data if isinstance(data, dict) else {}
        return self._charts[folder]


def _choose(candidates: list[_Found], version: str) -> _Found | None:
    for candidate in candidates:
        if str(candidate[1].get("version")) == version:
            return candidate
    return candidates[0] if candidates else None


def schema_of_chart(data: bytes | None) -> dict[str, Any] | None:
    """A values.schema.json as data; None where there is none, or one that read_schema refuses."""
    try:
        return read_schema(data, "") if data is not None else None
    except BlueprintError:
        return None


def read_schema(content: bytes, where: str) -> dict[str, Any]:
    """A values.schema.json as data. BlueprintError where it is no JSON, or no map."""
    try:
        schema = json.loads(content)
    except json.JSONDecodeError as error:
        line = min(error.lineno, error.doc.rstrip().count("\n") + 1)
        raise BlueprintError(f"this is not JSON: {error.msg}", where=f"{where}:{line}") from error
    except ValueError as error:
        raise BlueprintError("this is not UTF-8 text", where=where) from error
    if not isinstance(schema, dict):
        raise BlueprintError("this is no schema: a map is expected", where=where)
    return schema
