"""The layers of one subchart's values, lowest first, and which of them decides a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import (
    MISSING,
    deciding,
    equal,
    map_at,
    map_or_empty,
    merged,
    placed,
    value_at,
    without_nulls,
)
from generator.core.helm.merge import globals_of_subcharts
from generator.core.values.library import deciding_in_library, overlaid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.helm.source import Source
    from generator.core.helm.subcharts import Subchart
    from generator.core.paths import KeyPath

DEFAULTS = "chart defaults"
VALUES = "values"
_GLOBAL = "global"


class Layer(NamedTuple):
    """One layer: what its files say together. `at` is where it stands in them, `into` where it goes.

    `data` is what stands at `at`, nulls included. With `skips_nulls` a null says nothing, as in the
    templates of our charts; else it removes what the layers below say.
    """

    name: str
    at: KeyPath
    sources: tuple[Source, ...]
    data: Mapping[str, Data]
    into: KeyPath = ()
    skips_nulls: bool = False


class Setting(NamedTuple):
    """A place in a file that has a say in a value.

    `path` is what stands there: the value itself, or something further up that replaces it. `value`
    is what that leaves of the value asked for, MISSING when nothing. A null removes what its own file
    lies over and, where its layer does not skip nulls, what lower layers say. `wins` is the one
    that decides.
    """

    layer: str
    file: PurePosixPath
    line: int
    column: int
    path: KeyPath
    value: Data
    is_null: bool
    wins: bool

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def is_own(self) -> bool:
        """Whether the place speaks of this key alone: no preset, no override, no default of the chart."""
        return not self.layer.startswith((f"{_GLOBAL}.", DEFAULTS))


def layers_of(
    chart: Subchart,
    stated: Mapping[str, Data],
    sources: tuple[Source, ...],
    base: tuple[Layer, ...],
    base_file: PurePosixPath | None = None,
) -> tuple[Layer, ...]:
    """All layers of a subchart: `base` are those that it shares with others of its type (see base_layers).

    `base_file` is the umbrella's values.yaml, which may be the first of the sources.

    `stated` is what `sources`, values.yaml and the files of an environment, say together.
    """
    own = map_at(stated, chart.key)
    if not chart.is_ours:
        layers = [*base, Layer(VALUES, (chart.key,), sources, _without_null_charts(own, chart.inside))]
        return (*layers, *_handed_down(layers, chart.inside, sources, base_file))
    values = Layer(
        VALUES, (chart.key,), sources, {k: v for k, v in own.items() if k != "global"}, skips_nulls=True
    )
    if chart.kind == "vendored":
        return (*base, values)
    return (
        *base,
        *_shared(stated, sources, "presets", _named_presets(own, base)),
        values,
        *_shared(stated, sources, "overrides", _overriding(stated, chart.type)),
    )


def own_values(layers: Sequence[Layer]) -> dict[str, Data]:
    """What the layers of an ordinary chart say without the `global` that other charts hand down to it."""
    return fold_down([layer for layer in layers if layer.into[-1:] != (_GLOBAL,)])


def _without_null_charts(own: Mapping[str, Data], inside: Sequence[KeyPath]) -> Mapping[str, Data]:
    """A null in the place of a chart's values says nothing: Helm takes all its defaults."""
    for path in inside:
        if value_at(own, path) is None:
            above = {k: v for k, v in map_or_empty(value_at(own, path[:-1])).items() if k != path[-1]}
            own = _replaced(own, path[:-1], above)
    return own


def _replaced(data: Mapping[str, Data], path: KeyPath, value: Mapping[str, Data]) -> Mapping[str, Data]:
    if not path:
        return value
    head = str(path[0])
    return {**data, head: _replaced(data[head], path[1:], value)}


def _handed_down(
    layers: Sequence[Layer],
    inside: Sequence[KeyPath],
    sources: tuple[Source, ...],
    base_file: PurePosixPath | None,
) -> Iterator[Layer]:
    """The `global` of charts further up, for each chart that states one of its own: nearest first."""
    said = own_values(layers)
    for path in ((), *inside):
        if _GLOBAL not in map_or_empty(value_at(said, path)):
            continue
        into = (*path, _GLOBAL)
        for depth in reversed(range(len(path))):
            at = (*path[:depth], _GLOBAL)
            for layer in layers:
                data = without_nulls(map_or_empty(value_at(layer.data, at)))
                if data:
                    yield Layer(layer.name, (*layer.at, *at), layer.sources, data, into)
        # The umbrella's lies over all of them, and its nulls say nothing.
        is_base = bool(sources) and sources[0].path == base_file
        common = globals_of_subcharts(
            sources[0].data if is_base else {}, (source.data for source in sources[is_base:])
        )
        if common:
            yield Layer(_GLOBAL, (_GLOBAL,), sources, common, into)


def base_layers(
    chart: Subchart, stated: Mapping[str, Data], sources: tuple[Source, ...]
) -> tuple[Layer, ...]:
    """The layers that all subcharts of a type share: chart defaults, presets for all and for the type."""
    layers = [
        Layer(DEFAULTS, (), (source,), placed(source.data, source.at), skips_nulls=chart.is_ours)
        for source in chart.defaults
    ]
    if chart.kind == "service":
        layers += _shared(stated, sources, "presets", ["all", chart.type])
    return tuple(layers)


