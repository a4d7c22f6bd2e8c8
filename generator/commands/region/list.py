"""`region list`: the regions of a platform, where they run, and what each is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands._listing import show_list
from generator.commands._options import table_output_option
from generator.commands._reading import complete_environment
from generator.core.report.environments import REGION_HEADERS, region_rows, regions_as_json

if TYPE_CHECKING:
    from pathlib import Path


@click.command("list")
@click.option(
    "--env", "environment", metavar="ENV", shell_complete=complete_environment, help="Only of this one."
)
@table_output_option
@on_platform.platform_option
def command(environment: str | None, output: str, platform: Path | None) -> None:
    r"""List the regions of the environments. NAME is what --env takes.

    \b
      region list
      region list --env prod --output markdown
    """
    _, model = on_platform.opened(platform)
    if environment:
        model.files(environment)
    rows = region_rows(model, environment)
    show_list(output, REGION_HEADERS, rows, lambda: regions_as_json(model, environment))
