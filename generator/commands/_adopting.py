"""`upgrade --adopt`: pins go, one at a time or all, and what that does to clusters is said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands import _platform as on_platform
from generator.commands._effects import show_effects
from generator.commands._merging import LAST_UPGRADE, proposal_of
from generator.core.changes import changes_between
from generator.core.styled import line
from generator.core.upgrade.pins import adopted, pins_in
from generator.edge import undo
from generator.edge.terminal import show

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.commands._writing import Writing


def adopt(platform: Path | None, names: Sequence[str], how: Writing, *, accept_data_risk: bool) -> None:
    """Let pins go; with no name, say which there are."""
    root, model = on_platform.opened(platform, writes=how.is_certain, whole=True)
    if not any(names):
        show([line(f"{name}: {what}") for name, what in pins_in(model.tree)] or [line("There are no pins.")])
        return
    tree = adopted(model.tree, [name for name in names if name])
    changes = changes_between(model.tree, tree)
    if not changes:
        show([line("There are no pins.")])
        return
    show_effects(model.tree, tree, accept_data_risk=accept_data_risk)
    if how.conclude(proposal_of(root, model, changes)):
        undo.remember(root, LAST_UPGRADE, changes)
