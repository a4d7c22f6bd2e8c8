"""Builds what is missing, starts the control plane, runs the tests against it, stops it: `python -m tests.cluster [pytest arguments]`.

BLUEPRINT names the blueprints to test, names or paths; by default all that come with the program.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import crds, tools
from tests.cluster import controlplane, furniture, platforms, programs

# More than one installation waits at any time; more than two of them only wait for the processor.
WORKERS = "4"
NOTHING_COLLECTED = 5


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    programs.install()
    crds.install()
    for name in ("helm3", "helm4", "kube-score"):
        tools.install(name)
    with tempfile.TemporaryDirectory(prefix="helm-blueprint-cluster-", ignore_cleanup_errors=True) as folder:
        os.environ["HELM_BLUEPRINT_CLUSTER"] = folder
        os.environ["BLUEPRINT"] = " ".join(platforms.wanted())
        _step("generating and rendering the platforms")
        platforms.prepare()
        _step("starting the control plane")
        with controlplane.running(Path(folder)) as api:
            furniture.furnish(api)
            _step("installing the platforms")
            # The zone is drained when all platforms of production are up and nothing else is going on.
            codes = [
                _pytest("-m", "not drain", "-n", WORKERS, "--no-loadscope-reorder", *arguments),
                _pytest("-m", "drain", *arguments),
            ]
            _step("stopping the control plane")
    # A selection (-k) may leave one of the two with nothing to do, not both.
    return max(set(codes) - {NOTHING_COLLECTED}, default=NOTHING_COLLECTED)


def _pytest(*arguments: str) -> int:
    here = str(Path(__file__).parent)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--tb=short", here, *arguments], cwd=tools.ROOT, check=False
    ).returncode


_started = time.monotonic()


def _step(what: str) -> None:
    print(f"[{time.monotonic() - _started:4.0f} s] {what} …", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
