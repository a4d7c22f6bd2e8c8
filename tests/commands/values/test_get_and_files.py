"""`values get` and `values files`."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here


def test_get_gives_one_value_alone(invoke: Run, here: Here) -> None:
    assert invoke("values", "get", "orders.image.tag", "--env", "prod") == (0, "2.0\n", "")
    assert invoke("values", "get", "orders.replicaCount", "--env", "prod") == (0, "3\n", "")
    assert invoke("values", "get", "orders.replicaCount") == (0, "2\n", "")
    assert invoke("values", "get", "web.image", "--env", "staging").out == (
        "repository: example.com/web\ntag: 1.5.0\npullPolicy: IfNotPresent\n"
    )


def test_get_gives_several_values_with_their_paths(invoke: Run, here: Here) -> None:
    assert invoke("values", "get", "web.image.tag", "orders.image.tag", "--env", "prod").out == (
        'web.image.tag: 1.4.2\norders.image.tag: "2.0"\n'
    )
    result = invoke("values", "get", "*.replicaCount", "--env", "dr", "--output", "json")
    assert json.loads(result.out) == {
        "global.presets.deployment.replicaCount": 1,
        "web.replicaCount": 1,
        "orders.replicaCount": 1,
        "db.replicaCount": 1,
    }


def test_get_declared_is_what_the_files_say(invoke: Run, here: Here) -> None:
    assert invoke("values", "get", "orders", "--env", "dr", "--declared").out == (
        'image:\n  repository: example.com/orders\n  tag: "2.0"\n'
        "ports:\n  http: 8080\n"
        "autoscaling:\n  enabled: true\n  maxReplicas: 30\n"
    )


def test_get_of_everything_is_helms_input(invoke: Run, here: Here) -> None:
    whole = json.loads(invoke("values", "get", "--env", "prod", "--output", "json").out)
    assert list(whole) == ["global", "web", "orders", "db"]
    assert whole["db"] == {
        "enabled": True,
        "replicaCount": 1,
        "image": {"repository": "example.com/db", "tag": 17.6, "pullPolicy": "IfNotPresent"},
        "ports": {"sql": 5432},
        "env": {},
        "autoscaling": {"enabled": False, "maxReplicas": 10},
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("web.imag.tag",),
            'Error: web.imag.tag is not set\n  Did you mean "image"?\n',
        ),
        (
            ("web.nodeSelector", "--env", "dev"),
            "Error: web.nodeSelector of dev is not set\n  The schema knows this key; nothing sets it.\n",
        ),
        (("web", "--env", "pord"), 'Error: there is no environment "pord"\n  Did you mean "prod"?\n'),
        (
            ("*.imgae.tag",),
            'Error: nothing is set that "*.imgae.tag" covers\n  Did you mean "image"?\n',
        ),
        (
            ("web..tag",),
            "Error: 'web..tag' is not the path of a value: a key is empty, at character 5\n"
            r"  Write image.tag, hosts[0].name or annotations.example\.com/owner." + "\n",
        ),
    ],
)
def test_get_of_what_is_not_there(invoke: Run, here: Here, arguments: tuple[str, ...], message: str) -> None:
    assert invoke("values", "get", *arguments) == (2, "", message)


def test_get_says_what_it_cannot_know(invoke: Run, foreign: Here) -> None:
    assert invoke("values", "get", "redis", "--env", "prod") == (
        0,
        "{}\n",
        "Note: redis: the chart redis is not in charts/, its defaults are not known\n",
    )


def test_platform_is_found_upwards_or_named(invoke: Run, here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    below = here.folder / "charts" / "deployment"
    monkeypatch.chdir(below)
    assert invoke("values", "get", "web.replicaCount", "--platform", here.folder).out == "2\n"
    assert invoke("values", "get", "web.replicaCount").out == "2\n"
    monkeypatch.chdir(here.folder.parent)
    assert invoke("values", "get", "web.replicaCount") == (0, "2\n", "")
    (here.folder.parent / "empty").mkdir()
    monkeypatch.chdir(here.folder.parent / "empty")
    assert invoke("values", "get", "web.replicaCount").status == 2


def test_files_are_the_options_of_plain_helm(
    invoke: Run, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert invoke("values", "files", "--env", "dr") == (0, "-f values-prod.yaml -f values-dr.yaml\n", "")
    assert json.loads(invoke("values", "files", "--env", "dr", "--output", "json").out) == [
        "values-prod.yaml",
        "values-dr.yaml",
    ]
    monkeypatch.chdir(here.folder / "charts")
    assert invoke("values", "files", "--env", "dev").out == "-f ../values-dev.yaml\n"


def test_files_are_quoted_for_the_shell(invoke: Run, here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = here.folder.parent / "it's shop"
    here.folder.rename(odd)
    monkeypatch.chdir(odd.parent)
    out = invoke("values", "files", "--env", "dev", "--platform", odd).out
    assert shlex.split(out) == ["-f", "it's shop/values-dev.yaml"]


def test_files_refuses_a_file_that_is_missing(invoke: Run, here: Here) -> None:
    (here.folder / "values-prod.yaml").unlink()
    assert invoke("values", "files", "--env", "dr") == (
        2,
        "",
        "Error: values-prod.yaml: this file is missing\n  platform.yaml declares its environment; an empty file will do.\n",
    )


@pytest.mark.helm
def test_get_declared_is_what_plain_helm_gets(invoke: Run, foreign: Here, helms: Path) -> None:
    """Helm itself, called with what `files` prints, has the values that `get` shows."""
    (foreign.folder / "Chart.yaml").write_text("apiVersion: v2\nname: theirs\nversion: 1.0.0\n")
    (foreign.folder / "templates").mkdir()
    (foreign.folder / "templates" / "all.yaml").write_text("all: {{ omit .Values.cart `global` | toJson }}\n")
    options = shlex.split(invoke("values", "files", "--env", "dev").out)
    done = subprocess.run([helms, "template", "x", ".", *options], capture_output=True, text=True, check=True)
    line = next(line for line in done.stdout.splitlines() if line.startswith("all: "))
    shown = json.loads(invoke("values", "get", "cart", "--env", "dev", "--output", "json").out)
    assert shown == json.loads(line.removeprefix("all: "))


@pytest.mark.parametrize(
    "arguments",
    [
        ("get", "--env", "dev"),
        ("get", "cart.*"),
        ("matrix",),
        ("diff", "dev", "prod"),
        ("lint",),
        ("tidy", "--dry-run"),
        ("promote", "dev", "prod", "--dry-run"),
    ],
)
def test_what_cannot_be_known_is_said(invoke: Run, foreign: Here, arguments: tuple[str, ...]) -> None:
    chart = foreign.text("Chart.yaml")
    foreign.put("Chart.yaml", chart + "  - {name: db, version: 1.0.0, import-values: [data]}\n")
    err = invoke("values", *arguments).err
    assert "Note: the defaults of redis, db are not known: the charts are not in charts/" in err
    assert "Note: import-values in Chart.yaml is not followed: of db\n" in err
