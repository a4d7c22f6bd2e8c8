"""Pressing return writes no file of an environment that is protected."""

from __future__ import annotations

import io

import pytest

from generator.commands import _writing
from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

RAISE = ("values", "set", "web.replicaCount=4")


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(_writing, "can_ask", lambda: True)
    return monkeypatch


@pytest.mark.parametrize(
    ("command", "question", "written"),
    [
        ((*RAISE, "--env", "prod"), "Write values-prod.yaml? prod is protected. [y/N]: ", []),
        ((*RAISE, "--env", "dr"), "Write values-dr.yaml? dr is protected. [y/N]: ", []),
        (
            (*RAISE, "--env", "prod", "--env", "dr", "--env", "dev"),
            "Write 3 files? prod, dr are protected. [y/N]: ",
            [],
        ),
        (
            ("values", "promote", "staging", "prod", "--only", "web"),
            "Write values-prod.yaml? prod is protected. [y/N]: ",
            [],
        ),
        ((*RAISE, "--env", "dev"), "Write values-dev.yaml? [Y/n]: ", ["values-dev.yaml"]),
        (RAISE, "Write values.yaml? [Y/n]: ", ["values.yaml"]),
    ],
)
def test_return_writes_what_nobody_protects(
    invoke: Run,
    here: Here,
    answer: pytest.MonkeyPatch,
    *,
    command: list[str],
    question: str,
    written: list[str],
) -> None:
    answer.setattr("sys.stdin", io.StringIO("\n"))
    result = invoke(*command)
    assert question in result.err
    assert list(here.changed()) == written


def test_yes_writes_it_all_the_same(invoke: Run, here: Here, answer: pytest.MonkeyPatch) -> None:
    answer.setattr("sys.stdin", io.StringIO("y\n"))
    assert invoke(*RAISE, "--env", "prod").status == 0
    assert list(here.changed()) == ["values-prod.yaml"]
