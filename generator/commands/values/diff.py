"""`values diff`: two environments, or two revisions of one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _reading as reading
from generator.commands._options import secrets_option
from generator.core.platform.patterns import patterns
from generator.core.report import diff as report
from generator.core.styled import Part, line
from generator.core.values.compare import Column, compare, news
from generator.core.values.documents import about_documents
from generator.core.values.model import load_values
from generator.core.values.notes import about_charts
from generator.core.values.sides import two_sides
from generator.core.values.unmatched import refuse_unmatched
from generator.edge.git import read_revision
from generator.edge.platform import read_platform, wanted_of
from generator.edge.terminal import line_width, show, show_json, show_page, working
from generator.errors import BlueprintError, Findings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.core.tree import Tree
    from generator.core.values.model import ValuesModel
    from generator.edge.site import Site


@click.command("diff")
@click.argument("left", metavar="A", shell_complete=reading.complete_environment)
@click.argument("right", metavar="[B]", required=False, shell_complete=reading.complete_environment)
@click.option("--from-rev", metavar="REV", help="The git revision of A; without it, the files as they are.")
@click.option("--to-rev", metavar="REV", help="The git revision of B; without it, the files as they are.")
@click.option("--only", metavar="PATTERN", multiple=True, help="Only keys that a pattern covers. Repeats.")
@reading.declared_option
@click.option("--all", "everything", is_flag=True, help="Show what is expected and what follows, too.")
@click.option(
    "--exit-code/--exit-zero", default=False, help="Exit with 1 when there is news; by default with 0 anyway."
)
@reading.full_option
@reading.report_option
@secrets_option
@reading.decrypt_option
@on_platform.place_options
def command(
    left: str,
    right: str | None,
    *,
    from_rev: str | None,
    to_rev: str | None,
    only: tuple[str, ...],
    output: str,
    platform: Path | None,
    declared: bool,
    everything: bool,
    exit_code: bool,
    full: bool,
) -> None:
    r"""Compare the values of two environments, or of two git revisions of one.

    A and B are environments, each with @REVISION if wanted. What the intent in platform.yaml has
    differ is folded away, and so is what follows in services from a preset or an override that
    differs.

    \b
      values diff staging prod
      values diff prod@v1.4.0 prod
      values diff prod --from-rev HEAD~1 --output html > prod.html
    """
    site = on_platform.found(platform)
    sides = two_sides(left, right, from_rev, to_rev)
    models: dict[str | None, ValuesModel] = {}
    for side in sides:
        files = None if side.revision in models else _files(site, side.revision)
        with _at_revision(side.revision):
            if files is not None:
                models[side.revision] = load_values(files, layout=site.layout)
                on_platform.decrypt(models[side.revision])
            model = models[side.revision]
            model.declared(side.environment) if declared else model.effective(side.environment)
    columns = [Column(side.title, models[side.revision], side.environment) for side in sides]
    on_platform.show_notes(
        dict.fromkeys(
            note
            for model in models.values()
            for note in (*about_documents(model), *(() if declared else about_charts(model)))
        )
    )
    wanted = patterns(*only)
    with working("Comparing the values"):
        rows = compare(columns, declared=declared, only=wanted)
    refuse_unmatched(list(models.values()), wanted, first=[side.environment for side in sides])
    rows = on_platform.veil().rows(rows, columns)
    reported = news(rows)
    summary = report.summary(rows, reported)
    titles = [side.title for side in sides]
    if output == "json":
        show_json(report.as_json(rows, titles))
    elif output == "html":
        from generator.core.report.values_page import values_page
        from generator.edge.page import as_html

        show_page(
            as_html(values_page(rows, titles, heading=f"Values of {' and '.join(titles)}", summary=summary))
        )
    else:
        show(
            [
                *report.as_text(rows if everything else reported, rows, line_width(is_full=full)),
                line(Part(summary, "bold")),
            ]
        )
    if exit_code and reported:
        raise Findings


def _files(site: Site, revision: str | None) -> Tree:
    if revision is None:
        return read_platform(site, on_platform.show_note)
    wanted, follows = wanted_of(site)
    return read_revision(site.root, revision, wanted, follows=follows)


@contextmanager
def _at_revision(revision: str | None) -> Iterator[None]:
    """Errors say which revision they are about, as git does: `v1:values-dev.yaml`."""
    try:
        yield
    except BlueprintError as error:
        if revision is not None:
            is_file = error.where not in ("", ".")
            error.where = f"{revision}:{error.where}" if is_file else revision
            # What may be done about today's file does not mend that of a revision.
            error.hint = "" if is_file else error.hint
        raise
