"""Builds what is missing of the controllers and webhooks, and has them judge: `python -m tests.controllers [pytest arguments]`.

`python -m tests.controllers nightly [pytest arguments]`: those that take minutes to build or to wait for.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests import crds, tools
from tests.cluster import programs


def main(arguments: list[str]) -> int:
    programs.install()
    crds.install()
    nightly = arguments[:1] == ["nightly"]
    wanted = tools.NIGHTLY if nightly else tools.CONTROLLERS
    for name in ("helm3", "helm4", "kwok", "promtool", *wanted):
        started = time.monotonic()
        tools.install(name)
        if time.monotonic() - started > 1:
            print(f"{name}: built in {time.monotonic() - started:.0f} s", flush=True)
    here = str(Path(__file__).parent)
    chosen = ["-m", "nightly" if nightly else "not nightly", *arguments[nightly:]]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--tb=short", here, *chosen], cwd=tools.ROOT, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
