"""`images`: every image that a platform pulls, for mirrors, scanners and those who pin them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands._impact import rendered_each
from generator.commands._listing import show_list
from generator.commands._options import table_output_option
from generator.commands._reading import environments_option
from generator.core.objects.images import used_images
from generator.core.report.images import IMAGE_HEADERS, image_rows, images_as_json

if TYPE_CHECKING:
    from pathlib import Path


@click.command("images")
@environments_option
@table_output_option
@on_platform.place_options
def command(environments: tuple[str, ...], output: str, platform: Path | None) -> None:
    r"""List the images that the environments pull: of pods, jobs, hooks, tests and custom resources.

    Helm renders each environment, so that what presets, defaults and companions (backups, exporters) pull
    is there, too, as a node pulls it: from its mirror, or from global.imageRegistry. A tag can be moved to
    other bytes; a digest (`image.digest` of a service) cannot.

    \b
      images --env prod
      images --output json | jq -r '.[].image'
    """
    root, model = on_platform.opened(platform)
    asked = list(dict.fromkeys(environments or model.environments or (None,)))
    for name in asked:
        model.sources(name)  # a missing environment or file is reported here, before Helm trips over it
    images = used_images(rendered_each(root, model, asked))
    show_list(output, IMAGE_HEADERS, image_rows(images, len(asked)), lambda: images_as_json(images))
