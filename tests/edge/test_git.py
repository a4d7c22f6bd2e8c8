from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath

import pytest

from generator.edge.git import read_revision
from generator.edge.repository import folder_for_git, folder_in_repository
from generator.errors import BlueprintError, MissingProgram


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", folder, *identity, *arguments], check=True, capture_output=True)


def everything(path: PurePosixPath) -> bool:
    return True


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose platform lies in a folder of it, with a tag v1 and changes after it."""
    folder = tmp_path / "re po" / "shop"
    (folder / "sub").mkdir(parents=True)
    (folder / "values.yaml").write_text("a: 1\n")
    (folder / "sub" / "empty").write_bytes(b"")
    (folder / "sub" / "naïve\n.yaml").write_text("odd\n")
    (folder / "link").symlink_to("values.yaml")
    (folder.parent / "outside").write_text("x")
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", "-A")
    git(folder.parent, "commit", "-q", "-m", "one")
    git(folder.parent, "tag", "v1")
    (folder / "values.yaml").write_text("a: 2\n")
    return folder


def test_files_as_they_were_below_the_folder(repository: Path) -> None:
    assert read_revision(repository, "v1", everything) == {
        PurePosixPath("values.yaml"): b"a: 1\n",
        PurePosixPath("sub/empty"): b"",
        PurePosixPath("sub/naïve\n.yaml"): b"odd\n",
    }


def test_only_wanted_files(repository: Path) -> None:
    assert list(read_revision(repository, "HEAD", lambda path: path.name == "empty")) == [
        PurePosixPath("sub/empty")
    ]
    assert read_revision(repository, "HEAD", lambda path: False) == {}


@pytest.mark.parametrize("revision", ["v2", "--help", "HEAD..v1", "", "HEAD:shop"])
def test_what_is_no_commit_is_refused(repository: Path, revision: str) -> None:
    with pytest.raises(BlueprintError, match="git knows no revision"):
        read_revision(repository, revision, everything)


def test_folder_outside_of_any_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(BlueprintError, match="this is not in a git repository"):
        read_revision(tmp_path, "HEAD", everything)


def test_machine_without_git(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingProgram):
        read_revision(repository, "HEAD", everything)


def test_linked_folders_are_followed_within_the_repository(repository: Path) -> None:
    lib = repository.parent / "lib" / "a"
    lib.mkdir(parents=True)
    (lib / "values.yaml").write_text("a: 1\n")
    (repository / "charts").mkdir()
    for name, target in {
        "a": "../../lib/a", "again": "../charts/a", "loop": "..", "out": "../../../..", "root": "/", "gone": "x",
    }.items():  # fmt: skip
        (repository / "charts" / name).symlink_to(target)
    git(repository.parent, "add", "-A")
    git(repository.parent, "commit", "-q", "-m", "two")
    found = read_revision(
        repository,
        "HEAD",
        lambda path: path.name == "values.yaml",
        follows=lambda path: path.parts[0] == "charts",
    )
    assert found == {
        PurePosixPath("values.yaml"): b"a: 2\n",
        PurePosixPath("charts/a/values.yaml"): b"a: 1\n",
    }


def without(repository: Path, name: str, content: bytes | None) -> None:
    """Break an object of the repository, or remove it."""
    said = subprocess.run(
        ["git", "-C", repository, "rev-parse", name], check=True, capture_output=True, text=True
    ).stdout.strip()
    file = repository / ".git" / "objects" / said[:2] / said[2:]
    file.unlink()
    if content is not None:
        file.write_bytes(content)


@pytest.mark.parametrize("content", [None, b"", b"garbage"], ids=["missing", "empty", "garbage"])
@pytest.mark.parametrize("name", ["HEAD^{tree}", "HEAD:shop", "HEAD:shop/sub"])
def test_a_broken_folder_is_told_and_not_taken_for_a_missing_one(
    repository: Path, name: str, content: bytes | None
) -> None:
    without(repository.parent, name, content)
    with pytest.raises(BlueprintError) as caught:
        read_revision(repository, "HEAD", everything)
    assert str(caught.value) == f"{repository.parent}: git cannot read this repository"


def test_a_folder_that_was_not_there_yet_has_no_files(repository: Path) -> None:
    later = repository.parent / ":later"
    later.mkdir()
    assert read_revision(later, "v1", everything) == {}
    assert read_revision(repository / "values.yaml", "v1", everything) == {}


def test_a_folder_is_named_as_its_repository_does(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert folder_in_repository(repository / "sub") == "shop/sub/"
    assert folder_in_repository(repository.parent) == ""
    assert folder_in_repository(tmp_path) == ""
    (tmp_path / "plain" / "sub").mkdir(parents=True)
    (tmp_path / "plain" / ".git").mkdir()  # git takes it for none, either
    assert folder_in_repository(tmp_path / "plain" / "sub") == ""


def test_names_in_diffs_begin_at_the_top_of_the_repository_or_else_where_the_user_is(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    assert folder_for_git(Path("sub")) == "shop/sub/"
    (repository.parent / ".git").rename(repository.parent / "no.git")
    assert folder_for_git(repository / "sub") == "sub/"
    assert [folder_for_git(one) for one in (repository, repository.parent, repository / "new")] == [
        "",
        "",
        "",
    ]
