"""Rendering a chart with the helm that is there: the one whose plugin we are, else the one on PATH."""

from __future__ import annotations

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from generator.edge.files import explained
from generator.edge.scratch import scratch
from generator.errors import BlueprintError, Invalid, MissingProgram

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path, PurePosixPath
    from typing import TypeVar

    from generator.core.platform.file import Environment
    from generator.core.tree import Tree

    Which = TypeVar("Which", bound=str | None)

_LONGEST = 1200


def find_helm() -> str:
    """The helm to start; MissingProgram where there is none."""
    program = os.environ.get("HELM_BIN") or shutil.which("helm")
    if not program or not shutil.which(program):
        raise MissingProgram(
            "helm is needed to render the platform, and it is not here",
            hint="Install it (https://helm.sh/docs/intro/install), or name it: HELM_BIN=/path/to/helm.",
        )
    return program


def template(
    chart: Path,
    files: Sequence[PurePosixPath],
    *,
    release: str,
    environment: Environment | None = None,
) -> str:
    """What `helm template` renders; `files` are those passed with -f, below the chart's folder.

    Of an environment of platform.yaml its namespace and its Kubernetes are passed, too.
    """
    command = [find_helm(), "template", release, str(chart)]
    for file in files:
        command += ["-f", str(chart / file)]
    if environment and environment.namespace:
        command += ["--namespace", environment.namespace]
    if environment and environment.kubernetes:
        command += ["--kube-version", environment.kubernetes]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = done.stderr.strip().replace(f"{chart}/", "")
        hint = "Run `helm dependency build` first." if "missing in charts/" in reason else ""
        first, *rest = reason[-_LONGEST:].split("\n")
        raise Invalid(f"helm cannot render this: {first}", [BlueprintError(one) for one in rest], hint=hint)
    return done.stdout


def template_each(
    chart: Path,
    release: str,
    wanted: Mapping[Which, tuple[Sequence[PurePosixPath], Environment | None]],
) -> dict[Which, str | BlueprintError]:
    """What `template` renders of the files and the environment of each, two at a time, or why it does not.

    An error that has no place gets the name as one, which of None is that of values.yaml alone.
    """

    def rendered(name: Which) -> str | BlueprintError:
        files, environment = wanted[name]
        try:
            return template(chart, files, release=release, environment=environment)
        except BlueprintError as error:
            error.where = error.where or str(name or "values.yaml alone")
            return error

    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(wanted, pool.map(rendered, wanted), strict=True))


def all_rendered(found: Mapping[Which, str | BlueprintError]) -> dict[Which, str]:
    """What `template_each` found, where nothing was refused; raises the first refusal."""
    texts = {}
    for name, text in found.items():
        if isinstance(text, BlueprintError):
            raise text
        texts[name] = text
    return texts


@contextmanager
def temporary_copy(tree: Tree) -> Iterator[Path]:
    """A folder with these files, for as long as it is needed."""
    with scratch() as folder:
        with explained(folder, "write"):
            for path, data in tree.items():
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        yield folder
