"""`values diff`: two environments, or two revisions of one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from generator.commands import _platform as on_platform
from generator.commands import _reading as reading
from generator.core.data import MISSING
from generator.core.paths import format_path
from generator.core.platform.patterns import patterns
from generator.core.values.compare import Column, compare, followers, grouped, news
from generator.core.values.files import has_charts_or_values, matters
from generator.core.values.model import load_values
from generator.core.values.notes import about_charts
from generator.core.values.text import one_line
from generator.core.values.unmatched import refuse_unmatched
from generator.edge.git import read_revision
from generator.edge.platform import read_platform
from generator.edge.terminal import show_json, show_page
from generator.errors import BlueprintError, Findings, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from generator.core.tree import Tree
    from generator.core.values.compare import Row
    from generator.core.values.model import ValuesModel

_LONGEST = 60


class _Side(NamedTuple):
    environment: str | None
    revision: str | None

    @property
    def title(self) -> str:
        name = self.environment or "values.yaml"
        return f"{name}@{self.revision}" if self.revision else name


@click.command("diff")
@click.argument("left", metavar="A", shell_complete=reading.complete_environment)
@click.argument("right", metavar="[B]", required=False, shell_complete=reading.complete_environment)
@click.option("--from-rev", metavar="REV", help="The git revision of A; without it, the files as they are.")
@click.option("--to-rev", metavar="REV", help="The git revision of B; without it, the files as they are.")
@click.option("--only", metavar="PATTERN", multiple=True, help="Only keys that a pattern covers. Repeats.")
@reading.declared_option
@click.option("--all", "everything", is_flag=True, help="Show what is expected and what follows, too.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when there is news.")
@reading.report_option
@on_platform.platform_option
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
    root = on_platform.found(platform)
    sides = _sides(left, right, from_rev, to_rev)
    models: dict[str | None, ValuesModel] = {}
    for side in sides:
        files = None if side.revision in models else _files(root, side.revision)
        with _at_revision(side.revision):
            if files is not None:
                models[side.revision] = load_values(files)
            model = models[side.revision]
            model.declared(side.environment) if declared else model.effective(side.environment)
    columns = [Column(side.title, models[side.revision], side.environment) for side in sides]
    if not declared:
        on_platform.show_notes(
            dict.fromkeys(note for model in models.values() for note in about_charts(model))
        )
    wanted = patterns(*only)
    rows = compare(columns, declared=declared, only=wanted)
    refuse_unmatched(list(models.values()), wanted, first=[side.environment for side in sides])
    told = news(rows)
    summary = _summary(rows, told)
    if output == "json":
        show_json(_as_json(rows, columns))
    elif output == "html":
        from generator.core.report.values_page import as_html

        heading = f"Values of {sides[0].title} and {sides[1].title}"
        show_page(as_html(rows, [side.title for side in sides], heading=heading, summary=summary))
    else:
        _as_text(rows if everything else told, rows)
        click.secho(summary, bold=True)
    if exit_code and told:
        raise Findings


def _sides(left: str, right: str | None, from_rev: str | None, to_rev: str | None) -> tuple[_Side, _Side]:
    first = _side(left, from_rev)
    if right is None and from_rev is None and to_rev is None and first.revision is None:
        raise UsageError(
            "one environment alone cannot be compared",
            hint=f"Name another one, or a revision: values diff {left} --from-rev HEAD",
        )
    second = _Side(first.environment, to_rev) if right is None else _side(right, to_rev)
    if first == second:
        raise UsageError(f"{first.title} is compared with itself")
    return first, second


def _side(text: str, revision: str | None) -> _Side:
    name, _, own = text.partition("@")
    if own and revision:
        raise UsageError(f'"{text}" names its revision, and --from-rev or --to-rev another one')
    return _Side(name or None, own or revision)


def _files(root: Path, revision: str | None) -> Tree:
    if revision is None:
        return read_platform(root, on_platform.show_note)
    return read_revision(root, revision, matters, follows=has_charts_or_values)


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


def _summary(rows: Sequence[Row], told: Sequence[Row]) -> str:
    if not rows:
        return "No differences."
    expected = sum(row.expected for row in rows)
    shown = {row.path for row in told}
    following = sum(not row.expected and row.path not in shown for row in rows)
    parts = [f"{len(told)} difference{'' if len(told) == 1 else 's'}"]
    parts += [f"{expected} expected"] if expected else []
    parts += [f"{following} that follow from them"] if following else []
    hidden = " (--all shows them)" if expected or following else ""
    return ", ".join(parts) + hidden + "."


def _as_text(shown: Sequence[Row], rows: Sequence[Row]) -> None:
    follow = followers(rows)
    for group, members in grouped(shown).items():
        click.secho(group, bold=True)
        for row in members:
            _line(format_path(row.path[1:]) or "(the value)", row, follow.get(row.path, []))
        click.echo()


def _line(name: str, row: Row, services: Sequence[str]) -> None:
    before, after = (one_line(value, _LONGEST) for value in row.values)
    click.echo(f"  {name}  ", nl=False)
    click.secho(before, fg="red", nl=False)
    click.echo(" → ", nl=False)
    click.secho(after, fg="green", nl=False)
    remarks = ["expected"] if row.expected else []
    remarks += [f"from {format_path(row.follows)}"] if row.follows else []
    if services:
        brings = row.path[1:] == ("presets",)
        remarks += ["with all that these presets bring" if brings else f"in {_names(services)}"]
    click.secho(f"   ({'; '.join(remarks)})" if remarks else "", dim=True)


def _names(services: Sequence[str]) -> str:
    if len(services) <= 3:
        return ", ".join(services)
    return f"{len(services)} services: {', '.join(services[:2])} …"


def _as_json(rows: Sequence[Row], columns: Sequence[Column]) -> dict[str, Any]:
    return {
        "from": columns[0].title,
        "to": columns[1].title,
        "differences": [
            {
                "path": format_path(row.path),
                **{
                    side: value
                    for side, value in zip(("from", "to"), row.values, strict=True)
                    if value is not MISSING
                },
                "expected": row.expected,
                "follows": format_path(row.follows) if row.follows else None,
            }
            for row in rows
        ],
    }
