"""A platform whose Chart.yaml somebody changed by hand: its schema and charts/ are older, and it is read as it is."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest

from generator.commands._rules import all_rules
from generator.core.change.checks import refuse_invalid, refuse_unknown
from generator.core.lint.facts import findings
from generator.core.paths import parse_path
from generator.core.tree import Tree
from generator.core.values.knowledge import schema_of
from generator.core.values.model import load_values
from generator.core.values.services import services_of
from generator.core.values.violations import stated_violations
from generator.errors import BlueprintError
from tests.small_platform import CHART, SCHEMA, VALUES, small_platform

COUPONS = "  - {name: deployment, alias: coupons, condition: coupons.enabled, version: 1.0.0}\n"
DB = "  - {name: statefulset, alias: db, condition: db.enabled, version: 1.0.0}\n"
BLOCK = "coupons: # vouchers\n  image: {repository: example.com/coupons, tag: 1.0.0}\n  ports: {http: 80}\n"
# The schema as it is compiled: any further service may come.
OPEN = json.dumps(
    {
        **SCHEMA,
        "additionalProperties": {"$ref": "#/definitions/any"},
        "definitions": {"any": SCHEMA["$defs"]["service"]},  # type: ignore[index]
    }
)


def platform(*, chart: str = CHART + COUPONS, values: str = VALUES + BLOCK, **files: str) -> Tree:
    return small_platform(values=values, **{"Chart.yaml": chart, "values.schema.json": OPEN}, **files)


def linted(tree: Tree) -> list[str]:
    found = findings(load_values(tree), all_rules())
    return [f"{one.file}:{one.line}: {one.rule.id}: {one.what} | {one.fix}" for one in found]


def test_service_by_hand_is_a_service() -> None:
    model = load_values(platform())
    assert model.effective("prod", ("coupons", "replicaCount")) == 3
    assert [service.name for service in services_of(model)] == ["web", "orders", "db", "coupons"]
    known = schema_of(model, ("coupons", "replicaCount"))
    assert known is not None
    assert (known.description, known.types) == ("Pods", ("integer",))
    assert refuse_unknown(model, [("coupons", "replicaCount")]) == []
    assert linted(platform()) == linted(small_platform())


def test_typo_in_a_service_by_hand_is_refused() -> None:
    model = load_values(platform())
    with pytest.raises(BlueprintError) as caught:
        refuse_unknown(model, [parse_path("coupons.replicas")])
    assert str(caught.value) == 'coupons.replicas: this key is not known\n  Did you mean "replicaCount"?'
    wrong = load_values(platform(values_dev="coupons: {replicaCount: many}\n"))
    with pytest.raises(BlueprintError) as caught:
        refuse_invalid(model, wrong, ["dev"])
    assert (
        str(caught.value) == 'values-dev.yaml: coupons.replicaCount: a whole number is expected, not "many"'
    )


@pytest.mark.parametrize(
    "block", ["{replicaCount: 1}", "{enabled: false}", "{enabled: false, ports: {a: 1}}"]
)
def test_service_that_chart_yaml_does_not_have_is_refused(block: str) -> None:
    tree = platform(chart=CHART, values=VALUES, values_dev=f"cuopons: {block}\n")
    assert [one.violation.what for one in stated_violations(load_values(tree))] == [
        "cuopons: this key is not known"
    ]
    assert linted(tree)[0] == (
        "values-dev.yaml:1: missing-service: there is no service cuopons in Chart.yaml | "
        "Remove it, or add the service to Chart.yaml."
    )
    misspelt = platform(values_dev=f"cuopons: {block}\n")
    assert linted(misspelt)[0].endswith('there is no service cuopons in Chart.yaml | Did you mean "coupons"?')
    with pytest.raises(BlueprintError, match='cuopons: this key is not known\n  Did you mean "coupons"'):
        refuse_unknown(load_values(misspelt), [("cuopons", "replicaCount")])


def test_values_of_a_service_that_was_taken_out_are_told() -> None:
    tree = platform(chart=CHART.replace(DB, ""), values=VALUES)
    assert [line for line in linted(tree) if "missing-" in line] == [
        "values.yaml:6: missing-connection: orders connects to db, which is no service | Known are: orders, web.",
        (
            "values.yaml:21: missing-service: there is no service db in Chart.yaml | "
            "Remove it, or add the service to Chart.yaml."
        ),
    ]


def test_chart_that_nobody_uses_is_no_subchart() -> None:
    tree = platform(chart=CHART.replace(DB, ""), values=VALUES)
    assert PurePosixPath("charts/statefulset/Chart.yaml") in tree
    model = load_values(tree)
    assert list(model.subcharts) == ["web", "orders"]
    # Helm has its key, with what it hands down to every chart.
    assert list(model.coalesced(None, 3).values["statefulset"]) == ["global"]


def test_service_may_have_the_name_of_a_chart_that_nobody_uses() -> None:
    named = CHART.replace(DB, "") + COUPONS.replace("coupons", "statefulset")
    model = load_values(platform(chart=named, values=VALUES + BLOCK.replace("coupons", "statefulset")))
    assert [(key, chart.type) for key, chart in model.subcharts.items()] == [
        ("web", "deployment"),
        ("orders", "deployment"),
        ("statefulset", "deployment"),
    ]
    assert len(model.subcharts["statefulset"].defaults) == 1
