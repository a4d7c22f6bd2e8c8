"""Commits in a user's tree: all of them or none, with the hooks and the signature of their git."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath

import pytest

from generator.core.changes import Change
from generator.core.upgrade.commits import CommitStep
from generator.edge.commits import commit_each
from generator.edge.files import read_tree
from generator.errors import BlueprintError

VALUES, SCRIPT, NEW = PurePosixPath("values.yaml"), PurePosixPath("run.sh"), PurePosixPath("docs/deep/new.md")
STEPS = [
    CommitStep("Migration a of 1.1.0", "Why.\n# not a comment", (Change(VALUES, b"a: 1\n", b"a: 2\n"),)),
    CommitStep(
        "Upgrade shop to tiny 1.2.0",
        "",
        (Change(VALUES, b"a: 2\n", b"a: 3\n"), Change(NEW, None, b"new\n"), Change(SCRIPT, b"echo\n", None)),
    ),
]


def git(top: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(top), *arguments], check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose platform is in its folder `shop`, with a user's configuration."""
    config = tmp_path / "gitconfig"
    config.write_text("[user]\nname = A\nemail = a@example.com\n[init]\ndefaultBranch = main\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    shop = tmp_path / "repo" / "shop"
    shop.mkdir(parents=True)
    (shop / "values.yaml").write_text("a: 1\n")
    (shop / "run.sh").write_text("echo\n")
    (shop / "run.sh").chmod(0o750)
    (shop / "other.yaml").write_text("b: 1\n")
    git(shop.parent, "init", "-q")
    git(shop.parent, "add", "-A")
    git(shop.parent, "commit", "-qm", "first")
    return shop


def hook(top: Path, name: str, script: str) -> None:
    file = top.parent / ".git" / "hooks" / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def state(top: Path) -> tuple[object, ...]:
    return (
        read_tree(top),
        (top / "run.sh").stat().st_mode,
        (top / "docs").exists(),
        git(top, "rev-parse", "HEAD"),
        git(top, "status", "--porcelain"),
        git(top, "symbolic-ref", "HEAD"),
    )


def test_each_step_is_a_commit_with_its_files(top: Path) -> None:
    commit_each(top, STEPS)
    assert git(top, "log", "--format=%B", "-2") == (
        "Upgrade shop to tiny 1.2.0\n\nMigration a of 1.1.0\n\nWhy.\n# not a comment\n\n"
    )
    assert git(top, "log", "--format=", "--name-status", "-2").split() == [
        "A", "shop/docs/deep/new.md", "D", "shop/run.sh", "M", "shop/values.yaml", "M", "shop/values.yaml",
    ]  # fmt: skip
    assert git(top, "status", "--porcelain") == ""
    assert (top / "values.yaml").read_text() == "a: 3\n"


def test_what_is_ignored_is_written_and_not_committed(top: Path) -> None:
    (top.parent / ".git" / "info" / "exclude").write_text("docs/\n")
    commit_each(top, STEPS)
    assert (top / "docs/deep/new.md").read_text() == "new\n"
    assert "new.md" not in git(top, "ls-files")


@pytest.mark.parametrize(
    ("name", "script"),
    [
        # Of the second commit: the first one is made by then.
        ("pre-commit", "grep -q 'a: 2' shop/values.yaml || { echo no such values >&2; exit 1; }"),
        ("commit-msg", 'grep -q Migration "$1" || { echo no such values >&2; exit 1; }'),
    ],
)
def test_hook_that_refuses_leaves_everything_as_it_was(top: Path, name: str, script: str) -> None:
    hook(top, name, script)
    before = state(top)
    with pytest.raises(BlueprintError) as caught:
        commit_each(top, STEPS)
    assert caught.value.what == 'git does not commit "Upgrade shop to tiny 1.2.0": no such values'
    assert state(top) == before


def test_signature_that_fails_leaves_everything_as_it_was(top: Path) -> None:
    git(top, "config", "commit.gpgsign", "true")
    git(top, "config", "gpg.program", "false")
    before = state(top)
    with pytest.raises(BlueprintError, match='git does not commit "Migration a of 1.1.0": '):
        commit_each(top, STEPS)
    assert state(top) == before


def test_what_a_hook_formats_stays_until_a_later_step_writes_it(top: Path) -> None:
    hook(top, "pre-commit", "echo '# formatted' >> shop/values.yaml; git add shop/values.yaml")
    commit_each(top, STEPS)
    assert git(top, "show", "HEAD~1:shop/values.yaml") == "a: 2\n# formatted\n"
    assert (top / "values.yaml").read_text() == "a: 3\n# formatted\n"
    assert git(top, "status", "--porcelain") == ""


def test_tree_that_is_not_clean_is_refused(top: Path) -> None:
    (top / "other.yaml").write_text("b: 2\n")
    git(top, "add", "-A")
    before = state(top)
    with pytest.raises(BlueprintError, match="the git tree is not clean: shop/other.yaml"):
        commit_each(top, STEPS)
    assert state(top) == before


def test_merge_that_is_under_way_is_not_concluded(top: Path) -> None:
    git(top, "checkout", "-qb", "side")
    git(top, "commit", "-q", "--allow-empty", "-m", "side")
    git(top, "checkout", "-q", "main")
    git(top, "commit", "-q", "--allow-empty", "-m", "main")
    git(top, "merge", "-q", "--no-commit", "--no-ff", "side")
    with pytest.raises(BlueprintError, match=r"is under way \(MERGE_HEAD\)"):
        commit_each(top, STEPS)
    assert (top / "values.yaml").read_text() == "a: 1\n"


def test_folder_without_commits_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BlueprintError, match="this is in no git repository"):
        commit_each(tmp_path, STEPS)
    git(tmp_path, "init", "-q")
    with pytest.raises(BlueprintError, match="the repository has no commit yet"):
        commit_each(tmp_path, STEPS)
