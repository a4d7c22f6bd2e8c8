"""Dependencies that lie beside a chart, `repository: file://../common`, and are not in its charts/ yet."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core.helm.chart_file import CHART_FILE
from generator.core.helm.charts import REQUIREMENTS, read_chart

if TYPE_CHECKING:
    from generator.core.tree import Tree

_SCHEME = "file://"


class LocalChart(NamedTuple):
    """A chart that `helm dependency build` would copy: its name, where it lies, and where it would go.

    `path` is what Chart.yaml says, relative to the chart that says it; `target` is its folder in the tree.
    """

    name: str
    path: str
    target: PurePosixPath


def missing_local_charts(tree: Tree, folder: PurePosixPath) -> list[LocalChart]:
    """What the chart in a folder of the tree takes from beside it and does not have in charts/."""
    files = (tree.get(folder / CHART_FILE, b""), tree.get(folder / REQUIREMENTS, b""))
    if not any(_SCHEME.encode() in content for content in files):
        return []  # what nearly all are, known without reading them
    there = {path.parts[len(folder.parts) + 1] for path in tree if _is_in_charts(path, folder)}
    found = {}
    for want in read_chart(tree, folder).wants or ():
        is_there = any(one == want.name or one.startswith(f"{want.name}-") for one in there)
        if want.repository.startswith(_SCHEME) and not is_there and _is_folder_name(want.name):
            target = folder / "charts" / want.name
            found[want.name] = LocalChart(want.name, want.repository.removeprefix(_SCHEME), target)
    return list(found.values())


def _is_in_charts(path: PurePosixPath, folder: PurePosixPath) -> bool:
    depth = len(folder.parts)
    return len(path.parts) > depth + 1 and path.is_relative_to(folder / "charts")


def _is_folder_name(name: str) -> bool:
    return PurePosixPath(name).parts == (name,) and name not in (".", "..")
