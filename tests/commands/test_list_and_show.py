"""`list` and `show`."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.commands.conftest import FIXTURES, Run
from tests.terminals import on_terminal

ROOT = FIXTURES.parent.parent.parent


def test_list_has_a_line_for_each_blueprint(invoke: Run) -> None:
    assert invoke("list") == (0, "NAME  VERSION  DESCRIPTION\ntiny  0.3.0    Two services, for tests\n", "")


def test_list_as_json(invoke: Run) -> None:
    result = invoke("list", "--output", "json")
    assert json.loads(result.out) == [
        {"name": "tiny", "version": "0.3.0", "description": "Two services, for tests"}
    ]


def test_show_tells_options_services_and_environments(invoke: Run) -> None:
    result = invoke("show", "tiny")
    assert (result.status, result.err) == (0, "")
    assert (
        result.out
        == """\
tiny 0.3.0: Two services, for tests

Options (--set NAME=VALUE)
NAME    DEFAULT           CHOICES      WHAT IT IS
name    shop                           Name of the platform
domain  shop.example.com               Domain that it serves
queue   none              none, nats   Message queue
cache   true              true, false  Keep a cache
team    shop-team                      Who owns it

Services
NAME  WORKLOAD     TIER          WHAT IT IS   CALLS
web   deployment   presentation  shows pages  db
db    statefulset  data          keeps them

Environments
NAME  NAMESPACE  INHERITS
dev   shop-dev
prod  shop
dr    shop       prod
"""
    )


def test_show_as_json(invoke: Run) -> None:
    shown = json.loads(invoke("show", "tiny", "--output", "json").out)
    assert list(shown) == ["name", "version", "description", "options", "services", "environments"]
    assert shown["options"][2] == {
        "name": "queue", "type": "choice", "help": "Message queue", "default": "none", "choices": ["none", "nats"],
    }  # fmt: skip
    assert shown["services"][0] == {
        "name": "web", "workload": "deployment", "tier": "presentation", "image": "nginx:1.29.3",
        "description": "shows pages", "calls": ["db"],
    }  # fmt: skip
    assert shown["environments"][2] == {"name": "dr", "namespace": "shop", "inherits": "prod"}


def test_show_of_an_unknown_blueprint(invoke: Run) -> None:
    assert invoke("show", "tinny") == (
        2,
        "",
        'Error: there is no blueprint "tinny"\n  Did you mean "tiny"?\n',
    )


def test_show_of_a_broken_blueprint(invoke: Run, own: Path) -> None:
    (own / "blueprint.yaml").write_text("name: tiny\nversion: x\n")
    result = invoke("show", own)
    assert (result.status, result.out) == (2, "")
    assert (
        result.err
        == f"""\
Error: {own}/blueprint.yaml: this blueprint is broken
  {own}/blueprint.yaml:2: version: "x" is not a version such as 1.2.0
  {own}/blueprint.yaml: "description" is missing
"""
    )


def test_table_fits_a_terminal() -> None:
    shown = on_terminal(ROOT, "show", str(FIXTURES / "tiny"), columns=50)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    assert [line for line in lines if len(line.rstrip()) > 50] == []
    assert any(line.startswith("web ") and "shows" in line for line in lines)
