"""The releases that manifests make of charts, and where each has its values: Flux and Argo CD."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core.deployers.manifests import manifests_in
from generator.core.words import did_you_mean
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from generator.core.deployers.manifests import Manifest
    from generator.core.paths import KeyPath

FLUX_GROUPS = ("helm.toolkit.fluxcd.io", "helm.fluxcd.io")
ARGOCD_GROUP = "argoproj.io"
SPECS = {"Application": ("spec",), "ApplicationSet": ("spec", "template", "spec")}


class Release(NamedTuple):
    """One release of a chart in a manifest. `values` is where its values stand, or would stand.

    `is_text`: they are a string of YAML. `parameters` is Argo CD's list of values that are set one by one.
    """

    manifest: Manifest
    name: str
    chart: str  # its name in a repository of charts, or its folder; "" where a patch leaves it out
    values: KeyPath
    is_text: bool = False
    parameters: KeyPath | None = None

    @property
    def states_anything(self) -> bool:
        """Whether it has values or parameters of its own."""
        at = (self.values, *((self.parameters,) if self.parameters else ()))
        return any(self.manifest.node(*path) is not None for path in at)

    def is_of(self, charts: Collection[str]) -> bool:
        """Whether its chart has one of these names, or lies in a folder of such a name."""
        return PurePosixPath(self.chart).name in charts


def releases_in(text: str) -> Iterator[Release]:
    """The releases in a file's text, in their order."""
    for manifest in manifests_in(text):
        yield from releases_of(manifest)


def releases_of(manifest: Manifest) -> Iterator[Release]:
    """The releases that a manifest makes; none where it is of another kind."""
    if manifest.group in FLUX_GROUPS and manifest.kind == "HelmRelease":
        yield Release(manifest, manifest.name, chart_of_flux(manifest), ("spec", "values"))
    elif manifest.group == ARGOCD_GROUP and manifest.kind in SPECS:
        for source in sources_of(manifest):
            chart = manifest.text(*source, "chart") or manifest.text(*source, "path")
            helm = (*source, "helm")
            if not chart and manifest.node(*helm) is None:
                continue  # a repository that others take their values files from
            # Argo CD reads `values` only where there is no `valuesObject`.
            is_text = manifest.node(*helm, "valuesObject") is None and bool(manifest.text(*helm, "values"))
            key = "values" if is_text else "valuesObject"
            parameters = (*helm, "parameters") if manifest.node(*helm, "parameters") is not None else None
            yield Release(manifest, manifest.name, chart, (*helm, key), is_text, parameters)


def chart_of_flux(manifest: Manifest) -> str:
    """The chart that a HelmRelease names, by any of the ways that its versions have."""
    ways = (("spec", "chart", "spec", "chart"), ("spec", "chart", "path"), ("spec", "chart", "name"))
    named = next((text for way in ways if (text := manifest.text(*way))), "")
    return named or manifest.text("spec", "chartRef", "name")


def sources_of(manifest: Manifest) -> list[KeyPath]:
    """Where the sources of an Application stand, or of an ApplicationSet's: `sources` hide `source`."""
    spec = SPECS[manifest.kind]
    several = manifest.node(*spec, "sources")
    if several is not None and several.items:
        return [(*spec, "sources", index) for index in range(len(several.items))]
    return [(*spec, "source")]


def meant_release(
    releases: Sequence[Release], name: str, charts: Collection[str], file: str, text: str
) -> Release:
    """The release that is meant: by its name, else the only one, else that of this chart.

    BlueprintError, with the lines of those in question, where that decides nothing.
    """
    found = [one for one in releases if one.name == name] if name else list(releases)
    if name and not found:
        names = sorted({one.name for one in releases})
        raise BlueprintError(
            f'there is no release "{name}" in this file',
            where=file,
            hint=did_you_mean(name, names),
        )
    if len(found) > 1:
        found = [one for one in found if one.is_of(charts)] or found
    if len(found) > 1:
        found = [one for one in found if one.states_anything] or found
    if len(found) == 1:
        return found[0]
    names = [one.name for one in found]
    if len(set(names)) < len(names):
        raise BlueprintError(
            f'several sources of "{names[0]}" have values, and none is of this chart alone',
            where=f"{file}:{line_of(found[0], text)}",
            hint="Leave helm values at the source of this chart alone.",
        )
    places = ", ".join(f"{one.name} (line {line_of(one, text)})" for one in found)
    raise BlueprintError(
        f"this file has the values of several releases: {places}",
        where=f"{file}:{line_of(found[0], text)}",
        hint=f"Say which is meant, in platform.yaml or with --values: {file}#{names[0]}",
    )


def line_of(release: Release, text: str) -> int:
    """The line that a release's manifest begins on: that of its kind."""
    return release.manifest.line(text, ("kind",))
