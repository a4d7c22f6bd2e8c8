"""A blueprint tried with answers: what of it cannot be made, or not be rendered by Helm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands._generating import generated
from generator.core.blueprint.answers import Given, resolve
from generator.core.blueprint.combinations import described_answers
from generator.edge.helm_template import template, temporary_copy
from generator.edge.terminal import working
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.core.blueprint.combinations import Chosen
    from generator.core.blueprint.generate import Assembled
    from generator.edge.blueprints import BlueprintChain


def failures(source: BlueprintChain, trials: Sequence[Chosen], *, rendered: bool) -> list[BlueprintError]:
    """What is wrong, each sentence once, with the answers that showed it first.

    Each platform is made and its values are held to the schema; `rendered`, Helm renders every environment.
    """
    found: dict[str, BlueprintError] = {}
    for number, chosen in enumerate(trials, 1):
        with working(f"{number} of {len(trials)}: {described_answers(chosen)}"):
            for error in _of_one(source, chosen, rendered=rendered):
                shown = BlueprintError(f"{error.what} ({described_answers(chosen)})", where=error.where)
                found.setdefault(f"{error.where} {error.what}", shown)
    return list(found.values())


def _of_one(source: BlueprintChain, chosen: Chosen, *, rendered: bool) -> list[BlueprintError]:
    from generator.edge.render import render_text

    try:
        given = {name: Given(value, described_answers({name: value})) for name, value in chosen.items()}
        made = generated(source, resolve(source.options, given, render_text))
        if rendered:
            _render(made)
    except Invalid as error:
        return [*error.errors] or [error]
    except BlueprintError as error:
        return [error]
    return []


def _render(made: Assembled) -> None:
    with temporary_copy(made.files) as folder:
        errors = [
            error for name in made.platform.environments for error in _of_environment(made, folder, name)
        ]
    if errors:
        raise Invalid("helm does not render this", errors)


def _of_environment(made: Assembled, folder: Path, name: str) -> list[BlueprintError]:
    environment, files = made.platform.environments[name], made.platform.values_files(name)
    try:
        template(folder, files, release="trial", environment=environment)
    except BlueprintError as error:
        said = [error, *(error.errors if isinstance(error, Invalid) else ())]
        return [BlueprintError(one.what, where=name) for one in said]
    return []
