"""`values set` on what an alias shares: refused with two ways out, or one of them."""

from __future__ import annotations

import io

import pytest

from generator.commands import _sharing, _writing
from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

TEXT = "x-env: &env {A: a}\nx-a: {env: *env}\nx-b: {env: *env}\n"
ALL, HERE = TEXT.replace("A: a", "A: z"), TEXT.replace("x-b: {env: *env}", "x-b: {env: {A: z}}")
SET = ("values", "set", "x-b.env.A=z", "--env", "dev")


@pytest.mark.parametrize(("option", "text"), [("--shared", ALL), ("--write-out", HERE)])
def test_two_ways_out(invoke: Run, here: Here, option: str, text: str) -> None:
    here.put("values-dev.yaml", TEXT)
    result = invoke(*SET, option, "--yes")
    assert (result.status, here.text("values-dev.yaml")) == (0, text)
    told = "what is shared changes in values-dev.yaml, too: x-env.A, x-a.env.A"
    assert (told in result.err) is (option == "--shared")


def test_nobody_chooses_for_who_is_not_there(invoke: Run, here: Here) -> None:
    here.put("values-dev.yaml", TEXT)
    result = invoke(*SET, "--yes")
    assert result.status == 2
    assert result.err.startswith("Error: values-dev.yaml:1: x-b.env.A is shared: it is x-env.A, in &env\n")
    assert invoke(*SET, "--shared", "--write-out", "--yes").err.startswith("Error: --shared and --write-out")
    assert here.text("values-dev.yaml") == TEXT


@pytest.mark.parametrize(
    ("answer", "text"), [("shared\ny\n", ALL), ("write-out\ny\n", HERE), ("neither\n", TEXT), ("\n", TEXT)]
)
def test_a_terminal_is_asked(
    invoke: Run, here: Here, monkeypatch: pytest.MonkeyPatch, answer: str, text: str
) -> None:
    here.put("values-dev.yaml", TEXT)
    for module in (_sharing, _writing):
        monkeypatch.setattr(module, "can_ask", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert "Change it for all who share it, or write it out here?" in invoke(*SET).err
    assert here.text("values-dev.yaml") == text


UNSET = ("values", "unset", "x-b.env.A", "--env", "dev")
PAIR = TEXT.replace("A: a", "A: a, B: b")


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--shared", TEXT.replace("A: a", "B: b")),
        ("--write-out", PAIR.replace("x-b: {env: *env}", "x-b: {env: {B: b}}")),
    ],
)
def test_what_is_shared_is_removed_by_the_same_two_ways(
    invoke: Run, here: Here, option: str, text: str
) -> None:
    here.put("values-dev.yaml", PAIR)
    refused = invoke(*UNSET, "--yes")
    assert (refused.status, "unset x-b.env.A --env dev --yes --write-out` copies it" in refused.err) == (
        2,
        True,
    )
    assert here.text("values-dev.yaml") == PAIR
    done = invoke(*UNSET, option, "--yes")
    assert (done.status, here.text("values-dev.yaml")) == (0, text), done.err


@pytest.mark.parametrize(("option", "text"), [("--shared", ALL), ("--write-out", HERE)])
def test_what_is_shared_is_promoted_by_the_same_two_ways(
    invoke: Run, here: Here, option: str, text: str
) -> None:
    here.put("values-dev.yaml", TEXT)
    here.put("values-staging.yaml", "x-b: {env: {A: z}}\n")
    call = ("values", "promote", "staging", "dev", "--only", "x-b.env.A")
    refused = invoke(*call, "--yes")
    assert (refused.status, "--yes --shared` changes it for all who share it" in refused.err) == (2, True)
    done = invoke(*call, option, "--yes")
    assert (done.status, here.text("values-dev.yaml")) == (0, text), done.err
    told = "what is shared changes in values-dev.yaml, too: x-env.A, x-a.env.A"
    assert (told in done.err) is (option == "--shared")
    assert invoke("values", "promote", "staging", "dev", "--reverse", "--yes").status == 0
    assert here.text("values-dev.yaml") == TEXT
