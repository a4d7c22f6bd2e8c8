"""`values get`: what comes of all files, or what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _reading as reading
from generator.commands._options import output_options, secrets_option
from generator.core.data import MISSING
from generator.core.encrypted import without_ciphers
from generator.core.paths import format_path, parse_path
from generator.core.platform.patterns import patterns
from generator.core.values.compare import Column, compare
from generator.core.values.notes import about_charts, about_key
from generator.core.values.text import as_yaml
from generator.core.values.unmatched import not_set, nothing_covered
from generator.edge.terminal import show_json, show_text

if TYPE_CHECKING:
    from pathlib import Path

    from generator.core.data import Data
    from generator.core.values.masking import Veil
    from generator.core.values.model import ValuesModel


@click.command("get")
@click.argument("names", metavar="[PATH]...", nargs=-1)
@reading.environment_option
@reading.declared_option
@output_options(
    "text",
    "json",
    "yaml",
    says="Text for people, JSON, or YAML: of a text as well, in quotes where it needs them.",
)
@secrets_option
@reading.decrypt_option
@on_platform.place_options
def command(
    names: tuple[str, ...],
    environment: str | None,
    output: str,
    platform: Path | None,
    *,
    declared: bool,
) -> None:
    r"""Show values as the templates get them: chart defaults, presets, values and overrides together.

    One PATH gives its value alone; several, or a pattern, give their paths as well. Secrets are masked,
    but for the value that a PATH names.

    \b
      values get order-service.replicaCount --env prod
      values get '*.image.tag' --env dr --output json
      values get order-service --env prod --declared
    """
    _, model = on_platform.opened(platform)
    veil = on_platform.veil()
    if not names:
        value = veil.data(model.declared(environment) if declared else model.effective(environment))
    elif len(names) == 1 and "*" not in names[0]:
        value = _at(model, environment, names[0], veil, declared=declared)
    else:
        value = {}
        for name in names:
            if "*" in name:
                value.update(_matching(model, environment, name, veil, declared=declared))
            else:
                path = format_path(parse_path(name))
                value[path] = _at(model, environment, name, veil, declared=declared)
    if output == "json":
        show_json(value)
    else:
        show_text(as_yaml(value, bare=output == "text"))
    if not names or any("*" in name for name in names):
        on_platform.show_notes(() if declared else about_charts(model))
    for name in names:
        if "*" not in name:
            on_platform.show_notes(about_key(model, environment, parse_path(name)))


def _at(model: ValuesModel, environment: str | None, name: str, veil: Veil, *, declared: bool) -> Data:
    path = parse_path(name)
    value = model.declared(environment, path) if declared else model.effective(environment, path)
    if value is MISSING:
        raise not_set(model, environment, path)
    # Who names a value has it: scripts ask so.
    return veil.data(value, path) if isinstance(value, dict | list) else without_ciphers(value)


def _matching(
    model: ValuesModel, environment: str | None, pattern: str, veil: Veil, *, declared: bool
) -> dict[str, Data]:
    wanted = patterns(pattern)
    column = Column("", model, environment)
    rows = compare([column], declared=declared, all_keys=True, only=wanted)
    found = {format_path(row.path): row.values[0] for row in veil.rows(rows, [column])}
    if not found:
        raise nothing_covered([model], wanted.several[0])
    return found
