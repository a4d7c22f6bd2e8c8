"""The same platform renders to the same objects in every Helm that is supported, by every way of rendering it.

The file templates/platform/runs/first/services.yaml must run before all services' templates, and what it leaves in .Release must
reach them: both are habits of Helm, not promises. `make test-plugin` goes through all versions, `make test` through the two newest.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests import tools
from tests.charts import support
from tests.charts.golden_files import CASES, Case, chart_of, golden

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.helm, pytest.mark.helm_versions]

VERSIONS = tuple(name for name in tools.TOOLS if name.startswith("helm"))
HELMS = VERSIONS if os.environ.get("HELM_ALL") else ("helm3", "helm4")
UMBRELLAS = [case for case in CASES if case.is_umbrella]

each_umbrella = pytest.mark.parametrize("case", UMBRELLAS, ids=[case.id for case in UMBRELLAS])


@pytest.fixture(scope="module", params=HELMS)
def helm(request: pytest.FixtureRequest) -> Path:
    found = tools.find(request.param)
    assert found, f"{request.param} is missing: run `python tests/tools.py install {request.param}`"
    return found


def flags(case: Case) -> list[object]:
    return [argument for path in case.more for argument in ("-f", path)]


@each_umbrella
def test_template(case: Case, helm: Path, tmp_path: Path) -> None:
    found = support.template(helm, chart_of(case, tmp_path), *flags(case))
    assert support.by_key(found) == support.by_key(golden(case))


@each_umbrella
def test_package(case: Case, helm: Path, tmp_path: Path) -> None:
    support.run(helm, "package", chart_of(case, tmp_path), "--destination", tmp_path)
    (package,) = tmp_path.glob("*.tgz")
    assert support.by_key(support.template(helm, package, *flags(case))) == support.by_key(golden(case))


@each_umbrella
def test_lint(case: Case, helm: Path, tmp_path: Path) -> None:
    assert "0 chart(s) failed" in support.run(
        helm, "lint", "--strict", chart_of(case, tmp_path), *flags(case)
    )


@each_umbrella
def test_show_only(case: Case, helm: Path, tmp_path: Path) -> None:
    """One service alone still knows those it calls."""
    alias = {"shop": "api", "calls": "a"}[case.values.parent.name]
    only = f"charts/{alias}/templates/deployment.yaml"
    found = support.template(helm, chart_of(case, tmp_path), *flags(case), "--show-only", only)
    assert support.by_key(found) == support.by_key(support.of_service(golden(case), alias))
    assert any("_HOST" in name for name in support.env_of(support.the("Deployment", found)))


def test_the_library_may_be_rebuilt_without_a_network(helm: Path, tmp_path: Path) -> None:
    """`helm dependency build` has nothing to fetch and leaves the vendored charts alone."""
    chart = chart_of(UMBRELLAS[0], tmp_path)
    before = {path: path.read_bytes() for path in chart.rglob("*") if path.is_file()}
    support.run(helm, "dependency", "build", chart)
    after = {
        path: path.read_bytes() for path in chart.rglob("*") if path.is_file() and path.name != "Chart.lock"
    }
    assert after == before