def unknown_presets(chart: Subchart, stated: Mapping[str, Data], base: tuple[Layer, ...]) -> list[str]:
    """The named presets that a service takes and global.presets does not have; Helm refuses them."""
    if chart.kind != "service":
        return []
    presets = map_at(map_at(stated, "global"), "presets")
    return [name for name in _named_presets(map_at(stated, chart.key), base) if name not in presets]


def _named_presets(own: Mapping[str, Data], base: Sequence[Layer]) -> list[str]:
    if "presets" in own:
        named = own["presets"]
    else:
        # Nothing else of them is asked, of hundreds of services.
        said: dict[str, Data] = {}
        for one in base:
            if "presets" in one.data:
                said = overlaid(said, {"presets": one.data["presets"]})
        named = said.get("presets")
    return [str(name) for name in named] if isinstance(named, list) else []


def _overriding(stated: Mapping[str, Data], workload: str) -> list[str]:
    overrides = map_at(map_at(stated, "global"), "overrides")
    return [] if overrides.get("enabled") in (False, "false") else ["all", workload]


def _shared(
    stated: Mapping[str, Data], sources: tuple[Source, ...], kind: str, names: Iterable[str]
) -> list[Layer]:
    group = map_at(map_at(stated, "global"), kind)
    return [
        Layer(f"global.{kind}.{name}", ("global", kind, name), sources, map_at(group, name), skips_nulls=True)
        for name in names
        if map_at(group, name)
    ]


def fold(layers: Iterable[Layer], onto: Mapping[str, Data] | None = None) -> dict[str, Data]:
    """What the layers of a chart of ours say together: each laid over all below it, nulls skipped."""
    result = dict(onto or {})
    for layer in layers:
        result = overlaid(result, layer.data)
    return result


def fold_down(layers: Sequence[Layer]) -> dict[str, Data]:
    """What the layers of an ordinary chart say together, nulls kept.

    Helm starts at the top and lays what it has over the next layer below. So a map over a scalar over
    a map merges with the lowest, which it does not in `fold`.
    """
    result: dict[str, Data] = {}
    for layer in reversed(layers):
        result = merged(placed(layer.data, layer.into), result)
    return result


def settings(layers: Sequence[Layer], path: KeyPath) -> tuple[Setting, ...]:
    """Every place that has a say in the value at `path`, lowest first; one of them wins, if there is any."""
    found: list[tuple[Layer, Source, KeyPath, int]] = []
    for layer in layers:
        if path[: len(layer.into)] != layer.into:
            continue
        inner = (*layer.at, *path[len(layer.into) :])
        for source in layer.sources:
            if inner[: len(source.at)] != source.at:
                continue
            depth = _deciding(layer, source.data, inner[len(source.at) :], start=len(layer.at))
            if depth is not None:
                found.append((layer, source, inner[len(source.at) :], depth))
    winner = _winner(layers, found, path)
    result = []
    for number, (layer, source, inner, depth) in enumerate(found):
        position = source.position(inner[:depth])
        line, column = (position.line, position.column) if position else (1, 1)
        value = value_at(source.data, inner)
        is_null = value_at(source.data, inner[:depth]) is None
        result.append(
            Setting(
                layer.name, source.path, line, column, inner[:depth], MISSING if is_null else value, is_null,
                wins=number == winner,
            )
        )  # fmt: skip
    return tuple(result)


def _winner(
    layers: Sequence[Layer], found: Sequence[tuple[Layer, Source, KeyPath, int]], path: KeyPath
) -> int | None:
    """The last place that says what the deciding layer says."""
    layer = deciding_layer(layers, path)
    if layer is None:
        return None
    value = value_at(layer.data, path[len(layer.into) :])
    places = [number for number, place in enumerate(found) if place[0] is layer]
    for number in reversed(places):
        said = value_at(found[number][1].data, found[number][2])
        if equal(said, value) or (isinstance(said, dict) and isinstance(value, dict)):
            return number
    return places[-1] if places else None


def deciding_layer(layers: Sequence[Layer], path: KeyPath) -> Layer | None:
    """The layer that decides the value at `path`; None where no layer speaks of it."""
    for index, layer in reversed(list(enumerate(layers))):
        if path[: len(layer.into)] != layer.into:
            continue
        inner = path[len(layer.into) :]
        depth = _deciding(layer, layer.data, inner)
        if depth is None or (layer.skips_nulls and value_at(layer.data, inner[:depth]) is None):
            continue
        # See fold_down: what a map of a higher layer replaced no longer hides what is below it.
        is_hidden = depth < len(inner) and not layer.skips_nulls
        if is_hidden and _is_map_above(layers[index + 1 :], (*layer.into, *inner[:depth])):
            continue
        return layer
    return None


def _deciding(layer: Layer, data: Data, path: KeyPath, *, start: int = 0) -> int | None:
    """`start` is where the layer's own values begin in `path`: what excludes each other does so below it."""
    if not layer.skips_nulls:
        return deciding(data, path)
    above = value_at(data, path[:start])
    if not isinstance(above, dict):
        return deciding(data, path)
    depth = deciding_in_library(above, path[start:])
    return None if depth is None else start + depth


def _is_map_above(layers: Sequence[Layer], path: KeyPath) -> bool:
    return any(isinstance(value_at(placed(one.data, one.into), path), dict) for one in layers)
