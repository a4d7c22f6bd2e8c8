"""Which place in which file decides a value: every leaf of random platforms has one, and it says that value."""

from __future__ import annotations

from typing import Any

import pytest

from generator.core.data import MISSING, equal, leaves, value_at
from generator.core.values.model import ValuesModel, load_values
from tests.core.values import test_like_helm as random_platforms
from tests.small_platform import foreign_umbrella, small_platform


def told(model: ValuesModel, environment: str | None, *path: str | int) -> list[tuple[str, str, Any, str]]:
    """Each place: layer, file:line:column, value, and what is special about it."""
    return [
        (
            setting.layer,
            f"{setting.file}:{setting.line}:{setting.column}",
            setting.value,
            "wins" if setting.wins else "null" if setting.is_null else "",
        )
        for setting in model.layers(environment, path)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_every_value_has_one_deciding_place_that_says_it(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(random_platforms, "SERVICES", 15)
    monkeypatch.setattr(random_platforms, "ORDINARY", 8)
    model = load_values(random_platforms.platform(random_platforms.Cases(100 + seed)))
    seen = 0
    for environment in (None, "prod", "dr"):
        for path, value in leaves(model.effective(environment)):
            settings = model.layers(environment, path)
            winners = [setting for setting in settings if setting.wins]
            assert len(winners) == 1, (environment, path, settings)
            if path[-1] == "valueFrom":
                continue  # no schema lets it be a scalar
            if value == {}:
                continue  # a map may be empty because a null emptied it, or a layer below stated it
            assert equal(winners[0].value, value), (environment, path, value, settings)
            data = next(s for s in _sources(model, environment, path) if s.path == winners[0].file).data
            assert equal(value_at(data, winners[0].path), value)
            seen += 1
    assert seen > 1000


def _sources(model: ValuesModel, environment: str | None, path: Any) -> list[Any]:
    chart = model.subcharts.get(path[0])
    return [*(chart.defaults if chart else ()), *model.sources(environment)]


def test_layers_of_a_service_lowest_first() -> None:
    tree = small_platform(
        values_dr="""\
global:
  presets:
    all: {replicaCount: 4}
    deployment: {replicaCount: 1}
    spot: {replicaCount: 6}
  overrides:
    all: {replicaCount: 8}
    deployment: {replicaCount: 9}
web:
  presets: [spot]
  replicaCount: 7
"""
    )
    assert told(load_values(tree), "dr", "web", "replicaCount") == [
        ("chart defaults", "charts/deployment/defaults.json:1:19", 1, ""),
        ("global.presets.all", "values-dr.yaml:3:11", 4, ""),
        ("global.presets.deployment", "values.yaml:8:18", 2, ""),
        ("global.presets.deployment", "values-prod.yaml:4:18", 3, ""),
        ("global.presets.deployment", "values-dr.yaml:4:18", 1, ""),
        ("global.presets.spot", "values-dr.yaml:5:12", 6, ""),
        ("values", "values-dr.yaml:11:3", 7, ""),
        ("global.overrides.all", "values-dr.yaml:7:11", 8, ""),
        ("global.overrides.deployment", "values-dr.yaml:8:18", 9, "wins"),
    ]


def test_overrides_can_be_switched_off() -> None:
    tree = small_platform(
        values_dev="global: {overrides: {enabled: false, all: {replicaCount: 8}}}\n",
        values_prod='global: {overrides: {enabled: "false", all: {replicaCount: 8}}}\n',
        values_staging="global: {overrides: {enabled: true, all: {replicaCount: 8}}}\n",
    )
    model = load_values(tree)
    assert [model.effective(one, ("web", "replicaCount")) for one in ("dev", "prod", "staging")] == [2, 2, 8]


def test_null_of_a_service_lets_lower_layers_speak() -> None:
    tree = small_platform(values_prod="web: {replicaCount: null}\n", values_dr="web: {image: null}\n")
    assert told(load_values(tree), "prod", "web", "replicaCount") == [
        ("chart defaults", "charts/deployment/defaults.json:1:19", 1, ""),
        ("global.presets.deployment", "values.yaml:8:18", 2, "wins"),
        ("values", "values-prod.yaml:1:7", MISSING, "null"),
    ]
    assert told(load_values(tree), "dr", "web", "image", "tag") == [
        ("chart defaults", "charts/deployment/defaults.json:1:66", "", "wins"),
        ("values", "values.yaml:11:40", "1.4.2", ""),
        ("values", "values-dr.yaml:1:7", MISSING, "null"),
    ]


def test_null_of_an_ordinary_chart_removes_its_default() -> None:
    model = load_values(foreign_umbrella(values_dev="cart: {port: null}\n"))
    assert model.effective("dev", ("cart", "port")) is MISSING
    assert told(model, "dev", "cart", "port") == [
        ("chart defaults", "charts/cart/values.yaml:4:1", 80, ""),
        ("values", "values-dev.yaml:1:8", MISSING, "wins"),
    ]


def test_list_is_replaced_as_a_whole() -> None:
    tree = small_platform(
        values="web:\n  args: [a, b]\n", values_dev="web:\n  args:\n    - c\n", values_prod="{}"
    )
    model = load_values(tree)
    assert told(model, "dev", "web", "args", 0) == [
        ("values", "values.yaml:2:10", "a", ""),
        ("values", "values-dev.yaml:3:7", "c", "wins"),
    ]
    assert told(model, "dev", "web", "args", 1) == [
        ("values", "values.yaml:2:13", "b", ""),
        ("values", "values-dev.yaml:2:3", MISSING, "wins"),
    ]
    assert model.effective("dev", ("web", "args", 1)) is MISSING


def test_scalar_in_the_way_of_a_map() -> None:
    """-f files go together first: what prod replaced and dr made a map again merges with values.yaml."""
    tree = small_platform(
        values="x-more:\n  a: {b: 1}\n", values_prod="x-more: {a: 5}\n", values_dr="x-more: {a: {c: 2}}\n"
    )
    model = load_values(tree)
    assert model.effective("prod", ("x-more",)) == {"a": 5}
    assert model.effective("dr", ("x-more",)) == {"a": {"b": 1, "c": 2}}
    assert told(model, "prod", "x-more", "a", "b") == [
        ("values", "values.yaml:2:7", 1, ""),
        ("values", "values-prod.yaml:1:10", MISSING, "wins"),
    ]
    assert told(model, "dr", "x-more", "a", "b") == [
        ("values", "values.yaml:2:7", 1, "wins"),
        ("values", "values-prod.yaml:1:10", MISSING, ""),
    ]


def test_globals_lie_over_those_of_an_ordinary_chart() -> None:
    tree = foreign_umbrella(
        charts_cart_values="",
        values="global: {zone: eu}\n",
        values_dev="global: {zone: us}\ncart: {tag: 1}\n",
    )
    files = {**tree, **_file("charts/cart/values.yaml", "global: {zone: none, own: 1}\n")}
    model = load_values(files)
    assert model.effective("dev", ("cart", "global")) == {"zone": "us", "own": 1}
    assert told(model, "dev", "cart", "global", "zone") == [
        ("chart defaults", "charts/cart/values.yaml:1:10", "none", ""),
        ("global", "values.yaml:1:10", "eu", ""),
        ("global", "values-dev.yaml:1:10", "us", "wins"),
    ]


def test_place_of_an_alias_and_of_a_merged_map() -> None:
    tree = small_platform(
        values="""\
x-common: &common
  env: {A: "1"}
web:
  <<: *common
orders: *common
"""
    )
    model = load_values(tree)
    assert told(model, None, "web", "env", "A")[-1] == ("values", "values.yaml:2:9", "1", "wins")
    assert told(model, None, "orders", "env", "A")[-1] == ("values", "values.yaml:2:9", "1", "wins")


def _file(path: str, text: str) -> Any:
    from pathlib import PurePosixPath

    return {PurePosixPath(path): text.encode()}
