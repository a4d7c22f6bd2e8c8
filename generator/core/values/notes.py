"""What to tell of a platform's values: what cannot be known of them, and what Helm will not take."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from generator.core.data import MISSING, value_at
from generator.core.encrypted import holds_encrypted, may_be_sealed
from generator.core.helm.charts import fits
from generator.core.paths import format_path
from generator.core.values.knowledge import has_broken_schema
from generator.core.values.null_outcomes import readers
from generator.core.values.nulls import nulls_below, nulls_seen, nulls_that_differ
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.data import Data
    from generator.core.helm.subcharts import Subchart
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel


def about_charts(model: ValuesModel) -> list[str]:
    """What cannot be known of the platform as a whole, each a sentence."""
    missing = [key for key, chart in model.subcharts.items() if chart.kind == "missing"]
    imports = [key for key, chart in model.subcharts.items() if chart.wanted.imports]
    notes = []
    if missing:
        notes.append(
            f"the defaults of {', '.join(missing)} are not known: the charts are not in charts/ "
            "(helm dependency update fetches them)"
        )
    if imports:
        notes.append(f"import-values in Chart.yaml is not followed: of {', '.join(imports)}")
    return notes + about_aliases(model)


def about_aliases(model: ValuesModel, path: KeyPath = ()) -> list[str]:
    """Where Helm 3 and Helm 4 look for the values of one chart in different places, of those at `path`."""
    return [
        f"{format_path(four)} is read by Helm 4 alone: Helm 3 reads {format_path(three)} instead, because "
        f"{four[0]} is a chart that is used twice and the aliases in it work once"
        for four, three in model.known_otherwise
        if all(one == other for one, other in zip(path, four, strict=False))
        or all(one == other for one, other in zip(path, three, strict=False))
    ]


def about_environment(model: ValuesModel, environment: str | None) -> list[str]:
    """What cannot be known of each subchart, or what Helm will not take, each a sentence."""
    notes = []
    refused = _refused(model, environment)
    for key, chart in model.subcharts.items():
        if chart.others:
            there = ", ".join(chart.others)
            wanted = f'version "{chart.wanted.version}" of {chart.wanted.name}'
            what = f"{key}: Chart.yaml wants {wanted}, charts/ has {there}"
            is_taken = chart.kind != "missing"
            notes.append(
                f"{what}, which Helm takes all the same"
                if is_taken
                else f"{what}: Helm gives it no alias, and no chart reads these values"
            )
        elif chart.kind == "missing":
            notes += _about_missing(model, chart)
        if chart.wanted.imports:
            notes.append(f"{key}: import-values in Chart.yaml is not followed")
        notes += refused.get(key, [])
        notes += [
            f"{key}: presets names {name!r}, which global.presets does not have; Helm refuses this"
            for name in model.unknown_presets(environment, key)
        ]
    return notes + nulls_that_differ(model.subcharts, model.sources(environment))


def _about_missing(model: ValuesModel, chart: Subchart) -> Iterator[str]:
    """That a chart is not vendored: which version it would be, and whether that is one that is wanted."""
    wanted, locked = chart.wanted, model.charts[1].locked.get(chart.wanted.name, "")
    version = f" ({locked} in the lock file)" if locked else ""
    yield f"{chart.key}: the chart {chart.type}{version} is not in charts/, its defaults are not known"
    if locked and not fits(wanted, wanted.name, locked):
        yield (
            f"{chart.key}: the lock file has version {locked}, Chart.yaml wants {wanted.version}: "
            "helm dependency update writes it anew"
        )


def about_key(model: ValuesModel, environment: str | None, path: KeyPath) -> list[str]:
    """What cannot be known of a key, what Helm will not take of its subchart, and what nothing reads."""
    key = str(path[0]) if path else ""
    notes = [
        note
        for note in about_environment(model, environment)
        if note.startswith(f"{key}:") or f" {key}." in note
    ]
    notes += [*about_nulls(model, environment, path), *about_aliases(model, path)] if path else []
    if key in model.subcharts and not model.is_enabled(environment, key):
        of = f" in {environment}" if environment else ""
        notes.append(f"{key} is not enabled{of}: nothing reads its values")
    notes += about_encrypted(model, path)
    if has_broken_schema(model):
        notes.append(
            "values.schema.json is no schema: nothing is known of any key, and Helm refuses the chart"
        )
    if model.is_left_out(path):
        chart = model.subcharts[key]
        notes.append(
            f"{key} is a {chart.type}, which has no {path[1]}: presets and overrides of it stop here"
        )
    return notes


def about_encrypted(model: ValuesModel, path: KeyPath) -> list[str]:
    """That a value is encrypted somewhere, and what follows from it."""
    files: list[str] = []
    for source in model.read_so_far if path else ():
        with suppress(BlueprintError):  # whoever needs the file will tell
            if may_be_sealed(source.content) and holds_encrypted(value_at(source.data, path)):
                files.append(str(source.path))
    if not files:
        return []
    where = ", ".join(sorted(files))
    return [
        f"{format_path(path)} is encrypted in {where}: what it is cannot be known, nor whether it differs"
    ]


def about_nulls(model: ValuesModel, environment: str | None, path: KeyPath) -> list[str]:
    """Which nulls at a path and below it templates see, each a sentence: `effective` is without them."""
    nulls = nulls_below(model.stated(environment), path)
    chart = model.subchart_at(path)
    if not nulls or (chart is not None and chart.is_ours):
        return []
    seen = {major: model.rendered(environment, major) for major in readers(model, environment)}
    return nulls_seen(nulls, seen, model.sources(environment))


def _refused(model: ValuesModel, environment: str | None) -> dict[str, list[str]]:
    """Where Helm wants a map for a chart and gets something else."""
    places = [(key, *path) for key, chart in model.subcharts.items() for path in ((), *chart.inside)]
    sources = [source.data for source in model.sources(environment)]
    if all(_is_map_or_nothing(value_at(data, path)) for path in places for data in sources):
        return {}  # what most platforms are, known without combining anything
    majors = readers(model, environment)
    refused = {major: model.coalesced(environment, major).refused for major in majors}
    notes: dict[str, list[str]] = {}
    for path in dict.fromkeys(path for paths in refused.values() for path in paths):
        those = [major for major in majors if path in refused[major]]
        who = "Helm" if len(those) == len(majors) else f"Helm {those[0]}"
        at = "here" if len(path) == 1 else f"at {format_path(path)}"
        notes.setdefault(path[0], []).append(f"{path[0]}: {who} refuses this, a map is expected {at}")
    return notes


def _is_map_or_nothing(value: Data) -> bool:
    return value is MISSING or isinstance(value, dict)
