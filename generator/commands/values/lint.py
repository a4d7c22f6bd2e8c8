"""`values lint`: what is wrong, doubtful or superfluous in the values of all environments."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from generator import __version__
from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.commands._options import FilePath
from generator.commands._rules import all_rules, show_all
from generator.core.blueprint.stale import about_versions
from generator.core.changes import Change, as_text, changes_between
from generator.core.findings import report
from generator.core.findings.finding import chosen
from generator.core.lint.facts import findings
from generator.core.styled import line
from generator.core.values.notes import about_charts
from generator.edge.bundled import bundled
from generator.edge.files import explained, read_file, read_given
from generator.edge.git import folder_in_repository
from generator.edge.terminal import show, show_json, show_text
from generator.edge.writer import write_changes
from generator.errors import Findings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.core.findings.finding import Finding, Rule
    from generator.core.values.model import ValuesModel

BASELINE = ".helm-blueprint-baseline.json"


@click.command("lint")
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing any effective value.")
@click.option("--only", "only", metavar="RULE", multiple=True, help="Ask only this rule. Repeats.")
@click.option("--except", "without", metavar="RULE", multiple=True, help="Do not ask this rule. Repeats.")
@click.option("--rules", "show_rules", is_flag=True, help="Show the rules, and why they are.")
@click.option(
    "--baseline",
    metavar="FILE",
    type=FilePath(),
    help=f"Findings that are known and not shown; by default {BASELINE} of the platform, if there is one.",
)
@click.option(
    "--write-baseline",
    is_flag=True,
    help="Write the present findings to the baseline, so that only new ones are shown from now on.",
)
@click.option(
    "--output",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="Text for people, JSON, SARIF for code scanning, or annotations of a GitHub pull request.",
)
@writing.writing_options
@on_platform.platform_option
def command(
    *,
    only: tuple[str, ...],
    without: tuple[str, ...],
    baseline: Path | None,
    output: str,
    platform: Path | None,
    fix: bool,
    show_rules: bool,
    write_baseline: bool,
    how: writing.Writing,
) -> None:
    r"""Find what is wrong in the values of all environments; exit 1 when there is something.

    A comment `# helm-blueprint:ignore RULE` on a line, or above it, says that it is meant.

    \b
      values lint
      values lint --fix --yes
      values lint --output github
    """
    rules = chosen(all_rules(), only, without)
    if show_rules:
        show_all(rules, output)
        return
    is_certain = not how.dry_run and (write_baseline or (fix and how.yes))
    # The README, the pipeline and GitOps are read for one rule alone.
    generated = any(one.id == "stale" for one in rules)
    root, model = on_platform.opened(platform, writes=is_certain, judges=True, generated=generated)
    file = baseline or root / BASELINE
    read = read_given if baseline else read_file
    with explained(file, "read"):
        is_there = file.exists()
    known = read(file) if is_there or (baseline and not write_baseline) else None

    def new(found: Sequence[Finding]) -> Sequence[Finding]:
        return found if known is None else report.without_known(found, known, str(file))

    if fix:
        model = _fixed(on_platform.Opened(root, model), rules, new, how, quiet=output != "text")
    made_from = bundled() if generated else None
    found: Sequence[Finding] = findings(model, rules, made_from)
    if write_baseline:
        _write_baseline(file, known, found, how)
        return
    found = new(found)
    on_platform.show_notes([*about_charts(model), *about_versions(model.tree, made_from)])
    if found:
        on_platform.veil().learn(model)
    _show(on_platform.veil().findings(found), rules, output, root)
    if found:
        raise Findings


def _write_baseline(file: Path, before: bytes | None, found: Sequence[Finding], how: writing.Writing) -> None:
    change = Change(PurePosixPath(file.name), before, report.baseline_of(found))
    if how.dry_run:
        show(as_text([change]))
        show([line(f"{len(found)} findings would be known from now on ({file}).")], err=True)
        return
    write_changes(file.parent, [change])
    show([line(f"{len(found)} findings are known from now on ({file}).")], err=True)


def _fixed(
    opened: on_platform.Opened,
    rules: Sequence[Rule],
    new: Callable[[Sequence[Finding]], Sequence[Finding]],
    how: writing.Writing,
    *,
    quiet: bool,
) -> ValuesModel:
    """The platform with what could be mended of what is `new`; written unless it is a dry run."""
    from generator.core.change.tidy import mended

    root, model = opened
    after, notes = mended(model, rules, new)
    on_platform.show_notes(notes)
    changes = changes_between(model.tree, after.tree)
    if not changes:
        return model
    return after if how.carry_out(root, changes, quiet=quiet) or how.dry_run else model


def _show(found: Sequence[Finding], rules: Sequence[Rule], output: str, root: Path) -> None:
    if output == "json":
        show_json(report.as_json(found))
    elif output == "sarif":
        show_json(report.as_sarif(found, rules, __version__, folder_in_repository(root)))
    elif output == "github":
        for order in report.as_github(found, folder_in_repository(root)):
            show_text(order)
    else:
        show(report.as_text(found, partial(on_platform.shown_path, root)))
        show([line(report.summary(found))], err=True)
