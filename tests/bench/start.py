"""Start-up: the version, the list of blueprints, and the help, against Python doing nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Figure, cpu, medians

PROGRAM = Path(sys.executable).parent / "helm-blueprint"


def figures() -> Iterator[Figure]:
    nothing, version, listed, helped = medians(
        21,
        lambda: cpu([sys.executable, "-c", "pass"]),
        lambda: cpu([PROGRAM, "--version"]),
        lambda: cpu([PROGRAM, "list"]),
        lambda: cpu([PROGRAM, "--help"]),
    )
    detail = f"python -c pass: {nothing * 1000:.0f} ms"
    yield Figure("helm-blueprint --version / python -c pass", version / nothing, 4, detail=detail)
    yield Figure("helm-blueprint list / python -c pass", listed / nothing, 10, detail=detail)
    yield Figure("helm-blueprint --help / python -c pass", helped / nothing, 10, detail=detail)
