"""`values explain`: where a value comes from, what it means, and what it is elsewhere."""

from __future__ import annotations

from functools import partial
from shlex import quote
from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _reading as reading
from generator.commands._options import output_option, secrets_option
from generator.core.change.located import list_of_items
from generator.core.data import MISSING
from generator.core.paths import parse_path
from generator.core.report import explain as report
from generator.core.values.knowledge import schema_of
from generator.core.values.notes import about_key
from generator.core.values.unmatched import not_set
from generator.edge.terminal import show, show_json
from generator.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("explain")
@click.argument("name", metavar="PATH")
@reading.environment_option
@reading.full_option
@output_option
@secrets_option
@reading.decrypt_option
@on_platform.place_options
def command(name: str, environment: str | None, output: str, platform: Path | None, *, full: bool) -> None:
    r"""Explain a value: every layer that sets it, lowest first, and which one wins (marked >).

    For a map, the winner of each value in it, and what differs in other environments; for a list, which
    of its items differ there.

    \b
      values explain order-service.replicaCount --env prod
      values explain order-service.resources --env dr
    """
    root, model = on_platform.opened(platform)
    path = parse_path(name)
    known = schema_of(model, path)
    names = [environment] if list_of_items(path) is None else [environment, *model.environments]
    is_stated = list_of_items(path) is None and bool(model.layers(environment, path))
    is_set = is_stated or any(model.effective(name, path) is not MISSING for name in names)
    if not is_set and (known is None or not known.is_allowed):
        if "*" in name:
            raise UsageError(
                f'explain speaks of one key, and "{name}" is a pattern',
                hint=f"`values get {quote(name)}` and `values matrix {quote(name)}` show all that it covers.",
            )
        raise not_set(model, environment, path)
    veil = on_platform.veil()
    masked = partial(veil.item, model=model, environments=(environment, *model.environments))
    if output == "json":
        show_json(report.as_json(model, environment, path, masked))
        return
    places = partial(on_platform.shown_path, root)
    longest = None if full else report.LONGEST
    show(report.as_text(model, environment, path, places, masked, longest=longest))
    on_platform.show_notes(about_key(model, environment, path))
