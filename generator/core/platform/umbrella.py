"""An umbrella's dependencies, sorted out: services, other charts of ours, and foreign ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.helm.chart_file import (
    CHART_FILE,
    Chart,
    Dependency,
    parse_chart,
    read_charts,
)
from generator.core.helm.versions import parse_range, parse_version
from generator.core.words import did_you_mean, wrong_with_label
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.tree import Tree


class Umbrella(NamedTuple):
    """An umbrella's dependencies, sorted out.

    `services` are the aliases of service charts with their workload type, `plain` our other charts
    with a key (namespace, the library), `foreign` everything that is not ours; `used` are our
    charts that must be vendored, `idle` the workload types that no service is of.
    """

    services: Mapping[str, str]
    plain: Mapping[str, str]
    foreign: tuple[str, ...]
    used: Mapping[str, Chart]
    idle: tuple[str, ...] = ()


def read_umbrella(platform: Tree, charts: Tree) -> Umbrella:
    """Sort out the dependencies in a platform's Chart.yaml. Invalid with all that is wrong."""
    if CHART_FILE not in platform:
        raise BlueprintError("there is no Chart.yaml", where=str(CHART_FILE))
    ours = read_charts(charts)
    umbrella = parse_chart(platform[CHART_FILE], str(CHART_FILE))
    errors: list[BlueprintError] = []
    services: dict[str, str] = {}
    plain: dict[str, str] = {}
    foreign: list[str] = []
    keys: set[str] = set()
    for dependency in umbrella.dependencies:
        if dependency.key in keys:
            errors.append(BlueprintError(f'"{dependency.key}" stands here twice', where=dependency.line))
        keys.add(dependency.key)
        chart = ours.get(dependency.name)
        if chart is None:
            foreign.append(dependency.key)
            errors += _errors_of_foreign(dependency, ours)
            continue
        errors += _errors_of_ours(dependency, chart)
        if chart.workload:
            services[dependency.key] = dependency.name
        else:
            plain[dependency.key] = dependency.name
    used = {name: ours[name] for name in sorted({*services.values(), *plain.values()})}
    needed = {need.name for chart in used.values() for need in chart.dependencies if need.name in ours}
    for library in sorted(needed - set(plain.values())):
        errors.append(
            BlueprintError(
                f'the charts of this platform need "{library}" among its dependencies',
                where=str(CHART_FILE),
                hint=f"Add: {{name: {library}, version: {ours[library].version}}}",
            )
        )
    if errors:
        raise Invalid("this umbrella chart is broken", errors)
    idle = sorted(name for name, chart in ours.items() if chart.workload and name not in used)
    return Umbrella(services, plain, tuple(foreign), used, tuple(idle))


def _errors_of_foreign(dependency: Dependency, ours: Mapping[str, Chart]) -> list[BlueprintError]:
    if dependency.repository or not dependency.name:
        return []
    return [
        BlueprintError(
            f'there is no chart "{dependency.name}", and no repository to find it in',
            where=dependency.line,
            hint=did_you_mean(dependency.name, ours),
        )
    ]


def _errors_of_ours(dependency: Dependency, chart: Chart) -> list[BlueprintError]:
    errors = []

    def wrong(what: str, hint: str = "") -> None:
        errors.append(BlueprintError(f"{dependency.key}: {what}", where=dependency.line, hint=hint))

    reason = wrong_with_label(dependency.key)
    if reason:
        wrong(f"this cannot name a service: {reason}")
    if dependency.repository:
        wrong(f'"{chart.name}" is vendored into the platform and takes no repository')
    try:
        if parse_version(chart.version) not in parse_range(dependency.version):
            wrong(f"version {dependency.version} of {chart.name} is wanted, {chart.version} is there")
    except BlueprintError as error:
        wrong(error.what)
    expected = f"{dependency.key}.enabled"
    if chart.workload and dependency.condition != expected:
        wrong(f'"condition: {expected}" is missing', "Without it `enabled` would be accepted and do nothing.")
    return errors
