"""Renders a platform as it is and as it would be: --impact shows what differs in the cluster."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import TYPE_CHECKING

from generator.core.objects.effects import effects
from generator.core.report.impact import as_text
from generator.core.styled import line
from generator.edge.files import read_tree
from generator.edge.helm_template import all_rendered, find_helm, template_each, temporary_copy
from generator.edge.terminal import remark, show, working
from generator.errors import BlueprintError, MissingProgram

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from generator.core.tree import Tree
    from generator.core.values.model import ValuesModel


def show_impact(
    root: Path, before: ValuesModel, after: ValuesModel, environments: Sequence[str | None]
) -> None:
    """Show which objects change in these environments, and what that does to pods."""
    find_helm()
    with (
        _where_helm_reads(root, before) as now,
        temporary_copy({**read_tree(root, follows=lambda _: True), **after.tree}) as aside,
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


def rendered_each(
    root: Path, model: ValuesModel, environments: Sequence[str | None]
) -> dict[str | None, str]:
    """Environments as Helm renders them; MissingProgram without Helm, Invalid where it refuses one."""
    find_helm()
    with working("Rendering"), _where_helm_reads(root, model) as folder:
        return all_rendered(_rendered(folder, model, environments))


def _where_helm_reads(root: Path, model: ValuesModel) -> AbstractContextManager[Path]:
    """The platform's folder; a copy where values stand in manifests, which Helm does not read."""
    if model.is_in_manifest(*model.all_files):
        return temporary_copy({**read_tree(root, follows=lambda _: True), **model.tree})
    return nullcontext(root)


def refuse_what_charts_refuse(
    root: Path, before: ValuesModel, after: ValuesModel, environments: Sequence[str | None]
) -> None:
    """Refuse what the charts refuse: what presets and values come to is known to the templates alone.

    BlueprintError where Helm renders an environment as it is, and would not as it would be. Without Helm
    that it was not tried is said.
    """
    try:
        find_helm()
    except MissingProgram as error:
        remark([line(f"Note: nobody has tried whether the charts accept this: {error.what}")])
        return
    files = read_tree(root, follows=lambda _: True)
    with working("Rendering every environment as it would be"):
        refused = _refusals({**files, **after.tree}, after, environments)
        known = _refusals({**files, **before.tree}, before, list(refused)) if refused else {}
    for name, refusal in refused.items():
        if name not in known:
            raise refusal


def _refusals(
    files: Tree, model: ValuesModel, environments: Sequence[str | None]
) -> dict[str | None, BlueprintError]:
    """The environments that Helm does not render, and why."""
    with temporary_copy(files) as folder:
        rendered = _rendered(folder, model, environments)
    return {name: one for name, one in rendered.items() if isinstance(one, BlueprintError)}


def _rendered(
    folder: Path, model: ValuesModel, environments: Sequence[str | None]
) -> dict[str | None, str | BlueprintError]:
    described = model.platform.environments if model.platform else {}
    wanted = {
        name: (model.files(name), described[name] if described and name else None) for name in environments
    }
    return template_each(folder, model.charts[1].name, wanted)


def _render(folder: Path, model: ValuesModel, environment: str | None) -> str:
    return all_rendered(_rendered(folder, model, [environment]))[environment]
