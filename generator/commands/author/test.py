"""`author test`: every combination of a blueprint's choices, rendered in every environment."""

from __future__ import annotations

import click

from generator.commands._trial import failures
from generator.core.blueprint.combinations import described_answers, every_combination
from generator.core.styled import line
from generator.edge.blueprints import load_blueprint
from generator.edge.helm_template import find_helm
from generator.edge.terminal import show
from generator.errors import raise_any


@click.command("test")
@click.argument("blueprint", metavar="[FOLDER]", default=".")
@click.option("--no-helm", is_flag=True, help="Make the platforms and check their values, render none.")
@click.option("--list", "lists", is_flag=True, help="Show which combinations there are, try none.")
def command(blueprint: str, *, no_helm: bool, lists: bool) -> None:
    r"""Make a platform of every combination of a blueprint's choices, and render all its environments.

    Beyond 64 combinations, as many are tried that every two values meet in one. Other questions get their
    defaults.

    \b
      author test ./my-blueprint
      author test ./my-blueprint --list
    """
    source = load_blueprint(blueprint)
    trials = every_combination(source.options)
    if lists:
        show([line(described_answers(one)) for one in trials])
        return
    if not no_helm:
        find_helm()
    found = failures(source, trials, rendered=not no_helm)
    made = source.blueprint
    raise_any(f"{made.name} {made.version} fails with some of {len(trials)} sets of answers", found)
    done = "made" if no_helm else "made and rendered"
    show([line(f"{made.name} {made.version}: {len(trials)} platforms {done}, one of each set of answers.")])
