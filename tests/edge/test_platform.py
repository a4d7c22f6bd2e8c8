"""The platform that a command works on: named, or the nearest upwards; of its files, those that matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.edge.platform import peek_platform
from generator.edge.site import Asked, Site, find_site
from generator.errors import BlueprintError


def written(folder: Path, *files: str) -> Path:
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text("")
    return folder


def test_named_folder_that_is_no_chart_is_told_by_its_name(tmp_path: Path) -> None:
    written(tmp_path, "values.yaml", "templates/web.yaml")
    with pytest.raises(BlueprintError) as caught:
        find_site(Asked(tmp_path))
    assert str(caught.value) == (
        f"{tmp_path}: there is no Chart.yaml in this folder\n  Name the folder of an umbrella chart."
    )
    written(tmp_path, "Chart.yaml")
    assert find_site(Asked(tmp_path)) == Site(tmp_path)


def test_folders_that_say_nothing_of_values_are_not_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(
        tmp_path, "Chart.yaml", "charts/web/values.yaml", "envs/prod.yaml", "node_modules/a/b/values.yaml"
    )
    import os

    entered: list[str] = []
    real = os.scandir

    def scandir(path: str) -> object:
        entered.append(Path(path).name)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert sorted(map(str, peek_platform(Site(tmp_path)))) == [
        "Chart.yaml",
        "charts/web/values.yaml",
        "envs/prod.yaml",
    ]
    assert "node_modules" not in entered
    assert {"charts", "web", "envs"} <= {*entered}
