"""From rendered layers to a platform: vendored charts, compiled schema, platform.yaml, upgrade base."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core import archive
from generator.core.blueprint import readme
from generator.core.blueprint.clusters import with_facts
from generator.core.blueprint.derived import README, Bundled, owned_files
from generator.core.blueprint.layers import files_of_layers
from generator.core.blueprint.pristine import digests_of
from generator.core.blueprint.regions import region_files
from generator.core.blueprint.validate import errors_of_values
from generator.core.blueprint.vendor import vendored_files
from generator.core.file_names import errors_of_names
from generator.core.helm.versions import parse_version
from generator.core.platform.file import PLATFORM_FILE
from generator.core.platform.file import completed as completed_platform
from generator.core.platform.umbrella import read_umbrella
from generator.core.tree import text_of
from generator.core.values.model import load_values
from generator.core.values.services import services_of
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import PurePosixPath

    from generator.core.blueprint.clusters import ClusterProfile
    from generator.core.blueprint.manifest import Blueprint
    from generator.core.graph.services import Service
    from generator.core.platform.file import Environment, Origin, Platform
    from generator.core.platform.umbrella import Umbrella
    from generator.core.tree import Tree


class Assembled(NamedTuple):
    """A new platform: all its files by path, what its platform.yaml says, and what the blueprint wrote."""

    files: Tree
    platform: Platform
    written: Tree


def assemble(
    layers: Sequence[Tree],
    charts: Tree,
    *,
    platform_schema: bytes,
    blueprints: Sequence[Blueprint],
    origin: Origin,
    answers: Mapping[str, str | bool],
    clusters: Mapping[str, ClusterProfile],
) -> Assembled:
    """A platform, from its rendered layers (lowest first) and the folder of charts.

    `blueprints` are the layers' own, in the same order; `platform_schema` is the one of platform.yaml,
    `clusters` are the profiles that the answer `cluster` names.
    Invalid with all that is wrong with them.
    """
    written, umbrella, platform = _written(layers, blueprints, charts, origin, answers)
    written = with_facts(written, answers, clusters)
    _refuse_versions(blueprints, umbrella)
    owned = owned_files(umbrella, Bundled(charts, platform_schema))
    model = load_values({**written, **owned}, platform)
    wrong = errors_of_values(model)
    if wrong:
        raise Invalid(f'the blueprint "{origin.name}" makes values that its charts do not accept', wrong)
    if README in written:
        written[README] = readme.refreshed(
            text_of(written[README], str(README)), readme.parts_of(model)
        ).encode()
    base = {**written, archive.OWNED_DIGESTS: digests_of(owned)}
    files = {**written, **owned, archive.BASE_FILE: archive.pack(base)}
    return Assembled(dict(sorted(files.items())), platform, written)


def _written(
    layers: Sequence[Tree],
    blueprints: Sequence[Blueprint],
    charts: Tree,
    origin: Origin,
    answers: Mapping[str, str | bool],
) -> tuple[dict[PurePosixPath, bytes], Umbrella, Platform]:
    """The files that the blueprint writes, platform.yaml completed; what Chart.yaml and platform.yaml say."""
    written = files_of_layers(layers, blueprints)
    if PLATFORM_FILE not in written:
        raise BlueprintError(f"the blueprint makes no {PLATFORM_FILE}", where=origin.name)
    if wrong := errors_of_names(written):
        raise Invalid(f'the blueprint "{origin.name}" makes files that cannot be', wrong)
    umbrella = read_umbrella(written, charts)
    versions = {name: chart.version for name, chart in umbrella.used.items()}
    completed = completed_platform(written[PLATFORM_FILE], origin, answers, versions)
    regions = region_files(written, completed.platform)
    return {**regions, **written, PLATFORM_FILE: completed.text}, umbrella, completed.platform


class Preview(NamedTuple):
    """What a blueprint makes."""

    services: Sequence[Service]
    environments: Sequence[Environment]


def preview(
    layers: Sequence[Tree],
    charts: Tree,
    *,
    blueprints: Sequence[Blueprint],
    origin: Origin,
    answers: Mapping[str, str | bool],
) -> Preview:
    """What the rendered layers make, without making it: nothing is judged, no schema compiled."""
    written, umbrella, platform = _written(layers, blueprints, charts, origin, answers)
    model = load_values({**written, **vendored_files(umbrella, charts)}, platform)
    return Preview(services_of(model), list(platform.environments.values()))


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
