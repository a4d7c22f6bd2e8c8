"""What attacks share: commands run in this process, a small platform, and a place that must stay empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import invoke, own
from tests.commands.values.conftest import Here, here

__all__ = ["here", "invoke", "own"]


@pytest.hookimpl(tryfirst=True)  # before marks choose
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Attacks are long, as a whole: CI runs them, and `make attack`."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("long")


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def loot(tmp_path: Path) -> Path:
    """A file that only an attacker's program makes."""
    return tmp_path / "loot"


assert Here
