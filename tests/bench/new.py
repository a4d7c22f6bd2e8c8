"""`new ecommerce --defaults`, vendoring and checks included, against cookiecutter on the same layers."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator.edge import blueprints
from tests.bench.measure import Figure, cpu, medians

BIN = Path(sys.executable).parent


def figures() -> Iterator[Figure]:
    layers = blueprints.load_blueprint("ecommerce").layers
    with tempfile.TemporaryDirectory() as temporary:
        # cookiecutter writes replay files into the home folder; here it has one of its own.
        environment = {**os.environ, "HOME": temporary}
        count = iter(range(10**6))

        def folder() -> str:
            return f"{temporary}/{next(count)}"

        def new() -> float:
            return cpu([BIN / "helm-blueprint", "new", "ecommerce", folder(), "--defaults"], env=environment)

        def cookiecutter() -> float:
            return sum(
                cpu(
                    [BIN / "cookiecutter", "--no-input", "--output-dir", folder(), layer.folder],
                    env=environment,
                )
                for layer in layers
            )

        ours, theirs = medians(9, new, cookiecutter)
    yield Figure(
        "helm-blueprint new ecommerce / cookiecutter on its layers",
        ours / theirs,
        1.0,
        detail=f"{ours * 1000:.0f} ms / {theirs * 1000:.0f} ms ({len(layers)} layers)",
    )
