"""A service of a blueprint becomes another type of workload: both Helms render it in every environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from generator.cli import main_group
from generator.core.blueprint.derived import with_what_follows
from generator.core.change.workload_change import with_workload
from generator.core.values.model import load_values
from generator.edge.bundled import bundled
from generator.edge.files import read_tree
from generator.errors import BlueprintError
from tests.bench.synthetic import write
from tests.blueprints import platforms
from tests.charts import support

if TYPE_CHECKING:
    from pathlib import Path

    from tests.charts.support import Object

KINDS = ("Deployment", "StatefulSet", "CronJob")
pytestmark = pytest.mark.helm


def render(helm: Path, chart: Path, environment: str) -> list[Object]:
    files = platforms.described("ecommerce").values_files(environment)
    return support.template(helm, chart, *(word for file in files for word in ("-f", chart / file)))


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "workload", "kind"),
    [
        ("product-service", "statefulset", "StatefulSet"),
        ("payment-service", "deployment", "Deployment"),
        ("order-db", "deployment", "Deployment"),
        ("cache", "daemonset", "DaemonSet"),
        ("analytics", "job", "Job"),
    ],
)
def test_is_rendered_with_its_labels_and_its_service(
    name: str, workload: str, kind: str, helms: Path, tmp_path: Path
) -> None:
    model = load_values(platforms.tree("ecommerce"))
    changes = with_workload(model, name, workload, bundled().charts).changes
    after = write(
        model.with_changes(with_what_follows(model.tree, changes, bundled())).tree, tmp_path / "shop"
    )
    for environment in platforms.described("ecommerce").environments:
        before = support.by_key(platforms.rendered(helms, "ecommerce", environment))
        found = support.by_key(render(helms, after, environment))
        workloads = [key for key in found if key not in before and key[0] == kind]
        old = [key for key in before if key[0] in KINDS and not key[1].endswith(("-backup", "-restore"))]
        gone = [key for key in old if key not in found]
        assert [key[1].startswith(f"shop-{name}") for key in workloads] == [True] * len(gone)
        assert [key[1] for key in gone] in ([f"shop-{name}"], [])  # switched off in some environments
        for key in workloads:
            labels = found[key]["spec"].get("selector", {}).get("matchLabels", {}).items()
            template = found[key]["spec"]["template"]["metadata"]["labels"]
            assert labels <= template.items()
        # The Service that others connect to selects what it did.
        service = ("Service", f"shop-{name}")
        if service in found:
            assert found[service]["spec"]["selector"] == before[service]["spec"]["selector"]
        others = [key for key in before if not key[1].startswith(f"shop-{name}")]
        assert [key for key in others if key not in found] == []


@pytest.mark.long
def test_what_the_charts_refuse_is_refused_before_anything_is_written(
    helms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELM_BIN", str(helms))
    forge = write(platforms.tree("devops"), tmp_path / "forge")
    before = read_tree(forge)
    words = ["service", "change", "config-management", "--workload", "daemonset", "--yes"]
    result = CliRunner().invoke(main_group(), [*words, "--platform", str(forge)])
    assert isinstance(result.exception, BlueprintError)
    assert "config-management: up to 2 pods mount the claim persistentVolumeClaims.data" in str(
        result.exception
    )
    assert read_tree(forge) == before
