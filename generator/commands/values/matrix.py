"""`values matrix`: keys and environments, the differences marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _reading as reading
from generator.commands._options import secrets_option
from generator.core.platform.patterns import patterns
from generator.core.report import matrix as report
from generator.core.values.compare import Column, compare
from generator.core.values.notes import about_charts
from generator.core.values.unmatched import nothing_covered, refuse_unmatched
from generator.edge.terminal import line_width, show, show_json, show_page, working

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 60  # letters of a value where no terminal says how many


@click.command("matrix")
@click.argument("wanted", metavar="[PATTERN]...", nargs=-1)
@reading.environments_option
@reading.declared_option
@click.option("--all", "everything", is_flag=True, help="Show keys that are the same everywhere, too.")
@click.option(
    "--by",
    type=click.Choice(["key", "environment"]),
    help="A table with a column for each environment (key), or the values of each key with the environments "
    "that agree on them (environment); by default the table where the terminal has room for it.",
)
@reading.full_option
@reading.report_option
@secrets_option
@reading.decrypt_option
@on_platform.place_options
def command(
    wanted: tuple[str, ...],
    environments: tuple[str, ...],
    output: str,
    platform: Path | None,
    *,
    declared: bool,
    everything: bool,
    by: str | None,
    full: bool,
) -> None:
    r"""Show keys across environments: * marks a difference, ~ one that the intent expects.

    Without a PATTERN the keys that differ, each preset or override reported once; with one, all keys that
    it covers.

    \b
      values matrix
      values matrix '*.replicaCount' '*.resources'
      values matrix --by environment
      values matrix 'order-service.**' --output html > order-service.html
    """
    _, model = on_platform.opened(platform)
    names = environments or model.some_environments()
    columns = [Column(name, model, name) for name in dict.fromkeys(names)]
    everything = everything or bool(wanted)
    only = patterns(*wanted)
    with working("Comparing the environments"):
        rows = compare(columns, declared=declared, all_keys=everything, only=only)
    refuse_unmatched([model], only, first=[one.environment for one in columns])
    if wanted and not rows:
        raise nothing_covered([model], only.several[0])
    on_platform.show_notes(() if declared else about_charts(model))
    rows = on_platform.veil().rows(rows, columns)
    titles = [one.title for one in columns]
    if output == "json":
        show_json(report.as_json(rows, titles))
    elif output == "html":
        from generator.core.report.values_page import values_page
        from generator.edge.page import as_html

        summary = report.summary(rows, all_keys=everything)
        show_page(as_html(values_page(rows, titles, heading="Values across environments", summary=summary)))
    else:
        width = line_width(is_full=full)
        # Nothing is as wide as a text of a thousand lines in a table: no pipe is, either.
        longest = None if full or width else _LONGEST
        show(
            report.as_text(
                rows, titles, all_keys=everything, by=by, longest=longest, width=width, is_full=full
            )
        )
