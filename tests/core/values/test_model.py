"""What the files of a platform say, and what comes of it."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.data import MISSING
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.small_platform import foreign_umbrella, small_platform


def test_values_yaml_may_be_missing() -> None:
    tree = dict(foreign_umbrella())
    del tree[PurePosixPath("values.yaml")]
    model = load_values(tree)
    assert model.effective(None, ("cart", "replicas")) == 1
    assert model.effective("dev", ("cart", "replicas")) == 1


def test_unknown_environment_and_missing_file() -> None:
    tree = dict(small_platform())
    del tree[PurePosixPath("values-prod.yaml")]
    model = load_values(tree)
    with pytest.raises(BlueprintError, match='there is no environment "pord"') as caught:
        model.effective("pord")
    assert caught.value.hint == 'Did you mean "prod"?'
    with pytest.raises(BlueprintError, match="this file is missing") as caught:
        model.effective("dr")
    assert caught.value.where == "values-prod.yaml"
    assert model.effective("dev", ("web", "replicaCount")) == 1


def test_declared_is_what_the_files_say() -> None:
    model = load_values(small_platform())
    assert model.declared("dr", ("orders",)) == {
        "image": {"repository": "example.com/orders", "tag": "2.0"},
        "ports": {"http": 8080},
        "autoscaling": {"enabled": True, "maxReplicas": 30},
    }
    assert model.declared("dr", ("orders", "replicaCount")) is MISSING
    assert model.effective("dr", ("orders", "replicaCount")) == 1
    assert model.effective("prod", ("orders", "autoscaling")) == {"enabled": True, "maxReplicas": 30}
    assert model.effective("prod", ("global", "presets")) == {"deployment": {"replicaCount": 3}}


def test_whole_effective_values_have_every_subchart() -> None:
    effective = load_values(small_platform()).effective("dev")
    assert list(effective) == ["global", "web", "orders", "db"]
    assert effective["db"]["replicaCount"] == 1


def test_is_enabled() -> None:
    tree = small_platform(
        values_dev="web: {enabled: false}\nglobal: {overrides: {statefulset: {enabled: false}}}\n",
        values_staging="web: {enabled: false}\nglobal: {overrides: {all: {enabled: true}}}\n",
    )
    model = load_values(tree)
    assert [model.is_enabled("prod", key) for key in ("web", "orders", "db")] == [True, True, True]
    assert [model.is_enabled("dev", key) for key in ("web", "orders", "db")] == [False, True, False]
    # Helm looks at the condition before any template runs: no override brings a service back.
    assert not model.is_enabled("staging", "web")


def test_condition_of_an_ordinary_chart_may_have_a_default() -> None:
    chart = "apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies:\n  - {name: cart, version: 1.0.0, condition: 'cart.use,cart.debug'}\n"
    model = load_values(foreign_umbrella(**{"Chart.yaml": chart}))
    assert not model.is_enabled("dev", "cart")
    # Helm looks for " cart.debug", which is nowhere.
    model = load_values(foreign_umbrella(**{"Chart.yaml": chart.replace(",cart.debug", ", cart.debug")}))
    assert model.is_enabled("dev", "cart")
    model = load_values(foreign_umbrella(**{"Chart.yaml": chart, "charts/cart/values.yaml": "use: true\n"}))
    assert model.is_enabled("dev", "cart")


def test_tags_switch_charts_off() -> None:
    chart = (
        "name: x\nversion: 1.0.0\ndependencies:\n"
        "  - {name: cart, version: 1.0.0, tags: [opt]}\n"
        "  - {name: cart, version: 1.0.0, alias: forced, tags: [opt], condition: forced.debug}\n"
    )
    values = "tags: {opt: false}\nforced: {debug: true}\n"
    model = load_values(foreign_umbrella(values=values, **{"Chart.yaml": chart}))
    assert [model.is_enabled(None, key) for key in ("cart", "forced")] == [False, True]


NESTED = {
    "Chart.yaml": "name: x\nversion: 1.0.0\ndependencies: [{name: a, version: 1.0.0}]\n",
    "charts/a/Chart.yaml": "name: a\nversion: 1.0.0\ndependencies: [{name: b, version: 1.0.0}]\n",
    "charts/a/values.yaml": "global: {tier: a, zone: a}\n",
    "charts/a/charts/b/Chart.yaml": "name: b\nversion: 1.0.0\n",
    "charts/a/charts/b/values.yaml": "port: 80\nglobal: {tier: b, own: b}\n",
    "values.yaml": "global: {zone: shop}\na: {b: {global: {own: values}}}\n",
    "values-prod.yaml": "a: {b: null}\n",
}


def test_globals_of_charts_further_up_reach_a_nested_chart() -> None:
    model = load_values({PurePosixPath(path): text.encode() for path, text in NESTED.items()})
    assert model.effective(None, ("a",)) == {
        "b": {"port": 80, "global": {"own": "values", "tier": "a", "zone": "shop"}},
        "global": {"tier": "a", "zone": "shop"},
    }

    def places(*path: str) -> list[tuple[str, str, bool]]:
        return [(one.layer, one.where, one.wins) for one in model.layers(None, ("a", "b", "global", *path))]

    assert places("zone") == [
        ("chart defaults", "charts/a/values.yaml:1", False),
        ("global", "values.yaml:1", True),
    ]
    assert places("tier") == [
        ("chart defaults", "charts/a/charts/b/values.yaml:2", False),
        ("chart defaults", "charts/a/values.yaml:1", True),
    ]


def test_null_in_the_place_of_a_nested_charts_values_leaves_its_defaults() -> None:
    model = load_values({PurePosixPath(path): text.encode() for path, text in NESTED.items()})
    assert model.effective("prod", ("a", "b", "port")) == 80
    assert [(one.where, one.is_null, one.wins) for one in model.layers("prod", ("a", "b", "port"))] == [
        ("charts/a/charts/b/values.yaml:1", False, True),
        ("values-prod.yaml:1", True, False),
    ]


def test_nothing_wins_at_a_key_that_only_other_workload_types_have() -> None:
    files = {
        "charts/deployment/unsupported.json": '["autoscaling", "nodeSelector"]',
        "values.yaml": "global: {presets: {all: {nodeSelector: {disk: ssd}}}}\n",
    }
    model = load_values(small_platform(**files))
    found = model.layers("dev", ("web", "nodeSelector", "disk"))
    assert [(one.layer, one.value, one.wins) for one in found] == [("global.presets.all", "ssd", False)]
    assert model.winner("dev", ("web", "nodeSelector", "disk")) is None
    assert model.effective("dev", ("web", "nodeSelector")) is MISSING
