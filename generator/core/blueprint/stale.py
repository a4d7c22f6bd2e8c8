"""Which generated parts of a platform are not what would be made of it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.blueprint.derived import README, derived_files, other_version
from generator.core.changes import changes_between
from generator.core.differences import common_ends
from generator.core.helm.chart_file import CHART_FILE, DEPENDENCIES_FILE, SCHEMA_FILE
from generator.core.platform.file import PLATFORM_FILE, PLATFORM_SCHEMA_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

    from generator.core.blueprint.derived import Bundled
    from generator.core.changes import Change
    from generator.core.tree import Tree
    from generator.core.values.model import ValuesModel


class Stale(NamedTuple):
    """One part that is stale: where it begins to differ, and in words what is the matter."""

    path: PurePosixPath
    line: int
    what: str


def stale_changes(model: ValuesModel, bundled: Bundled | None) -> tuple[Change, ...]:
    """What brings the generated parts of a platform up to date; see derived_files for what it raises."""
    return changes_between(model.tree, derived_files(model.tree, bundled, model))


def stale_parts(changes: Iterable[Change]) -> tuple[Stale, ...]:
    """The parts that such changes are about; of a vendored chart only the first file is named."""
    found: dict[tuple[str, ...], Stale] = {}
    for change in changes:
        parts = change.path.parts
        unit = parts[:2] if parts[0] == "charts" else parts
        found.setdefault(unit, Stale(change.path, _first_difference(change), _in_words(change)))
    return tuple(found.values())


def about_versions(tree: Tree, bundled: Bundled | None) -> list[str]:
    """That nothing is known of staleness where the platform's charts are of another version: a sentence."""
    error = other_version(tree, bundled) if bundled else None
    return [f"whether it is stale is not known: {error.where}: {error.what}"] if error else []


def _first_difference(change: Change) -> int:
    before, after = ((data or b"").splitlines() for data in (change.before, change.after))
    return min(common_ends(before, after)[0] + 1, max(len(before), 1))


def _in_words(change: Change) -> str:
    if change.before is None:
        return f"this file is missing: {_source(change.path)}"
    if change.after is None:
        return "nothing needs this file any more"
    return f"this is not up to date: {_source(change.path)}"


def _source(path: PurePosixPath) -> str:
    if path == README:
        return "it follows from the values and platform.yaml"
    if path == SCHEMA_FILE or path.name == DEPENDENCIES_FILE.name:
        return f"it follows from {CHART_FILE}"
    if path == PLATFORM_SCHEMA_FILE or path.parts[0] in ("charts", "templates"):
        return "it comes with helm-blueprint, and is not edited"
    if path == PLATFORM_FILE:
        return f"`charts` follows from {CHART_FILE}"
    return f"it follows from {PLATFORM_FILE}"
