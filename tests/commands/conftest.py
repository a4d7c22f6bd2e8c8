"""Runs commands in this process, on the fixture blueprints."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.cli import run
from generator.edge import blueprints
from tests.schemas import refuse_other_output

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "blueprints"


class Result(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def invoke(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run helm-blueprint with these arguments, in an empty folder `here`; JSON must keep to its schema."""
    monkeypatch.setattr(blueprints, "blueprints_folder", lambda: FIXTURES)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr("sys.stdin", nothing)

        def invoke(*arguments: str | Path) -> Result:
            capfd.readouterr()
            words = [str(argument) for argument in arguments]
            result = Result(run(words), *capfd.readouterr())
            refuse_other_output(words, result.out)
            return result

        yield invoke


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the fixture blueprint `tiny` that a test may break; its base lies beside it."""
    shutil.copytree(FIXTURES, tmp_path / "own")
    return tmp_path / "own" / "tiny"
