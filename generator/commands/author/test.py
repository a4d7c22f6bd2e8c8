"""`author test`: every combination of a blueprint's choices, rendered in every environment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands._golden import keep_golden
from generator.commands._options import Word
from generator.commands._trial import failures
from generator.core.blueprint.combinations import described_answers, every_combination
from generator.core.styled import line
from generator.edge.blueprints import load_blueprint
from generator.edge.helm_template import find_helm
from generator.edge.terminal import show
from generator.errors import UsageError, raise_any

if TYPE_CHECKING:
    from pathlib import PurePosixPath


@click.command("test")
@click.argument("blueprint", metavar="[FOLDER]", default=".")
@click.option("--no-helm", is_flag=True, help="Make the platforms and check their values, render none.")
@click.option(
    "--golden",
    type=Word(["write", "check"]),
    help="Keep what Helm renders in FOLDER/golden, or compare with what is there.",
)
@click.option("--list", "lists", is_flag=True, help="Show which combinations there are, try none.")
def command(blueprint: str, *, no_helm: bool, golden: str | None, lists: bool) -> None:
    r"""Make a platform of every combination of a blueprint's choices, and render all its environments.

    --golden check fails, with a diff, where a set of answers renders otherwise than its golden file says.
    Beyond 64 combinations, as many are tried that every two values meet in one. Other questions get their
    defaults.

    \b
      author test ./my-blueprint
      author test ./my-blueprint --list
      author test ./my-blueprint --golden write
    """
    if golden and (no_helm or lists):
        raise UsageError(
            "golden files are what Helm renders: --golden goes with neither --no-helm nor --list"
        )
    source = load_blueprint(blueprint)
    if golden and not Path(blueprint).is_dir():
        raise UsageError(f"golden files lie in a blueprint's folder: {blueprint} is none")
    trials = every_combination(source.options)
    if lists:
        show([line(described_answers(one)) for one in trials])
        return
    if not no_helm:
        find_helm()
    made_golden: dict[PurePosixPath, bytes] | None = {} if golden else None
    found = failures(source, trials, rendered=not no_helm, golden=made_golden)
    made = source.blueprint
    raise_any(f"{made.name} {made.version} fails with some of {len(trials)} sets of answers", found)
    if made_golden is not None:
        keep_golden(source.layers[-1].folder, made_golden, writes=golden == "write")
    done = "made" if no_helm else "made and rendered"
    show([line(f"{made.name} {made.version}: {len(trials)} platforms {done}, one of each set of answers.")])
