"""Where a platform is: its root, the nearest folder that holds all of it, and where its parts stand there.

platform.yaml says it, or --chart and --values for one call, or else names do: those of files around the
chart. Nothing leads out of the git repository (without one: of the folder that was found).
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core.helm.chart_file import CHART_FILE
from generator.core.platform.file import PLATFORM_FILE, parse_platform
from generator.core.platform.layout import PLAIN, PlatformLayout
from generator.core.platform.places import common_folder, filled, normal
from generator.edge.files import explained, read_file
from generator.edge.repository import repository_above
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.core.platform.file import Platform

    _Chains = Mapping[str, tuple[PurePosixPath, ...]]

_SAYS_PLACES = re.compile(rb"\b(?:chart|files)\b")


class Asked(NamedTuple):
    """What a call says of places: --platform, --chart and --values, paths from where the user is."""

    platform: Path | None = None
    chart: Path | None = None
    values: tuple[tuple[str, tuple[Path, ...]], ...] = ()


class Site(NamedTuple):
    """The root, what stands where in it, the files besides the chart's own, and what to tell the user.

    `guess` is half a sentence: what was taken for an environment, where nobody has said so.
    """

    root: Path
    layout: PlatformLayout = PLAIN
    outside: tuple[PurePosixPath, ...] = ()
    notes: tuple[str, ...] = ()
    guess: str = ""


def find_site(asked: Asked) -> Site:
    """The platform that a call is about. BlueprintError where there is none, or where it leads too far."""
    folder, has_platform = _start(asked.platform)
    if has_platform:
        if (folder / PLATFORM_FILE).is_dir():
            raise BlueprintError("this is a folder, and a file is expected", where=str(PLATFORM_FILE))
        text = read_file(folder / PLATFORM_FILE)
        is_plain = not (asked.chart or asked.values or _SAYS_PLACES.search(text))
        if is_plain and os.path.lexists(folder / CHART_FILE):
            return Site(folder)
        return _declared(folder, parse_platform(text, _shown(folder)), asked)
    from generator.edge.guessing import undeclared

    return undeclared(folder, asked)


def _start(named: Path | None) -> tuple[Path, bool]:
    """The folder to begin with, and whether it has a platform.yaml: the one named, else the nearest upwards.

    Where there is none, the nearest with a Chart.yaml, else where the user is.
    """
    # A name too long, a working folder that is gone or may not be entered: the system tells.
    with explained(named or Path(), "read"):
        if named is not None:
            if not named.is_dir():
                raise BlueprintError("there is no such folder", where=str(named))
            return named, os.path.lexists(named / PLATFORM_FILE)
        here = Path.cwd()
        for marker in (PLATFORM_FILE, CHART_FILE):
            for folder in (here, *here.parents):
                # What is no file is told when it is read: nobody means the platform above.
                if os.path.lexists(folder / marker):
                    return folder, marker == PLATFORM_FILE
        return here, False


def _declared(folder: Path, platform: Platform, asked: Asked) -> Site:
    top = boundary(folder, asked)
    home = inside(top, folder)
    chart = _chart_of(platform, folder, top, asked)
    file = home / PLATFORM_FILE
    service = (top / chart).name if chart is not None else ""
    layout = PlatformLayout(chart, file, named_files(top, asked.values) or None, service)
    chains = layout.chains(platform, secrets=True)
    return site_at(top, layout, {**chains, **(layout.named or {})}, home)


def _shown(folder: Path) -> str:
    return os.path.relpath(folder / PLATFORM_FILE)


def _chart_of(platform: Platform, folder: Path, top: Path, asked: Asked) -> PurePosixPath | None:
    home = inside(top, folder)
    if asked.chart:
        return chart_folder(top, asked.chart)
    if not platform.chart:
        is_here = os.path.lexists(folder / CHART_FILE)
        return home if is_here or platform.blueprint.name else None
    template = normal(home / platform.chart)
    if ".." in template.parts:
        raise BlueprintError(
            f"chart: {platform.chart} leads out of the repository", where=_shown(folder), hint=_WITHIN
        )
    found = template if "{service}" not in str(template) else _chart_of_service(template, top)
    _refuse_links_out(top, found)
    if not os.path.lexists(top / found / CHART_FILE):
        raise BlueprintError(
            f"chart: there is no Chart.yaml in {platform.chart}",
            where=_shown(folder),
            hint="Name the folder of the chart, from the folder of platform.yaml.",
        )
    return found


def _chart_of_service(template: PurePosixPath, top: Path) -> PurePosixPath:
    """The one of the charts that a template means: the one that the user stands in, or the only one."""
    depth = next(number for number, part in enumerate(template.parts) if "{service}" in part)
    holder = PurePosixPath(*template.parts[:depth])
    with explained(top / holder, "read"):
        folders = (top / holder).iterdir() if (top / holder).is_dir() else ()
        names = sorted(folder.name for folder in folders)
    part = re.escape(template.parts[depth]).replace(r"\{service\}", "(?P<service>.+)", 1)
    part = part.replace(r"\{service\}", "(?P=service)")
    services = [match["service"] for name in names if (match := re.fullmatch(part, name))]
    charts = [PurePosixPath(filled(str(template), "", service)) for service in services]
    charts = [chart for chart in charts if os.path.lexists(top / chart / CHART_FILE)]
    here = Path.cwd()
    for chart in charts:
        if here.is_relative_to(top / chart):
            return chart
    return only(charts, top, f"chart: {template}")


def only(charts: Sequence[PurePosixPath], top: Path, what: str = "") -> PurePosixPath:
    """The only one of several charts; UsageError where somebody must say which."""
    if len(charts) == 1:
        return charts[0]
    shown = [os.path.relpath(top / chart) for chart in charts]
    first = ", ".join(shown[:8]) + (" …" if len(shown) > 8 else "")
    said = f"{what}: " if what else ""
    if not charts:
        raise UsageError(f"{said}no chart is there", where=str(PLATFORM_FILE))
    raise UsageError(f"{said}there are {len(charts)} charts: {first}", hint=f"Name one: --chart {shown[0]}")


# ── paths ───────────────────────────────────────────────────────────────────────────────────────

_WITHIN = "Paths stay in the git repository (without one: in the folder of platform.yaml)."


def boundary(folder: Path, asked: Asked) -> Path:
    """What nothing leads out of: the top of the git repository, else the folder with what the call names."""
    with explained(folder, "read"):
        if top := repository_above(folder):
            return top
        named = [file for _, files in asked.values for file in files]
        given = [folder, *([asked.chart] if asked.chart else []), *(file.parent for file in named)]
        return Path(os.path.commonpath([one.resolve() for one in given]))


def inside(top: Path, path: Path) -> PurePosixPath:
    """A path from where the user is as one below the top; BlueprintError where it is elsewhere."""
    with explained(path, "read"):
        is_folder = path.name in ("", "..")
        # Links in the folders above are followed; of a file that is one, it is judged where it leads.
        real = path.resolve() if is_folder else path.parent.resolve() / path.name
    if not real.is_relative_to(top):
        raise BlueprintError(
            "this is not in the git repository of the platform", where=str(path), hint=_WITHIN
        )
    return PurePosixPath(real.relative_to(top).as_posix())


def chart_folder(top: Path, named: Path) -> PurePosixPath:
    """The folder of --chart. BlueprintError where it has no Chart.yaml."""
    with explained(named, "read"):
        if not os.path.lexists(named / CHART_FILE):
            raise BlueprintError(
                f"there is no {CHART_FILE} in this folder",
                where=str(named),
                hint="Name the folder of a chart.",
            )
        return inside(top, named.resolve())


def named_files(
    top: Path, values: Iterable[tuple[str, tuple[Path, ...]]]
) -> dict[str, tuple[PurePosixPath, ...]]:
    """The files of --values. BlueprintError where one is not there."""
    found = {}
    for environment, files in values:
        for file in files:
            plain = Path(str(file).partition("#")[0])
            with explained(plain, "read"):
                if not plain.exists():
                    raise BlueprintError(f"--values {environment}: there is no such file", where=str(plain))
        found[environment] = tuple(dict.fromkeys(inside(top, file) for file in files))
    return found


def site_at(
    top: Path, layout: PlatformLayout, chains: _Chains, home: PurePosixPath | None, notes: Sequence[str] = ()
) -> Site:
    """The site of a layout that is relative to the top: its root is the nearest folder that holds all."""
    files = tuple(dict.fromkeys(file for chain in chains.values() for file in chain))
    for file in files:
        _refuse_links_out(top, file)
    holders = [one for one in (home, layout.chart) if one is not None]
    anchor = common_folder([*holders, *(file.parent for file in files)])
    below = len(anchor.parts)

    def moved(path: PurePosixPath) -> PurePosixPath:
        return PurePosixPath(*path.parts[below:])

    named = (
        None
        if layout.named is None
        else {name: tuple(map(moved, files)) for name, files in layout.named.items()}
    )
    chart = None if layout.chart is None else moved(layout.chart)
    platform_file = PLATFORM_FILE if home is None else moved(layout.platform_file)
    return Site(
        top / anchor,
        PlatformLayout(chart, platform_file, named, layout.service),
        tuple(map(moved, files)),
        tuple(notes),
    )


def _refuse_links_out(top: Path, path: PurePosixPath) -> None:
    plain = top / str(path).partition("#")[0]
    with explained(plain, "read"):
        real = Path(os.path.realpath(plain))
    if not real.is_relative_to(top):
        raise BlueprintError(
            "this leads out of the repository, by a link", where=os.path.relpath(plain), hint=_WITHIN
        )
