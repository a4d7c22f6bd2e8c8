"""What an upgrade makes of a platform: the base, what people made of it and the new version as one tree."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generator.core.archive import BASE_FILE, OWNED_DIGESTS
from generator.core.blueprint import readme
from generator.core.blueprint.derived import README, derived_files
from generator.core.blueprint.pristine import digests_of, parse_digests
from generator.core.changes import Change, applied, changes_between
from generator.core.data import map_or_empty, same, value_at
from generator.core.edit.edits import Edit, changes_of
from generator.core.helm.chart_file import CHART_FILE, SCHEMA_FILE, parse_chart, read_charts
from generator.core.helm.versions import is_in_range
from generator.core.platform.file import PLATFORM_FILE, parse_platform
from generator.core.tree import subtree, text_of
from generator.core.upgrade.aligned import Aligned, PlatformSteps, after_steps, steps_between
from generator.core.upgrade.file_merge import (
    FileMerging,
    FileVersions,
    MergedFile,
    UpgradeConflict,
    merged_file,
)
from generator.core.upgrade.owned import edited_owned, vendored_paths
from generator.core.yaml.data import values_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import PurePosixPath

    from generator.core.blueprint.derived import Bundled
    from generator.core.blueprint.generate import Assembled
    from generator.core.data import Data
    from generator.core.merge.merge import AtConflicts
    from generator.core.paths import KeyPath
    from generator.core.platform.file import Environment
    from generator.core.tree import Tree
    from generator.core.upgrade.base import UpgradeBase
    from generator.core.upgrade.file_merge import MergeLines

_NONE: Mapping[tuple[PurePosixPath, KeyPath], Data] = MappingProxyType({})
_NO_FILES: Mapping[PurePosixPath, bytes | None] = MappingProxyType({})
_OF_CHARTS = ("charts", "templates")
_PARTS = ("diagram", "services", "install")
_OF_THE_TOOL = ("blueprint", "answers", "charts")  # in platform.yaml: what the new version says of itself


class Choices(NamedTuple):
    """What somebody decided: of keys of files (MISSING: it goes), and of files as a whole (None: it goes)."""

    keys: Mapping[tuple[PurePosixPath, KeyPath], Data] = _NONE
    files: Mapping[PurePosixPath, bytes | None] = _NO_FILES


class Upgrading(NamedTuple):
    """The three versions: what was generated, the team's whole tree, and what is generated now."""

    base: UpgradeBase
    ours: Tree
    theirs: Assembled


class Compared(NamedTuple):
    """Base and new version as the team's steps leave them: what people can edit, of both."""

    base: Tree
    theirs: Tree
    steps: PlatformSteps
    refused: tuple[str, ...]


class Planned(NamedTuple):
    """A platform before and after an upgrade, as whole trees, and what there is to say of it.

    Where there are conflicts, ours stands in `after`, or what was chosen for all of them.
    """

    before: Tree
    after: Tree
    conflicts: tuple[UpgradeConflict, ...]
    edited: tuple[PurePosixPath, ...]  # vendored files that somebody edited
    notes: tuple[str, ...]
    versions: Mapping[PurePosixPath, FileVersions]  # of the files that were merged

    @property
    def changes(self) -> tuple[Change, ...]:
        files = {**dict.fromkeys(self.before), **self.after}
        return changes_between(self.before, dict(sorted(files.items())))


def is_behind(upgrading: Upgrading) -> bool:
    """Whether the new version makes anything else than the base has."""
    return dict(upgrading.base.written) != dict(upgrading.theirs.written) or has_new_charts(upgrading)


def has_new_charts(upgrading: Upgrading) -> bool:
    """Whether the charts that come with the tool are others than those that the platform was made with."""
    base, ours, theirs = upgrading
    owned = {path: data for path, data in owned_now(theirs).items() if path.parts[0] in _OF_CHARTS}
    if base.digests:
        was = {path: one for path, one in base.digests.items() if path.parts[0] in _OF_CHARTS}
        return was != parse_digests(digests_of(owned))
    # A platform of before says nothing of its charts: they are as they are.
    return any(ours.get(path) != data for path, data in owned.items())


def owned_now(theirs: Assembled) -> dict[PurePosixPath, bytes]:
    """What the tool owns in a platform as it is generated now."""
    return {
        path: data for path, data in theirs.files.items() if path not in theirs.written and path != BASE_FILE
    }


