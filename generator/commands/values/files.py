"""`values files`: the -f options that plain Helm needs for an environment."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _reading as reading
from generator.commands._called import remembered
from generator.commands._options import output_option
from generator.edge.terminal import show_json, show_text
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("files")
@click.option(
    "--env",
    "environment",
    metavar="ENV",
    required=True,
    envvar=reading.ENVIRONMENT_VARIABLE,
    callback=remembered,
    shell_complete=reading.complete_environment,
    help="The environment.",
)
@output_option
@on_platform.place_options
def command(environment: str, output: str, platform: Path | None) -> None:
    r"""Print the -f options that give plain Helm an environment's values, lowest first.

    Helm reads values.yaml by itself. The paths lead from the current folder.

    \b
      helm upgrade shop . $(helm blueprint values files --env dr)
    """
    root, model = on_platform.opened(platform)
    model.sources(environment)  # a missing file is reported here, before Helm trips over it
    for file in filter(model.is_in_manifest, model.files(environment)):
        command = f"values get --env {shlex.quote(environment)} --output yaml --show-secrets"
        raise BlueprintError(
            "plain Helm cannot read this: the values stand in a manifest",
            where=str(file),
            hint=f"`{command}` prints what -f takes.",
        )
    files = [on_platform.shown_path(root, path) for path in model.files(environment)]
    if output == "json":
        show_json(files)
    else:
        show_text(" ".join(f"-f {shlex.quote(file)}" for file in files))
