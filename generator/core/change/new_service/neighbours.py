"""What the services of a platform have in common: what a new one among them says as they do."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from generator.core.data import map_at, map_or_empty
from generator.core.graph.known import known_as, variable_prefix
from generator.core.helm.chart_file import Dependency
from generator.core.helm.subcharts import Subchart
from generator.core.values.layers import base_layers, fold, layers_of
from generator.core.yaml.render import in_flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.core.data import Data, Values
    from generator.core.values.model import ValuesModel

_WHOLE = ("resources", "slo")  # what is read as one is said as one
_VARIABLE = re.compile(r"\$\(([A-Z][A-Z0-9_]*)_(?:HOST|PORT)\)")


def workloads(model: ValuesModel) -> dict[str, str]:
    """The services of charts of ours with their workload types, in the order of Chart.yaml."""
    return {key: chart.type for key, chart in model.subcharts.items() if chart.kind == "service"}


def tier_of(model: ValuesModel, name: str) -> str:
    """The tier that a service says it is of, or that one of its presets says; "" where none does."""
    own = map_or_empty(model.declared(None, (name,)))
    named = own.get("presets")
    presets = map_at(map_at(model.stated(None), "global"), "presets")
    stated = [map_at(presets, str(one)).get("tier") for one in named] if isinstance(named, list) else []
    found = [str(one) for one in (*stated, own.get("tier")) if one]
    return found[-1] if found else ""


def kin(model: ValuesModel, workload: str, tier: str) -> list[str]:
    """The services of the same type in the same tier; all of the type where the tier has none of it."""
    same = [name for name, kind in workloads(model).items() if kind == workload]
    return [name for name in same if tier_of(model, name) == tier] or same


def said_by_most(model: ValuesModel, names: Iterable[str], key: str) -> Data:
    """What most of the services say of a key, and more than one; None where they do not agree."""
    stated = [map_or_empty(model.declared(None, (name,))).get(key) for name in names]
    counts = Counter(in_flow(one) for one in stated if one is not None)
    most, count = counts.most_common(1)[0] if counts else ("", 0)
    if count < 2 or count * 2 <= len(stated):
        return None
    return next(one for one in stated if one is not None and in_flow(one) == most)


def shared_presets(model: ValuesModel, names: Sequence[str], calls: Iterable[str]) -> list[str]:
    """The named presets that most of the services take, without those that need what nobody calls.

    A preset that one service alone has is its own affair, one with an image is that of a product; one that
    opens a service to the outside is chosen by whoever wants that.
    """
    known = map_at(map_at(model.stated(None), "global"), "presets")
    lists = [_names(map_or_empty(model.declared(None, (name,))).get("presets")) for name in names]
    counts = Counter(one for named in lists for one in dict.fromkeys(named))
    everywhere = Counter(
        one
        for name in workloads(model)
        for one in _names(map_or_empty(model.declared(None, (name,))).get("presets"))
    )
    called = {prefix_of(model, one.partition(":")[0]) for one in calls}
    return [
        one
        for one, count in counts.items()
        if count * 2 > len(names)
        and everywhere[one] > 1
        and not opens(map_at(known, one))
        and "image" not in map_at(known, one)
        and _needed_by(map_at(known, one)) <= called
    ]


def prefix_of(model: ValuesModel, name: str) -> str:
    """What the variables of a service begin with, new or not: order-db has ORDER_DB_HOST."""
    return variable_prefix(known_as(model.stated(None), name))


def opens(values: Values) -> bool:
    """Whether values open a service to the outside."""
    return bool(map_at(values, "ingress").get("enabled") or map_at(values, "httpRoute").get("enabled"))


def _needed_by(values: Values) -> set[str]:
    """The services whose variables values take, by what the variables begin with."""
    return set(_VARIABLE.findall(in_flow(dict(values))))


def _names(value: Data) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def below(
    model: ValuesModel, name: str, workload: str, block: Values, environment: str | None = None
) -> dict[str, Data]:
    """What a service would be by chart and presets alone: whatever is so already need not be said."""
    chart = _chart_of(model, name, workload)
    stated: Mapping[str, Data] = {**model.stated(environment), name: {"presets": block.get("presets", [])}}
    return fold(layers_of(chart, stated, (), base_layers(chart, stated, ())))


def _chart_of(model: ValuesModel, name: str, workload: str) -> Subchart:
    for chart in model.subcharts.values():
        if chart.kind == "service" and chart.type == workload:
            return chart._replace(key=name)
    wanted = Dependency(name=workload, alias=name)
    return Subchart(name, workload, "service", wanted, "", None, (), None, ())


def unsaid(values: Values, known: Values) -> dict[str, Data]:
    """The values without those that are so already."""
    left: dict[str, Data] = {}
    for key, value in values.items():
        if isinstance(value, dict) and isinstance(known.get(key), dict) and key not in _WHOLE:
            inner = unsaid(value, known[key])
            if inner:
                left[key] = inner
        elif key not in known or known[key] != value:
            left[key] = value
    return left
