"""--impact: renders a platform as it is and as it would be, and shows what differs in the cluster."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import TYPE_CHECKING

from generator.core.objects.effects import effects
from generator.core.report.impact import as_text
from generator.edge.files import read_tree
from generator.edge.helm_template import find_helm, template, temporary_copy
from generator.edge.terminal import show, working
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.core.values.model import ValuesModel


def show_impact(
    root: Path, before: ValuesModel, after: ValuesModel, environments: Sequence[str | None]
) -> None:
    """Show which objects change in these environments, and what that does to pods."""
    find_helm()
    files = read_tree(root, follows=lambda _: True)
    with (
        # What stands in manifests is no file of values that Helm could read.
        temporary_copy({**files, **before.tree})
        if before.is_in_manifest(*before.all_files)
        else nullcontext(root) as now,
        temporary_copy({**files, **after.tree}) as aside,
        ThreadPoolExecutor(max_workers=2) as pool,
    ):
        jobs = [
            (name, pool.submit(_render, now, before, name), pool.submit(_render, aside, after, name))
            for name in environments
        ]
        for name, old, new in jobs:
            with working(f"Rendering {name or 'values.yaml'} as it is and as it would be"):
                found = effects(old.result(), new.result())
            show(as_text(name, found))


def _render(folder: Path, model: ValuesModel, environment: str | None) -> str:
    described = model.platform.environments[environment] if model.platform and environment else None
    try:
        return template(
            folder,
            model.files(environment),
            release=model.charts[1].name,
            namespace=described.namespace if described else "",
            kubernetes=(described.kubernetes or "") if described else "",
        )
    except BlueprintError as error:
        error.where = error.where or environment or "values.yaml alone"
        raise
