"""`author release`: whether a version promises as much as its changes do to platforms that run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands._carrying import with_migrations, with_pins
from generator.commands._effects import rendered_environments
from generator.commands._generating import generated
from generator.core.blueprint.answers import Given, resolve
from generator.core.blueprint.combinations import described_answers, one_by_one
from generator.core.objects.consequences import Consequence, consequences
from generator.core.objects.promise import BUMPS, bump_asked, least_bump, promised_bump
from generator.core.styled import line
from generator.core.upgrade.base import base_of
from generator.core.upgrade.planned import Upgrading, planned
from generator.edge.blueprints import load_blueprint
from generator.edge.bundled import bundled
from generator.edge.helm_template import find_helm
from generator.edge.line_merge import merged_by_lines
from generator.edge.terminal import show, working
from generator.errors import BlueprintError, Invalid, UsageError

if TYPE_CHECKING:
    from generator.core.blueprint.combinations import Chosen
    from generator.edge.blueprints import BlueprintChain

_MOST_SHOWN = 20
_RAISE = "Raise the version in blueprint.yaml."


@click.command("release")
@click.argument("blueprint", metavar="[FOLDER]", default=".")
@click.option(
    "--against", metavar="PREVIOUS", required=True, help="The last version, by its folder or address."
)
def command(blueprint: str, against: str) -> None:
    r"""Say which step of the version a blueprint's changes ask for, and refuse one that promises less.

    Platforms of the last version are upgraded, migrations included, and rendered in every environment, with
    the defaults and with each value of each choice. Data at risk, what the API refuses, workloads that go,
    answers that are none any more: major. Restarts and what callers notice: minor. Else patch.

    \b
      author release ./shop --against oci://registry.example.com/blueprints/shop:1.2.0
    """
    now, before = load_blueprint(blueprint), load_blueprint(against)
    was, is_now = before.blueprint.version, now.blueprint.version
    promised = promised_bump(was, is_now)
    if not promised:
        raise UsageError(
            f"{is_now} is no later version than {was}", hint="Raise the version in blueprint.yaml."
        )
    find_helm()
    found = _found(before, now)
    asked = least_bump(one for one, _ in found)
    reasons = [
        f"{one.kind} {', '.join(one.names)}: {one.what} ({said})"
        for one, said in found
        if bump_asked(one) == asked
    ][:_MOST_SHOWN]
    if BUMPS.index(promised) < BUMPS.index(asked):
        raise Invalid(
            f"{is_now} promises a {promised} after {was}, and this is a {asked}",
            [BlueprintError(one) for one in reasons],
            hint=_RAISE,
        )
    show([line(f"{was} → {is_now} is a {promised}; what changes asks for a {asked}."), *map(line, reasons)])


def _found(before: BlueprintChain, now: BlueprintChain) -> list[tuple[Consequence, str]]:
    """All effects, each with the first answers that showed it: answers that either version takes."""
    found: dict[tuple[str, str, str], tuple[Consequence, str]] = {}
    trials = one_by_one(now.options)
    trials += [one for one in one_by_one(before.options) if one not in trials]
    for number, chosen in enumerate(trials, 1):
        with working(f"{number} of {len(trials)}: {described_answers(chosen)}"):
            for one in _effects_of(before, now, chosen):
                found.setdefault((one.of, one.kind, one.what), (one, described_answers(chosen)))
    return list(found.values())


def _effects_of(before: BlueprintChain, now: BlueprintChain, chosen: Chosen) -> list[Consequence]:
    """What becomes of a platform with these answers; nothing where the older version cannot be asked them."""
    from generator.edge.render import render_text

    given = {name: Given(value, described_answers({name: value})) for name, value in chosen.items()}
    try:
        answers = resolve(before.options, given, render_text)
    except BlueprintError:
        return []
    # As `upgrade` has it: what is asked no more goes, and what is no answer any more stops it.
    kept = {name: one for name, one in given.items() if any(name == option.name for option in now.options)}
    try:
        answers_now = resolve(now.options, kept, render_text)
    except BlueprintError as error:
        return [Consequence("refused", (), "answer", tuple(given), f"upgrades stop: {error.what}")]
    was = generated(before, answers).files
    upgrading = Upgrading(base_of(was), was, generated(now, answers_now))
    carried = with_migrations(upgrading, now.blueprint, before.blueprint.version, ())
    plan, _ = with_pins(planned(carried.upgrading, bundled(), merged_by_lines)._replace(before=was))
    sides = []
    for tree in (was, plan.after):
        rendered = rendered_environments(tree)
        if isinstance(rendered, BlueprintError):
            raise rendered
        sides.append(rendered)
    return consequences(*sides)
