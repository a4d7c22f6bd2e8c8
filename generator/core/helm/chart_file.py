"""The files of a chart, and Chart.yaml as far as vendoring needs to know it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.data import map_or_empty
from generator.core.yaml.fields import Fields, Located, parse
from generator.core.yaml.library import yaml
from generator.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.data import Data
    from generator.core.tree import Tree
    from generator.errors import BlueprintError

CHART_FILE = PurePosixPath("Chart.yaml")
VALUES_FILE = PurePosixPath("values.yaml")
SCHEMA_FILE = PurePosixPath("values.schema.json")
# Of vendored charts of ours: values.yaml as JSON, and the values that only other workload types have.
DEFAULTS_FILE = PurePosixPath("defaults.json")
UNSUPPORTED_FILE = PurePosixPath("unsupported.json")
# Of the vendored library: the platform's dependencies, which Helm hides from templates where they are off.
DEPENDENCIES_FILE = PurePosixPath("dependencies.json")
WORKLOAD = "helm-blueprint/workload"


class Dependency(NamedTuple):
    """One entry of the dependencies in a Chart.yaml, or the requirements.yaml of old.

    `key` is where its values stand, `line` the place of the entry (`file:line`) where that is known.
    """

    name: str
    version: str = ""
    alias: str = ""
    condition: str = ""
    repository: str = ""
    tags: tuple[str, ...] = ()
    imports: tuple[Data, ...] = ()
    line: str = ""

    @property
    def key(self) -> str:
        return self.alias or self.name


class Chart(NamedTuple):
    """A chart: `workload` is the type of workload that it makes, None when it is no service chart."""

    name: str
    version: str
    is_library: bool
    workload: str | None
    dependencies: tuple[Dependency, ...]
    content: Mapping[str, Any]  # all that its Chart.yaml says


# One command reads the same files several times: an umbrella's with 200 dependencies takes 30 ms.
@lru_cache(maxsize=32)
def parse_chart(data: bytes, where: str) -> Chart:
    """Read a Chart.yaml; Invalid with all that is missing. Helm's other fields are Helm's business."""
    source = parse(data, where)
    errors: list[BlueprintError] = []
    fields = Fields(source, (), errors)
    annotations = fields.mapping("annotations")
    chart = Chart(
        name=fields.text("name"),
        version=fields.text("version"),
        is_library=fields.text("type", "application") == "library",
        workload=str(annotations[WORKLOAD]) if WORKLOAD in annotations else None,
        dependencies=_dependencies(source, fields, errors),
        content=map_or_empty(source.data),
    )
    if errors:
        raise Invalid("this chart is broken", errors, where=where)
    return chart


def _dependencies(source: Located, fields: Fields, errors: list[BlueprintError]) -> tuple[Dependency, ...]:
    entries = fields.raw("dependencies") or []
    if not isinstance(entries, list):
        fields.wrong("a list is expected", "dependencies")
        return ()
    found = []
    for position in range(len(entries)):
        entry = Fields(source, ("dependencies", position), errors)
        found.append(
            Dependency(
                name=entry.text("name"),
                version=entry.text("version"),
                alias=entry.text("alias", ""),
                condition=entry.text("condition", ""),
                repository=entry.text("repository", ""),
                line=source.at("dependencies", position),
            )
        )
    return tuple(found)


def read_charts(tree: Tree) -> dict[str, Chart]:
    """All charts in a folder of charts, by folder name, which is their name."""
    folders = sorted({path.parts[0] for path in tree if len(path.parts) > 1})
    return {
        folder: parse_chart(tree[PurePosixPath(folder, CHART_FILE)], f"charts/{folder}/{CHART_FILE}")
        for folder in folders
        if PurePosixPath(folder, CHART_FILE) in tree
    }


def without_dependencies(chart: Chart) -> bytes:
    """Its Chart.yaml, written anew without `dependencies`: an aliased chart that has none is fast."""
    content = {key: value for key, value in chart.content.items() if key != "dependencies"}
    return yaml.safe_dump(content, sort_keys=False, width=100, allow_unicode=True).encode()
