"""What `new` says at its end: the commands to run next."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from generator.core.styled import line

if TYPE_CHECKING:
    from generator.core.platform.file import Platform
    from generator.core.styled import Line


def next_steps(platform: Platform, *, release: str, helm: str, folder: str | None) -> list[Line]:
    """The commands that show and install the first environment; `folder` is where to go, if anywhere."""
    environment = next(iter(platform.environments.values()))
    files = " ".join(f"-f {path}" for path in platform.values_files(environment.name))
    namespace = environment.namespace or release
    steps = [f"cd {shlex.quote(folder)}"] if folder is not None else []
    steps += [
        f"{helm} template {release} . {files}",
        f"{helm} install {release} . {files} --namespace {namespace} --create-namespace",
    ]
    return [line(f"  {step}") for step in steps]
