"""What `new` and the upgrades share: a platform as a blueprint makes it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.blueprint.generate import assemble
from generator.edge.bundled import charts_folder, cluster_profiles, platform_schema
from generator.edge.files import read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.blueprint.generate import Assembled
    from generator.edge.blueprints import BlueprintChain


def generated(source: BlueprintChain, answers: Mapping[str, str | bool]) -> Assembled:
    """The platform that a blueprint makes of these answers."""
    from generator.edge.render import render_layer

    render = render_layer
    if source.runs_hooks:
        from generator.edge.hooks import render_with_hooks as render
    return assemble(
        [render(layer, answers) for layer in source.layers],
        read_tree(charts_folder()),
        platform_schema=platform_schema(),
        blueprints=[layer.blueprint for layer in source.layers],
        origin=source.made_from,
        answers=answers,
        clusters=cluster_profiles(),
    )
