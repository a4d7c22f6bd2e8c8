"""`env list`: the environments of a platform, where they run, and what each is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands._listing import show_list
from generator.commands._options import table_output_option
from generator.core.report.environments import HEADERS, as_json, rows

if TYPE_CHECKING:
    from pathlib import Path


@click.command("list")
@table_output_option
@on_platform.place_options
def command(output: str, platform: Path | None) -> None:
    r"""List the environments in promotion order, each with its regions behind it.

    A region is named like an environment: --env prod-eu-west-1. FILES is what Helm gets with -f, in order;
    values.yaml is understood.

    \b
      env list
      env list --output markdown
    """
    _, model = on_platform.opened(platform)
    show_list(output, HEADERS, rows(model), lambda: as_json(model))
