"""`region` as commands; what they decide is tested in core."""

from __future__ import annotations

import json

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

REGION = "global: {domain: eu.example.com}\n"


def declare(here: Here) -> None:
    """A region by hand: the schema of the small platform knows no global.region."""
    here.put(
        "platform.yaml",
        here.text("platform.yaml").replace("{namespace: shop}", "{namespace: shop, regions: {eu: {}}}"),
    )
    here.put("values-prod-eu.yaml", REGION)


def test_lists_regions_alone(invoke: Run, here: Here) -> None:
    declare(here)
    table = (
        "NAME     ENVIRONMENT  REGION  CLUSTER  NAMESPACE  FILES\n"
        "prod-eu  prod         eu      eu       shop       values-prod.yaml, values-prod-eu.yaml\n"
    )
    assert invoke("region", "list") == (0, table, "")
    assert invoke("region", "list", "--env", "prod").out == table
    assert invoke("region", "list", "--env", "dev").out == (
        "NAME  ENVIRONMENT  REGION  CLUSTER  NAMESPACE  FILES\n"
    )
    assert invoke("region", "list", "--output", "markdown").out.endswith(
        "| prod-eu | prod | eu | eu | shop | values-prod.yaml, values-prod-eu.yaml |\n"
    )
    assert [one["name"] for one in json.loads(invoke("region", "list", "--output", "json").out)] == [
        "prod-eu"
    ]


def test_every_command_on_values_knows_it(invoke: Run, here: Here) -> None:
    declare(here)
    assert invoke("values", "files", "--env", "prod-eu").out == "-f values-prod.yaml -f values-prod-eu.yaml\n"
    assert invoke("values", "get", "global.domain", "--env", "prod-eu").out == "eu.example.com\n"
    assert "values-prod-eu.yaml:1" in invoke("values", "explain", "global.domain", "--env", "prod-eu").out
    assert invoke("values", "set", "web.replicaCount=9", "--env", "prod-eu", "-y").status == 0
    assert here.text("values-prod-eu.yaml") == REGION + "web:\n  replicaCount: 9\n"
    assert "prod-eu" in invoke("values", "matrix", "web.replicaCount").out.splitlines()[0]
    diff = invoke("values", "diff", "prod", "prod-eu", "--only", "web.replicaCount")
    assert diff.out == "web\n  replicaCount  3 → 9\n\n1 difference.\n"
    promoted = invoke("values", "promote", "staging", "prod", "--only", "web.image.tag", "-y")
    assert "Note: prod-eu, dr inherit from prod, and change with it\n" in promoted.err
    assert here.text("values-prod-eu.yaml") == REGION + "web:\n  replicaCount: 9\n"
    assert "1.5.0" in here.text("values-prod.yaml")


def test_what_the_schema_refuses_is_not_written(invoke: Run, here: Here) -> None:
    result = invoke("region", "add", "eu", "--env", "prod", "-y")
    assert (result.status, result.err.splitlines()[0]) == (
        2, "Error: values-prod-eu.yaml:3: global.region: this key is not known",
    )  # fmt: skip
    assert here.changed() == {}


def test_adds_and_removes(invoke: Run, here: Here) -> None:
    schema = here.text("values.schema.json").replace(
        '"connections"', '"region": {"type": "string"}, "connections"'
    )
    here.put("values.schema.json", schema)
    assert invoke("region", "add", "eu", "--env", "prod", "-y").status == 0
    assert sorted(here.changed()) == ["platform.yaml", "values-prod-eu.yaml", "values.schema.json"]
    result = invoke("region", "remove", "eu", "--env", "prod", "-y")
    assert result.status == 0
    assert result.err.startswith("What prod-eu has in the namespace shop of the cluster eu stays")
    assert list(here.changed()) == ["values.schema.json"]


def test_foreign_umbrella_has_none(invoke: Run, foreign: Here) -> None:
    assert invoke("region", "list").out == "NAME  ENVIRONMENT  REGION  CLUSTER  NAMESPACE  FILES\n"
    assert invoke("region", "add", "eu", "--env", "prod", "-y").err.startswith(
        "Error: platform.yaml: there is no platform.yaml, and regions are declared there\n"
    )
