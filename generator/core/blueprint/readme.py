"""The parts of a platform's README that follow from its values and its environments.

They stand between marker comments; everything around them is the user's and stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.graph.stand_ins import is_stand_in
from generator.core.values.services import services_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.core.graph.services import Service
    from generator.core.platform.file import Platform
    from generator.core.values.model import ValuesModel

_SHAPES = {
    "statefulset": ("[(", ")]"),
    "daemonset": ("[/", "/]"),
    "job": ("{{", "}}"),
    "cronjob": ("{{", "}}"),
}


def parts_of(model: ValuesModel) -> dict[str, str]:
    """Every part that there can be, by its name in the markers; the commands need a platform.yaml."""
    services = services_of(model)
    parts = {"diagram": diagram(services), "services": table(services)}
    if model.platform:
        parts["install"] = install_table(model.platform, model.charts[1].name)
    return parts


def has_parts(data: bytes) -> bool:
    """Whether anything in a README can be ours."""
    return b"<!-- helm-blueprint:" in data


def refreshed(text: str, parts: Mapping[str, str]) -> str:
    """The README with its parts made anew; a part whose markers are missing is left out."""
    for name, content in parts.items():
        begin, end = f"<!-- helm-blueprint:{name}:begin -->", f"<!-- helm-blueprint:{name}:end -->"
        between = re.search(f"{re.escape(begin)}(\r?\n)(.*?){re.escape(end)}", text, re.DOTALL)
        if between:
            made = content.replace("\n", between[1])
            text = text[: between.start(2)] + made + text[between.end(2) :]
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
    rows = [f"| {s.name} | {s.workload} | {s.tier} | {s.description} | {_image(s.image)} |" for s in services]
    head = ["| service | workload | tier | what it does | image |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def install_table(platform: Platform, chart: str) -> str:
    """The command that installs, or upgrades, each release of the platform, as a Markdown table."""
    name = platform.answers.get("name") or chart
    rows = []
    for release in platform.releases():
        where = f"-n {release.namespace} --create-namespace " if release.namespace else ""
        files = " ".join(f"-f {file}" for file in platform.values_files(release.name))
        rows.append(f"| {release.name} | `helm upgrade --install {name} . {where}{files}` |")
    return "\n".join(["| environment | command |", "|---|---|", *rows]) + "\n"


def _node(service: Service) -> str:
    left, right = _SHAPES.get(service.workload, ("[", "]"))
    return f"{service.name}{left}{service.name}{right}"


def _image(image: str) -> str:
    return _code(image) + " (stand-in)" * is_stand_in(image)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _in_order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
