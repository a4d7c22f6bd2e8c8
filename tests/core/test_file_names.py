"""Which paths a platform's files may have, and why not the others."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.file_names import errors_of_names, wrong_with_name, wrong_with_path

GOOD = [
    "values.yaml",
    ".github",
    ".gitignore",
    "NOTES.txt",
    "café.md",
    "console",
    "com10",
    "git",
    "a" * 120,
    "-",
]
BAD = [
    ("", "a part of it is empty"),
    ("  ", "a part of it is empty"),
    (".", '"." is no name'),
    ("..", '".." is no name'),
    ("a\nb", "it has characters that cannot be seen"),
    ("a\u202eb", "it has characters that cannot be seen"),
    (".git", "it lies in git's own folder"),
    (".GIT", "it lies in git's own folder"),
    ("git~1", "it lies in git's own folder"),
    (".git. .", "it lies in git's own folder"),
    (".git::$INDEX_ALLOCATION", "it lies in git's own folder"),
    (".helm-blueprint.lock", "helm-blueprint keeps its own files there"),
    (".Blueprint", "helm-blueprint keeps its own files there"),
    ("a:b", "not every disk can have : in a name"),
    ("what?", "not every disk can have ? in a name"),
    ("a.", "it ends in a dot or a space, which not every disk keeps"),
    ("a ", "it ends in a dot or a space, which not every disk keeps"),
    ("nul", "it is the name of a device on Windows"),
    ("COM1.txt", "it is the name of a device on Windows"),
    ("a" * 121, "a part of it has more than 120 bytes"),
    ("é" * 61, "a part of it has more than 120 bytes"),
]


@pytest.mark.parametrize("name", GOOD)
def test_name_that_every_disk_takes(name: str) -> None:
    assert wrong_with_name(name) == ""


@pytest.mark.parametrize(("name", "reason"), BAD)
def test_name_that_is_refused_with_its_reason(name: str, reason: str) -> None:
    assert wrong_with_name(name) == reason


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("charts/web/Chart.yaml", ""),
        ("/etc/passwd", "it leads out of the platform"),
        ("a/../b", "it leads out of the platform"),
        ("", "it is empty"),
        ("a/.git/hooks", "it lies in git's own folder"),
        ("/".join(["a" * 100] * 3), "it has more than 240 bytes"),
        ("/".join(["a" * 79] * 3), ""),
    ],
)
def test_path_is_as_good_as_its_parts(path: str, reason: str) -> None:
    assert wrong_with_path(PurePosixPath(path)) == reason


def told(*paths: str) -> list[str]:
    return [str(error) for error in errors_of_names(map(PurePosixPath, paths), "a.tgz")]


def test_paths_that_are_one_on_some_disk_are_refused_together() -> None:
    assert told("docs/A.md", "docs/a.md", "Docs/b.md") == [
        'a.tgz: no file can be named "docs/A.md": some disks take it for "Docs", which is here, too',
        'a.tgz: no file can be named "docs/a.md": some disks take it for "Docs", which is here, too',
    ]
    assert told("re\u0301sume\u0301", "r\u00e9sum\u00e9") == [
        'a.tgz: no file can be named "r\u00e9sum\u00e9": some disks take it for "re\u0301sume\u0301", which is here, too'
    ]


def test_file_is_no_folder() -> None:
    assert told("a", "a/b", "c/d") == ['a.tgz: no file can be named "a/b": it is below a path that is a file']


@pytest.mark.parametrize("others", [["objects/a", "refs/a"], ["commondir"]])
def test_what_git_takes_for_a_repository_is_refused(others: list[str]) -> None:
    assert told("x/HEAD", *(f"x/{other}" for other in others)) == [
        'a.tgz: no file can be named "x": with these files git takes it for a repository'
    ]
    assert told("x/HEAD", "x/objects/a", "refs/a") == []


def test_long_path_is_told_in_short() -> None:
    assert told("a" * 130) == [
        f'a.tgz: no file can be named "{"a" * 60}…": a part of it has more than 120 bytes'
    ]
