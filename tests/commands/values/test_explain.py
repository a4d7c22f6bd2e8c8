"""`values explain`: whole outputs."""

from __future__ import annotations

import json

import pytest

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

INTENT = """\
intent:
  ordered: [{keys: "*.replicaCount", order: prod >= staging}]
"""


def test_every_layer_the_winner_and_the_other_environments(invoke: Run, here: Here) -> None:
    here.put("platform.yaml", here.text("platform.yaml") + INTENT)
    assert invoke("values", "explain", "orders.replicaCount", "--env", "dr") == (
        0,
        """\
orders.replicaCount of dr: 1
  Pods
  integer, at least 0, default 1
  is ordered: prod >= staging (platform.yaml:9)

   LAYER                      WHERE                                 VALUE
   chart defaults             charts/deployment/defaults.json:1:19  1
   global.presets.deployment  values.yaml:8:18                      2
   global.presets.deployment  values-prod.yaml:4:18                 3
>  global.presets.deployment  values-dr.yaml:4:18                   1

In other environments
ENV      VALUE  LAYER                      WHERE
dev      2      global.presets.deployment  values.yaml:8:18
staging  2      global.presets.deployment  values.yaml:8:18
prod     3      global.presets.deployment  values-prod.yaml:4:18
""",
        "",
    )


def test_map_has_a_line_for_each_value(invoke: Run, here: Here) -> None:
    assert (
        invoke("values", "explain", "web.image", "--env", "staging").out
        == """\
web.image of staging:
  object

KEY         VALUE            LAYER           WHERE
repository  example.com/web  values          values.yaml:11:11
tag         1.5.0            values          values-staging.yaml:5:11
pullPolicy  IfNotPresent     chart defaults  charts/deployment/defaults.json:1:77

In other environments
KEY  dev    prod   dr
tag  1.4.2  1.4.2  1.4.2
"""
    )
    lines = invoke("values", "explain", "db.image").out.splitlines()
    assert lines[-2:] == ["In the environments", "The same in dev, staging, prod, dr."]


def test_map_that_is_none_elsewhere(invoke: Run, here: Here) -> None:
    here.put("values-dev.yaml", "x-map: {a: 1, b: 2}\n")
    here.put("values-staging.yaml", "x-map: {a: 1}\n")
    here.put("values-prod.yaml", "x-map: 5\n")
    shown = invoke("values", "explain", "x-map", "--env", "dev").out
    assert shown.partition("In other environments\n")[2] == (
        "KEY        staging  prod  dr\n(the map)  {a: 1}   5     5\n"
    )
    here.put("values-prod.yaml", "")
    shown = invoke("values", "explain", "x-map", "--env", "dev").out
    assert shown.partition("In other environments\n")[2] == (
        "KEY  staging  prod  dr\na    1        —     —\nb    —        —     —\n"
    )


def test_environment_that_cannot_be_read_does_not_hinder(invoke: Run, here: Here) -> None:
    here.put("values-prod.yaml", "web:\n  image: [\n")
    status, out, err = invoke("values", "explain", "web.image.tag", "--env", "staging")
    assert (status, err) == (0, "")
    assert out.partition("In other environments\n")[2] == (
        "ENV   VALUE                            LAYER   WHERE\n"
        "dev   1.4.2                            values  values.yaml:11:40\n"
        "prod  unreadable (values-prod.yaml:2)\n"
        "dr    unreadable (values-prod.yaml:2)\n"
    )
    status, out, err = invoke("values", "explain", "web.image", "--env", "staging")
    assert (status, err) == (0, "")
    assert out.partition("In other environments\n")[2] == (
        "KEY  dev\ntag  1.4.2\nprod  unreadable (values-prod.yaml:2)\ndr    unreadable (values-prod.yaml:2)\n"
    )
    shown = invoke("values", "explain", "web.image.tag", "--env", "staging", "--output", "json").out
    told = json.loads(shown)["environments"]["prod"]
    assert told["isSet"] is False
    assert told["error"].startswith("values-prod.yaml:2: ")
    assert invoke("values", "explain", "web.image.tag", "--env", "prod").status == 2


