"""Dependencies that lie beside a chart, and versions that lock files tell."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.helm.charts import read_chart
from generator.core.helm.local_charts import LocalChart, missing_local_charts
from generator.core.values.model import load_values
from generator.core.values.notes import about_environment

SHOP = PurePosixPath("shop")


def tree_with(wants: str, **files: str) -> dict[PurePosixPath, bytes]:
    tree = {"shop/Chart.yaml": f"name: shop\nversion: 1.0.0\ndependencies: [{wants}]\n", **files}
    return {PurePosixPath(path.replace("__", "/")): text.encode() for path, text in tree.items()}


COMMON = '{name: common, version: 1.x, alias: one, repository: "file://../common"}'


def test_what_lies_beside_a_chart_and_is_not_in_it() -> None:
    tree = tree_with(COMMON + ", {name: other, version: 1.x, repository: https://example.com}")
    assert missing_local_charts(tree, SHOP) == [LocalChart("common", "../common", SHOP / "charts" / "common")]


@pytest.mark.parametrize("there", ["shop__charts__common__Chart.yaml", "shop__charts__common-1.0.0.tgz"])
def test_what_is_in_charts_is_taken_from_there(there: str) -> None:
    assert missing_local_charts(tree_with(COMMON, **{there: "x"}), SHOP) == []


def test_requirements_of_old_are_asked_too() -> None:
    old = {"shop/requirements.yaml": f"dependencies: [{COMMON}]\n"}
    assert [one.name for one in missing_local_charts(tree_with("", **old), SHOP)] == ["common"]


@pytest.mark.parametrize("name", ["..", "a/b", "."])
def test_name_that_leads_elsewhere_is_no_folder(name: str) -> None:
    tree = tree_with(f'{{name: {name}, version: 1.x, repository: "file://../common"}}')
    assert missing_local_charts(tree, SHOP) == []


@pytest.mark.parametrize("file", ["Chart.lock", "requirements.lock"])
def test_lock_file_tells_versions_of_what_is_not_there(file: str) -> None:
    text = "dependencies: [{name: redis, version: 17.1.2}, {name: db}, 5]\ndigest: x\n"
    tree = {
        PurePosixPath("Chart.yaml"): (
            b"name: shop\nversion: 1.0.0\ndependencies:\n  - {name: redis, version: ^17, alias: cache}\n"
            b"  - {name: redis, version: ^18}\n  - {name: db, version: 1.x}\n"
        ),
        PurePosixPath("values.yaml"): b"a: 1\n",
        PurePosixPath(file): text.encode(),
    }
    model = load_values(tree)
    assert {key: one.version for key, one in model.subcharts.items()} == {
        "cache": "17.1.2", "redis": "17.1.2", "db": "1.x",
    }  # fmt: skip
    assert about_environment(model, None) == [
        "cache: the chart redis (17.1.2 in the lock file) is not in charts/, its defaults are not known",
        "redis: the chart redis (17.1.2 in the lock file) is not in charts/, its defaults are not known",
        "redis: the lock file has version 17.1.2, Chart.yaml wants ^18: helm dependency update writes it anew",
        "db: the chart db is not in charts/, its defaults are not known",
    ]


@pytest.mark.parametrize("text", ["dependencies: 5\n", "a: [\n", "- x\n", ""])
def test_lock_file_that_is_none_says_nothing(text: str) -> None:
    assert read_chart(tree_with("", **{"shop/Chart.lock": text}), SHOP).locked == {}
