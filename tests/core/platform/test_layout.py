"""Where a platform's parts stand: beside Chart.yaml, or wherever else in the tree."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.change.tidy import tidied
from generator.core.platform.layout import PLAIN, PlatformLayout
from generator.core.values.model import load_values
from generator.errors import BlueprintError

ELSEWHERE = {
    "deploy/app/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n",
    "deploy/app/values.yaml": "b: 1\na: {x: 1}\n",
    "deploy/app/values.schema.json": '{"properties": {"b": {"type": "integer"}}}',
    "deploy/platform.yaml": (
        "apiVersion: helm-blueprint/v1\nblueprint: {name: x, version: '1'}\nenvironments: {dev: {}}\n"
    ),
    "values-dev.yaml": "a: {x: 2}\n",
}
LAYOUT = PlatformLayout(PurePosixPath("deploy/app"), PurePosixPath("deploy/platform.yaml"))


def tree(files: dict[str, str]) -> dict[PurePosixPath, bytes]:
    return {PurePosixPath(path): text.encode() for path, text in files.items()}


def test_chart_is_read_where_the_layout_says() -> None:
    model = load_values(tree(ELSEWHERE), layout=LAYOUT)
    assert model.environments == ("dev",)
    assert model.own_file(None) == PurePosixPath("deploy/app/values.yaml")
    assert model.effective(None) == {"b": 1, "a": {"x": 1}}
    assert model.schema == {"properties": {"b": {"type": "integer"}}}
    other = model.with_tree({**model.tree, PurePosixPath("deploy/app/values.yaml"): b"b: 2\n"})
    assert other.effective(None) == {"b": 2}


def test_missing_chart_is_told_with_its_folder() -> None:
    with pytest.raises(BlueprintError) as caught:
        load_values(tree({"values-dev.yaml": ""}), layout=LAYOUT)
    assert str(caught.value) == (
        "deploy/app: there is no Chart.yaml\n  Name an umbrella chart with --platform."
    )


def test_chart_that_is_elsewhere_has_no_values_of_its_own() -> None:
    layout = PlatformLayout(None, PurePosixPath("deploy/platform.yaml"))
    model = load_values(tree(ELSEWHERE), layout=layout)
    assert model.effective(None) == {}
    assert (model.schema, model.subcharts, model.all_files) == (None, {}, (PurePosixPath("values-dev.yaml"),))
    assert model.effective("dev") == {"a": {"x": 2}}


def test_plain_is_what_platforms_of_ours_are() -> None:
    assert PLAIN.is_plain
    assert PLAIN._replace(service="shop").is_plain
    assert not LAYOUT.is_plain
    assert str(PLAIN.base_file) == "values.yaml"


def test_tidying_keeps_the_layout() -> None:
    after, _ = tidied(load_values(tree(ELSEWHERE), layout=LAYOUT), order=True)
    assert after.layout == LAYOUT
