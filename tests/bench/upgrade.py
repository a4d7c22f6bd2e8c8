"""Upgrades of a large platform, effects on every environment included, against Helm rendering these as often."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import yaml

from tests import tools
from tests.bench.measure import Figure, cpu, medians
from tests.bench.synthetic import umbrella

BIN = Path(sys.executable).parent
SERVICES = 200
ENVIRONMENTS = ("dev", "test", "staging", "prod", "dr")
RUNS = 1  # each takes half a minute of CPU


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folder = prepared(root)
        helm = tools.install("helm3")
        known = {**os.environ, "HELM_BIN": str(helm)}
        ours = [BIN / "helm-blueprint", "--quiet", "upgrade", "--dry-run", "--platform", folder]
        theirs = [
            [helm, "template", "big", folder, "-f", folder / f"values-{one}.yaml"] for one in ENVIRONMENTS
        ]
        upgrade, rendering = medians(RUNS, partial(cpu, ours, env=known), lambda: 2 * sum(map(cpu, theirs)))
        yield Figure(
            f"upgrade of {SERVICES} services × {len(ENVIRONMENTS)} environments / rendering all of them twice",
            upgrade / rendering, 2, detail=f"{upgrade:.2f} s / {rendering:.2f} s",
        )  # fmt: skip


def prepared(root: Path) -> Path:
    """A platform that its team has edited, and whose blueprint has another version by now."""
    blueprint, folder = root / "big", root / "shop"
    template = blueprint / "{{cookiecutter.name}}"
    template.mkdir(parents=True)
    made = umbrella(SERVICES)
    values = yaml.safe_load(made["values.yaml"])
    (blueprint / "cookiecutter.json").write_text("{}")
    (template / "Chart.yaml").write_text(made["Chart.yaml"])
    for one in ENVIRONMENTS:
        own = {f"service-{number}": {"replicaCount": 2} for number in range(0, 50, 10)}
        (template / f"values-{one}.yaml").write_text(yaml.safe_dump(own))
    _version(blueprint, "1.0.0", values)
    command = [BIN / "helm-blueprint", "--quiet", "new", blueprint, folder, "--defaults"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    ours = folder / "values.yaml"
    ours.write_text(ours.read_text().replace("memory: 128Mi", "memory: 160Mi", 20))
    for number in range(20, 40):
        values[f"service-{number}"]["image"]["tag"] = "1.5.0"
    _version(blueprint, "1.1.0", values)
    return folder


def _version(blueprint: Path, version: str, values: object) -> None:
    manifest = {"name": "big", "version": version, "description": "Many services", "extends": "platform"}
    (blueprint / "blueprint.yaml").write_text(yaml.safe_dump(manifest))
    (blueprint / "{{cookiecutter.name}}" / "values.yaml").write_text(yaml.safe_dump(values, sort_keys=False))
