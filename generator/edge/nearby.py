"""A look around a chart: the charts below a folder, and the YAML files where values of environments may be.

Names alone are read, a bounded number of them: a repository is never walked as a whole.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from generator.core.helm.chart_file import CHART_FILE
from generator.core.platform.file_roles import COMMON, PLACES, SKIPPED, is_usual
from generator.edge.files import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path, PurePosixPath

_MOST_ENTRIES = 20_000
_DEEPEST_CHART = 4
_DEEPEST_FILE = 3
_ENTERED_FOR_CHARTS = frozenset(("charts",))


class Look:
    """What is seen below the top of a repository; each folder is read once."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self._left = _MOST_ENTRIES
        self._seen: dict[PurePosixPath, tuple[list[str], list[str]]] = {}

    def has(self, folder: PurePosixPath, name: str) -> bool:
        """Whether a folder has a file of this name."""
        return name in self._names(folder)[0]

    def charts(self, folder: PurePosixPath) -> list[PurePosixPath]:
        """The folders with a Chart.yaml below a folder, or that folder, but for charts within charts."""
        return sorted(self._charts(folder, 0))

    def _charts(self, folder: PurePosixPath, depth: int) -> Iterator[PurePosixPath]:
        files, folders = self._names(folder)
        if CHART_FILE.name in files:
            yield folder
            return
        for name in folders if depth < _DEEPEST_CHART else ():
            if name not in SKIPPED - _ENTERED_FOR_CHARTS and not name.startswith("."):
                yield from self._charts(folder / name, depth + 1)

    def values(self, chart: PurePosixPath | None, start: PurePosixPath, service: str) -> list[PurePosixPath]:
        """The YAML files that may be values of a chart: in it, in the folders above it, in folders for that.

        Where there is no chart, around the folder `start`.
        """
        above = [start] if chart is None else [chart, *chart.parents]

        def is_entered(name: str, *, is_near: bool) -> bool:
            if name.startswith(".") or name.lower() in SKIPPED:
                return False
            if not is_near or name.lower() in PLACES | COMMON or is_usual(name):
                return True
            return bool(service) and name in (service, service.replace("-", "_"))

        return [path for folder in above for path in self._yaml(folder, {*above}, is_entered, 0)]

    def _yaml(
        self,
        folder: PurePosixPath,
        near: set[PurePosixPath],
        is_entered: Callable[..., bool],
        depth: int,
    ) -> Iterator[PurePosixPath]:
        files, folders = self._names(folder)
        if depth and CHART_FILE.name in files:
            return
        yield from (folder / name for name in files if name.endswith((".yaml", ".yml")))
        for name in folders if depth < _DEEPEST_FILE else ():
            if folder / name not in near and is_entered(name, is_near=not depth):
                yield from self._yaml(folder / name, near, is_entered, depth + 1)

    def _names(self, folder: PurePosixPath) -> tuple[list[str], list[str]]:
        """The files and the folders in a folder; a folder that may not be entered has none."""
        if folder not in self._seen:
            files: list[str] = []
            folders: list[str] = []
            place = self.top / folder
            with explained(place, "read"):
                try:
                    with os.scandir(place) as entries:
                        for entry in entries:
                            self._left -= 1
                            if self._left < 0:
                                break
                            is_folder = entry.is_dir(follow_symlinks=False)
                            (folders if is_folder else files).append(entry.name)
                except PermissionError:
                    pass
            self._seen[folder] = sorted(files), sorted(folders)
        return self._seen[folder]
