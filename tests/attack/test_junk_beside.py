"""Junk at what is neither a word nor a file of a command: completion, revisions, terminals, Helm."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.effort import examples
from tests.fuzz.junk_beside import committed, completed, main, rendered, revised, typed
from tests.fuzz.junk_target import judged
from tests.fuzz.junk_world import surroundings


@pytest.mark.parametrize(("check", "times"), [(completed, 10), (revised, 6), (typed, 3)])
def test_junk_ends_in_a_sentence(check: Callable[[Any], object], times: int) -> None:
    for seed in range(examples(times)):
        assert check(random.Random(seed)) is not None  # no secret


@pytest.mark.helm
def test_junk_that_helm_renders_ends_in_a_sentence(helms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELM_BIN", str(helms))
    statuses = {rendered(random.Random(seed)).status for seed in range(examples(6))}  # no secret
    assert 0 in statuses, "nothing is rendered"


def test_a_revision_that_is_one_is_compared() -> None:
    with surroundings() as world:
        committed(world.platform)
        outcome = judged("values diff", ["prod@HEAD", "prod"], world)
    assert outcome == (0, "No differences.\n", "")


def test_questions_that_are_answered_are_asked() -> None:
    """Else no junk would be typed anywhere."""
    from tests.terminals import answered_on_terminal

    with surroundings() as world:
        call = ("values", "set", "web.replicaCount=7")
        assert "Write values.yaml?" in answered_on_terminal(world.platform, [b"n\r"], *call)[1]
        assert b"replicaCount: 7" not in (world.platform / "values.yaml").read_bytes()
        status, said = answered_on_terminal(world.platform, [b"y\r"], *call)
        assert (status, b"replicaCount: 7" in (world.platform / "values.yaml").read_bytes()) == (0, True), (
            said
        )
        status, said = answered_on_terminal(world.platform, [b"\3"], "values", "unset", "db")
        assert (status, "Interrupted." in said) == (130, True)


def test_a_short_run_of_the_target_beside_finds_nothing() -> None:
    assert main(0.5, 20_000) > 0
