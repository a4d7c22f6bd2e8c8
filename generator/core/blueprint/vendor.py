"""From charts as people write them to charts as an umbrella renders them fast.

Helm turns quadratic when aliased charts have dependencies, and validates a chart's schema once per
alias. So the library goes once to the umbrella, a vendored chart declares no dependency and carries
no schema (see blueprint/schema), and its values.yaml becomes JSON, which templates read seven times
faster.
"""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from generator.core.blueprint.json_file import json_file
from generator.core.helm.chart_file import (
    CHART_FILE,
    DEFAULTS_FILE,
    DEPENDENCIES_FILE,
    SCHEMA_FILE,
    UNSUPPORTED_FILE,
    VALUES_FILE,
    Chart,
    without_dependencies,
)
from generator.core.tree import moved_under, subtree
from generator.core.yaml.fields import plain_data
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.platform.umbrella import Umbrella
    from generator.core.tree import Tree


def vendored_files(umbrella: Umbrella, charts: Tree) -> dict[PurePosixPath, bytes]:
    """The files that vendoring adds to a platform: charts/<name>/ of every used chart.

    What a library keeps in `umbrella/` belongs to the platform itself and goes to its root. It gets the
    keys of all dependencies, with their workload types.
    """
    files: dict[PurePosixPath, bytes] = {}
    for name, chart in umbrella.used.items():
        source = subtree(charts, name)
        files.update(moved_under(f"charts/{name}", _vendored_chart(source, chart)))
        if chart.is_library:
            files.update(subtree(source, "umbrella"))
            files[PurePosixPath("charts", name, DEPENDENCIES_FILE)] = json_file(
                _types_by_key(umbrella), sort_keys=True
            )
    return dict(sorted(files.items()))


def _types_by_key(umbrella: Umbrella) -> dict[str, str]:
    """Every dependency with its type of workload, "" of a chart that makes none."""
    return {**dict.fromkeys((*umbrella.plain, *umbrella.foreign), ""), **umbrella.services}


def _vendored_chart(source: Tree, chart: Chart) -> dict[PurePosixPath, bytes]:
    where = f"charts/{chart.name}"
    files = {
        path: data
        for path, data in source.items()
        if path.parts[0] == "templates" or path == UNSUPPORTED_FILE
    }
    files[CHART_FILE] = without_dependencies(chart)
    if not chart.is_library:
        defaults = plain_data(source.get(VALUES_FILE, b""), f"{where}/{VALUES_FILE}") or {}
        files[DEFAULTS_FILE] = _json(defaults, f"{where}/{VALUES_FILE}")
    return files


def _json(data: object, where: str) -> bytes:
    try:
        return json_file(data)
    except (TypeError, ValueError) as error:
        raise BlueprintError(f"a value here has no form in JSON: {error}", where=where) from error


def chart_schemas(umbrella: Umbrella, charts: Tree) -> dict[str, dict[str, Any]]:
    """The parsed values.schema.json of every used chart that has one."""
    schemas = {}
    for name in umbrella.used:
        path = PurePosixPath(name, SCHEMA_FILE)
        if path in charts:
            try:
                schemas[name] = json.loads(charts[path])
            except ValueError as error:
                raise BlueprintError(f"this is not valid JSON: {error}", where=f"charts/{path}") from error
    return schemas
