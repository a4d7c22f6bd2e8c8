"""The parts of a platform's README that follow from its values: the diagram and the table of services.

They stand between marker comments; everything around them is the user's and stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.core.graph.services import Service

_SHAPES = {
    "statefulset": ("[(", ")]"),
    "daemonset": ("[/", "/]"),
    "job": ("{{", "}}"),
    "cronjob": ("{{", "}}"),
}


def refreshed(text: str, services: Sequence[Service]) -> str:
    """The README with both parts made anew; a part whose markers are missing is left out."""
    for name, content in (("diagram", diagram(services)), ("services", table(services))):
        begin, end = f"<!-- helm-blueprint:{name}:begin -->", f"<!-- helm-blueprint:{name}:end -->"
        between = re.search(f"{re.escape(begin)}\n(.*?){re.escape(end)}", text, re.DOTALL)
        if between:
            text = text[: between.start(1)] + content + text[between.end(1) :]
    return text


def diagram(services: Sequence[Service]) -> str:
    """The architecture as a Mermaid flow chart: tiers as boxes, an arrow per connection.

    Cylinders keep state, hexagons run to completion, slanted boxes run on every node. A service
    that only talks to its own members has no arrow.
    """
    names = {service.name for service in services}
    lines = ["```mermaid", "flowchart LR"]
    for tier in _in_order(service.tier for service in services):
        members = [_node(service) for service in services if service.tier == tier]
        if tier:
            lines += [f'  subgraph {tier}-tier["{tier}"]', *(f"    {node}" for node in members), "  end"]
        else:
            lines += [f"  {node}" for node in members]
    for service in services:
        for call in service.calls:
            callee, _, port = call.partition(":")
            if callee in names and callee != service.name:
                arrow = f"-->|{port}|" if port else "-->"
                lines.append(f"  {service.name} {arrow} {callee}")
    return "\n".join([*lines, "```"]) + "\n"


def table(services: Sequence[Service]) -> str:
    """The services as a Markdown table, in the order of Chart.yaml."""
    rows = [f"| {s.name} | {s.workload} | {s.tier} | {s.description} | {_code(s.image)} |" for s in services]
    head = ["| service | workload | tier | what it does | image |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def _node(service: Service) -> str:
    left, right = _SHAPES.get(service.workload, ("[", "]"))
    return f"{service.name}{left}{service.name}{right}"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _in_order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
