"""The parts of a platform that follow from the others: whoever changes those makes these anew.

The vendored charts and the compiled schema follow from Chart.yaml; the README's diagram and table from the
values; its commands, the pipeline and GitOps from platform.yaml. An umbrella whose services are not of our
charts has no such part.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core.blueprint import readme
from generator.core.blueprint.schema import compile_schema, schema_bytes
from generator.core.blueprint.vendor import chart_schemas, vendored_files
from generator.core.changes import applied, changes_between
from generator.core.delivery.files import delivery_files
from generator.core.edit.edit import edit
from generator.core.helm.chart_file import CHART_FILE, SCHEMA_FILE, parse_chart, read_charts
from generator.core.platform.file import PLATFORM_FILE, PLATFORM_SCHEMA_FILE, parse_platform
from generator.core.platform.umbrella import read_umbrella
from generator.core.tree import folders_at_top, text_of
from generator.core.values.model import load_values
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.changes import Change
    from generator.core.platform.umbrella import Umbrella
    from generator.core.tree import Tree
    from generator.core.values.model import ValuesModel

README = PurePosixPath("README.md")


class Bundled(NamedTuple):
    """What comes with the program: the charts as people write them, and the schema of platform.yaml."""

    charts: Tree
    platform_schema: bytes


def owned_files(umbrella: Umbrella, bundled: Bundled) -> dict[PurePosixPath, bytes]:
    """All that the tool owns in a platform and an upgrade replaces: the charts and the schemas."""
    schema = compile_schema(umbrella, chart_schemas(umbrella, bundled.charts))
    return {
        **vendored_files(umbrella, bundled.charts),
        SCHEMA_FILE: schema_bytes(schema),
        PLATFORM_SCHEMA_FILE: bundled.platform_schema,
    }


def derived_files(
    tree: Tree, bundled: Bundled | None, read: ValuesModel | None = None
) -> dict[PurePosixPath, bytes | None]:
    """Every generated part of a platform as it would be made now, None where it would not be there.

    `tree` is the whole platform (see platform/whole). Where it is not of our charts, or nothing is known of
    what comes with the program, these are the parts that follow from the values and platform.yaml alone;
    none where there is no platform.yaml either. `read` is the platform as a command has it: what is parsed
    there already is not parsed again.

    Invalid where its Chart.yaml asks for what the charts that come with the program are not; BlueprintError
    where its charts are of another version, EditRefused where a file of people cannot be edited safely.
    """
    files: dict[PurePosixPath, bytes | None] = {}
    if bundled and is_ours(tree, bundled):
        files.update(_from_charts(tree, bundled))
    elif PLATFORM_FILE not in tree:
        return {}
    after = applied(tree, changes_between(tree, files))
    model = load_values(after) if read is None else read if after == read.tree else read.with_tree(after)
    if (text := after.get(README)) and readme.has_parts(text):
        files[README] = readme.refreshed(text_of(text, str(README)), readme.parts_of(model)).encode()
    if model.platform is not None:
        files.update(delivery_files(after, model.platform))
    return files


def _from_charts(tree: Tree, bundled: Bundled) -> dict[PurePosixPath, bytes | None]:
    """What follows from Chart.yaml: charts, schemas, the versions in platform.yaml."""
    if error := other_version(tree, bundled):
        raise error
    umbrella = read_umbrella(tree, bundled.charts)
    owned = owned_files(umbrella, bundled)
    ours = {f"charts/{name}" for name in folders_at_top(bundled.charts)}
    files: dict[PurePosixPath, bytes | None] = {
        path: None for path in tree if "/".join(path.parts[:2]) in ours and path not in owned
    }
    files.update(owned)
    if PLATFORM_FILE in tree:
        files[PLATFORM_FILE] = _with_versions(tree[PLATFORM_FILE], umbrella)
    else:
        files.pop(PLATFORM_SCHEMA_FILE)
    return files


def is_ours(tree: Tree, bundled: Bundled) -> bool:
    """Whether an umbrella is of our charts: the library that all need is there, or wanted from nowhere."""
    libraries = [one.name for one in read_charts(bundled.charts).values() if one.is_library]
    if any(PurePosixPath("charts", name, CHART_FILE) in tree for name in libraries):
        return True
    if PLATFORM_FILE not in tree or CHART_FILE not in tree:
        return False
    wanted = parse_chart(tree[CHART_FILE], str(CHART_FILE)).dependencies
    return any(one.name in libraries and not one.repository for one in wanted)


def other_version(tree: Tree, bundled: Bundled) -> BlueprintError | None:
    """What to do where the platform's charts are not of the version that comes with the program."""
    for name, chart in read_charts(bundled.charts).items():
        path = PurePosixPath("charts", name, CHART_FILE)
        there = _version(tree, path)
        if there and there != chart.version:
            return BlueprintError(
                f"the platform has version {there} of this chart, this helm-blueprint brings {chart.version}",
                where=str(path),
                hint=f"Use the helm-blueprint that brings {there}. Or take the new charts: delete the folder "
                f"charts, write the new versions at the dependencies in {CHART_FILE}, then run "
                "`refresh`.",
            )
    return None


def _version(tree: Tree, path: PurePosixPath) -> str:
    """The version of a vendored chart; none where it is broken, and is made anew."""
    try:
        return parse_chart(tree[path], str(path)).version if path in tree else ""
    except BlueprintError:
        return ""


def _with_versions(data: bytes, umbrella: Umbrella) -> bytes:
    """platform.yaml with the versions of the charts that are used, if it has versions of charts at all."""
    wanted = {name: chart.version for name, chart in umbrella.used.items()}
    text, known = text_of(data, str(PLATFORM_FILE)), parse_platform(data).charts
    gone = [name for name in known if name not in wanted]
    other = [name for name in wanted if known and known.get(name) != wanted[name]]
    for name in gone:
        text = edit(text, "delete", ("charts", name), file=str(PLATFORM_FILE))
    for name in other:
        text = edit(text, "set", ("charts", name), wanted[name], file=str(PLATFORM_FILE))
    return text.encode()


def with_what_follows(
    tree: Tree, changes: Iterable[Change], bundled: Bundled, read: ValuesModel | None = None
) -> tuple[Change, ...]:
    """The changes of a platform, and those of its generated parts that follow from them."""
    after = applied(tree, changes)
    everything = {**dict.fromkeys(tree), **after, **derived_files(after, bundled, read)}
    return changes_between(tree, dict(sorted(everything.items())))
