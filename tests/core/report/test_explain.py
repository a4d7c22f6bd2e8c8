"""What is said of a value: what is known of it, who sets it, and what it is elsewhere."""

from __future__ import annotations

import pytest

from generator.core.paths import Item, parse_path
from generator.core.report.explain import as_json, as_text
from generator.core.styled import Line, Part
from generator.core.values.model import load_values
from tests.core.report.plain import plain
from tests.small_platform import VALUES, foreign_umbrella, small_platform

INTENT = '  ordered: [{keys: "*.replicaCount", order: prod >= staging}]\n'


def explained(tree: dict[str, str] | None, environment: str | None, name: str, *, intent: str = "") -> str:
    model = load_values(small_platform(intent=intent, **(tree or {})))
    return plain(as_text(model, environment, parse_path(name), lambda place: f"shop/{place}"))


def test_every_layer_with_places_as_the_reader_sees_them() -> None:
    assert (
        explained(None, "dr", "orders.replicaCount", intent=INTENT)
        == """\
orders.replicaCount of dr: 1
  Pods
  integer, at least 0, default 1
  is ordered: prod >= staging (shop/platform.yaml:9)

   LAYER                      WHERE                                      VALUE
   chart defaults             shop/charts/deployment/defaults.json:1:19  1
   global.presets.deployment  shop/values.yaml:8:18                      2
   global.presets.deployment  shop/values-prod.yaml:4:18                 3
>  global.presets.deployment  shop/values-dr.yaml:4:18                   1

In other environments
ENV      VALUE  LAYER                      WHERE
dev      2      global.presets.deployment  shop/values.yaml:8:18
staging  2      global.presets.deployment  shop/values.yaml:8:18
prod     3      global.presets.deployment  shop/values-prod.yaml:4:18
"""
    )


def test_map_has_a_row_for_each_value_and_says_what_differs_elsewhere() -> None:
    assert (
        explained(None, "staging", "web.image")
        == """\
web.image of staging:
  object

KEY         VALUE            LAYER           WHERE
repository  example.com/web  values          shop/values.yaml:11:11
tag         1.5.0            values          shop/values-staging.yaml:5:11
pullPolicy  IfNotPresent     chart defaults  shop/charts/deployment/defaults.json:1:77

In other environments
KEY  dev    prod   dr
tag  1.4.2  1.4.2  1.4.2
"""
    )


def test_map_that_is_the_same_everywhere() -> None:
    shown = explained(None, None, "db.image")
    assert shown.startswith("db.image (values.yaml alone):\n")
    assert shown.endswith("\nIn the environments\nThe same in dev, staging, prod, dr.\n")


def test_environments_that_cannot_be_read_are_told_and_do_not_hinder() -> None:
    broken = {"values_prod": "a: b\n  c: [\n"}
    of_a_value = explained(broken, "dev", "web.image.tag").partition("In other environments\n")[2]
    assert (
        of_a_value
        == """\
ENV      VALUE                                 LAYER   WHERE
staging  1.5.0                                 values  shop/values-staging.yaml:5:11
prod     unreadable (shop/values-prod.yaml:2)
dr       unreadable (shop/values-prod.yaml:2)
"""
    )
    of_a_map = explained(broken, "dev", "web.image").partition("In other environments\n")[2]
    assert (
        of_a_map
        == """\
KEY  staging
tag  1.5.0
prod  unreadable (shop/values-prod.yaml:2)
dr    unreadable (shop/values-prod.yaml:2)
"""
    )
    everything = {f"values_{name}": "a: b\n  c: [\n" for name in ("staging", "prod", "dr")}
    assert explained(everything, "dev", "web.image").partition("In other environments\n")[2] == (
        "staging  unreadable (shop/values-staging.yaml:2)\n"
        "prod     unreadable (shop/values-prod.yaml:2)\n"
        "dr       unreadable (shop/values-prod.yaml:2)\n"
    )


def test_key_that_the_schema_knows_and_no_file_sets() -> None:
    assert (
        explained(None, "dev", "web.nodeSelector")
        == """\
web.nodeSelector of dev: —
  object

No file sets it.

In other environments
ENV      VALUE  LAYER  WHERE
staging  —
prod     —
dr       —
"""
    )


