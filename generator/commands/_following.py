"""What the commands that change services and environments share: the generated parts follow by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands import _platform as on_platform
from generator.core.blueprint.derived import with_what_follows
from generator.core.changes import changes_between
from generator.core.helm.chart_file import CHART_FILE
from generator.core.helm.lock import LOCK_FILE, lock_for, needs_another
from generator.edge.bundled import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.changes import Change
    from generator.core.values.model import ValuesModel


def all_changes(model: ValuesModel, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes, and with them schema, charts, README and Chart.lock; `model` was opened whole."""
    changes = with_what_follows(model.tree, changes, bundled(), model)
    chart = next((one for one in changes if one.path == model.layout.in_chart(CHART_FILE)), None)
    file = model.layout.in_chart(LOCK_FILE)
    if chart is None or chart.before is None or chart.after is None or file not in model.tree:
        return changes
    lock = model.tree[file]
    if not needs_another(chart.before, chart.after, file):
        return changes
    after = lock_for(lock, chart.before, chart.after, file)
    if after is None:
        on_platform.show_notes(
            [f"{file} is of other dependencies then: helm dependency update makes it anew"]
        )
        return changes
    return tuple(sorted((*changes, *changes_between(model.tree, {file: after}))))
