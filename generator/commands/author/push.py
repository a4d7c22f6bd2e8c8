"""`author push`: a blueprint's folder to a registry, by Helm."""

from __future__ import annotations

import click

from generator.commands._called import to_copy
from generator.core.blueprint.address import parse_address
from generator.core.blueprint.package import packaged
from generator.core.styled import line
from generator.edge.blueprints import builtin_names, load_blueprint
from generator.edge.terminal import show
from generator.errors import UsageError


@click.command("push")
@click.argument("blueprint", metavar="FOLDER")
@click.argument("registry", metavar="REGISTRY")
def command(blueprint: str, registry: str) -> None:
    r"""Pack a blueprint and let Helm push it to a registry of OCI artifacts.

    REGISTRY is where it goes, without its name and version: oci://host/team. Helm is who you are there:
    `helm registry login` comes first.

    \b
      author push ./my-blueprint oci://registry.example.com/blueprints
    """
    address = parse_address(registry)
    if address.kind != "oci" or address.version:
        raise UsageError(f'"{address.text}" is no place in a registry', hint="Write it as oci://host/team")
    source = load_blueprint(blueprint)
    own = source.layers[-1]
    package = packaged(source.blueprint, own.files, builtin=builtin_names(), where=own.shown)
    from generator.edge.helm_fetch import pushed

    pushed(package, address.text, address)
    made = f"{address.text}/{source.blueprint.name}:{source.blueprint.version}"
    show([line(to_copy(f"Pushed. `new {made}` makes a platform of it."))])