def test_places_are_told_from_where_the_user_is(
    invoke: Run, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.put("platform.yaml", here.text("platform.yaml") + INTENT)
    monkeypatch.chdir(here.folder / "charts")
    lines = invoke("values", "explain", "web.replicaCount", "--env", "dev").out.splitlines()
    assert lines[3] == "  is ordered: prod >= staging (../platform.yaml:9)"
    assert lines[6] == "   chart defaults             deployment/defaults.json:1:19  1"


def test_key_that_nothing_sets(invoke: Run, here: Here) -> None:
    assert (
        invoke("values", "explain", "web.image.pullPolicy", "--env", "dev").out.splitlines()[1]
        == "  one of Always, IfNotPresent, Never, default IfNotPresent"
    )
    assert (
        invoke("values", "explain", "web.nodeSelector").out
        == """\
web.nodeSelector (values.yaml alone): —
  object

No file sets it.

In the environments
ENV      VALUE  LAYER  WHERE
dev      —
staging  —
prod     —
dr       —
"""
    )


def test_null_is_told_where_it_stands(invoke: Run, here: Here) -> None:
    here.put("values-dev.yaml", "web: {args: null}\n")
    here.put("values-prod.yaml", "web:\n  args: [a, b]\n")
    here.put("values.yaml", here.text("values.yaml").replace("web: #", "web:\n  args: [a]\n#"))
    shown = invoke("values", "explain", "web.args[0]", "--env", "dev").out
    assert (
        shown
        == """\
web.args[0] of dev: —
  string

  LAYER   WHERE                VALUE
  values  values.yaml:11:10    a
  values  values-dev.yaml:1:7  null

In other environments
ENV      VALUE  LAYER   WHERE
staging  a      values  values.yaml:11:10
prod     a      values  values-prod.yaml:2:10
dr       a      values  values-prod.yaml:2:10
"""
    )
    lines = invoke("values", "explain", "web.args[1]", "--env", "prod").out.splitlines()
    assert lines[4:6] == [
        "   values  values.yaml:11:3       replaces web.args as a whole",
        ">  values  values-prod.yaml:2:13  b",
    ]


def test_service_that_is_not_enabled_is_told(invoke: Run, here: Here) -> None:
    here.put("values-dev.yaml", "web: {enabled: false}\n")
    assert invoke("values", "explain", "web.replicaCount", "--env", "dev").err == (
        "Note: web is not enabled in dev: nothing reads its values\n"
    )


@pytest.mark.parametrize(
    ("schema", "notes"),
    [
        ("[]", "Note: values.schema.json is no schema: nothing is known of any key, and Helm refuses the chart\n"),
        ('{"properties": 5}', ""),
    ],
)  # fmt: skip
def test_schema_that_says_nothing_is_told(invoke: Run, here: Here, schema: str, notes: str) -> None:
    here.put("values.schema.json", schema)
    result = invoke("values", "explain", "web.replicaCount")
    assert (result.status, result.err) == (0, notes)
    assert "integer, by its value: no schema speaks of it" in result.out


def test_unknown_key_is_refused(invoke: Run, here: Here) -> None:
    assert invoke("values", "explain", "web.replicas", "--env", "dev") == (
        2,
        "",
        'Error: web.replicas of dev is not set\n  Did you mean "replicaCount"?\n',
    )


def test_key_with_a_dot_is_shown_as_it_is_typed(invoke: Run, here: Here) -> None:
    here.put("values-prod.yaml", "web: {env: {cert-manager.io/issuer: a}}\n")
    for environment in ((), ("--env", "prod")):
        err = invoke("values", "explain", "web.env.cert-manager.io/issuer", *environment).err
        assert err.partition("\n")[2] == (
            "  A dot within a key is written \\. in a path: cert-manager\\.io/issuer\n"
        )


def test_pattern_is_referred_to_the_commands_that_take_one(invoke: Run, here: Here) -> None:
    assert invoke("values", "explain", "*.image.tag") == (
        2,
        "",
        (
            'Error: explain speaks of one key, and "*.image.tag" is a pattern\n'
            "  `helm-blueprint values get '*.image.tag'` and `helm-blueprint values matrix '*.image.tag'` "
            "show all that it covers.\n"
        ),
    )
    here.put("values-dev.yaml", 'x-hosts: {"*": all}\n')
    assert invoke("values", "explain", "x-hosts.*", "--env", "dev").out.startswith("x-hosts.* of dev: all\n")


def test_chart_of_somebody_else(invoke: Run, foreign: Here) -> None:
    assert (
        invoke("values", "explain", "cart.tag", "--env", "prod").out
        == """\
cart.tag of prod: 1.0.0
  string, by its value: no schema speaks of it, default latest

   LAYER           WHERE                        VALUE
   chart defaults  charts/cart/values.yaml:2:1  latest
   values          values.yaml:3:3              1.0.0
>  values          values-prod.yaml:2:3         1.0.0

In other environments
ENV  VALUE  LAYER   WHERE
dev  1.0.0  values  values.yaml:3:3
"""
    )
    assert invoke("values", "explain", "redis.port") == (
        2,
        "",
        (
            "Error: redis.port is not set\n"
            "  redis: the chart redis is not in charts/, its defaults are not known\n"
        ),
    )


def test_as_json(invoke: Run, here: Here) -> None:
    shown = json.loads(invoke("values", "explain", "web.env", "--env", "dr", "--output", "json").out)
    assert shown["isSet"] is True
    assert shown["value"] == {}
    shown = json.loads(
        invoke("values", "explain", "web.replicaCount", "--env", "dev", "--output", "json").out
    )
    assert shown == {
        "path": "web.replicaCount",
        "environment": "dev",
        "isSet": True,
        "value": 1,
        "layers": [
            {
                "layer": "chart defaults",
                "file": "charts/deployment/defaults.json",
                "line": 1,
                "column": 19,
                "path": "replicaCount",
                "isNull": False,
                "isSet": True,
                "value": 1,
                "wins": False,
            },
            {
                "layer": "global.presets.deployment",
                "file": "values.yaml",
                "line": 8,
                "column": 18,
                "path": "global.presets.deployment.replicaCount",
                "isNull": False,
                "isSet": True,
                "value": 2,
                "wins": False,
            },
            {
                "layer": "values",
                "file": "values-dev.yaml",
                "line": 5,
                "column": 3,
                "path": "web.replicaCount",
                "isNull": False,
                "isSet": True,
                "value": 1,
                "wins": True,
            },
        ],
        "documentation": "Pods",
        "types": ["integer"],
        "allowed": [],
        "limits": ["at least 0"],
        "default": 1,
        "intent": [],
        "environments": {
            "dev": {"isSet": True, "value": 1, "layer": "values", "where": "values-dev.yaml:5:3"},
            "staging": {
                "isSet": True,
                "value": 2,
                "layer": "global.presets.deployment",
                "where": "values.yaml:8:18",
            },
            "prod": {
                "isSet": True,
                "value": 3,
                "layer": "global.presets.deployment",
                "where": "values-prod.yaml:4:18",
            },
            "dr": {
                "isSet": True,
                "value": 1,
                "layer": "global.presets.deployment",
                "where": "values-dr.yaml:4:18",
            },
        },
        "notes": [],
    }
