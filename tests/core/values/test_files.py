"""Which files of a platform are read, and which charts and environments they make."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.changes import Change
from generator.core.data import MISSING
from generator.core.tree import Tree
from generator.core.values.files import has_charts_or_values, matters
from generator.core.values.model import load_values
from generator.core.values.notes import about_environment
from generator.errors import BlueprintError
from tests.small_platform import foreign_umbrella, packed, small_platform


def test_environments_and_files_of_a_platform() -> None:
    model = load_values(small_platform())
    assert model.environments == ("dev", "staging", "prod", "dr")
    assert [str(path) for path in model.files("dr")] == ["values-prod.yaml", "values-dr.yaml"]
    assert model.files(None) == ()
    assert [str(one.path) for one in model.sources("dev")] == ["values.yaml", "values-dev.yaml"]
    assert list(model.subcharts) == ["web", "orders", "db"]


def test_environments_without_platform_yaml_are_told_from_names() -> None:
    model = load_values(foreign_umbrella())
    assert model.environments == ("dev", "prod")
    assert model.intent.must_match == ()
    assert model.effective("dev", ("cart",)) == {
        "replicas": 1,
        "tag": "1.0.0",
        "labels": {},
        "port": 80,
        "debug": False,
    }


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        ({}, "there is no Chart.yaml"),
        ({PurePosixPath("Chart.yaml"): b"a: ["}, "Chart.yaml:1: not valid YAML"),
        (
            {PurePosixPath("Chart.yaml"): b"", PurePosixPath("platform.yaml"): b"{}"},
            "platform.yaml is broken",
        ),
    ],
)
def test_what_is_no_platform(tree: Tree, message: str) -> None:
    with pytest.raises(BlueprintError, match=message):
        _ = load_values(tree).subcharts


@pytest.mark.parametrize(
    ("path", "does"),
    [
        ("Chart.yaml", True),
        ("platform.yaml", True),
        ("values-dev.yaml", True),
        ("envs/dev.yaml", True),
        ("charts/a/charts/b/values.yaml", True),
        ("charts/a/defaults.json", True),
        ("charts/a/unsupported.json", True),
        ("charts/a-1.tgz", True),
        ("charts/a/charts/b-1.tgz", True),
        ("charts/a/requirements.yaml", True),
        ("dist/a-1.tgz", False),
        ("charts/workload/templates/_values.tpl", False),
        ("charts/a/templates/x.yaml", False),
        ("README.md", False),
        (".blueprint/base.tar.gz", False),
    ],
)
def test_matters(path: str, does: bool) -> None:
    assert matters(PurePosixPath(path)) is does


def test_packed_chart_is_read() -> None:
    inner = {
        "Chart.yaml": "name: redis\nversion: 1.0.0\n",
        "values.yaml": "port: 6379\nauth: {enabled: true}\n",
    }
    deep = {
        "charts/common/Chart.yaml": "name: common\nversion: 1.0.0\n",
        "charts/common/values.yaml": "x: 1\n",
    }
    tree = {**foreign_umbrella(), PurePosixPath("charts/redis-1.0.0.tgz"): packed("redis", {**inner, **deep})}
    model = load_values(tree)
    assert model.effective("dev", ("redis",)) == {"port": 6379, "auth": {"enabled": True}, "common": {"x": 1}}
    assert about_environment(model, "dev") == []
    (setting,) = model.layers("dev", ("redis", "port"))
    assert setting.where == "charts/redis-1.0.0.tgz/values.yaml:1"


def test_packed_charts_of_two_versions_and_within_others_are_read() -> None:
    tree = {
        PurePosixPath("Chart.yaml"): b"name: x\nversion: 1.0.0\ndependencies:\n"
        b"  - {name: b, version: 1.x, alias: one}\n  - {name: b, version: 2.x, alias: two}\n"
        b"  - {name: a, version: 1.0.0}\n",
        PurePosixPath("charts/a/Chart.yaml"): b"name: a\nversion: 1.0.0\n",
    }
    for version in ("1.0.0", "2.0.0"):
        content = {
            "Chart.yaml": f"name: b\nversion: {version}\n",
            "values.yaml": f"is: {version}\n",
        }
        tree[PurePosixPath(f"charts/b-{version}.tgz")] = packed("b", content)
    tree[PurePosixPath("charts/a/charts/b-1.0.0.tgz")] = packed("b", content)
    model = load_values(tree)
    assert model.effective(None) == {
        "one": {"is": "1.0.0"},
        "two": {"is": "2.0.0"},
        "a": {"b": {"is": "2.0.0"}},
    }


def test_broken_packed_chart_is_told() -> None:
    tree = {**foreign_umbrella(), PurePosixPath("charts/redis-1.0.0.tgz"): b"no archive"}
    with pytest.raises(BlueprintError, match="this is no packed chart") as caught:
        _ = load_values(tree).subcharts
    assert caught.value.where == "charts/redis-1.0.0.tgz"


def test_chart_that_only_lies_in_charts_counts_and_a_library_does_not() -> None:
    tree = foreign_umbrella(
        **{
            "charts/extra/Chart.yaml": "name: extra\nversion: 1.0.0\n",
            "charts/extra/values.yaml": "a: 1\n",
            "charts/lib/Chart.yaml": "name: lib\nversion: 1.0.0\ntype: library\n",
        },
    )
    model = load_values(tree)
    assert list(model.subcharts) == ["redis", "cart", "extra"]
    assert model.effective(None, ("extra", "a")) == 1


def test_exact_version_is_chosen_of_two_folders() -> None:
    tree = foreign_umbrella(
        **{
            "Chart.yaml": "name: x\nversion: 1.0.0\ndependencies:\n"
            "  - {name: cart, version: 1.0.0, alias: new}\n  - {name: cart, version: 0.x, alias: old}\n",
            "charts/cart-old/Chart.yaml": "name: cart\nversion: 0.9.0\n",
            "charts/cart-old/values.yaml": "port: 1\n",
        },
    )
    assert load_values(tree).effective(None, ("new", "port")) == 80
    assert load_values(tree).effective(None, ("old", "port")) == 1


def test_values_of_a_library_are_there_as_in_helm() -> None:
    chart = "name: x\nversion: 1.0.0\ndependencies: [{name: common, version: 1.x}]\n"
    library = {
        "charts/common/Chart.yaml": "name: common\nversion: 1.2.0\ntype: library\n",
        "charts/common/values.yaml": "example: common-chart\n",
    }
    model = load_values(foreign_umbrella(values="", **{"Chart.yaml": chart, **library}))
    assert model.effective(None, ("common",)) == {"example": "common-chart"}
    assert about_environment(model, None) == []


def test_who_reads_a_file_and_whose_own_it_is() -> None:
    model = load_values(small_platform())
    base, dev, prod, dr = (PurePosixPath(f"values{name}.yaml") for name in ("", "-dev", "-prod", "-dr"))
    assert [model.own_file(name) for name in (None, "dev", "dr")] == [base, dev, dr]
    assert model.readers_of(base) == ("dev", "staging", "prod", "dr")
    assert model.readers_of(prod) == ("prod", "dr")
    assert model.readers_of(dr, dev, prod) == ("dr", "dev", "prod")
    assert model.readers_of() == model.readers_of(PurePosixPath("other.yaml")) == ()


def test_values_yaml_of_a_platform_without_environments_is_read_by_itself() -> None:
    tree = {path: data for path, data in foreign_umbrella().items() if "values-" not in str(path)}
    assert load_values(tree).readers_of(PurePosixPath("values.yaml")) == (None,)


def test_changes_make_a_platform_of_the_same_charts() -> None:
    model = load_values(small_platform())
    dev = PurePosixPath("values-dev.yaml")
    assert model.effective("dev", ("web", "replicaCount")) == 1
    after = model.with_changes([Change(dev, model.tree[dev], b"web: {replicaCount: 7}\n")])
    assert after.effective("dev", ("web", "replicaCount")) == 7
    assert after.source(PurePosixPath("values.yaml")) is model.source(PurePosixPath("values.yaml"))
    assert after.subcharts is model.subcharts
    assert model.with_tree(foreign_umbrella()).subcharts is not model.subcharts


def test_platform_without_some_files_has_no_environment_that_reads_them() -> None:
    model = load_values(small_platform())
    assert model.without([PurePosixPath("values-prod.yaml")]).environments == ("dev", "staging")
    assert model.without([PurePosixPath("values.yaml")]).environments == ()
    assert model.without([]) is model


def test_what_a_file_itself_says() -> None:
    model = load_values(small_platform())
    assert model.said(PurePosixPath("values-dev.yaml"), ("web", "replicaCount")) == 1
    assert model.said(PurePosixPath("values-dev.yaml"), ("web", "image")) is MISSING
    assert model.said(PurePosixPath("values-eu.yaml"), ("web",)) is MISSING


@pytest.mark.parametrize(
    ("folder", "does"), [("charts/web", True), ("envs", True), ("templates", False), (".git", False)]
)
def test_folders_with_charts_or_values(folder: str, *, does: bool) -> None:
    assert has_charts_or_values(PurePosixPath(folder)) is does
