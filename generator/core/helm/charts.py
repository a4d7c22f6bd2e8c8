"""A chart and those in its charts/, as Helm loads them: names, versions, and what it asks of each."""

from __future__ import annotations

from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.data import map_or_empty
from generator.core.helm.chart_file import CHART_FILE, VALUES_FILE, WORKLOAD, Dependency
from generator.core.helm.source import Source
from generator.core.yaml.data import data_of
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.tree import Tree

REQUIREMENTS = PurePosixPath("requirements.yaml")
LOCKS = (PurePosixPath("Chart.lock"), PurePosixPath("requirements.lock"))

_TOP = PurePosixPath()


class HelmChart(NamedTuple):
    """One chart. `wants` is None where it states no dependencies: Helm then looks at none within it.

    `inside` are the charts in its charts/, whether it wants them or not. `locked` are the versions that its
    Chart.lock, or the requirements.lock of old, says of what it wants, by name.
    """

    folder: PurePosixPath
    name: str
    version: str
    is_library: bool
    workload: str
    wants: tuple[Dependency, ...] | None
    values: Source | None
    inside: tuple[HelmChart, ...]
    locked: Mapping[str, str] = MappingProxyType({})


def read_chart(tree: Tree, folder: PurePosixPath | None = _TOP) -> HelmChart:
    """The chart in a folder of the tree; one that says and wants nothing where there is none."""
    if folder is None:
        return HelmChart(_TOP, "", "", is_library=False, workload="", wants=None, values=None, inside=())
    return _Loader(tree).chart(folder)


class _Loader:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._inside: dict[PurePosixPath, list[PurePosixPath]] = {}
        for path in tree:
            # Helm ignores what begins so: somebody has put it aside.
            if (
                path.name == CHART_FILE.name
                and path.parts[-3:-2] == ("charts",)
                and path.parts[-2][0] not in "_."
            ):
                self._inside.setdefault(path.parent.parent.parent, []).append(path.parent)

    def chart(self, folder: PurePosixPath) -> HelmChart:
        data = self._map(folder / CHART_FILE)
        if (folder / REQUIREMENTS) in self.tree:
            data = {**data, **self._map(folder / REQUIREMENTS)}
        annotations = data.get("annotations")
        workload = annotations.get(WORKLOAD) if isinstance(annotations, dict) else None
        wants = data.get("dependencies")
        return HelmChart(
            folder,
            str(data.get("name") or folder.name),
            str(data.get("version", "")),
            data.get("type") == "library",
            str(workload or ""),
            tuple(map(_wanted, filter(_is_named, wants))) if isinstance(wants, list) else None,
            Source(folder / VALUES_FILE, self.tree[folder / VALUES_FILE])
            if folder / VALUES_FILE in self.tree
            else None,
            tuple(self.chart(inner) for inner in self._inside.get(folder, ())),
            self._locked(folder),
        )

    def _locked(self, folder: PurePosixPath) -> dict[str, str]:
        for file in LOCKS:
            if folder / file in self.tree:
                try:
                    entries = self._map(folder / file).get("dependencies")
                except BlueprintError:
                    return {}  # nobody writes it by hand, and nothing but versions is lost
                found = entries if isinstance(entries, list) else []
                return {str(one["name"]): str(one.get("version") or "") for one in filter(_is_named, found)}
        return {}

    def _map(self, path: PurePosixPath) -> dict[str, Any]:
        return map_or_empty(data_of(Source(path, self.tree.get(path, b"")).document))


def _is_named(entry: Any) -> bool:
    return isinstance(entry, dict) and bool(entry.get("name"))


def _wanted(entry: dict[str, Any]) -> Dependency:
    def several(key: str) -> list[Any]:
        return entry[key] if isinstance(entry.get(key), list) else []

    return Dependency(
        name=str(entry["name"]),
        version=str(entry.get("version") or ""),
        alias=str(entry.get("alias") or ""),
        condition=str(entry.get("condition") or ""),
        repository=str(entry.get("repository") or ""),
        tags=tuple(map(str, several("tags"))),
        imports=tuple(several("import-values")),
    )


def fits(wanted: Dependency, name: str, version: str) -> bool:
    """Whether a chart is one that was wanted."""
    if wanted.name != name or wanted.version == version:
        return wanted.name == name
    from generator.core.helm.versions import is_in_range  # most charts state the version that is there

    return is_in_range(version, wanted.version)


def fitting_chart(charts: Iterable[HelmChart], wanted: Dependency) -> HelmChart | None:
    """The chart that a dependency gets: the version that it names before one that is in its range."""
    candidates = [one for one in charts if one.name == wanted.name]
    exact = next((one for one in candidates if one.version == wanted.version), None)
    return exact or next((one for one in candidates if fits(wanted, one.name, one.version)), None)


def unwanted(charts: Iterable[HelmChart], wants: Sequence[Dependency]) -> list[HelmChart]:
    """The charts that no dependency gets: Helm takes them all the same, under their own names."""
    return [one for one in charts if not any(fits(want, one.name, one.version) for want in wants)]


def dependencies_with_charts(chart: HelmChart) -> list[tuple[Dependency, HelmChart | None]]:
    """What a chart wants with what it gets; then, under its own name, what lies in charts/ all the same."""
    wants = chart.wants or ()
    pairs = [(want, fitting_chart(chart.inside, want)) for want in wants]
    return [*pairs, *((Dependency(one.name), one) for one in unwanted(chart.inside, wants))]


def known_otherwise(umbrella: HelmChart) -> list[tuple[KeyPath, KeyPath]]:
    """Where values of charts stand that Helm 4 knows by an alias, Helm 3 by name: in Helm 4, in Helm 3.

    Helm 3 renames the charts within a chart where it meets them first: of a chart that is there twice, by
    alias, the aliases that it gives work in the first one alone (helm#10407, helm#11484).
    """
    met: set[PurePosixPath] = set()

    def walk(chart: HelmChart, four: KeyPath, three: KeyPath) -> Iterator[tuple[KeyPath, KeyPath]]:
        is_met = chart.folder in met
        met.add(chart.folder)
        for want, one in dependencies_with_charts(chart):
            if one is None:
                continue
            in_four, in_three = (*four, want.key), (*three, want.name if is_met else want.key)
            if want.alias and is_met:
                yield in_four, in_three
            if one.wants is not None:
                yield from walk(one, in_four, in_three)

    return list(walk(umbrella, (), ()))


def is_switched_on(wanted: Dependency, value_of: Callable[[tuple[str, ...]], Data]) -> bool:
    """What its condition says: the first that is true or false; else its tags, of which one must be true."""
    for path in wanted.condition.strip().split(","):
        value = value_of(tuple(path.split("."))) if path else None
        if isinstance(value, bool):
            return value
    tags = [value for tag in wanted.tags if isinstance(value := value_of(("tags", tag)), bool)]
    return any(tags) or not tags
