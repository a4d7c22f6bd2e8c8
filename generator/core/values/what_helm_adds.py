"""What Helm adds to the values of charts before it holds them to their schemas, and whom that surprises.

To the values of every dependency it adds `global`, and a `condition` in Chart.yaml wants a key among them:
a chart whose schema is closed may know neither (grafana/k6-operator#528, cert-manager/cert-manager#7334).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, map_or_empty, value_at
from generator.core.helm.source import Source
from generator.core.schema.messages import Violation

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import PurePosixPath

    from generator.core.helm.coalesce import Major
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel

_GLOBAL = "global"
_ADDED = "Helm adds this key to the values of every dependency, and the chart's schema does not take it"
_SKIP = (
    "Take a version of the chart whose schema takes it; until then only --skip-schema-validation "
    "(Helm 3.16 and newer) renders it."
)


def in_better_words(model: ValuesModel, found: Violation, charts: Collection[KeyPath]) -> Violation:
    """A violation, in better words where it is of what Helm adds; `charts` are where charts' values stand."""
    *above, last = found.path or ("",)
    if not found.is_unknown_key or tuple(above) not in charts:
        return found
    if last == _GLOBAL and not _is_stated(model, found.path):
        return Violation(found.path, _ADDED, _SKIP, is_unknown_key=False)
    chart = model.subchart_at(found.path)
    conditions = chart.wanted.condition.split(",") if chart else []
    if len(found.path) > 1 and ".".join(map(str, found.path)) in conditions:
        return found._replace(
            hint="`condition` in Chart.yaml asks for it, and the schema of this chart does not take it: let "
            "`condition` name a key of the umbrella's own."
        )
    return found


def of_one_major(found: Violation, major: Major) -> Violation:
    """A violation that only one major of Helm sees: for what it makes of a null, or of a second document."""
    message = f"{found.message}; Helm {major} refuses this, Helm {7 - major} does not"
    return found._replace(message=message, is_unknown_key=False)


def place_in_chart(model: ValuesModel, path: KeyPath) -> tuple[PurePosixPath, int] | None:
    """The line of Chart.yaml that wants the chart of a path whose values no file states; None elsewhere."""
    chart_file = model.layout.chart_file
    if (
        not path
        or path[0] not in model.subcharts
        or _is_stated(model, path[:1])
        or chart_file not in model.tree
    ):
        return None
    source = Source(chart_file, model.tree[chart_file])
    wants = source.data.get("dependencies")
    for number, want in enumerate(wants if isinstance(wants, list) else []):
        entry = map_or_empty(want)
        if (entry.get("alias") or entry.get("name")) == path[0]:
            position = source.position(("dependencies", number))
            return chart_file, position.line if position else 1
    return None


def _is_stated(model: ValuesModel, path: KeyPath) -> bool:
    """Whether a file of any environment states something there."""
    return any(
        value_at(model.source(file).data, path) is not MISSING
        for file in model.all_files
        if file in model.tree
    )
