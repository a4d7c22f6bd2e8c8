"""`author package`: a blueprint's folder as a chart archive."""

from __future__ import annotations

from pathlib import Path

import click

from generator.core.blueprint.package import packaged
from generator.core.styled import line
from generator.edge.blueprints import builtin_names, load_blueprint
from generator.edge.files import explained, read_file
from generator.edge.terminal import show, show_exact, to_file
from generator.errors import UsageError


@click.command("package")
@click.argument("blueprint", metavar="[FOLDER]", default=".")
def command(blueprint: str) -> None:
    r"""Pack a blueprint as a Helm chart archive, NAME-VERSION.tgz, in the folder where you are.

    `new` takes it, `helm push` publishes it, and Helm's provenance and Artifact Hub know what it is. It
    is a library chart: nobody can install it. The same files make the same bytes.

    \b
      author package ./my-blueprint
    """
    source = load_blueprint(blueprint)
    own = source.layers[-1]
    package = packaged(source.blueprint, own.files, builtin=builtin_names(), where=own.shown)
    target = Path(package.name)
    with explained(target, "write"):
        if target.exists() and read_file(target) != package.content:
            raise UsageError(
                f"{target} is there already, with other content",
                hint="Raise the version in blueprint.yaml, or remove the file.",
            )
    with to_file(target):
        show_exact(package.content)
    show([line(f"{target} written; its files are {source.digest or 'those that come with the program'}")])
