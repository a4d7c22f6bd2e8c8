"""`new`: from a blueprint to a platform."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands._generating import generated
from generator.commands._options import FilePath, blueprint_argument
from generator.commands._trusting import trust_option, trusting
from generator.commands._verifying import verify_option, verifying_key
from generator.core.blueprint.address import wrong_with_tag
from generator.core.blueprint.answers import (
    Given,
    asked,
    parse_answers,
    parse_assignments,
    resolve,
    unknown_answers,
)
from generator.core.report.new import next_steps
from generator.core.styled import line
from generator.core.tree import outline
from generator.edge import blueprints
from generator.edge.files import read_given
from generator.edge.helm import helm_command
from generator.edge.new_folder import what_is_in_the_way, write_new_folder
from generator.edge.terminal import ask, can_ask, show, working
from generator.errors import Invalid, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.blueprint.manifest import Option


@click.command("new")
@blueprint_argument
@click.argument("folder", metavar="[DIR]", required=False, type=FilePath())
@click.option("--set", "assignments", metavar="NAME=VALUE", multiple=True, help="Answer a question. Repeats.")
@click.option(
    "--answers",
    "answers_file",
    metavar="FILE",
    type=FilePath(),
    help="Answer questions from a YAML or JSON file.",
)
@click.option("--defaults", is_flag=True, help="Ask nothing: take the defaults.")
@click.option("--dry-run", is_flag=True, help="Show which files would be written, write nothing.")
@trust_option
@verify_option
def command(
    blueprint: str,
    folder: Path | None,
    assignments: tuple[str, ...],
    answers_file: Path | None,
    *,
    defaults: bool,
    dry_run: bool,
) -> None:
    """Generate a platform from a blueprint.

    BLUEPRINT is a name that `list` shows, the path of a blueprint's folder or archive, CATALOGUE:NAME, or an
    address: git+https://host/repository.git//folder?ref=v1.0.0, oci://host/name:1.0.0. The platform is
    written to DIR, by default a new folder of the platform's name.
    """
    source = blueprints.load_blueprint(blueprint, key=verifying_key())
    if folder is not None:
        _refuse_taken(folder)
    given = _given(answers_file, assignments)
    answers = _answered(source.options, given, defaults=defaults)
    target = folder or Path(str(answers.get("name", source.blueprint.name)))
    _refuse_taken(target)
    source = trusting(source)
    with working("Generating the platform"):
        made = generated(source, answers)
    if dry_run:
        show(map(line, outline(made.files, str(target))))
        return
    write_new_folder(target, made.files)
    if wrong := wrong_with_tag(source.origin, source.blueprint.version):
        from generator.commands import _platform as on_platform  # most blueprints are not from elsewhere

        on_platform.show_note(wrong)
    show([line(f"{len(made.files)} files written to {target}. Next:"), line()])
    release = str(answers.get("name", source.blueprint.name))
    there = None if target.resolve() == Path.cwd() else str(target)
    show(next_steps(made.platform, release=release, helm=helm_command(), folder=there))


def _refuse_taken(target: Path) -> None:
    obstacle = what_is_in_the_way(target)
    if obstacle:
        raise UsageError(f'cannot make "{target}": {obstacle}', hint="Name a folder that is new or empty.")


def _given(answers_file: Path | None, assignments: Sequence[str]) -> dict[str, Given]:
    """What the command line answers; --set wins over the file."""
    from_file = parse_answers(read_given(answers_file), str(answers_file)) if answers_file else {}
    return {**from_file, **parse_assignments(assignments)}


def _answered(options: Sequence[Option], given: dict[str, Given], *, defaults: bool) -> dict[str, str | bool]:
    from generator.edge.render import render_text

    missing = [option.name for option in options if option.name not in given]
    if defaults or not missing:
        return resolve(options, given, render_text)
    if not can_ask():
        unknown = unknown_answers(options, given)
        if unknown:
            raise Invalid("these answers cannot be used", unknown)
        raise UsageError(
            f"there is no terminal to ask on: {', '.join(missing)}",
            hint="`… --defaults` takes the defaults; or answer with --set NAME=VALUE, or --answers FILE.",
        )
    return asked(options, given, ask, render_text)
