"""Where a platform's parts stand: beside Chart.yaml, or wherever else in the tree."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.change.tidy import tidied
from generator.core.lint.facts import findings
from generator.core.lint.rules import idle_intent, missing_service
from generator.core.platform.file import Origin, parse_platform
from generator.core.platform.layout import PLAIN, PlatformLayout
from generator.core.platform.places import common_folder
from generator.core.values.model import load_values
from generator.errors import BlueprintError, Invalid

ELSEWHERE = {
    "deploy/app/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n",
    "deploy/app/values.yaml": "b: 1\na: {x: 1}\n",
    "deploy/app/values.schema.json": '{"properties": {"b": {"type": "integer"}}}',
    "deploy/platform.yaml": (
        "apiVersion: helm-blueprint/v1\nblueprint: {name: x, version: '1'}\nenvironments: {dev: {}}\n"
    ),
    "deploy/values-dev.yaml": "a: {x: 2}\n",
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
        "deploy/app: there is no Chart.yaml\n  Name an umbrella chart: `… --platform DIR`."
    )


def test_chart_that_is_elsewhere_has_no_values_of_its_own() -> None:
    layout = PlatformLayout(None, PurePosixPath("deploy/platform.yaml"))
    model = load_values(tree(ELSEWHERE), layout=layout)
    assert model.effective(None) == {}
    assert (model.schema, model.subcharts, model.all_files) == (
        None,
        {},
        (PurePosixPath("deploy/values-dev.yaml"),),
    )
    assert model.effective("dev") == {"a": {"x": 2}}


def test_plain_is_what_platforms_of_ours_are() -> None:
    assert PLAIN.is_plain
    assert PLAIN._replace(service="shop").is_plain
    assert not LAYOUT.is_plain
    assert str(PLAIN.base_file) == "values.yaml"


def test_tidying_keeps_the_layout() -> None:
    after, _ = tidied(load_values(tree(ELSEWHERE), layout=LAYOUT), order=True)
    assert after.layout == LAYOUT


def test_platform_of_a_foreign_chart_names_its_files() -> None:
    text = """\
apiVersion: helm-blueprint/v1
chart: charts/{service}
files: [common.yaml, "envs/{environment}/{service}.yaml"]
environments:
  test: {}
  prod: {files: [common.yaml, ./x/../envs/prod.yaml, "secrets://envs/prod.enc.yaml"]}
  prod-eu: {inherits: prod}
  all: {files: [../charts/orders/values.yaml]}
"""
    platform = parse_platform(text.encode())
    assert (platform.blueprint, platform.chart) == (Origin("", "", ""), "charts/{service}")
    layout = PlatformLayout(
        PurePosixPath("charts/orders"), PurePosixPath("deploy/platform.yaml"), service="orders"
    )
    assert {name: [*map(str, files)] for name, files in layout.chains(platform).items()} == {
        "test": ["deploy/common.yaml", "deploy/envs/test/orders.yaml"],
        "prod": ["deploy/common.yaml", "deploy/envs/prod.yaml"],
        "prod-eu": ["deploy/common.yaml", "deploy/envs/prod.yaml", "deploy/envs/prod-eu/orders.yaml"],
        "all": [],
    }
    model = load_values(
        tree({"charts/orders/Chart.yaml": ELSEWHERE["deploy/app/Chart.yaml"], "deploy/platform.yaml": text}),
        layout=layout,
    )
    assert model.own_file("all") == PurePosixPath("charts/orders/values.yaml")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("chart: /etc", "chart: this cannot be the chart's folder: it is not relative to the folder of platform.yaml"),
        ("chart: 'charts/{environment}'", "chart: this cannot be the chart's folder: {environment} is no placeholder here, only {service}"),
        ("files: [~/x.yaml]", "files.0: this cannot be a values file: it is not relative to the folder of platform.yaml"),
        ("files: ['C:x.yaml']", "files.0: this cannot be a values file: it is not relative to the folder of platform.yaml"),
        ("files: ['']", "files.0: this cannot be a values file: it is empty"),
        ("files: ['a\\b']", "files.0: this cannot be a values file: it has characters that no path here may have"),
        ("files: [../.git/config]", "files.0: this cannot be a values file: it lies in git's own folder"),
        ("files: ['{env}.yaml']", "files.0: this cannot be a values file: {env} is no placeholder here, only {environment} and {service}"),
        ("files: ['{a.yaml']", "files.0: this cannot be a values file: a brace stands alone in it"),
    ],
)  # fmt: skip
def test_hostile_path_is_refused_with_its_reason(line: str, what: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_platform(f"apiVersion: helm-blueprint/v1\n{line}\nenvironments: {{dev: {{}}}}\n".encode())
    assert [(one.what, one.where) for one in caught.value.errors] == [(what, "platform.yaml:2")]


def test_file_that_leads_out_of_the_tree_is_refused() -> None:
    platform = parse_platform(
        b"apiVersion: helm-blueprint/v1\nenvironments: {dev: {files: [../../x.yaml]}}\n"
    )
    with pytest.raises(BlueprintError) as caught:
        PlatformLayout(platform_file=PurePosixPath("deploy/platform.yaml")).chains(platform)
    assert str(caught.value) == (
        "deploy/platform.yaml: environments.dev: ../x.yaml leads out of the repository\n"
        "  Name files of the same git repository."
    )


@pytest.mark.parametrize(
    ("folders", "common"),
    [(["a/b", "a/c"], "a"), (["a", "a/b"], "a"), (["."], "."), (["a", "b"], "."), (["a/b/c", "a/b/d/e"], "a/b")],
)  # fmt: skip
def test_common_folder(folders: list[str], common: str) -> None:
    assert common_folder(map(PurePosixPath, folders)) == PurePosixPath(common)


def test_what_platform_yaml_says_is_found_where_it_stands() -> None:
    said = ELSEWHERE["deploy/platform.yaml"] + (
        "intent: {environmentOnly: [gone.key]}\nmoved: [{from: old, to: nowhere, since: 1.0.0}]\n"
    )
    model = load_values(tree({**ELSEWHERE, "deploy/platform.yaml": said}), layout=LAYOUT)
    found = findings(model, [idle_intent.check, missing_service.check])
    assert [(str(one.file), one.line, one.rule.id) for one in found] == [
        ("deploy/platform.yaml", 4, "idle-intent"),
        ("deploy/platform.yaml", 5, "missing-service"),
    ]
