"""Each input renders to its golden file, with Helm 3 and with Helm 4, and what it renders to is what Kubernetes takes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.charts import consistency, kubernetes, support
from tests.charts.golden_files import CASES, Case, golden, render, text_of

if TYPE_CHECKING:
    from pathlib import Path

each_case = pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])


@pytest.fixture(scope="session")
def charts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("charts")


@pytest.mark.helm
@pytest.mark.golden
@each_case
def test_helm_3_writes_the_golden_file(case: Case, helm3: Path, charts: Path) -> None:
    rendered = text_of(render(case, helm3, charts))
    if os.environ.get("GOLDEN") == "write":
        case.golden.write_text(rendered)
    there = case.golden.read_text() if case.golden.exists() else ""
    assert there == rendered, f"{case.golden.name} is not what is rendered; `make golden` writes it anew"


@pytest.mark.helm
@each_case
def test_helm_4_renders_the_same_objects(case: Case, helm4: Path, charts: Path) -> None:
    assert support.by_key(render(case, helm4, charts)) == support.by_key(golden(case))


@each_case
def test_kubernetes_knows_every_field(case: Case) -> None:
    """Strictly, by the schemas of the oldest and the newest supported release: an unknown field is an error."""
    found = golden(case)
    problems = [
        problem
        for release in kubernetes.RELEASES
        for each in found
        for problem in kubernetes.problems(each, release)
        if (case.id, release) not in kubernetes.NEEDS_NEWER
    ]
    assert problems == []


@each_case
def test_what_is_referred_to_exists(case: Case) -> None:
    assert consistency.problems(golden(case)) == []


def test_no_golden_file_is_left_over() -> None:
    known = (
        {case.golden for case in CASES}
        | {case.values for case in CASES}
        | {f for case in CASES for f in case.more}
    )
    there = {path for path in CASES[0].golden.parents[1].rglob("*") if path.is_file()}
    assert there == known
