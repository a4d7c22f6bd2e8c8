"""`show`: what a blueprint asks and what it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from generator.commands._options import blueprint_argument, output_option
from generator.core.blueprint.answers import resolve
from generator.core.blueprint.generate import preview
from generator.core.platform.file import Origin
from generator.edge import blueprints
from generator.edge.bundled import charts_folder
from generator.edge.files import read_tree
from generator.edge.terminal import heading, show_json, show_table

if TYPE_CHECKING:
    from generator.core.blueprint.generate import Preview
    from generator.core.blueprint.manifest import Blueprint, Option


@click.command("show")
@blueprint_argument
@output_option
def command(blueprint: str, output: str) -> None:
    """Show a blueprint's options, services and environments.

    BLUEPRINT is a name that `list` shows, or the path of a blueprint's folder.
    """
    source = blueprints.load(blueprint)
    # The files are templates: what the blueprint makes is only known by making it, with its defaults.
    from generator.edge.render import render_layer, render_text

    answers = resolve(source.options, {}, render_text)
    layers = [render_layer(layer, answers) for layer in source.layers]
    origin = Origin(source.blueprint.name, source.origin, source.blueprint.version)
    made = preview(layers, read_tree(charts_folder()), origin=origin, answers=answers)
    if output == "json":
        show_json(_as_json(source.blueprint, source.options, made))
    else:
        _as_text(source.blueprint, source.options, answers, made)


def _as_json(blueprint: Blueprint, options: tuple[Option, ...], made: Preview) -> dict[str, Any]:
    return {
        "name": blueprint.name,
        "version": blueprint.version,
        "description": blueprint.description,
        "options": [
            {
                "name": option.name,
                "type": option.kind,
                "help": option.help,
                "default": option.default,
                "choices": list(option.choices),
            }
            for option in options
        ],
        "services": [
            {
                "name": service.name,
                "workload": service.workload,
                "tier": service.tier,
                "image": service.image,
                "description": service.description,
                "calls": list(service.calls),
            }
            for service in made.services
        ],
        "environments": [
            {"name": one.name, "namespace": one.namespace, "inherits": one.inherits}
            for one in made.environments
        ],
    }


def _as_text(
    blueprint: Blueprint,
    options: tuple[Option, ...],
    answers: dict[str, str | bool],
    made: Preview,
) -> None:
    click.echo(f"{blueprint.name} {blueprint.version}: {blueprint.description}")
    heading("Options (--set NAME=VALUE)")
    show_table(
        ["NAME", "DEFAULT", "CHOICES", "WHAT IT IS"],
        [[o.name, _word(answers[o.name]), _choices(o), o.help] for o in options],
    )
    heading("Services")
    show_table(
        ["NAME", "WORKLOAD", "TIER", "WHAT IT IS", "CALLS"],
        [[s.name, s.workload, s.tier, s.description, ", ".join(s.calls)] for s in made.services],
    )
    heading("Environments")
    show_table(
        ["NAME", "NAMESPACE", "INHERITS"],
        [[one.name, one.namespace, one.inherits or ""] for one in made.environments],
    )


def _choices(option: Option) -> str:
    return "true, false" if option.kind == "boolean" else ", ".join(option.choices)


def _word(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value
