"""`values intent --from-git`: proposed from history, written where somebody agrees, else printed."""

from __future__ import annotations

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here
from tests.edge.test_git import git


def with_history(here: Here) -> None:
    git(here.folder, "init", "-q")
    for number in (5, 6):
        here.put("values-prod.yaml", f"cart: {{replicas: {number}, tag: 1.0.0}}\n")
        git(here.folder, "add", "-A")
        git(here.folder, "commit", "-q", "-m", "x")


def test_printed_where_there_is_no_platform_yaml(invoke: Run, foreign: Here) -> None:
    with_history(foreign)
    assert invoke("values", "intent", "--from-git") == (
        0,
        "intent:\n  mustDiffer:\n    - cart.replicas\n",
        "Note: proposed from 2 states of the values; it belongs into platform.yaml\n",
    )


def test_written_with_yes_and_then_there_is_nothing_left(invoke: Run, foreign: Here) -> None:
    with_history(foreign)
    platform = "apiVersion: helm-blueprint/v1\nenvironments: {dev: {}, prod: {}}\n"
    foreign.put("platform.yaml", platform)
    printed = invoke("values", "intent", "--from-git")
    assert printed.out == "intent:\n  mustDiffer:\n    - cart.replicas\n"
    assert foreign.text("platform.yaml") == platform
    assert invoke("values", "intent", "--from-git", "--dry-run").out.endswith("+    - cart.replicas\n")
    assert foreign.text("platform.yaml") == platform
    assert invoke("values", "intent", "--from-git", "--yes").status == 0
    assert foreign.text("platform.yaml") == platform + "intent:\n  mustDiffer:\n    - cart.replicas\n"
    assert invoke("values", "intent", "--from-git", "--yes")[:2] == (
        0, "Nothing to propose: 2 states of the values say no more than the intent does.\n",
    )  # fmt: skip


def test_says_where_from(invoke: Run, foreign: Here) -> None:
    assert invoke("values", "intent") == (
        2, "",
        "Error: nothing says where the intent is to come from\n  Pass --from-git: the history has it.\n",
    )  # fmt: skip
    result = invoke("values", "intent", "--from-git")
    assert (result.status, "this is not in a git repository, and has no history" in result.err) == (2, True)


def test_chart_and_files_that_a_call_names_are_those_whose_history_is_read(
    invoke: Run, foreign: Here
) -> None:
    with_history(foreign)
    places = ("--chart", ".", "--values", "dev=values-dev.yaml", "--values", "eu=values-prod.yaml")
    foreign.put("values-dev.yaml", "cart: {replicas: 1}\n")
    git(foreign.folder, "add", "-A")
    git(foreign.folder, "commit", "-q", "-m", "x")
    assert "cart.replicas" in invoke("values", "intent", "--from-git", *places).out
