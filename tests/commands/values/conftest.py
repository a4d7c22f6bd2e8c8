"""A small platform in the folder that commands run in."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.tree import Tree
from tests.bench.synthetic import write
from tests.commands.conftest import Run
from tests.small_platform import foreign_umbrella, small_platform


class Here:
    """The folder that commands run in, with a platform's files."""

    def __init__(self, folder: Path, tree: Tree) -> None:
        self.folder = write(tree, folder)
        self.before = tree

    def text(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode()

    def put(self, name: str, text: str) -> None:
        (self.folder / name).write_bytes(text.encode())

    def changed(self) -> dict[str, str]:
        """The files that are no longer as they were, and new ones."""
        before = {str(path): data for path, data in self.before.items()}
        files = {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }
        return {name: data.decode() for name, data in files.items() if before.get(name) != data}


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can be undone is remembered in the home folder: not in the developer's."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def here(invoke: Run) -> Here:
    return Here(Path.cwd(), small_platform())


@pytest.fixture
def foreign(invoke: Run) -> Here:
    return Here(Path.cwd(), foreign_umbrella())
