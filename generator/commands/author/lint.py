"""`author lint`: what is wrong with a blueprint's folder, all at once."""

from __future__ import annotations

import click

from generator.commands._trial import failures
from generator.core.blueprint.combinations import one_by_one
from generator.core.styled import line
from generator.edge.blueprints import load_blueprint
from generator.edge.terminal import show
from generator.errors import raise_any


@click.command("lint")
@click.argument("blueprint", metavar="[FOLDER]", default=".")
def command(blueprint: str) -> None:
    r"""Say everything that is wrong with a blueprint, with file and line.

    Manifest, questions and templates are read, then a platform is made of the defaults and of each value
    of each choice, and its values are held to the charts' schema. No Helm is needed.

    \b
      author lint
      author lint ./my-blueprint
    """
    source = load_blueprint(blueprint)
    trials = one_by_one(source.options)
    found = failures(source, trials, rendered=False)
    raise_any(f'the blueprint "{source.blueprint.name}" is broken', found)
    made = source.blueprint
    show([line(f"{made.name} {made.version}: nothing is wrong, tried with {len(trials)} sets of answers.")])
