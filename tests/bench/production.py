"""Rendering ecommerce in production, against Helm alone: loading and sorting the same manifests, finished.

A service is an order-service more in it, as many as make the difference plain: values, presets, calls and all. We want both at
2.5; the bounds keep what is reached. Of what a service costs, a quarter is Helm's sorting (the floor), a quarter its copies of values
(`global`, twice for each service), a fifth `toYaml`, which reads as YAML what it wrote as JSON; the rest is calls in templates.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from tests import tools
from tests.bench.measure import Figure, cpu, medians

BIN = Path(sys.executable).parent
MORE = 40
SERVICE = "order-service"
RUNS = 7


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        one, many = root / "one", root / "many"
        for folder in (one, many):
            subprocess.run(
                [BIN / "helm-blueprint", "--quiet", "new", "ecommerce", folder, "--defaults"],
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        _with_more(many)
        for helm in ("helm3", "helm4"):
            calls = []
            for folder in (one, many):
                command: list[str | Path] = [tools.install(helm), "template", "shop", folder]
                command += ["-f", folder / "values-prod.yaml"]
                rendered = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                finished = _finished(rendered, root / f"{folder.name}-{helm}")
                calls += [partial(cpu, command), partial(cpu, [*command[:3], finished])]
            ours, floor, ours_many, floor_many = medians(RUNS, *calls)
            yield Figure(
                f"{helm}: ecommerce in production / its manifests",
                ours / floor, 3.6, detail=f"{ours:.3f} s / {floor:.3f} s",
            )  # fmt: skip
            a_service, its_floor = (ours_many - ours) / MORE, (floor_many - floor) / MORE
            yield Figure(
                f"{helm}: one more {SERVICE} / its manifests",
                a_service / its_floor, 5, detail=f"{a_service * 1000:.1f} ms / {its_floor * 1000:.1f} ms",
            )  # fmt: skip


def _with_more(folder: Path) -> None:
    """The platform with further services that say what order-service says."""
    chart = yaml.safe_load((folder / "Chart.yaml").read_text())
    values: dict[str, Any] = yaml.safe_load((folder / "values.yaml").read_text())
    graph = values["connections"] if "connections" in values else values["global"]["connections"]
    like = next(entry for entry in chart["dependencies"] if entry.get("alias") == SERVICE)
    for number in range(MORE):
        alias = f"{SERVICE}-{number}"
        chart["dependencies"].append({**like, "alias": alias, "condition": f"{alias}.enabled"})
        values[alias] = values[SERVICE]
        graph[alias] = graph[SERVICE]
    (folder / "Chart.yaml").write_text(yaml.safe_dump(chart, sort_keys=False))
    (folder / "values.yaml").write_text(yaml.safe_dump(values, sort_keys=False))


def _finished(rendered: str, folder: Path) -> Path:
    """A chart of the manifests as they are, in as many files as they come from."""
    files: dict[str, list[str]] = {}
    for document in re.split(r"^---\n", rendered, flags=re.MULTILINE):
        if source := re.match(r"# Source: (\S+)\n", document):
            files.setdefault(source[1], []).append(document[source.end() :].replace("{{", "{{`{{`}}"))
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: shop\nversion: 0.1.0\n")
    for number, documents in enumerate(files.values()):
        (folder / "templates" / f"{number}.yaml").write_text("---\n".join(documents))
    return folder
