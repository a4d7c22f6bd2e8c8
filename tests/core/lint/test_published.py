"""What documents a chart's defaults for everybody is no choice of a platform: two rules are silent there."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.commands._rules import all_rules
from generator.core.lint.facts import findings
from generator.core.platform.layout import PlatformLayout
from generator.core.values.model import load_values
from tests.core.lint.cases import found
from tests.small_platform import foreign_umbrella

CHART = "apiVersion: v2\nname: theirs\nversion: 1.0.0\n"
WANTS = "dependencies:\n  - {name: cart, version: 1.0.0}\n"
SHADOWED = "values.yaml:1:1 shadowed: replicas is replaced in every environment"
REDUNDANT = "values-prod.yaml:1:1 redundant: replicas is what values.yaml says already"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", [SHADOWED, REDUNDANT]),
        ("home: https://example.com\n", []),
        ("sources: [https://example.com/theirs]\n", []),
        ("maintainers: []\n", [SHADOWED, REDUNDANT]),
    ],
)
def test_defaults_of_a_published_chart_are_replaced_and_repeated_at_will(
    more: str, expected: list[str]
) -> None:
    tree = foreign_umbrella(
        values="replicas: 1\n",
        values_dev="replicas: 2\n",
        values_prod="replicas: 1\n",
        **{"Chart.yaml": CHART + more},
    )
    said = [one.partition(" |")[0] for one in found(tree, "shadowed", "redundant")]
    assert said == expected


def test_what_a_published_umbrella_says_of_its_charts_is_a_choice() -> None:
    tree = foreign_umbrella(
        values="cart: {tag: a}\nglobal: {b: 1}\n",
        values_dev="cart: {tag: b}\nglobal: {b: 1}\n",
        values_prod="cart: {tag: c}\nglobal: {b: 2}\n",
        **{"Chart.yaml": CHART + WANTS + "home: https://example.com\n"},
    )
    assert [one.partition(": ")[0] for one in found(tree, "shadowed", "redundant")] == [
        "values.yaml:1:8 shadowed",
        "values.yaml:2:10 shadowed",
        "values-dev.yaml:2:10 redundant",
    ]


def test_environment_may_repeat_the_default_of_a_foreign_chart() -> None:
    tree = foreign_umbrella(values="", values_dev="cart: {port: 80}\n", values_prod="cart: {port: 81}\n")
    assert found(tree, "redundant") == []
    del tree[PurePosixPath("charts/cart/values.yaml")]
    assert found(tree, "redundant") == []


def test_file_that_is_a_layer_by_its_name_alone_makes_nothing_redundant() -> None:
    tree = foreign_umbrella(values="a: 1\n", values_dev="a: 1\nb: 2\n", values_prod="b: 2\n")
    chains = {"prod": (PurePosixPath("values-dev.yaml"), PurePosixPath("values-prod.yaml"))}
    chains["dev"] = chains["prod"][:1]
    model = load_values(tree, layout=PlatformLayout(named=chains))
    rules = [rule for rule in all_rules() if rule.id == "redundant"]
    assert [one.where for one in findings(model, rules)] == ["values-dev.yaml:1:1"]
