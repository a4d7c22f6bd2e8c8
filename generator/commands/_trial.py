"""A blueprint tried with answers: what of it cannot be made, or not be rendered by Helm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands._generating import generated
from generator.core.blueprint.answers import Given, resolve
from generator.core.blueprint.combinations import described_answers
from generator.core.blueprint.golden import golden_file, golden_text
from generator.core.platform.file import PLATFORM_FILE
from generator.edge.blueprints import load_blueprint
from generator.edge.helm_template import all_rendered, template_each, temporary_copy
from generator.edge.terminal import working
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePosixPath

    from generator.core.blueprint.combinations import Chosen
    from generator.core.blueprint.from_platform import Initial
    from generator.core.blueprint.generate import Assembled
    from generator.core.tree import Tree
    from generator.edge.blueprints import BlueprintChain


def failures(
    source: BlueprintChain,
    trials: Sequence[Chosen],
    *,
    rendered: bool,
    golden: dict[PurePosixPath, bytes] | None = None,
) -> list[BlueprintError]:
    """What is wrong, each sentence once, with the answers that showed it first.

    Each platform is made and its values are held to the schema; `rendered`, Helm renders every environment,
    and what it makes is put into `golden`, if that is there: a golden file for each set of answers.
    """
    found: dict[str, BlueprintError] = {}
    for number, chosen in enumerate(trials, 1):
        with working(f"{number} of {len(trials)}: {described_answers(chosen)}"):
            made, errors = _of_one(source, chosen, rendered=rendered)
            if golden is not None:
                golden[golden_file(chosen)] = golden_text(chosen, made)
            for error in errors:
                shown = BlueprintError(f"{error.what} ({described_answers(chosen)})", where=error.where)
                found.setdefault(f"{error.where} {error.what}", shown)
    return list(found.values())


def _of_one(
    source: BlueprintChain, chosen: Chosen, *, rendered: bool
) -> tuple[dict[str, str], list[BlueprintError]]:
    """What Helm renders by environment, and what is wrong."""
    from generator.edge.render import render_text

    try:
        given = {name: Given(value, described_answers({name: value})) for name, value in chosen.items()}
        made = generated(source, resolve(source.options, given, render_text))
        return _rendered(made) if rendered else {}, []
    except Invalid as error:
        return {}, [*error.errors] or [error]
    except BlueprintError as error:
        return {}, [error]


def _rendered(made: Assembled) -> dict[str, str]:
    """What Helm makes of every environment; Invalid with all that it cannot render."""
    platform = made.platform
    wanted = {name: (platform.values_files(name), one) for name, one in platform.environments.items()}
    with temporary_copy(made.files) as folder:
        found = template_each(folder, "trial", wanted)
    errors = [
        BlueprintError(said.what, where=name)
        for name, one in found.items()
        if isinstance(one, BlueprintError)
        for said in (one, *(one.errors if isinstance(one, Invalid) else ()))
    ]
    if errors:
        raise Invalid("helm does not render this", errors)
    return all_rendered(found)


def unlike(made: Initial, files: Tree) -> list[BlueprintError]:
    """The files that a new blueprint makes otherwise than they are, of its defaults."""
    from generator.edge.render import render_text

    with temporary_copy(made.files) as folder:
        source = load_blueprint(str(folder))
        found = generated(source, resolve(source.options, {}, render_text)).files
    return [
        BlueprintError("its template would not make what it is", where=str(path))
        for path, data in files.items()
        if path != PLATFORM_FILE and data.strip() and found.get(path) != data
    ]
