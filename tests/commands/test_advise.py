"""`advise`: traits in, choices out, and nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run


def test_advises_on_one_service(invoke: Run) -> None:
    result = invoke("advise", "--schedule", "0 2 * * *", "--parallel", "4")
    assert result.out.splitlines()[:4] == [
        "workload     CronJob",
        "             the clock starts it and it ends by itself",
        "             not Job: it knows no clock: somebody would have to start it",
        "             not Deployment: it would hold its memory between two runs, and run again when it ends",
    ]
    assert (result.err, list(Path.cwd().iterdir())) == ("", [])


def test_advises_on_a_file_of_services(invoke: Run) -> None:
    Path("services.yaml").write_text("web: {public: true}\nagent: {per-node: true}\n")
    told = json.loads(invoke("advise", "--file", "services.yaml", "--output", "json").out)
    assert [(one["name"], one["workload"], one["tier"]) for one in told] == [
        ("web", "deployment", "presentation"),
        ("agent", "daemonset", "infrastructure"),
    ]


@pytest.mark.parametrize(
    ("option", "trait"), [("--spot-ok", "cheap"), ("--cache", "in-memory"), ("--singleton", "single")]
)
def test_knows_what_users_type_as_well(option: str, trait: str, invoke: Run) -> None:
    (told,) = json.loads(invoke("advise", option, "--output", "json").out)
    assert told["traits"] == {trait: True}


REFUSED = {
    ("--per-node", "--once"): "Error: --per-node and --once exclude each other: a node agent never ends\n",
    ("--file", "none.yaml"): "Error: none.yaml: cannot read this: there is no such file or folder\n",
    ("--file", "bad.yaml"): "Error: bad.yaml:1: web.x: this key is not known\n",
    ("--file", "bad.yaml", "--once"): (
        "Error: --file has the traits of its services\n  Leave the other options out.\n"
    ),
}


@pytest.mark.parametrize("words", REFUSED)
def test_refuses(words: tuple[str, ...], invoke: Run) -> None:
    Path("bad.yaml").write_text("web: {x: 1}\n")
    result = invoke("advise", *words)
    assert result == (2, "", REFUSED[words])
