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
from generator.core.helm.chart_file import CHART_FILE, SCHEMA_FILE, read_charts
from generator.core.platform.file import PLATFORM_FILE, PLATFORM_SCHEMA_FILE
from generator.core.platform.umbrella import read_umbrella
from generator.core.tree import folders_at_top, text_of
from generator.core.values.model import load_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.changes import Change
    from generator.core.platform.umbrella import Umbrella
    from generator.core.tree import Tree

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


def derived_files(tree: Tree, bundled: Bundled) -> dict[PurePosixPath, bytes | None]:
    """Every generated part of a platform as it would be made now, None where it would not be there.

    `tree` is the whole platform (see platform/whole). Empty for an umbrella that has none of our charts.
    Invalid where its Chart.yaml asks for what the charts that come with the program are not.
    """
    if not _has_our_charts(tree, bundled):
        return {}
    umbrella = read_umbrella(tree, bundled.charts)
    owned = owned_files(umbrella, bundled)
    if PLATFORM_FILE not in tree:
        owned.pop(PLATFORM_SCHEMA_FILE)
    ours = {f"charts/{name}" for name in folders_at_top(bundled.charts)}
    files: dict[PurePosixPath, bytes | None] = {
        path: None for path in tree if "/".join(path.parts[:2]) in ours and path not in owned
    }
    files.update(owned)
    model = load_values(applied(tree, changes_between(tree, files)))
    if README in tree:
        files[README] = readme.refreshed(text_of(tree[README], str(README)), readme.parts_of(model)).encode()
    if model.platform is not None:
        files.update(delivery_files(tree, model.platform))
    return files


def _has_our_charts(tree: Tree, bundled: Bundled) -> bool:
    """Whether our charts are vendored into it, and with them the library that all of them need."""
    charts = read_charts(bundled.charts).values()
    return any(PurePosixPath("charts", one.name, CHART_FILE) in tree for one in charts if one.is_library)


def with_what_follows(tree: Tree, changes: Iterable[Change], bundled: Bundled) -> tuple[Change, ...]:
    """The changes of a platform, and those of its generated parts that follow from them."""
    after = applied(tree, changes)
    everything = {**dict.fromkeys(tree), **after, **derived_files(after, bundled)}
    return changes_between(tree, dict(sorted(everything.items())))
