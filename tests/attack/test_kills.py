"""A few kills of each command in every run; `make nightly` has a thousand."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.attack.kills import COMMANDS, ROOT, spread


@pytest.mark.parametrize("command", [one.name for one in COMMANDS])
def test_killed_anywhere_all_is_old_or_new_and_the_next_command_works(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.attack.kills", "3", command],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout[done.stdout.index("\n{") :])
    assert report == {"kills": 3, "by command": {command: 3}, "wrong": []}


def test_kills_are_spread_over_all_calls() -> None:
    assert list(spread(10, 4)) == [0, 3, 6, 9]
    assert list(spread(3, 100)) == [0, 1, 2]
