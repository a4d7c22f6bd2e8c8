"""`show`: what a blueprint asks and what it makes."""

from __future__ import annotations

import click

from generator.commands._options import blueprint_argument, output_option
from generator.commands._verifying import verify_option, verifying_key
from generator.core.blueprint.answers import resolve
from generator.core.blueprint.generate import preview
from generator.core.report import show as report
from generator.edge import blueprints
from generator.edge.bundled import charts_folder
from generator.edge.files import read_tree
from generator.edge.terminal import show, show_json


@click.command("show")
@blueprint_argument
@verify_option
@output_option
def command(blueprint: str, output: str) -> None:
    """Show a blueprint's options, services and environments.

    BLUEPRINT is a name that `list` shows, the path of a blueprint's folder or archive, CATALOGUE:NAME, or an
    address: git+https://host/repository.git//folder?ref=v1.0.0, oci://host/name:1.0.0.
    """
    source = blueprints.load_blueprint(blueprint, key=verifying_key())
    # The files are templates: what the blueprint makes is only known by making it, with its defaults.
    from generator.edge.render import render_layer, render_text

    answers = resolve(source.options, {}, render_text)
    layers = [render_layer(layer, answers) for layer in source.layers]
    made = preview(
        layers,
        read_tree(charts_folder()),
        blueprints=[one.blueprint for one in source.layers],
        origin=source.made_from,
        answers=answers,
    )
    if output == "json":
        show_json(report.as_json(source.blueprint, source.options, made))
    else:
        show(report.as_text(source.blueprint, source.options, answers, made))
