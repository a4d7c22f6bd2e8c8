"""Charts beside a chart are read as if they were in its charts/: within the repository, and no further."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from generator.core.budget import Exceeded
from generator.core.values.model import load_values
from generator.edge.local_charts import with_local_charts
from generator.edge.platform import read_platform
from generator.edge.site import Asked, find_site

CHART = 'apiVersion: v2\nname: {}\nversion: 1.0.0\ndependencies: [{{name: {}, version: 1.x, repository: "file://{}"}}]\n'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    top = tmp_path / "repository"
    files = {
        ".git/HEAD": "ref: refs/heads/main\n",
        "shop/Chart.yaml": CHART.format("shop", "common", "../common"),
        "shop/values.yaml": "common: {b: 2}\n",
        "shop/values-dev.yaml": "a: 1\n",
        "common/Chart.yaml": CHART.format("common", "base", "../libs/base"),
        "common/values.yaml": "a: 1\nb: 1\n",
        "common/values-dev.yaml": "no: default\n",
        "common/templates/x.yaml": "no: value\n",
        "libs/base/Chart.yaml": "apiVersion: v2\nname: base\nversion: 1.0.0\n",
        "libs/base/values.yaml": "c: 3\n",
    }
    for path, text in files.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text)
    monkeypatch.chdir(top)
    return top


def test_charts_beside_are_read_with_those_beside_them(repository: Path) -> None:
    notes: list[str] = []
    model = load_values(read_platform(find_site(Asked(repository / "shop")), notes.append))
    assert model.effective("dev", ("common",)) == {"a": 1, "b": 2, "base": {"c": 3}}
    assert sorted(str(path) for path in model.tree if path.parts[0] == "charts") == [
        "charts/common/Chart.yaml",
        "charts/common/charts/base/Chart.yaml",
        "charts/common/charts/base/values.yaml",
        "charts/common/values.yaml",
    ]
    assert notes == [
        "common is read from common and shown as charts/common, where `helm dependency build` puts it",
        (
            "base is read from libs/base and shown as charts/common/charts/base, where "
            "`helm dependency build` puts it"
        ),
    ]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../../elsewhere", "it leads out of the repository"),
        ("/etc", "it leads out of the repository"),
        ("../link", "it leads out of the repository"),
        ("../nowhere", "there is no Chart.yaml"),
    ],
)
def test_nothing_outside_of_the_repository_is_read(repository: Path, path: str, reason: str) -> None:
    outside = repository.parent / "elsewhere"
    outside.mkdir()
    (outside / "Chart.yaml").write_text("name: common\nversion: 1.0.0\n")
    (repository / "link").symlink_to(outside)
    tree = {PurePosixPath("Chart.yaml"): CHART.format("shop", "common", path).encode()}
    notes: list[str] = []
    assert with_local_charts(repository / "shop", PurePosixPath(), tree, notes.append) == tree
    assert notes == [f"common: {path} of Chart.yaml is not read: {reason}"]


def test_charts_that_lie_beside_each_other_for_ever_end(repository: Path) -> None:
    (repository / "libs/base/Chart.yaml").write_text(CHART.format("base", "common", "../../common"))
    notes: list[str] = []
    tree = {PurePosixPath("Chart.yaml"): CHART.format("shop", "common", "../common").encode()}
    found = with_local_charts(repository / "shop", PurePosixPath(), tree, notes.append)
    assert len([path for path in found if path.name == "Chart.yaml"]) == 7
    assert notes[-1].endswith("is not read: charts lie beside each other more than 6 deep")


def test_charts_that_name_each_other_are_bounded_in_number(repository: Path) -> None:
    names = [f"c{number}" for number in range(12)]
    wants = [f'- {{name: {name}, version: 1.x, repository: "file://../{name}"}}\n' for name in names]
    text = "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n" + "".join(wants)
    for name in names:
        (repository / name).mkdir()
        (repository / name / "Chart.yaml").write_text(text)
    tree = {PurePosixPath("Chart.yaml"): text.encode()}
    with pytest.raises(Exceeded, match="more than 200 charts lie beside this one"):
        with_local_charts(repository / "shop", PurePosixPath(), tree, [].append)


@pytest.mark.parametrize("path", ["a\\0b", "a" * 5000])
def test_paths_that_no_folder_has_are_told(repository: Path, path: str) -> None:
    tree = {PurePosixPath("Chart.yaml"): CHART.format("shop", "common", path).encode()}
    notes: list[str] = []
    assert with_local_charts(repository / "shop", PurePosixPath(), tree, notes.append) == tree
    assert [note.rpartition(": ")[2] for note in notes] == ["no folder has such a name"]
