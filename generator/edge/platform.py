"""The files of the platform that a command works on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, TypeAlias

from generator.core.deployers.names import file_of
from generator.core.platform.file import PLATFORM_FILE
from generator.core.platform.whole import (
    is_of_platform,
    is_or_has_generated,
    may_hold_generated,
    may_hold_platform,
)
from generator.core.values.files import has_charts_or_values, matters
from generator.edge.files import explained, read_tree
from generator.edge.local_charts import with_local_charts
from generator.edge.writer import undisturbed
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path, PurePosixPath

    from generator.edge.site import Site

    _Wanted = Callable[[PurePosixPath], bool]

Extent: TypeAlias = Literal["values", "generated", "whole"]


def _or(one: _Wanted, other: _Wanted) -> _Wanted:
    return lambda path: one(path) or other(path)


_EXTENTS: dict[Extent, tuple[_Wanted, _Wanted]] = {
    "values": (matters, has_charts_or_values),
    "generated": (_or(matters, is_or_has_generated), _or(has_charts_or_values, may_hold_generated)),
    "whole": (is_of_platform, may_hold_platform),
}


def wanted_of(site: Site, extent: Extent = "values") -> tuple[_Wanted, _Wanted]:
    """Which files of a site are read, and which folders are entered for them."""
    wanted, follows = _EXTENTS[extent]
    if site.layout.is_plain and not site.outside:
        return wanted, follows
    chart = site.layout.chart
    files = {site.layout.platform_file, *(file_of(path) for path in site.outside)}
    holders = {folder for path in files for folder in path.parents}
    holders |= {chart, *chart.parents} if chart is not None else set()

    def in_chart(of_chart: _Wanted) -> _Wanted:
        return lambda path: (
            chart is not None and path.is_relative_to(chart) and of_chart(path.relative_to(chart))
        )

    return (
        lambda path: path in files or in_chart(wanted)(path),
        lambda folder: folder in holders or in_chart(follows)(folder),
    )


def read_platform(
    site: Site, report: Callable[[str], None] = lambda _: None, *, extent: Extent = "values"
) -> dict[PurePosixPath, bytes]:
    """The files that its values are read from, while no command writes here; more of it with another extent.

    `generated` is with all that follows from them, `whole` is all that is of the platform.

    `report` gets a sentence where that takes long, or where a command that was killed left something behind.
    """
    wanted, _ = wanted_of(site, extent)
    with undisturbed(site.root, report) as left:
        if left.note:
            report(left.note)
        tree = _files(site, extent)
    for path, data in left.files.items():
        if data is None:
            tree.pop(path, None)
        elif wanted(path):
            tree[path] = data
    if site.layout.chart is not None and extent != "whole":
        tree = with_local_charts(site.root, site.layout.chart, tree, report)
    return dict(sorted(tree.items())) if left.files else tree


def read_files(root: Path, paths: Collection[PurePosixPath]) -> dict[PurePosixPath, bytes]:
    """These files below a platform's folder, as far as they are there."""
    if not paths:
        return {}
    folders = {folder for path in paths for folder in path.parents}
    return read_tree(root, lambda path: path in paths, follows=lambda folder: folder in folders)


def peek_platform(site: Site) -> dict[PurePosixPath, bytes]:
    """The same as they are now, for who must not change anything: shell completion."""
    return _files(site, "values")


def _files(site: Site, extent: Extent) -> dict[PurePosixPath, bytes]:
    wanted, follows = wanted_of(site, extent)
    if site.layout.chart is not None:
        _refuse_folders(site.root / site.layout.chart)
    needs, _ = wanted_of(site)
    return read_tree(site.root, wanted, follows=follows, needs=needs)


def _refuse_folders(root: Path) -> None:
    """A folder in a file's place would look as if the file was missing."""
    with explained(root, "read"), os.scandir(root) as entries:
        for entry in entries:
            is_values = entry.name.startswith("values") and entry.name.endswith((".yaml", ".yml"))
            if (is_values or entry.name == PLATFORM_FILE.name) and os.path.isdir(entry.path):  # noqa: PTH112  # no error of links
                what = "a file of values is expected" if is_values else "a file is expected"
                raise BlueprintError(f"this is a folder, and {what}", where=entry.name)
