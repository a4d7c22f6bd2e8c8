"""What `status`, `upgrade` and `reconfigure` share: the three versions of a platform, and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import click

from generator.commands import _platform as on_platform
from generator.commands._carrying import with_migrations, with_pins
from generator.commands._effects import show_effects
from generator.commands._generating import generated
from generator.commands._options import Word
from generator.core.archive import BASE_FILE
from generator.core.blueprint.address import is_address
from generator.core.blueprint.answers import Given, resolve
from generator.core.changes import applied
from generator.core.helm.versions import parse_version
from generator.core.platform.file import PLATFORM_FILE, parse_platform
from generator.core.platform.whole import is_of_platform
from generator.core.styled import line
from generator.core.upgrade.base import UpgradeBase, base_of
from generator.core.upgrade.planned import Choices, Upgrading, planned
from generator.core.upgrade.report import shown_files
from generator.edge import blueprints, undo
from generator.edge.bundled import bundled
from generator.edge.committed import uncommitted
from generator.edge.line_merge import merged_by_lines
from generator.edge.platform import read_files
from generator.edge.terminal import can_ask, show
from generator.errors import BlueprintError, Findings, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import TypeVar

    from generator.commands._writing import Proposal, Writing
    from generator.core.blueprint.generate import Assembled
    from generator.core.changes import Change
    from generator.core.merge.merge import AtConflicts
    from generator.core.styled import Block
    from generator.core.upgrade.planned import Planned
    from generator.core.values.model import ValuesModel
    from generator.edge.blueprints import BlueprintChain

    Command = TypeVar("Command", bound=Callable[..., object])

LAST_UPGRADE = "upgrade"  # what is remembered of the last one


class Followed(NamedTuple):
    """A platform that follows a blueprint: its folder and files, its base, and where it comes from now."""

    root: Path
    model: ValuesModel
    base: UpgradeBase
    source: BlueprintChain

    @property
    def answers(self) -> Mapping[str, str | bool]:
        assert self.model.platform is not None
        return self.model.platform.answers


def followed(
    platform: Path | None, to: str | None = None, *, writes: bool = False, newest: bool = True
) -> Followed:
    """Open a platform and find its blueprint: the newest of what it was made from, or what `to` names.

    `to` is a version, or anything that `new` takes.

    BlueprintError where it was made by hand, or its base is missing, damaged or none.
    """
    of = unfounded(platform, to, writes=writes, newest=newest)
    return of._replace(base=base_of(of.model.tree))


def unfounded(
    platform: Path | None, to: str | None = None, *, writes: bool = False, newest: bool = False
) -> Followed:
    """The same without its base, which may be lost; BlueprintError where it was made by hand."""
    root, model = on_platform.opened(platform, writes=writes, whole=True)
    if model.platform is None or not model.platform.blueprint.name:
        raise BlueprintError(
            "this platform was made from no blueprint: there is nothing that it could follow",
            where=on_platform.shown_path(root, "platform.yaml"),
        )
    return Followed(root, model, UpgradeBase({}, {}), _source(model, to, newest=newest))


def _source(model: ValuesModel, to: str | None, *, newest: bool) -> BlueprintChain:
    """The blueprint at a version, from a place of its own, or where it was: there the newest, if wanted."""
    assert model.platform is not None
    origin = model.platform.blueprint
    version = to if to is not None and _is_version(to) else ""
    if to is None and newest and is_address(origin.source):
        version = blueprints.versions_of(origin)[-1]
    # What has an address was published: that version stays what it was. A folder is somebody's work.
    is_pinned = not newest and is_address(origin.source)
    wanted = to if to is not None and not version else blueprints.source_of(origin, version)
    try:
        source = blueprints.load_blueprint(wanted, digest=origin.digest if is_pinned else "")
    except UsageError as error:
        if to is None:
            error.hint = f"{error.hint} `upgrade --to FOLDER` says where it is now.".strip()
        raise
    if source.blueprint.name != origin.name:
        raise UsageError(
            f"this platform was made from {origin.name}, and {wanted} is {source.blueprint.name}",
            hint="Name another version of the same blueprint.",
        )
    if version and source.blueprint.version != version:
        raise UsageError(
            f"there is no version {version} of {origin.name} here, but {source.blueprint.version}",
            hint="Name a folder that has it: `upgrade --to FOLDER`.",
        )
    return source


def _is_version(text: str) -> bool:
    try:
        parse_version(text)
    except BlueprintError:
        return False
    return True


def rendered_as_before(of: Followed) -> Assembled:
    """The platform as its blueprint makes it now of the answers of before, whatever platform.yaml says."""
    said = parse_platform(of.base.written[PLATFORM_FILE], str(BASE_FILE)).answers
    return rendered(
        of,
        {
            name: Given(value, str(BASE_FILE))
            for name, value in said.items()
            if any(name == option.name for option in of.source.options)
        },
    )


def rendered(of: Followed, given: Mapping[str, Given] | None = None) -> Assembled:
    """The platform as its blueprint makes it now, of the answers in platform.yaml and those given."""
    from generator.edge.render import render_text

    known = {option.name for option in of.source.options}
    said = {name: Given(value, f"platform.yaml: answers.{name}") for name, value in of.answers.items()}
    kept = {name: one for name, one in said.items() if name in known}
    return generated(of.source, resolve(of.source.options, {**kept, **(given or {})}, render_text))


def about_other_version(of: Followed) -> str:
    """That the blueprint is not the one that the platform was made from: a sentence, "" where it is."""
    assert of.model.platform is not None
    made, now = of.model.platform.blueprint, of.source.made_from
    if made.version != now.version:
        return f"this platform was made from version {made.version}, and {now.version} is here"
    return "the blueprint was changed since this platform was made" if made.digest != now.digest else ""


def about_answers(of: Followed, theirs: Assembled) -> list[str]:
    """What the blueprint asks now and did not, and what it does not ask any more."""
    now = theirs.platform.answers
    new = [f"{name} is asked now, and is {now[name] or 'empty'}" for name in now if name not in of.answers]
    return [
        *(f"{one}: `reconfigure --set` changes it" for one in new),
        *(f"{name} is asked no more: the answer goes" for name in of.answers if name not in now),
    ]


def versions(of: Followed, theirs: Assembled) -> Upgrading:
    """The three versions, ours with the files that no part of the tool reads otherwise."""
    paths = {path for path in (*of.base.written, *theirs.written) if not is_of_platform(path)}
    return Upgrading(of.base, {**of.model.tree, **read_files(of.root, paths)}, theirs)


def proposal_of(root: Path, model: ValuesModel, changes: Sequence[Change]) -> Proposal:
    from generator.commands._writing import Proposal

    after = model.with_tree(applied(model.tree, changes))
    return Proposal(root, model, after, changes, _touched(model, after), ())


def merging_options(function: Command) -> Command:
    """--conflicts, --allow-dirty, --keep-charts and --accept-data-risk."""
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
    return conflicts(charts(dirty(risk(function))))


class Merging(NamedTuple):
    """How an upgrade is to be made: what its options say."""

    conflicts: str | None
    allow_dirty: bool
    keep_charts: bool
    accept_data_risk: bool
    migrations: tuple[str, ...] = ()

    def carry_out(self, of: Followed, theirs: Assembled, how: Writing) -> None:
        """Merge, show, ask and write; Findings where conflicts are left, after they were listed."""
        upgrading = versions(of, theirs)
        assert of.model.platform is not None
        made = of.model.platform.blueprint.version
        carried, notes = with_migrations(upgrading, of.source.blueprint, made, self.migrations)
        plan = self._decided(carried, how)._replace(before=upgrading.ours)
        if not (plan.conflicts and self.conflicts == "markers"):  # files with markers are no values
            plan, about_pins = with_pins(plan)
            notes += about_pins
        if not plan.changes:
            show([line("Everything is up to date.")])
            return
        on_platform.show_notes([*about_answers(of, theirs), *notes, *plan.notes])
        show(self._about_charts(plan))
        if plan.conflicts:
            show([line(one.sentence) for one in plan.conflicts], err=True)
            if self.conflicts in (None, "fail"):
                on_platform.show_note(
                    "nothing was written: `… --conflicts ours|theirs|markers` says what stands there"
                )
                raise Findings
        self._refuse_dirty(of, plan)
        self._write(of, plan, how)
        if plan.conflicts and self.conflicts == "markers":
            raise Findings

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

    def _refuse_dirty(self, of: Followed, plan: Planned) -> None:
        if self.allow_dirty:
            return
        dirty = uncommitted(of.root, plan.before, plan.changes)
        if dirty:
            raise BlueprintError(
                f"git has not got this as it is: {', '.join(map(str, dirty[:5]))}",
                where=on_platform.shown_path(of.root, dirty[0]),
                hint="Commit it first, to tell apart what the upgrade does; or `… --allow-dirty`.",
            )

    def _write(self, of: Followed, plan: Planned, how: Writing) -> None:
        changes = plan.changes
        if any(one.extent for one in plan.conflicts) and self.conflicts == "markers":
            # Files with markers are no values: nothing of them can be judged.
            is_written = how.carry_out(of.root, changes)
        else:
            show_effects(plan.before, plan.after, accept_data_risk=self.accept_data_risk)
            is_written = how.conclude(proposal_of(of.root, of.model, changes))
        if is_written:
            undo.remember(of.root, LAST_UPGRADE, changes)


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
