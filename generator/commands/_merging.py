"""How `upgrade` and `reconfigure` merge and end: asked, planned, shown, written, taken back."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple, cast

import click

from generator.commands import _platform as on_platform
from generator.commands._carrying import with_migrations, with_pins
from generator.commands._effects import cluster_effects, tell_effects
from generator.commands._options import Word
from generator.commands._outcome import Outcome
from generator.commands._upgrading import about_answers, about_major, edits_by_hand, versions
from generator.core.changes import applied
from generator.core.platform.whole import is_of_platform
from generator.core.styled import line
from generator.core.upgrade.plan_file import UpgradePlan
from generator.core.upgrade.planned import Choices, Upgrading, planned
from generator.core.upgrade.report import lines_of_hand_edits, shown_files
from generator.core.upgrade.solved import solved
from generator.edge import undo
from generator.edge.bundled import bundled
from generator.edge.commits import refuse_no_commits
from generator.edge.committed import uncommitted
from generator.edge.line_merge import merged_by_lines
from generator.edge.platform import read_files
from generator.edge.terminal import can_ask, remark, show
from generator.edge.writer import write_changes
from generator.errors import BlueprintError, Findings, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import Any

    from generator.commands._upgrading import Followed
    from generator.commands._writing import Proposal, Writing
    from generator.core.blueprint.generate import Assembled
    from generator.core.changes import Change
    from generator.core.merge.merge import AtConflicts
    from generator.core.styled import Block
    from generator.core.upgrade.planned import Planned
    from generator.core.values.model import ValuesModel

_OPTIONS = ("conflicts", "allow_dirty", "keep_charts", "accept_data_risk")
LAST_UPGRADE = "upgrade"  # what is remembered of the last one


def proposal_of(root: Path, model: ValuesModel, changes: Sequence[Change]) -> Proposal:
    from generator.commands._writing import Proposal

    after = model.with_tree(applied(model.tree, changes))
    return Proposal(root, model, after, changes, _touched(model, after), ())


class Merging(NamedTuple):
    """How an upgrade is to be made: what its options say."""

    conflicts: str | None
    allow_dirty: bool
    keep_charts: bool
    accept_data_risk: bool
    migrations: tuple[str, ...] = ()
    review: bool = False
    plan_file: Path | None = None  # where the plan is written, and nothing else
    plan: UpgradePlan | None = None  # what must come of it
    to: str = ""
    major: bool = False
    commit_each: bool = False
    pull_request: bool = False  # its title and body on stdout, in place of all else

    @property
    def is_of_a_merge(self) -> bool:
        """Whether something is chosen that only a merge has a use for."""
        of_versions = self.to or self.major or self.migrations
        return bool(of_versions or self.conflicts or self.keep_charts or self.plan_file)

    @property
    def is_of_an_upgrade(self) -> bool:
        """Whether something is chosen that the merge or its end has a use for."""
        return self.is_of_a_merge or self.review or self.pull_request or self.commit_each

    @property
    def as_plan(self) -> UpgradePlan:
        """The options that a plan keeps, without any file."""
        return UpgradePlan(
            self.to, self.conflicts or "", self.keep_charts, self.migrations, {}, {}, major=self.major
        )

    def as_planned(self, plan: UpgradePlan) -> Merging:
        """With the options of a plan, whose files must be those that come of it. UsageError beside others."""
        if self.is_of_a_merge:
            raise UsageError("a plan has its own options: --apply goes with no other choice")
        return self._replace(
            to=plan.to,
            major=plan.major,
            conflicts=plan.conflicts or "fail",
            keep_charts=plan.keep_charts,
            migrations=plan.migrations,
            plan=plan,
        )

    def carry_out(self, of: Followed, theirs: Assembled, how: Writing) -> None:
        """Merge, show, ask and write; Findings where conflicts are left, after they were listed."""
        self._refuse_odd(how)
        outcome, waiting = self._outcome(of, theirs, how), about_major(of)
        if not outcome.plan.changes:
            blocks = [line("Everything is up to date.")]
            (remark if self.pull_request else show)(blocks)
            on_platform.show_notes(waiting)
            return
        outcome = outcome._replace(notes=[*outcome.notes, *waiting])
        self._tell(outcome)
        if outcome.plan.conflicts and self.conflicts in (None, "fail"):
            on_platform.show_note(
                "nothing was written: `… --conflicts ours|theirs|markers` says what stands there"
            )
            raise Findings
        if self.plan is not None:
            self.plan.refuse_others(outcome.plan.changes, "the plan")
        shows_alone = how.dry_run or bool(self.plan_file) or (self.pull_request and not how.yes)
        if not shows_alone:
            self._refuse_dirty(outcome)
        if not outcome.has_markers:
            plan = outcome.plan
            outcome = outcome._replace(effects=cluster_effects(plan.before, plan.after))
        if self.plan is not None:
            self.plan.refuse_other_effects(outcome.effects.text, "the plan")
        if self.plan_file is not None:
            outcome.write_plan(self.as_plan, self.plan_file)
            return
        if self.pull_request:
            outcome.show_pull_request(self.conflicts or "", keeps_charts=self.keep_charts)
        if not (self.pull_request and shows_alone):
            self._write(outcome, how)
        if outcome.has_markers:
            raise Findings

    def _outcome(self, of: Followed, theirs: Assembled, how: Writing) -> Outcome:
        upgrading = versions(of, theirs)
        assert of.model.platform is not None
        made = of.model.platform.blueprint.version
        carried = with_migrations(upgrading, of.source.blueprint, made, self.migrations)
        plan, notes = self._decided(carried.upgrading, how)._replace(before=upgrading.ours), carried.notes
        has_markers = bool(plan.conflicts) and self.conflicts == "markers"
        if not has_markers:  # files with markers are no values
            plan, about_pins = with_pins(plan)
            notes = [*notes, *about_pins]
        notes = [*about_answers(of, theirs), *notes, *plan.notes]
        edits = edits_by_hand(of, theirs, plan.edited)
        return Outcome(of, plan, carried.migrations, notes, edits, has_markers)

    def _tell(self, outcome: Outcome) -> None:
        """Say what is known before anything is done; of a pull request stdout has the text alone."""
        on_platform.show_notes(outcome.notes)
        if not self.pull_request:
            show(self._about_charts(outcome.plan))
            show(lines_of_hand_edits(outcome.edits, on_platform.veil().lines))
        show([line(one.sentence) for one in outcome.plan.conflicts], err=True)
        if self.review:
            show([line(one.sentence) for one in solved(outcome.plan.versions)], err=self.pull_request)

    def _refuse_odd(self, how: Writing) -> None:
        """UsageError where options contradict each other."""
        if self.plan_file and (self.pull_request or self.commit_each):
            raise UsageError("--plan writes the plan alone: --pr and --commit-each go with --apply")
        if self.pull_request and how.impact:
            raise UsageError("--pr says what this does to clusters: it does not go with --impact")
        if self.commit_each and self.allow_dirty:
            raise UsageError("--commit-each needs a clean git tree: it does not go with --allow-dirty")
        if self.commit_each and self.conflicts == "markers":
            raise UsageError("--commit-each commits no markers: choose `--conflicts ours` or `theirs`")

    def _decided(self, upgrading: Upgrading, how: Writing) -> Planned:
        """The plan; conflicts are asked where somebody is there to answer."""
        standing = cast("AtConflicts", "ours" if self.conflicts in (None, "fail") else self.conflicts)

        def merged(choices: Choices | None = None) -> Planned:
            return planned(
                upgrading,
                bundled(),
                merged_by_lines,
                at_conflicts=standing,
                choices=choices,
                keep_charts=self.keep_charts,
            )

        plan = merged()
        if plan.conflicts and self.conflicts is None and can_ask() and not how.dry_run:
            from generator.commands._deciding import asked_conflicts

            return merged(asked_conflicts(plan, merged_by_lines))
        return plan

    def _about_charts(self, plan: Planned) -> list[Block]:
        if not plan.edited:
            return []
        fate = "kept" if self.keep_charts else "made anew, `--keep-charts` keeps them"
        return shown_files(plan.edited, f"vendored charts edited by hand ({fate})")

    def _refuse_dirty(self, outcome: Outcome) -> None:
        root, plan = outcome.of.root, outcome.plan
        if self.commit_each:
            refuse_no_commits(root)
        if self.allow_dirty:
            return
        dirty = uncommitted(root, plan.before, plan.changes)
        if dirty:
            raise BlueprintError(
                f"git has not got this as it is: {', '.join(map(str, dirty[:5]))}",
                where=on_platform.shown_path(root, dirty[0]),
                hint="Commit it first, to tell apart what the upgrade does; or `… --allow-dirty`.",
            )

    def _write(self, outcome: Outcome, how: Writing) -> None:
        of, changes = outcome.of, outcome.plan.changes
        if outcome.has_markers:
            is_written = how.carry_out(of.root, changes, quiet=self.pull_request)
        else:
            if not self.pull_request:
                tell_effects(outcome.effects)
            if not self.accept_data_risk:
                outcome.effects.refuse_data_risk()
            proposal = proposal_of(of.root, of.model, changes)
            write = outcome.commit_each if self.commit_each else write_changes
            is_written = how.conclude(proposal, quiet=self.pull_request, write=write)
        if is_written:
            undo.remember(of.root, LAST_UPGRADE, changes)


def merging_options(function: Callable[..., None]) -> Callable[..., None]:
    """--conflicts, --allow-dirty, --keep-charts, --accept-data-risk, which the command gets as `chosen`."""

    @functools.wraps(function)
    def command(*args: object, **options: Any) -> None:
        given = {name: options.pop(name) for name in _OPTIONS}
        function(*args, chosen=Merging(**given), **options)

    conflicts = click.option(
        "--conflicts",
        type=Word(["ours", "theirs", "markers", "fail"]),
        help="What stands where both sides changed the same; by default it is asked, or nothing is written.",
    )
    dirty = click.option("--allow-dirty", is_flag=True, help="Write although git has not got all of it yet.")
    charts = click.option("--keep-charts", is_flag=True, help="Keep the vendored charts as they are.")
    risk = click.option(
        "--accept-data-risk",
        is_flag=True,
        help="Write although claims or data are at risk.",
    )
    return conflicts(charts(dirty(risk(command))))


def _touched(before: ValuesModel, after: ValuesModel) -> list[tuple[str, ...]]:
    """The top-level keys of values that an upgrade changes, for what a frozen window protects."""
    found: dict[tuple[str, ...], None] = {}
    for file in before.all_files:
        was = before.source(file).data if file in before.tree else {}
        now = after.source(file).data if file in after.tree else {}
        found.update({(key,): None for key in {**was, **now} if was.get(key) != now.get(key)})
    return list(found)


def undo_last(platform: Path | None, how: Writing) -> None:
    """Take back the last upgrade to the byte; BlueprintError where there was none, or files changed since."""
    root, model = on_platform.opened(platform, writes=how.is_certain, whole=True)
    changes = undo.recall(root, LAST_UPGRADE)
    if changes is None:
        raise BlueprintError(
            "no upgrade was made here, or it is undone already",
            hint="Upgrades made on another machine are undone with git.",
        )
    there = {**model.tree, **read_files(root, {one.path for one in changes if not is_of_platform(one.path)})}
    for one in changes:
        if there.get(one.path) != one.before:
            raise BlueprintError(
                "this file has changed since the upgrade", where=str(one.path), hint="Undo it with git."
            )
    if how.carry_out(root, changes):
        undo.forget(root, LAST_UPGRADE)
