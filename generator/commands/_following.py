"""What the commands that change services and environments share: the generated parts follow by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.blueprint.derived import with_what_follows
from generator.edge.bundled import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.changes import Change
    from generator.core.values.model import ValuesModel


def all_changes(model: ValuesModel, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes, and with them schema, charts and README; `model` was opened whole."""
    return with_what_follows(model.tree, changes, bundled(), model)
