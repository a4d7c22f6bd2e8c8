"""Commands on services and environments: on 200 services in 5 environments, with what follows from them.

CPU seconds of whole processes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from tests.bench.measure import Figure, cpu, medians
from tests.bench.synthetic import write
from tests.bench.values import ENVIRONMENTS, PROGRAM, RUNS, large

README = "".join(
    f"<!-- helm-blueprint:{part}:begin -->\n<!-- helm-blueprint:{part}:end -->\n"
    for part in ("diagram", "services", "install")
)
# One environment is not checked yet, so that there is something to write.
WORKFLOW = "jobs:\n  check:\n    strategy:\n      matrix:\n        include:\n" + "".join(
    f'          - {{environment: {name}, values: "-f values-{name}.yaml"}}\n' for name in ENVIRONMENTS[:-1]
)
BY_TYPE = (
    "--workload", "deployment", "--image", "ghcr.io/example/coupons:1.0.0", "--connects", "service-1", "--called-by", "service-2",
)  # fmt: skip


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        tree = dict(large(200))
        tree[PurePosixPath("README.md")] = README.encode()
        tree[PurePosixPath(".github/workflows/platform.yaml")] = WORKFLOW.encode()
        root = write(tree, Path(name) / "platform")
        add = [PROGRAM, "service", "add", "coupons", "--dry-run"]
        commands: dict[str, list[str | Path]] = {
            "refresh": [PROGRAM, "refresh", "--dry-run"],
            "service add by type": [*add, *BY_TYPE],
            "env add": [PROGRAM, "env", "add", "qa", "--like", "staging", "--dry-run"],
            "region add": [PROGRAM, "region", "add", "eu-west-1", "--env", "prod", "--dry-run"],
            "service add like another": [*add, "--like", "service-7", "--env-only", "dev,prod"],
        }
        calls = [partial(cpu, [*words, "--platform", root]) for words in commands.values()]
        for command, seconds in zip(commands, medians(RUNS, *calls), strict=True):
            yield Figure(f"{command}, 200 services in 5 environments", seconds, 0.5, "s")
