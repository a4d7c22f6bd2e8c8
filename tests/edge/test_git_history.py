"""Files as one commit after another left them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from generator.core.budget import Budget, Exceeded
from generator.edge.git_history import read_history
from generator.errors import BlueprintError
from tests.edge.test_git import git

A, B, OUTSIDE = PurePosixPath("a.yaml"), PurePosixPath("b[1]*.yaml"), PurePosixPath("../common/c.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """shop/a.yaml in three states, beside one that is named like a pattern, one further up, and a link."""
    top = tmp_path / "repository"
    shop = top / "shop"
    for place in (shop, top / "common"):
        place.mkdir(parents=True)
    git(top, "init", "-q")
    (shop / "link.yaml").symlink_to("a.yaml")
    for number, (file, text) in enumerate(
        [
            (A, "a: 1\n"),
            (OUTSIDE, "c: 1\n"),
            (PurePosixPath("other"), "x"),
            (A, "a: 2\n"),
            (B, "b: 1\n"),
            (A, "a: 1\n"),
        ]
    ):
        (shop / file).write_text(text)
        git(top, "add", "-A")
        git(top, "commit", "-q", "-m", str(number))
    return shop


def test_each_commit_that_changed_one_of_them_the_oldest_first(folder: Path) -> None:
    found = read_history(
        folder, [A, B, OUTSIDE, PurePosixPath("link.yaml"), PurePosixPath("../../up")], most=9
    )
    a, b, c = b"a: 1\n", b"b: 1\n", b"c: 1\n"
    assert found == [
        {A: a}, {A: a, OUTSIDE: c}, {A: b"a: 2\n", OUTSIDE: c}, {A: b"a: 2\n", B: b, OUTSIDE: c},
        {A: a, B: b, OUTSIDE: c},
    ]  # fmt: skip
    assert found[0][A] is found[-1][A]
    assert read_history(folder, [A], most=2) == [{A: b"a: 2\n"}, {A: a}]


def test_what_never_was_has_no_history(folder: Path) -> None:
    assert read_history(folder, [PurePosixPath("none.yaml")], most=9) == []
    assert read_history(folder, [PurePosixPath("../../up")], most=9) == []


def test_what_is_no_repository_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(BlueprintError, match="has no history"):
        read_history(tmp_path, [A], most=9)


def test_it_is_read_within_a_budget(folder: Path) -> None:
    with pytest.raises(Exceeded):
        read_history(folder, [A], most=9, budget=Budget(clock=lambda: 0.0, total=4))
