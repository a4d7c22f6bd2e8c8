"""An upgrade as commits: one for each migration that changes something, then one for the merge."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.changes import changes_between
from generator.core.upgrade.migrations import migrated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.blueprint.migration import Migration
    from generator.core.changes import Change
    from generator.core.tree import Tree


class CommitStep(NamedTuple):
    """One commit: its message, and what changes since the one before."""

    subject: str
    body: str
    changes: tuple[Change, ...]


def commit_steps(
    before: Tree, migrations: Sequence[Migration], after: Tree, *, subject: str, body: str
) -> list[CommitStep]:
    """The commits that lead from one tree to the other; what a migration finds nothing to do for has none.

    `subject` and `body` are of the last one, the merge.
    """
    steps = []
    tree = before
    for one in migrations:
        new = migrated(tree, [one]).tree
        if changes := _between(tree, new):
            steps.append(CommitStep(f"Migration {one.name} of {one.version}", one.note, changes))
        tree = new
    if changes := _between(tree, after):
        steps.append(CommitStep(subject, body, changes))
    return steps


def _between(before: Tree, after: Tree) -> tuple[Change, ...]:
    return changes_between(before, {**dict.fromkeys(before), **after})
