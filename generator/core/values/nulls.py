"""Nulls that do not mean one thing: to Helm 3 and Helm 4, or to an umbrella and its subcharts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, leaves, map_at, value_at
from generator.core.paths import format_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.core.data import Data
    from generator.core.helm.coalesce import Major
    from generator.core.helm.source import Source
    from generator.core.helm.subcharts import Subchart
    from generator.core.paths import KeyPath

# These parts of global are read by the umbrella alone, so that it does no harm when subcharts see them.
_UMBRELLAS_OWN = ("presets", "overrides", "connections", "names")
_IGNORED_FROM = 4  # keys of a path: `global` and three more


def nulls_that_differ(subcharts: Mapping[str, Subchart], sources: Sequence[Source]) -> list[str]:
    """A sentence for each null in these files (values.yaml first) that not every template sees alike."""
    if not sources or not subcharts:
        return []
    return [*_over_globals(sources), *_over_defaults(subcharts, sources)]


def nulls_below(stated: Mapping[str, Data], path: KeyPath) -> list[KeyPath]:
    """The paths of nulls at a path and below it."""
    found = value_at(stated, path)
    return [] if found is MISSING else [inner for inner, value in leaves(found, path) if value is None]


def nulls_seen(
    nulls: Sequence[KeyPath], rendered: Mapping[Major, Mapping[str, Data]], sources: Sequence[Source]
) -> list[str]:
    """A sentence for each of these nulls that templates see as a key without a value."""
    notes = []
    for path in nulls:
        majors = [major for major, values in rendered.items() if value_at(values, path) is None]
        others = [major for major in rendered if major not in majors]
        place = next((_place(one, path) for one in reversed(sources) if value_at(one.data, path) is None), "")
        if majors and place:
            whose = f"Helm {majors[0]}'s " if others else ""
            what = f"{place}: {format_path(path)} is null; {whose}templates see the key, without a value"
            notes.append(f"{what}, and Helm {others[0]}'s see no key" if others else what)
    return notes


def _over_globals(sources: Sequence[Source]) -> Iterator[str]:
    for source in sources[1:]:
        for path in _nulls(source, "global"):
            if value_at(sources[0].data, path) in (MISSING, None):
                continue
            what = f"{_place(source, path)}: {format_path(path)} is null; "
            if len(path) >= _IGNORED_FROM:
                yield what + "Helm ignores that this deep in global: the value of values.yaml stays"
            elif path[1:2] and path[1] not in _UMBRELLAS_OWN:
                yield (
                    what
                    + "the umbrella's own templates see nothing there, subcharts the value of values.yaml"
                )


def _over_defaults(subcharts: Mapping[str, Subchart], sources: Sequence[Source]) -> Iterator[str]:
    base = sources[0]
    for key, chart in subcharts.items():
        if chart.is_ours or any(source.data.get(key) for source in sources[1:]):
            continue
        for path in _nulls(base, key):
            inner = path[1:]
            if any(
                value_at(source.data, inner[len(source.at) :]) is not MISSING
                for source in chart.defaults
                if inner[: len(source.at)] == source.at
            ):
                yield (
                    f"{_place(base, path)}: {format_path(path)} is null; Helm 3 removes the chart's default, "
                    f"Helm 4 keeps it unless an -f file states something of {key}"
                )


def _nulls(source: Source, key: str) -> list[KeyPath]:
    return [path for path, value in leaves(map_at(source.data, key), (key,)) if value is None]


def _place(source: Source, path: KeyPath) -> str:
    position = source.position(path)
    return f"{source.path}:{position.line}" if position else str(source.path)