def compared(upgrading: Upgrading) -> Compared:
    """The base and the new version after the team's own steps: what was renamed is no difference."""
    base, ours, theirs = upgrading
    owned = owned_now(theirs)
    vendored = {path: ours[path] for path in vendored_paths(ours, base.digests, owned)}
    steps = steps_between(base.written, ours)
    platform = parse_platform(ours[PLATFORM_FILE])
    wholes = {**vendored, **base.written}, theirs.files
    found = [after_steps(whole, steps, platform) for whole in wholes]
    made = [_environments(one.tree) for one in found]
    refused = [one for side in found for one in side.refused]
    both = [one for one in steps.environments_added if all(one[0] in names for names in made)]
    if len(both) < len(steps.environments_added):
        # What can be copied in one version alone would seem to come, or to go.
        steps = steps._replace(environments_added=tuple(both))
        found = [after_steps(whole, steps, platform) for whole in wholes]
        refused += [one for side in found for one in side.refused]
    sides = [_of_people(one, tools) for one, tools in zip(found, (vendored, owned), strict=True)]
    return Compared(sides[0], sides[1], steps, tuple(dict.fromkeys(refused)))


def _environments(tree: Tree) -> Mapping[str, Environment]:
    return parse_platform(tree[PLATFORM_FILE]).environments


def _of_people(found: Aligned, tools: Tree) -> dict[PurePosixPath, bytes]:
    files = {path: data for path, data in found.tree.items() if path not in tools and path != BASE_FILE}
    files.pop(OWNED_DIGESTS, None)
    return files


def planned(
    upgrading: Upgrading,
    bundled: Bundled,
    merge_lines: MergeLines,
    *,
    at_conflicts: AtConflicts = "ours",
    choices: Choices | None = None,
    keep_charts: bool = False,
) -> Planned:
    """Merge what the blueprint makes now into what people made of what it made before.

    BlueprintError where the merged Chart.yaml or platform.yaml is none.
    """
    base, ours, theirs = upgrading
    owned = owned_now(theirs)
    edited = tuple(edited_owned(ours, base.digests, owned))
    if not is_behind(upgrading):
        return Planned(ours, ours, (), edited, (), {})
    sides = compared(upgrading)
    paths = sorted({*sides.base, *sides.theirs})
    wanted = {name: chart.version for name, chart in read_charts(bundled.charts).items()}
    sides = sides._replace(
        base=_with_versions(sides.base, wanted), theirs=_with_versions(sides.theirs, wanted)
    )
    # What version of its charts a service wants is nobody's edit.
    mine = _with_versions(ours, wanted)
    versions = {
        path: FileVersions(
            *(without_parts(path, tree.get(path)) for tree in (sides.base, mine, sides.theirs))
        )
        for path in paths
    }
    deciding = _Deciding(merge_lines, choices or Choices(), _decided(theirs, choices or Choices()))
    at_first: AtConflicts = "ours" if at_conflicts == "markers" else at_conflicts
    merged = {path: deciding.merged(path, one, at_first) for path, one in versions.items()}
    files = {path: data for path, data in ours.items() if path not in versions}
    files.update({path: one.content for path, one in merged.items() if one.content is not None})
    files = _with_answers(files, theirs)
    files = _with_tools_files(files, ours, owned, base, bundled, keep_charts=keep_charts)
    files[BASE_FILE] = theirs.files[BASE_FILE]
    if at_conflicts == "markers":
        for path in [path for path, one in merged.items() if one.conflicts]:
            marked = deciding.merged(path, versions[path], "markers")
            assert marked.content is not None
            files[path] = marked.content
    conflicts = tuple(one for file in merged.values() for one in file.conflicts)
    notes = [*sides.refused, *(one for file in merged.values() for one in file.notes)]
    return Planned(ours, dict(sorted(files.items())), conflicts, edited, tuple(notes), versions)


class _Deciding(NamedTuple):
    """How the files are merged, and what is decided of them."""

    merge_lines: MergeLines
    choices: Choices
    keys: Mapping[PurePosixPath, Mapping[KeyPath, Data]]

    def merged(self, path: PurePosixPath, versions: FileVersions, at_conflicts: AtConflicts) -> MergedFile:
        if path in self.choices.files:
            return MergedFile(self.choices.files[path])
        how = FileMerging(self.merge_lines, at_conflicts, self.keys.get(path, {}))
        return merged_file(path, versions, how)


