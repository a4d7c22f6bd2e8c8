"""Reads charts that lie beside a chart, as if `helm dependency build` had copied them into its charts/."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.core.helm.archives import FILES_WITH_VALUES, is_packed_chart
from generator.core.helm.chart_file import CHART_FILE
from generator.core.helm.local_charts import missing_local_charts
from generator.edge.files import explained, read_tree
from generator.edge.repository import repository_above

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.core.tree import Tree

_DEEPEST = 6  # charts beside charts beside charts


def with_local_charts(
    root: Path, chart: PurePosixPath, tree: Tree, report: Callable[[str], None]
) -> dict[PurePosixPath, bytes]:
    """The tree of a platform at `root` with the charts that lie beside its chart, below charts/.

    Nothing outside of the git repository (without one: of the root) is read; `report` gets a sentence on
    what was read, and on what was not.
    """
    files = dict(tree)
    waiting = [(chart, root / chart, 0)]
    while waiting:
        folder, on_disk, depth = waiting.pop()
        for one in missing_local_charts(files, folder):
            real = Path(os.path.realpath(on_disk / one.path))
            if reason := _unreadable(root, real, depth):
                report(f"{one.name}: {one.path} of {folder / CHART_FILE} is not read: {reason}")
                continue
            found = read_tree(real, _says_values, follows=_may_hold_values)
            files |= {one.target / path: content for path, content in found.items()}
            report(
                f"{one.name} is read from {os.path.relpath(real)} and shown as {one.target}, where "
                "`helm dependency build` puts it"
            )
            waiting.append((one.target, real, depth + 1))
    return files


def _unreadable(root: Path, real: Path, depth: int) -> str:
    with explained(root, "read"):
        top = repository_above(root) or Path(os.path.realpath(root))
        if not real.is_relative_to(top):
            return "it leads out of the repository"
        if depth >= _DEEPEST:
            return f"charts lie beside each other more than {_DEEPEST} deep"
        return "" if (real / CHART_FILE).is_file() else "there is no Chart.yaml"


def _says_values(path: PurePosixPath) -> bool:
    return is_packed_chart(path) if path.suffix == ".tgz" else path.name in FILES_WITH_VALUES


def _may_hold_values(folder: PurePosixPath) -> bool:
    return folder.parts[0] == "charts"
