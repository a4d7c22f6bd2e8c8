"""A short run of random edits through the commands; `make nightly` makes 20,000."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.effort import examples
from tests.fuzz.command_edits import campaign


def test_random_edits_in_a_row_through_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "platform").mkdir()
    count = examples(400)
    outcome = campaign(count, 7, tmp_path / "platform")
    assert outcome.edits >= count
    assert outcome.refused * 10 <= outcome.commands
