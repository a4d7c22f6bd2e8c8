"""Where the platform is that a command works on, and its files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from generator.core.helm.chart_file import CHART_FILE
from generator.core.platform.file import PLATFORM_FILE
from generator.core.platform.whole import (
    is_of_platform,
    is_or_has_generated,
    may_hold_generated,
    may_hold_platform,
)
from generator.core.values.files import has_charts_or_values, matters
from generator.edge.files import explained, read_tree
from generator.edge.writer import undisturbed
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import PurePosixPath

    _Wanted = Callable[[PurePosixPath], bool]

Extent: TypeAlias = Literal["values", "generated", "whole"]


def _or(one: _Wanted, other: _Wanted) -> _Wanted:
    return lambda path: one(path) or other(path)


_EXTENTS: dict[Extent, tuple[_Wanted, _Wanted]] = {
    "values": (matters, has_charts_or_values),
    "generated": (_or(matters, is_or_has_generated), _or(has_charts_or_values, may_hold_generated)),
    "whole": (is_of_platform, may_hold_platform),
}


def find_platform(named: Path | None) -> Path:
    """The folder of the platform: the one named, else the nearest upwards with a platform.yaml.

    Where there is none, the nearest with a Chart.yaml: most commands work on any umbrella chart.
    """
    # A name too long, a working folder that is gone or may not be entered: the system tells.
    with explained(named or Path(), "read"):
        if named is not None:
            if not named.is_dir():
                raise BlueprintError("there is no such folder", where=str(named))
            # Told before anything is read: it may be a home folder, or the whole disk.
            if not (named / CHART_FILE).exists():
                raise BlueprintError(
                    f"there is no {CHART_FILE} in this folder",
                    where=str(named),
                    hint="Name the folder of an umbrella chart.",
                )
            return named
        here = Path.cwd()
        for marker in ("platform.yaml", "Chart.yaml"):
            for folder in (here, *here.parents):
                # What is no file is told when it is read: nobody means the platform above.
                if os.path.lexists(folder / marker):
                    return folder
    raise BlueprintError(
        "no platform here: neither this folder nor one above it has a platform.yaml or a Chart.yaml",
        where=str(here),
        hint="Name one with --platform DIR.",
    )


def read_platform(
    root: Path, report: Callable[[str], None] = lambda _: None, *, extent: Extent = "values"
) -> dict[PurePosixPath, bytes]:
    """The files that its values are read from, while no command writes here; more of it with another extent.

    `generated` is with all that follows from them, `whole` is all that is of the platform.

    `report` gets a sentence where that takes long, or where a command that was killed left something behind.
    """
    wanted, _ = _EXTENTS[extent]
    with undisturbed(root, report) as left:
        if left.note:
            report(left.note)
        tree = _files(root, extent)
    for path, data in left.files.items():
        if data is None:
            tree.pop(path, None)
        elif wanted(path):
            tree[path] = data
    return dict(sorted(tree.items())) if left.files else tree


def peek_platform(root: Path) -> dict[PurePosixPath, bytes]:
    """The same as they are now, for who must not change anything: shell completion."""
    return _files(root, "values")


def _files(root: Path, extent: Extent) -> dict[PurePosixPath, bytes]:
    wanted, follows = _EXTENTS[extent]
    _refuse_folders(root)
    return read_tree(root, wanted, follows=follows, needs=matters)


def _refuse_folders(root: Path) -> None:
    """A folder in a file's place would look as if the file was missing."""
    with explained(root, "read"), os.scandir(root) as entries:
        for entry in entries:
            is_values = entry.name.startswith("values") and entry.name.endswith((".yaml", ".yml"))
            if (is_values or entry.name == PLATFORM_FILE.name) and os.path.isdir(entry.path):  # noqa: PTH112  # no error of links
                what = "a file of values is expected" if is_values else "a file is expected"
                raise BlueprintError(f"this is a folder, and {what}", where=entry.name)
