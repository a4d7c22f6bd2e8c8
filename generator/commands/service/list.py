"""`service list`: the services of a platform, how often each runs where, and who calls whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands._listing import show_list
from generator.commands._options import secrets_option, table_output_option
from generator.core.report.services import (
    listed_services,
    service_headers,
    service_rows,
    services_as_json,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command("list")
@table_output_option
@secrets_option
@on_platform.platform_option
def command(output: str, platform: Path | None) -> None:
    r"""List the services in the order of Chart.yaml: type, tier, replicas, calls, callers, image.

    Replicas are by environment: `off` where it is switched off, `2–20` where something scales it, nothing
    for node agents and jobs. Calls are those of all environments together. Of an umbrella of other
    charts it shows what their values say in the usual way.

    \b
      service list
      service list --output markdown
    """
    _, model = on_platform.opened(platform)
    services = listed_services(model)
    show_list(output, service_headers(services), service_rows(services), lambda: services_as_json(services))
