"""What an upgrade does to clusters: every environment rendered as it is and as it would be, and judged."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from generator.core.helm.chart_file import CHART_FILE, parse_chart
from generator.core.objects.consequences import consequences
from generator.core.platform.file import PLATFORM_FILE, parse_platform
from generator.core.report.consequences import lines_of_consequences
from generator.core.styled import line
from generator.edge.helm_template import find_helm, template, temporary_copy
from generator.edge.terminal import remark, show, working
from generator.errors import BlueprintError, MissingProgram

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from generator.core.objects.consequences import Consequence
    from generator.core.platform.file import Platform
    from generator.core.tree import Tree


def show_effects(before: Tree, after: Tree, *, accept_data_risk: bool) -> list[Consequence]:
    """Show what becomes of the objects of every environment when one whole platform becomes the other.

    Without Helm nobody can tell, which is said. BlueprintError where claims or data are at risk, and
    nobody has accepted that.
    """
    try:
        find_helm()
    except MissingProgram as error:
        remark([line(f"Note: nobody can tell what this does to clusters: {error.what}")])
        return []
    found, environments = _found(before, after)
    show(lines_of_consequences(found, environments))
    lost = [one for one in found if one.of == "data"]
    if lost and not accept_data_risk:
        which = "; ".join(f"{one.kind} {', '.join(one.names)}" for one in lost)
        raise BlueprintError(
            f"claims or data are at risk: {which}",
            hint="Save what you need, then say `… --accept-data-risk`.",
        )
    return found


def _found(before: Tree, after: Tree) -> tuple[list[Consequence], list[str]]:
    platforms = [parse_platform(tree[PLATFORM_FILE]) for tree in (before, after)]
    environments = list(dict.fromkeys(name for one in platforms for name in one.environments))
    with (
        temporary_copy(before) as old,
        temporary_copy(after) as new,
        ThreadPoolExecutor(max_workers=2) as pool,
    ):
        jobs = [
            [pool.submit(_rendered(folder, tree, platform, name)) for name in platform.environments]
            for folder, tree, platform in zip((old, new), (before, after), platforms, strict=True)
        ]
        with working("Rendering every environment as it is and as it would be"):
            texts = [
                dict(zip(platform.environments, (job.result() for job in one), strict=True))
                for platform, one in zip(platforms, jobs, strict=True)
            ]
    return consequences(*texts), environments


def _rendered(folder: Path, tree: Tree, platform: Platform, name: str) -> Callable[[], str]:
    environment = platform.environments[name]

    def work() -> str:
        try:
            return template(
                folder,
                platform.values_files(name),
                release=parse_chart(tree[CHART_FILE], str(CHART_FILE)).name,
                namespace=environment.namespace,
                kubernetes=environment.kubernetes or "",
            )
        except BlueprintError as error:
            error.where = error.where or name
            raise

    return work
