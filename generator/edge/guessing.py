"""Where a platform without platform.yaml is: its chart and the files of its environments, by their names."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.budget import Exceeded
from generator.core.helm.chart_file import CHART_FILE, VALUES_FILE
from generator.core.platform.environments import (
    chains_of,
    found_environments,
    passed_over,
    roles_of,
    summary_of_guess,
)
from generator.core.platform.file import PLATFORM_FILE
from generator.core.platform.layout import PlatformLayout
from generator.edge.files import explained
from generator.edge.nearby import Look
from generator.edge.site import (
    Asked,
    Site,
    boundary,
    chart_folder,
    find_site,
    inside,
    named_files,
    only,
    site_at,
)
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from generator.core.deployers.chains import Hinted

    _Chains = dict[str, tuple[PurePosixPath, ...]]

_MOST_CHARTS = 24  # around which somebody looks to choose one
_KEY = re.compile(rb"(?m)^[\"']?([A-Za-z_][-\w.]*)[\"']?\s*:")
_OF_DEPENDENCY = re.compile(rb"(?m)^[ \t-]*(?:alias|name):[ \t]*[\"']?([-\w.]+)")
_LONGEST = 1 << 20


def undeclared(folder: Path, asked: Asked) -> Site:
    """The platform around a folder without platform.yaml. BlueprintError where nothing looks like one."""
    is_chart = os.path.lexists(folder / CHART_FILE)
    top = boundary(_around(folder, asked.chart), asked)
    look = Look(top)
    start = inside(top, (asked.chart or folder).resolve())
    if asked.chart:
        chart: PurePosixPath | None = chart_folder(top, asked.chart)
    elif is_chart:
        chart = start
    else:
        charts = look.charts(start) or look.charts(PurePosixPath())
        chart = _chosen(look, charts, start, has_files=bool(asked.values))
        if chart is not None and (home := _platform_above(look, chart)) is not None:
            return find_site(asked._replace(platform=top / home))
    if asked.values:
        named = named_files(top, asked.values)
        layout = PlatformLayout(chart, named=named, service=_name(top, chart))
        return site_at(top, layout, named, None)
    chains = _guessed(look, chart, start)
    if chains and is_chart and not asked.chart and _is_plain(look, chart or start, chains):
        return Site(folder, guess=_told(look, chart, start, chains, only_odd=True))
    said = _hinted(top, chart)
    is_hinted = len(said.chains) >= len(chains) and bool(said.source or said.notes)
    chains = said.chains if is_hinted else chains
    if chart is None and not chains:
        raise _nothing(folder, asked, said.notes)
    if is_chart and not asked.chart and not chains:
        return Site(folder)
    notes = list(said.notes) if is_hinted else []
    guess = said.source if is_hinted else _told(look, chart, start, chains)
    if not is_chart and not asked.chart and chart is not None:
        notes.append(f"the chart is {os.path.relpath(top / chart)}; another one: --chart DIR")
    layout = PlatformLayout(chart, named=chains, service=_name(top, chart))
    found = site_at(top, layout, chains, None if chart is not None else start, notes)
    return found._replace(guess=guess)


def _around(folder: Path, chart: Path | None) -> Path:
    """The folder around which values may be: where the user is, unless --chart names a chart elsewhere."""
    return folder if chart is None or chart.resolve().is_relative_to(folder.resolve()) else chart


def _hinted(top: Path, chart: PurePosixPath | None) -> Hinted:
    """Where names tell no environment: what Argo CD, Flux or helmfile deploy, and what to say of it."""
    from generator.core.deployers.chains import Hinted, hinted
    from generator.edge.hinting import hints_below

    try:
        return hinted(hints_below(top), chart)
    except Exceeded as error:
        return Hinted({}, (f"what Argo CD, Flux or helmfile deploy is not looked at: {error}",))


def _chosen(
    look: Look, charts: Sequence[PurePosixPath], start: PurePosixPath, *, has_files: bool
) -> PurePosixPath | None:
    """The chart that is meant: the only one, or the only one that has environments. None where none is."""
    if len(charts) <= 1:
        return charts[0] if charts else None
    if has_files or len(charts) > _MOST_CHARTS:
        return only(charts, look.top)
    with_environments = [chart for chart in charts if _guessed(look, chart, start, charts)]
    return only(with_environments or charts, look.top)


def _platform_above(look: Look, chart: PurePosixPath) -> PurePosixPath | None:
    """The folder of the platform.yaml of a chart that was found below: the nearest above it."""
    return next((one for one in (chart, *chart.parents) if look.has(one, str(PLATFORM_FILE))), None)


def _guessed(
    look: Look, chart: PurePosixPath | None, start: PurePosixPath, charts: Sequence[PurePosixPath] = ()
) -> _Chains:
    service = _name(look.top, chart)
    others = _others(look, chart, charts)
    files = look.values(chart, start, service)
    return chains_of(roles_of(files, chart, service, others, _takes(look.top, chart)))


def _others(look: Look, chart: PurePosixPath | None, charts: Sequence[PurePosixPath] = ()) -> set[str]:
    """The names of the charts beside one."""
    if not charts and chart is not None and chart.parts:
        charts = look.charts(chart.parent)
    return {one.name for one in charts if one != chart}


def _told(
    look: Look, chart: PurePosixPath | None, start: PurePosixPath, chains: _Chains, *, only_odd: bool = False
) -> str:
    """What to say of a guess; "" where nobody could think otherwise."""
    files = look.values(chart, start, _name(look.top, chart))
    odd = passed_over(files, chains, _others(look, chart))
    if not chains or (only_odd and not odd):
        return ""
    return summary_of_guess(chains, lambda path: os.path.relpath(look.top / path), odd)


def _is_plain(look: Look, chart: PurePosixPath, chains: _Chains) -> bool:
    own = look.values(chart, chart, "")
    inner = [file.relative_to(chart) for file in own if file.is_relative_to(chart)]
    plain = found_environments(inner)
    return chains == {name: tuple(chart / file for file in files) for name, files in plain.items()}


def _takes(top: Path, chart: PurePosixPath | None) -> Callable[[PurePosixPath], bool]:
    """Whether a file's content speaks for it: it is no manifest, and shares a key with the chart."""
    keys = set()
    if chart is not None:
        keys = _keys(top / chart / VALUES_FILE)
        stated = _OF_DEPENDENCY.findall(_start_of(top / chart / CHART_FILE).partition(b"dependencies:")[2])
        keys |= {*stated, b"global"} if keys or stated else set()

    def takes(path: PurePosixPath) -> bool:
        own = _keys(top / path)
        if {b"apiVersion", b"kind"} <= own:
            return False
        return not own or not keys or not keys.isdisjoint(own)

    return takes


def _keys(file: Path) -> set[bytes]:
    return {*_KEY.findall(_start_of(file))}


def _start_of(file: Path) -> bytes:
    """The first megabyte of a regular file; nothing of what is none, or cannot be read."""
    try:
        if not file.is_file():
            return b""
        with explained(file, "read"), file.open("rb") as stream:
            return stream.read(_LONGEST)
    except (BlueprintError, OSError):
        return b""


def _name(top: Path, chart: PurePosixPath | None) -> str:
    return (top / chart).name if chart is not None else ""


def _nothing(folder: Path, asked: Asked, notes: Sequence[str]) -> BlueprintError:
    if asked.platform is not None:
        return BlueprintError(
            f"there is no {CHART_FILE} in this folder",
            where=str(folder),
            hint="Name the folder of an umbrella chart.",
        )
    if notes:
        return BlueprintError(f"no chart is here, and {notes[0]}", where=str(folder))
    return BlueprintError(
        "no platform here: neither this folder nor one above it has a platform.yaml or a Chart.yaml",
        where=str(folder),
        hint="Name one with --platform DIR, a chart with --chart DIR, its files with --values ENV=FILE.",
    )
