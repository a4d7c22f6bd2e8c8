"""Reads charts that lie beside a chart, as if `helm dependency build` had copied them into its charts/."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.core.budget import Budget, Exceeded
from generator.core.helm.archives import FILES_WITH_VALUES, is_packed_chart
from generator.core.helm.chart_file import CHART_FILE
from generator.core.helm.local_charts import missing_local_charts
from generator.edge.files import explained, read_tree
from generator.edge.repository import repository_above

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.core.tree import Tree

_DEEPEST = 6  # charts beside charts beside charts
_MOST = 200  # a few charts that name each other are millions


def with_local_charts(
    root: Path, chart: PurePosixPath, tree: Tree, report: Callable[[str], None]
) -> dict[PurePosixPath, bytes]:
    """The tree of a platform at `root` with the charts that lie beside its chart, below charts/.

    Nothing outside of the git repository (without one: of the root) is read; `report` gets a sentence on
    what was read, and on what was not.
    """
    files = dict(tree)
    budget = Budget()
    number = 0
    waiting = [(chart, root / chart, 0)]
    while waiting:
        folder, on_disk, depth = waiting.pop()
        for one in missing_local_charts(files, folder):
            real, reason = _place(root, on_disk, one.path, depth)
            if reason:
                report(f"{one.name}: {one.path} of {folder / CHART_FILE} is not read: {reason}")
                continue
            number += 1
            if number > _MOST:
                raise Exceeded(
                    f"more than {_MOST} charts lie beside this one, by file://", where=str(chart / CHART_FILE)
                )
            found = read_tree(real, _says_values, follows=_may_hold_values, budget=budget)
            files |= {one.target / path: content for path, content in found.items()}
            report(
                f"{one.name} is read from {os.path.relpath(real)} and shown as {one.target}, where "
                "`helm dependency build` puts it"
            )
            waiting.append((one.target, real, depth + 1))
    return files


def _place(root: Path, beside: Path, path: str, depth: int) -> tuple[Path, str]:
    """Where a chart lies, and why it is not read; "" where it is."""
    with explained(root, "read"):
        top = repository_above(root) or Path(os.path.realpath(root))
    try:
        real = Path(os.path.realpath(beside / path))
        if not real.is_relative_to(top):
            return real, "it leads out of the repository"
        if depth >= _DEEPEST:
            return real, f"charts lie beside each other more than {_DEEPEST} deep"
        return real, "" if (real / CHART_FILE).is_file() else "there is no Chart.yaml"
    except (OSError, ValueError):
        return beside, "no folder has such a name"


def _says_values(path: PurePosixPath) -> bool:
    return is_packed_chart(path) if path.suffix == ".tgz" else path.name in FILES_WITH_VALUES


def _may_hold_values(folder: PurePosixPath) -> bool:
    return folder.parts[0] == "charts"
