"""`values lint`: what is wrong, doubtful or superfluous in the values of all environments."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.commands._findings import BASELINE, read_baseline, show_findings
from generator.commands._options import FilePath, Word, exit_zero_option, output_options
from generator.commands._rules import all_rules, show_all
from generator.core.blueprint.stale import about_versions
from generator.core.changes import changes_between
from generator.core.findings.finding import chosen
from generator.core.findings.levels import LEVELS, threshold, with_levels
from generator.core.lint.facts import findings
from generator.core.values.notes import about_charts
from generator.edge.bundled import bundled
from generator.edge.terminal import working
from generator.errors import Findings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from generator.core.findings.finding import Finding, Level, Rule
    from generator.core.values.model import ValuesModel


@click.command("lint")
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing any effective value.")
@click.option("--only", "only", metavar="RULE", multiple=True, help="Ask only this rule. Repeats.")
@click.option("--except", "without", metavar="RULE", multiple=True, help="Do not ask this rule. Repeats.")
@click.option(
    "--level",
    "shown",
    type=Word(LEVELS),
    help="The lowest level that is shown, by default warning; with --only all that the rule finds.",
)
@click.option(
    "--fail-on",
    "fails",
    type=Word(LEVELS),
    help="The lowest level that makes the exit status 1, by default the one that is shown.",
)
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
@exit_zero_option
@output_options(
    "text",
    "json",
    "sarif",
    "github",
    says="Text for people, JSON, SARIF for code scanning, or annotations of a GitHub pull request.",
)
@writing.writing_options
@on_platform.place_options
def command(
    *,
    only: tuple[str, ...],
    without: tuple[str, ...],
    shown: Level | None,
    fails: Level | None,
    baseline: Path | None,
    output: str,
    platform: Path | None,
    fix: bool,
    show_rules: bool,
    write_baseline: bool,
    how: writing.Writing,
) -> None:
    r"""Find what is wrong in the values of all environments; exit 1 when warnings or errors are found.

    A comment `# helm-blueprint:ignore RULE` on a line, or above it, says that it is meant; `lint: {RULE:
    off}` in platform.yaml gives a rule another level for the whole platform.

    \b
      values lint
      values lint --fix --yes
      values lint --level note --fail-on error
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
    model.some_environments()
    known = read_baseline(root, baseline, is_new=write_baseline)
    rules = _as_the_platform_says(model, rules, only)
    asked = threshold(rules, named=bool(only), shown=shown, fails=fails)
    if fix:
        mends = _Fix(rules, lambda found: asked.shows(known.without_known(found)), quiet=output != "text")
        model = _fixed(on_platform.Opened(root, model), mends, how)
    made_from = bundled() if generated else None
    with working("Judging the values"):
        found: Sequence[Finding] = findings(model, rules, made_from)
    if write_baseline:
        known.write(found, dry_run=how.dry_run)
        return
    found = known.without_known(found)
    on_platform.show_notes([*about_charts(model), *about_versions(model.tree, made_from)])
    if found:
        on_platform.veil().learn(model)
    show_findings(asked.shows(found), asked.hides(found), rules, output, root)
    if asked.is_failed_by(found):
        raise Findings


def _as_the_platform_says(model: ValuesModel, rules: Sequence[Rule], only: Sequence[str]) -> tuple[Rule, ...]:
    """The rules that are asked, with the levels that platform.yaml gives them."""
    leveled = with_levels(all_rules(), model.platform.lint if model.platform else {}, only)
    asked = {one.id for one in rules}
    return tuple(one for one in leveled if one.id in asked)


class _Fix(NamedTuple):
    """What is to be mended: what these rules find of what is `new`."""

    rules: Sequence[Rule]
    new: Callable[[Sequence[Finding]], Sequence[Finding]]
    quiet: bool


def _fixed(opened: on_platform.Opened, asked: _Fix, how: writing.Writing) -> ValuesModel:
    """The platform with what could be mended; written unless it is a dry run."""
    from generator.core.change.tidy import mended

    root, model = opened
    with working("Mending the values"):
        after, notes = mended(model, asked.rules, asked.new)
    on_platform.show_notes(notes)
    changes = changes_between(model.tree, after.tree)
    if not changes:
        return model
    return after if how.carry_out(root, changes, quiet=asked.quiet) or how.dry_run else model
