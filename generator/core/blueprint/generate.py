"""From rendered layers to a platform: vendored charts, compiled schema, platform.yaml, upgrade base."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core import archive
from generator.core.blueprint import readme
from generator.core.blueprint.schema import compile_schema, schema_bytes
from generator.core.blueprint.validate import errors_of_values
from generator.core.blueprint.vendor import chart_schemas, vendored_files
from generator.core.graph.services import describe_services
from generator.core.helm.chart_file import SCHEMA
from generator.core.helm.versions import parse_version
from generator.core.platform import file as platform_file
from generator.core.platform.umbrella import read_umbrella
from generator.core.tree import overlay
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.core.blueprint.manifest import Blueprint
    from generator.core.graph.services import Service
    from generator.core.platform.file import Environment, Origin
    from generator.core.platform.umbrella import Umbrella
    from generator.core.tree import Tree

README = PurePosixPath("README.md")


def assemble(
    layers: Sequence[Tree],
    charts: Tree,
    *,
    blueprints: Sequence[Blueprint],
    origin: Origin,
    answers: Mapping[str, str | bool],
) -> dict[PurePosixPath, bytes]:
    """A platform's files, from its rendered layers (lowest first) and the folder of charts.

    `blueprints` are the layers' own, in the same order. Invalid with all that is wrong with them.
    """
    written = overlay(*layers)
    if platform_file.FILE not in written:
        raise BlueprintError(f"the blueprint makes no {platform_file.FILE}", where=origin.name)
    umbrella = read_umbrella(written, charts)
    _refuse_versions(blueprints, umbrella)
    versions = {name: chart.version for name, chart in umbrella.used.items()}
    written[platform_file.FILE] = platform_file.completed(
        written[platform_file.FILE], origin, answers, versions
    )
    if README in written:
        services = describe_services(written, umbrella)
        written[README] = readme.refreshed(written[README].decode(), services).encode()
    made = {**written, **vendored(umbrella, charts), archive.FILE: archive.pack(written)}
    wrong = errors_of_values(made)
    if wrong:
        raise Invalid(f'the blueprint "{origin.name}" makes values that its charts do not accept', wrong)
    return dict(sorted(made.items()))


def vendored(umbrella: Umbrella, charts: Tree) -> dict[PurePosixPath, bytes]:
    """All that the tool owns in a platform and an upgrade replaces: the charts and the schema."""
    schema = compile_schema(umbrella, chart_schemas(umbrella, charts))
    return {**vendored_files(umbrella, charts), SCHEMA: schema_bytes(schema)}


class Description(NamedTuple):
    """What a blueprint makes."""

    services: Sequence[Service]
    environments: Sequence[Environment]


def describe(layers: Sequence[Tree], charts: Tree) -> Description:
    """What the rendered layers make, without making it."""
    written = overlay(*layers)
    umbrella = read_umbrella(written, charts)
    if platform_file.FILE not in written:
        raise BlueprintError(f"the blueprint makes no {platform_file.FILE}")
    environments = platform_file.parse_environments(written[platform_file.FILE])
    return Description(describe_services(written, umbrella), list(environments.values()))


def _refuse_versions(blueprints: Sequence[Blueprint], umbrella: Umbrella) -> None:
    errors = [
        BlueprintError(
            f"it needs {name} {allowed.text}, the charts here have {umbrella.used[name].version}",
            where=f"{blueprint.name}: charts.{name}",
            hint="Install the version of helm-blueprint that this blueprint was made for.",
        )
        for blueprint in blueprints
        for name, allowed in blueprint.charts.items()
        if name in umbrella.used and parse_version(umbrella.used[name].version) not in allowed
    ]
    if errors:
        raise Invalid("this blueprint does not fit the charts", errors)
