"""Builds what is missing of the controllers and webhooks, and has them judge: `python -m tests.controllers [pytest arguments]`."""

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
    for name in ("helm3", "promtool", *tools.CONTROLLERS):
        started = time.monotonic()
        tools.install(name)
        if time.monotonic() - started > 1:
            print(f"{name}: built in {time.monotonic() - started:.0f} s", flush=True)
    here = str(Path(__file__).parent)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--tb=short", here, *arguments], cwd=tools.ROOT, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