def test_null_and_a_map_that_replaces_are_told_as_such() -> None:
    shown = explained({"values_dev": "db: {env: null}\n", "values": "db: {env: {A: x}}\n"}, "dev", "db.env.A")
    assert (
        shown.partition("\n\n")[2].partition("\n\n")[0]
        == """\
  LAYER   WHERE                     VALUE
  values  shop/values.yaml:1:12     x
  values  shop/values-dev.yaml:1:6  null"""
    )
    shown = explained({"values_dev": "x-a: 5\n", "values": "x-a: {b: 1}\n"}, "dev", "x-a.b")
    assert "values  shop/values-dev.yaml:1:1  replaces x-a as a whole\n" in shown


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("web.replicaCount", "Pods\n  integer, at least 0, default 1"),
        ("web.autoscaling.maxReplicas", "integer, default 10"),
        ("web.image.tag", 'string or number, default ""'),
        ("x-a", "integer, by its value: no schema speaks of it"),
        ("x-b", "no schema speaks of it"),
        ("web.replicas", "the schema does not allow this key"),
    ],
)
def test_what_is_known_of_a_key(name: str, facts: str) -> None:
    shown = explained({"values_dev": "x-a: 5\nweb: {replicas: 1}\n"}, "dev", name)
    assert shown.partition("\n")[2].partition("\n\n")[0] == f"  {facts}"


def test_choices_of_a_schema_are_named() -> None:
    schema = '{"properties": {"mode": {"enum": ["a", "b"], "type": ["string", "null"]}}}'
    model = load_values(foreign_umbrella(values="mode: a\n", **{"values.schema.json": schema}))
    shown = plain(as_text(model, None, ("mode",), str))
    assert shown.splitlines()[1] == "  string or null, one of a, b"


def test_title_stands_out() -> None:
    model = load_values(small_platform())
    first = as_text(model, "dev", ("web", "replicaCount"), str)[0]
    assert first == Line((Part("web.replicaCount of dev", "bold"), Part(": 1")))


def layer(name: str, where: str, path: str, value: int, *, wins: bool = False) -> dict[str, object]:
    file, line, column = where.split(":")
    return {
        "layer": name,
        "file": file,
        "line": int(line),
        "column": int(column),
        "path": path,
        "isNull": False,
        "isSet": True,
        "value": value,
        "wins": wins,
    }


def test_json_has_the_places_of_the_platform() -> None:
    model = load_values(small_platform(intent=INTENT, values_prod="a: b\n  c: [\n"))
    broken = (
        "values-prod.yaml:2: not valid YAML: mapping values are not allowed in this context\n"
        "  Correct the file, then try again."
    )
    assert as_json(model, "dev", ("web", "replicaCount")) == {
        "path": "web.replicaCount",
        "environment": "dev",
        "isSet": True,
        "value": 1,
        "layers": [
            layer("chart defaults", "charts/deployment/defaults.json:1:19", "replicaCount", 1),
            layer(
                "global.presets.deployment", "values.yaml:8:18", "global.presets.deployment.replicaCount", 2
            ),
            layer("values", "values-dev.yaml:5:3", "web.replicaCount", 1, wins=True),
        ],
        "documentation": "Pods",
        "types": ["integer"],
        "allowed": [],
        "limits": ["at least 0"],
        "default": 1,
        "intent": ["is ordered: prod >= staging (platform.yaml:9)"],
        "environments": {
            "dev": {"isSet": True, "value": 1, "layer": "values", "where": "values-dev.yaml:5:3"},
            "staging": {
                "isSet": True,
                "value": 2,
                "layer": "global.presets.deployment",
                "where": "values.yaml:8:18",
            },
            "prod": {"isSet": False, "error": broken},
            "dr": {"isSet": False, "error": broken},
        },
        "notes": [],
    }


def test_json_of_what_is_not_set() -> None:
    model = load_values(foreign_umbrella())
    found = as_json(model, None, ("nothing",))
    assert found["isSet"] is False
    assert "value" not in found
    assert "default" not in found
    assert (found["types"], found["allowed"], found["limits"]) == (None, None, None)
    assert found["environments"] == {
        "dev": {"isSet": False, "layer": None, "where": None},
        "prod": {"isSet": False, "layer": None, "where": None},
    }


def test_platform_without_other_environments_has_no_section_of_them() -> None:
    tree = {path: data for path, data in foreign_umbrella().items() if "values-" not in str(path)}
    assert (
        plain(as_text(load_values(tree), None, ("cart", "replicas"), str))
        == """\
cart.replicas (values.yaml alone): 2
  integer, by its value: no schema speaks of it, default 1

   LAYER           WHERE                        VALUE
   chart defaults  charts/cart/values.yaml:1:1  1
>  values          values.yaml:2:3              2
"""
    )


def test_items_of_a_list_that_differ_in_other_environments() -> None:
    files = {
        "values": f"{VALUES}\nx-env: [{{name: A, value: a}}, {{name: B}}]\n",
        "values_prod": "x-env: [{name: A, value: b}]\n",
    }
    model = load_values(small_platform(**files))
    shown = plain(as_text(model, "dev", ("x-env",), str))
    assert (
        """\
KEY             dev        staging    prod  dr
[name=A].value  a          a          b     b
[name=B]        {name: B}  {name: B}  —     —
"""
        in shown
    )
    item = plain(as_text(model, "prod", ("x-env", Item(("name", "A")), "value"), str))
    assert ">  values  values-prod.yaml:1:" in item
