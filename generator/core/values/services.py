"""The services of a platform, described from what their templates get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.graph.services import describe_services

if TYPE_CHECKING:
    from generator.core.graph.services import Service
    from generator.core.values.model import ValuesModel


def services_of(model: ValuesModel, environment: str | None = None) -> list[Service]:
    """The services of an environment, by default of values.yaml alone, in the order of Chart.yaml."""
    workloads = {key: chart.type for key, chart in model.subcharts.items() if chart.kind == "service"}
    text = model.source(model.base_file).text if model.base_file in model.tree else ""
    return describe_services(model.effective(environment), workloads, text)