def _decided(theirs: Assembled, choices: Choices) -> dict[PurePosixPath, dict[KeyPath, Data]]:
    """What is decided by file: what platform.yaml says of the blueprint is the new version's to say."""
    found: dict[PurePosixPath, dict[KeyPath, Data]] = {PLATFORM_FILE: {}}
    said = map_or_empty(values_of_text(text_of(theirs.files[PLATFORM_FILE], str(PLATFORM_FILE))))
    for key in _OF_THE_TOOL:
        found[PLATFORM_FILE][(key,)] = value_at(said, (key,))
        for name in map_or_empty(said.get(key)):
            found[PLATFORM_FILE][(key, name)] = value_at(said, (key, name))
    for (path, place), value in choices.keys.items():
        found.setdefault(path, {})[place] = value
    return found


def without_parts(path: PurePosixPath, data: bytes | None) -> bytes | None:
    """A README without what is generated in it, which is made anew in the end."""
    if path != README or data is None or not readme.has_parts(data):
        return data
    text = data.decode("utf-8", "surrogateescape")
    return readme.refreshed(text, dict.fromkeys(_PARTS, "")).encode("utf-8", "surrogateescape")


# ── what the tool owns ──────────────────────────────────────────────────────────────────────────


def _with_tools_files(
    files: dict[PurePosixPath, bytes],
    ours: Tree,
    owned: Tree,
    base: UpgradeBase,
    bundled: Bundled,
    *,
    keep_charts: bool,
) -> dict[PurePosixPath, bytes]:
    """The merged files with charts, schemas, and what else follows from them."""
    tools = set(vendored_paths({**ours, **files}, base.digests, owned))
    files = {path: data for path, data in files.items() if path not in tools}
    kept = {path: data for path, data in ours.items() if path in tools} if keep_charts else {}
    charts = read_charts(bundled.charts)
    files = _with_versions(files, {name: one.version for name, one in charts.items()})
    made = derived_files(files, bundled)
    files.update({path: data for path, data in made.items() if data is not None})
    for path in [path for path, data in made.items() if data is None]:
        files.pop(path, None)
    if kept:
        files.update(kept)
        inside = {name: subtree(kept, f"charts/{name}") for name in charts}
        versions = {
            name: parse_chart(tree[CHART_FILE], f"charts/{name}/{CHART_FILE}").version
            for name, tree in inside.items()
            if CHART_FILE in tree
        }
        files = _with_versions(files, versions)
        if SCHEMA_FILE in ours:
            files[SCHEMA_FILE] = ours[SCHEMA_FILE]
    return files


def _with_versions(files: Tree, versions: Mapping[str, str]) -> dict[PurePosixPath, bytes]:
    """Chart.yaml in which every dependency on a chart of ours wants the version that is there."""
    chart = parse_chart(files[CHART_FILE], str(CHART_FILE))
    edits: Iterable[Edit] = [
        Edit(CHART_FILE, "set", ("dependencies", place, "version"), versions[one.name])
        for place, one in enumerate(chart.dependencies)
        if not one.repository and one.name in versions and not is_in_range(versions[one.name], one.version)
    ]
    return applied(files, changes_of(files, list(edits)))


def _with_answers(files: dict[PurePosixPath, bytes], theirs: Assembled) -> dict[PurePosixPath, bytes]:
    """platform.yaml that says of blueprint, answers and charts what the new version was made of."""
    said, wanted = (
        values_of_text(text_of(one[PLATFORM_FILE], str(PLATFORM_FILE))) for one in (files, theirs.files)
    )
    edits = []
    for key in _OF_THE_TOOL:
        was, now = map_or_empty(said.get(key)), map_or_empty(wanted.get(key))
        edits += [Edit(PLATFORM_FILE, "delete", (key, name), prune=False) for name in was if name not in now]
        edits += [
            Edit(PLATFORM_FILE, "set", (key, name), value)
            for name, value in now.items()
            if name not in was or not same(was[name], value)
        ]
    return applied(files, changes_of(files, edits))
