"""What an upgrade does to clusters: every environment rendered as it is and as it would be, and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.helm.chart_file import CHART_FILE, parse_chart
from generator.core.objects.consequences import consequences
from generator.core.platform.file import PLATFORM_FILE, parse_platform
from generator.core.report.consequences import ClusterEffects
from generator.core.styled import line
from generator.edge.helm_template import all_rendered, find_helm, template_each, temporary_copy
from generator.edge.terminal import remark, show, working
from generator.errors import BlueprintError, MissingProgram

if TYPE_CHECKING:
    from generator.core.tree import Tree


def show_effects(before: Tree, after: Tree, *, accept_data_risk: bool) -> ClusterEffects:
    """Show what becomes of the objects of every environment when one whole platform becomes the other.

    BlueprintError as `cluster_effects`, and where claims or data are at risk and nobody has accepted that.
    """
    found = cluster_effects(before, after)
    tell_effects(found)
    if not accept_data_risk:
        found.refuse_data_risk()
    return found


def tell_effects(found: ClusterEffects) -> None:
    if found.unknown:
        remark([line(f"Note: {found.unknown}")])
    else:
        show(found.lines)


def cluster_effects(before: Tree, after: Tree) -> ClusterEffects:
    """What becomes of the objects of every environment when one whole platform becomes the other.

    Without Helm nobody can tell, nor where it cannot render what is there. BlueprintError where it cannot
    render what would be.
    """
    try:
        find_helm()
    except MissingProgram as error:
        return ClusterEffects(unknown=f"nobody can tell what this does to clusters: {error.what}")
    with working("Rendering every environment as it is and as it would be"):
        old, new = rendered_environments(before), rendered_environments(after)
    if isinstance(new, BlueprintError):
        raise new
    if isinstance(old, BlueprintError):
        return ClusterEffects(unknown=f"nobody can tell what this does to clusters: {old.where}: {old.what}")
    return ClusterEffects(tuple(consequences(old, new)), tuple(dict.fromkeys((*old, *new))))


def rendered_environments(tree: Tree) -> dict[str, str] | BlueprintError:
    """Every environment of a platform as Helm renders it, or why it does not."""
    platform = parse_platform(tree[PLATFORM_FILE])
    release = parse_chart(tree[CHART_FILE], str(CHART_FILE)).name
    wanted = {name: (platform.values_files(name), one) for name, one in platform.environments.items()}
    with temporary_copy(tree) as folder:
        try:
            return all_rendered(template_each(folder, release, wanted))
        except BlueprintError as error:
            return error
