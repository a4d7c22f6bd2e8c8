"""What an upgrade comes to, and the forms in which it leaves: a plan, a pull request, commits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.commands import _platform as on_platform
from generator.commands._called import to_copy
from generator.commands._effects import tell_effects
from generator.commands._upgrading import versions_newer
from generator.core.report.changes import shown_changes
from generator.core.report.consequences import ClusterEffects
from generator.core.upgrade.commits import commit_steps
from generator.core.upgrade.plan_file import digests, plan_text
from generator.core.upgrade.pull_request import ProposedUpgrade, pull_request
from generator.core.upgrade.solved import solved
from generator.edge.commits import commit_each
from generator.edge.terminal import show_text, to_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.commands._upgrading import Followed
    from generator.core.blueprint.migration import Migration
    from generator.core.changes import Change
    from generator.core.platform.file import Origin
    from generator.core.upgrade.owned import HandEdit
    from generator.core.upgrade.plan_file import UpgradePlan
    from generator.core.upgrade.planned import Planned


class Outcome(NamedTuple):
    """What an upgrade comes to, before anything of it is written."""

    of: Followed
    plan: Planned
    migrations: tuple[Migration, ...]
    notes: Sequence[str]
    edits: Sequence[HandEdit]
    has_markers: bool
    effects: ClusterEffects = ClusterEffects(unknown="files with markers are no values: nobody can tell")

    @property
    def platform(self) -> str:
        return self.of.model.charts[1].name

    @property
    def made_from(self) -> Origin:
        assert self.of.model.platform is not None
        return self.of.model.platform.blueprint

    def write_plan(self, options: UpgradePlan, file: Path) -> None:
        """The plan as a file: its diff with secrets masked, its charts by name."""
        before, after = digests(self.plan.changes)
        made = options._replace(before=before, after=after, effects=self.effects.text)
        lines = shown_changes(self.plan.changes, on_platform.veil().lines)
        tell_effects(self.effects)
        with to_file(file):
            show_text(plan_text(made, "\n".join(one.text for one in lines)))

    def show_pull_request(self, standing: str, *, keeps_charts: bool) -> None:
        """Title, an empty line, and the body; `standing` is what stands at conflicts."""
        proposed = ProposedUpgrade(
            self.platform,
            self.made_from,
            self.of.source.blueprint.version,
            versions_newer(self.of),
            self.effects,
            [one.sentence for one in self.plan.conflicts],
            standing,
            [to_copy(note) for note in self.notes],
            [one.sentence for one in solved(self.plan.versions)],
            self.edits,
            keeps_charts,
            self.plan.changes,
        )
        found = pull_request(proposed, on_platform.veil().lines)
        show_text(f"{found.title}\n\n{found.body}")

    def commit_each(self, root: Path, _changes: Sequence[Change]) -> None:
        """Write what is planned as commits: one for each migration, then one for the merge."""
        here = self.of.source.blueprint
        steps = commit_steps(
            self.plan.before,
            self.migrations,
            self.plan.after,
            subject=f"Upgrade {self.platform} to {here.name} {here.version}",
            body=self.effects.text.partition("\n")[0],
        )
        commit_each(root, steps)
