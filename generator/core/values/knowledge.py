"""What is known of a key beside its values: what schemas, comments and the chart's defaults say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, value_at, without_nulls
from generator.core.helm.subcharts import schema_of_chart
from generator.core.schema.keys import schema_at
from generator.core.values.layers import DEFAULTS, fold_down

if TYPE_CHECKING:
    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.schema.keys import KeySchema
    from generator.core.values.model import ValuesModel


def has_broken_schema(model: ValuesModel) -> bool:
    """Whether there is a values.schema.json that is none: see read_schema."""
    return model.schema_file in model.tree and model.schema is None


def schema_of(model: ValuesModel, path: KeyPath) -> KeySchema | None:
    """What the schemas say of the key at `path`; None where no schema speaks of it."""
    known = schema_at(model.schema, path) if model.schema is not None else None
    chart = model.subchart_at(path)
    if (known is None or known.says_nothing) and chart and chart.schema:
        inner = schema_of_chart(chart.schema)
        known = (schema_at(inner, path[1:]) if inner is not None else None) or known
    return None if known is None or known.says_nothing else known


def documentation_of(model: ValuesModel, path: KeyPath) -> str:
    """What the schema says of a key, else the comment of the lowest file that states it."""
    known = schema_of(model, path)
    if known and known.description:
        return known.description
    chart = model.subchart_at(path)
    sources = (*(chart.defaults if chart else ()), *model.sources(None))
    for setting in model.layers(None, path):
        source = next((one for one in sources if one.path == setting.file), None)
        if source is None or source.path.suffix == ".json":
            continue
        stated = (*source.at, *setting.path)
        # Not of something further up that replaces the key; and a preset is not about who takes it.
        is_own = stated[1 - len(path) :] == path[1:] if len(path) > 1 else stated == path
        if is_own and (comment := source.comment(setting.path)):
            return comment
    return ""


def default_of(model: ValuesModel, path: KeyPath) -> Data:
    """What the chart's own defaults say; MISSING outside of subcharts, and where they say nothing."""
    chart = model.subchart_at(path)
    if chart is None:
        return MISSING
    layers = model.layers_of(None, chart.key)
    defaults = fold_down([layer for layer in layers if layer.name == DEFAULTS])
    return value_at(without_nulls(defaults), path[1:])
