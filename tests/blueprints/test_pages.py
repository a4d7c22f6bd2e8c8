"""docs/blueprints/<name>.md: its diagram, components and sizes follow from what the blueprint renders.

Those parts stand between markers; the prose around them is written by hand. `make golden` writes them anew.
"""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path

import pytest

from generator.core.blueprint import readme
from generator.core.values.model import load_values
from generator.core.values.services import services_of
from tests.blueprints import rules
from tests.blueprints.platforms import ENVIRONMENTS, NAMES, described, rendered, tree
from tests.charts.support import Object, controllers, pod_of

pytestmark = pytest.mark.helm

DOCS = Path(__file__).parents[2] / "docs" / "blueprints"


def cores(amount: Decimal) -> str:
    """CPU as people write it: 250m below one core, 1.5 above."""
    return f"{amount * 1000:.0f}m" if amount < 1 else f"{amount.quantize(Decimal('0.1')).normalize():f}"


def gibibytes(amount: Decimal) -> str:
    return (
        f"{amount / 2**20:.0f}Mi"
        if amount < 2**30
        else f"{(amount / 2**30).quantize(Decimal('0.1')).normalize():f}Gi"
    )


def requests(controller: Object, resource: str) -> Decimal:
    """What one pod asks for: all containers; init containers run before them and are smaller."""
    spec = pod_of(controller)
    asked = [each.get("resources", {}).get("requests", {}).get(resource, 0) for each in spec["containers"]]
    return sum((rules.quantity(amount) for amount in asked), Decimal())


def claims(controller: Object) -> Decimal:
    templates = controller["spec"].get("volumeClaimTemplates", [])
    return sum((rules.quantity(t["spec"]["resources"]["requests"]["storage"]) for t in templates), Decimal())


def pods(controller: Object, scalers: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """Fewest and most pods of a controller; a DaemonSet counts as one pod on one node."""
    name = controller["metadata"]["name"]
    kind = controller["kind"]
    if kind in ("Deployment", "StatefulSet"):
        fixed = controller["spec"].get("replicas", 1)
        return scalers.get(name, (fixed, fixed))
    if kind == "DaemonSet":
        return (1, 1)
    spec = controller["spec"]["jobTemplate"]["spec"] if kind == "CronJob" else controller["spec"]
    return (0, spec.get("parallelism", 1))


def scalers_of(found: list[Object]) -> dict[str, tuple[int, int]]:
    scalers = {}
    for each in found:
        spec = each.get("spec", {})
        if each["kind"] == "HorizontalPodAutoscaler":
            scalers[spec["scaleTargetRef"]["name"]] = (spec["minReplicas"], spec["maxReplicas"])
        if each["kind"] == "ScaledObject":
            scalers[spec["scaleTargetRef"]["name"]] = (
                spec.get("minReplicaCount", 0),
                spec["maxReplicaCount"],
            )
    return scalers


def sizes(found: list[Object]) -> str:
    """One row per workload: pods, requests of one pod, volume of one pod."""
    scalers = scalers_of(found)
    rows = ["| workload | kind | pods | CPU | memory | volume |", "|---|---|---:|---:|---:|---:|"]
    for each in controllers(found):
        fewest, most = pods(each, scalers)
        count = (
            "one per node"
            if each["kind"] == "DaemonSet"
            else str(most)
            if fewest == most
            else f"{fewest}–{most}"
        )
        volume = claims(each)
        rows.append(
            f"| {rules.service_of(each)} | {each['kind']} | {count} | {cores(requests(each, 'cpu'))} |"
            f" {gibibytes(requests(each, 'memory'))} | {gibibytes(volume) if volume else ''} |"
        )
    return "\n".join(rows) + "\n"


def totals(blueprint: str, helm: Path) -> str:
    """One row per environment: what it asks for at rest, and with every autoscaler at its peak and every job running."""
    rows = [
        "| environment | pods | CPU | memory | volumes | at peak: pods | CPU | memory |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for environment in ENVIRONMENTS:
        found = rendered(helm, blueprint, environment)
        scalers = scalers_of(found)
        counted = [(each, *pods(each, scalers)) for each in controllers(found)]
        single = sum(
            (
                rules.quantity(each["spec"]["resources"]["requests"]["storage"])
                for each in found
                if each["kind"] == "PersistentVolumeClaim"
            ),
            Decimal(),
        )
        storage = single + sum((claims(each) * fewest for each, fewest, _ in counted), Decimal())
        cells = [environment]
        for which in (1, 2):
            cells.append(str(sum(count[which] for count in counted)))
            cells.append(cores(sum((requests(c[0], "cpu") * c[which] for c in counted), Decimal())))
            cells.append(gibibytes(sum((requests(c[0], "memory") * c[which] for c in counted), Decimal())))
            if which == 1:
                cells.append(gibibytes(storage))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def parts(blueprint: str, helm: Path) -> dict[str, str]:
    services = services_of(load_values(tree(blueprint)))
    return {
        "diagram": readme.diagram(services),
        "services": readme.table(services),
        "totals": totals(blueprint, helm),
        "sizes": sizes(rendered(helm, blueprint, "prod")),
    }


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("blueprint", NAMES)
def test_services_are_told_as_helm_renders_them(blueprint: str, environment: str, helm4: Path) -> None:
    model = load_values(tree(blueprint))
    told = {one.name: one for one in services_of(model, environment)}
    seen = set()
    for each in controllers(rendered(helm4, blueprint, environment)):
        labels = each["metadata"]["labels"]
        service = told.get(labels["app.kubernetes.io/name"])
        if service and each["kind"].lower() == service.workload:
            seen.add(service.name)
            assert service.image in [one["image"] for one in pod_of(each)["containers"]]
            assert service.tier == labels.get("tier", "")
    assert seen == {name for name in told if model.is_enabled(environment, name)}


@pytest.mark.golden
@pytest.mark.parametrize("blueprint", NAMES)
def test_the_page_shows_what_the_blueprint_renders(blueprint: str, helm4: Path) -> None:
    path = DOCS / f"{blueprint}.md"
    text = path.read_text()
    assert described(blueprint).environments
    expected = text
    for name, content in parts(blueprint, helm4).items():
        begin, end = f"<!-- {name}:begin -->\n", f"<!-- {name}:end -->"
        between = re.compile(f"({re.escape(begin)}).*?({re.escape(end)})", re.DOTALL)
        expected, found = between.subn(lambda match, new=content: f"{match[1]}{new}{match[2]}", expected)  # type: ignore[misc]
        assert found == 1, f"{path} has no place for {name}: {begin.strip()} and {end}"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(expected)
        text = expected
    assert text == expected, "`make golden` writes it anew"
