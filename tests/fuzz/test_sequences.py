"""A few random sequences of commands on whole platforms; `make nightly` runs 500."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blueprints import platforms
from tests.effort import examples
from tests.fuzz.sequence_judge import judge_step
from tests.fuzz.sequence_steps import Step
from tests.fuzz.sequences import campaign
from tests.small_platform import VALUES, small_platform


@pytest.mark.long
def test_random_sequences_keep_what_is_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, helm3: Path, helm4: Path
) -> None:
    """One on each blueprint and one on an umbrella of other charts, at least."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    every = len(platforms.NAMES) + 1
    counted = campaign(max(examples(every), every), 11, tmp_path)
    assert counted.done.total() > counted.refused.total() > 0
    assert counted.rendered >= every


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("values.yaml", "# takes orders\n", "", r"comments are lost: \['# takes orders'\]"),
        ("values.yaml", "ports: {http: 8080}", "ports: {http: x}", "the schema refuses"),
        ("values.yaml", "web: [orders]", "web: [ordrs]", "the schema refuses|lint has new findings"),
        ("values.yaml", "tag: 1.4.2", "tag: latest", "lint has new findings"),
    ],
)
def test_the_judge_notices(file: str, before: str, after: str, told: str) -> None:
    old = small_platform()
    path = next(one for one in old if str(one) == file)
    assert before in VALUES
    new = {**old, path: VALUES.replace(before, after).encode()}
    with pytest.raises(AssertionError, match=told):
        judge_step(Step(("connect", "web", "db"), ("web", "db")), old, new, [])
    judge_step(Step(("connect", "web", "db"), ("web", "db")), old, old, [])
