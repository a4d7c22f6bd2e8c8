"""The writer: all or nothing. Failures are put in at every point where the disk is touched."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pytest

from generator.edge.files import read_file, read_tree
from generator.edge.new_folder import what_is_in_the_way, write_new_folder
from generator.errors import BlueprintError

TREE = {
    PurePosixPath("README.md"): b"# shop\n",
    PurePosixPath("run.sh"): b"#!/bin/sh\n",
    PurePosixPath("charts/web/Chart.yaml"): b"name: web\n",
    PurePosixPath("charts/web/bytes"): bytes(range(256)),
}


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_new_folder_has_all_files_and_nothing_else(tmp_path: Path) -> None:
    write_new_folder(tmp_path / "a" / "b" / "shop", TREE)
    assert everything(tmp_path) == sorted(
        [
            "a",
            "a/b",
            "a/b/shop",
            "a/b/shop/charts",
            "a/b/shop/charts/web",
            *(f"a/b/shop/{path}" for path in TREE),
        ]
    )
    assert read_tree(tmp_path / "a/b/shop") == dict(sorted(TREE.items()))


def test_modes_follow_the_umask_and_scripts_can_run(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_new_folder(tmp_path / "shop", TREE)
    finally:
        os.umask(before)
    modes = {
        name: (tmp_path / "shop" / name).stat().st_mode & 0o777
        for name in (".", "README.md", "run.sh", "charts")
    }
    assert modes == {".": 0o750, "README.md": 0o640, "run.sh": 0o750, "charts": 0o750}


def test_empty_folder_is_filled_in_place(tmp_path: Path) -> None:
    target = tmp_path / "shop"
    target.mkdir()
    inode = target.stat().st_ino
    write_new_folder(target, TREE)
    assert target.stat().st_ino == inode
    assert content(target) == {str(path): data for path, data in TREE.items()}


def test_linked_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_new_folder(tmp_path / "link", TREE)
    assert content(tmp_path / "real") == {str(path): data for path, data in TREE.items()}


@contextmanager
def failing(
    monkeypatch: pytest.MonkeyPatch, owner: object, name: str, at: int, error: BaseException
) -> Iterator[Callable[[], int]]:
    """Let the `at`-th call of a function fail; yields how often it was called."""
    real = getattr(owner, name)
    calls = 0

    def call(*arguments: object, **keywords: object) -> object:
        nonlocal calls
        calls += 1
        if calls == at:
            raise error
        return real(*arguments, **keywords)

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, call)
        yield lambda: calls


ENDINGS = [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()]


@pytest.mark.parametrize("error", ENDINGS, ids=["disk full", "Ctrl-C"])
@pytest.mark.parametrize(
    ("owner", "function"),
    [(os, "open"), (os, "fsync"), (os, "mkdir"), (Path, "mkdir"), (Path, "rename")],
    ids=["open", "fsync", "os.mkdir", "mkdir", "rename"],
)
@pytest.mark.parametrize("exists", [False, True], ids=["new", "empty"])
def test_failure_leaves_nothing_behind(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    exists: bool,
    owner: object,
    function: str,
    error: BaseException,
) -> None:
    """Wherever it fails, also after the first files have been moved."""
    target = tmp_path / "a" / "shop"
    if exists:
        target.mkdir(parents=True)
    before = everything(tmp_path)
    failures = []
    for at in range(1, 100):
        with failing(monkeypatch, owner, function, at, error) as calls:
            try:
                write_new_folder(target, TREE)
            except (BlueprintError, KeyboardInterrupt) as caught:
                failures.append(str(caught))
        if target.exists() and everything(target):
            # The failure came when all was in its place, or was one that does no harm.
            assert content(target) == {str(path): data for path, data in TREE.items()}
            shutil.rmtree(target if exists else tmp_path / "a")
            if exists:
                target.mkdir()
        assert everything(tmp_path) == before
        if calls() < at:
            break
    assert failures
    if isinstance(error, OSError):
        reason = r"cannot (read|write) this: the disk is full\n  Make room, or choose another folder\."
        assert all(re.fullmatch(rf"{re.escape(str(target))}(/\S+)?: {reason}", one) for one in failures)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere; as another user this process may not."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that everybody may look into: pytest's own ones are private."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_folder_without_permission_is_told(public: Path) -> None:
    (public / "locked").mkdir(mode=0o555)
    with as_nobody(), pytest.raises(BlueprintError) as caught:
        write_new_folder(public / "locked" / "shop", TREE)
    assert str(caught.value) == (
        f"{public}/locked/shop: cannot write this: permission is denied\n  Choose a folder that you may write to."
    )
    assert everything(public) == ["locked"]


def test_folder_that_cannot_be_looked_into_is_told(public: Path) -> None:
    (public / "secret").mkdir(mode=0o000)
    with as_nobody():
        for act in (what_is_in_the_way, lambda target: write_new_folder(target / "deep", TREE), read_tree):
            with pytest.raises(BlueprintError, match="permission is denied"):
                act(public / "secret" / "shop")


def test_parent_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BlueprintError, match="a part of this path is a file"):
        write_new_folder(tmp_path / "file" / "shop", TREE)


def test_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(BlueprintError, match="the path is too long"):
        write_new_folder(tmp_path / ("a" * 300), TREE)


def test_file_that_appeared_meanwhile_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def fsync(descriptor: int) -> None:
        (tmp_path / "run.sh").write_text("mine")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(BlueprintError, match=r"^run\.sh: this file appeared meanwhile"):
        write_new_folder(tmp_path, TREE)
    assert content(tmp_path) == {"run.sh": b"mine"}


def test_what_is_in_the_way_is_named(tmp_path: Path) -> None:
    assert what_is_in_the_way(tmp_path / "new") is None
    assert what_is_in_the_way(tmp_path) is None
    (tmp_path / "a").write_text("")
    assert what_is_in_the_way(tmp_path / "a") == "it is a file"
    assert what_is_in_the_way(tmp_path) == "it contains a"
    for name in "bcd":
        (tmp_path / name).write_text("")
    assert what_is_in_the_way(tmp_path) == "it contains a, b, c, d"
    (tmp_path / "e").write_text("")
    assert what_is_in_the_way(tmp_path) == "it contains a, b, c and 2 more"
    (tmp_path / "gone").symlink_to("nowhere")
    assert what_is_in_the_way(tmp_path / "gone") == "it is a link that leads nowhere"


def test_unreadable_file_is_told(tmp_path: Path, public: Path) -> None:
    with pytest.raises(BlueprintError, match="cannot read this: there is no such file or folder"):
        read_file(tmp_path / "gone")
    with pytest.raises(BlueprintError, match="cannot read this: this is a folder"):
        read_file(tmp_path)
    secret = public / "secret"
    secret.touch(mode=0o000)
    with as_nobody(), pytest.raises(BlueprintError, match="cannot read this: permission is denied"):
        read_file(secret)


def test_tree_leaves_out_git_and_caches(tmp_path: Path) -> None:
    for path in (".git/HEAD", "__pycache__/x.pyc", "d/.gitignore", "a"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("x")
    assert list(map(str, read_tree(tmp_path))) == ["a", "d/.gitignore"]


def test_linked_folders_of_a_chart_are_followed_once(tmp_path: Path) -> None:
    lib, shop = tmp_path / "lib", tmp_path / "shop"
    for path in (lib / "a/charts/b/values.yaml", shop / "charts/c/values.yaml", shop / "values.yaml"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.parent.name)
    for link, target in {
        "charts/a": "../../lib/a", "charts/again": "../../lib/a", "docs": "../lib", "charts/gone": "../x",
        "charts/c/loop": "../..", "charts/c/itself": "itself", "values-dev.yaml": "values.yaml",
    }.items():  # fmt: skip
        (shop / link).symlink_to(target)
    (lib / "a" / "up").symlink_to(shop)
    (lib / "a" / "around").symlink_to("../a")
    os.mkfifo(shop / "values-fifo.yaml")

    def wanted(path: PurePosixPath) -> bool:
        return path.suffix == ".yaml"

    def follows(path: PurePosixPath) -> bool:
        return path.parts[0] == "charts"

    with pytest.raises(BlueprintError, match=r"values-fifo.yaml: this is no regular file, and is not read"):
        read_tree(shop, wanted, follows=follows, needs=wanted)
    found = read_tree(shop, wanted, follows=follows)
    assert {str(path): content.decode() for path, content in found.items()} == {
        "charts/a/charts/b/values.yaml": "b",
        "charts/again/charts/b/values.yaml": "b",
        "charts/c/values.yaml": "c",
        "values-dev.yaml": "shop",
        "values.yaml": "shop",
    }


def test_linked_folder_elsewhere_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/")
    with pytest.raises(BlueprintError, match="cannot read this: this is a folder"):
        read_tree(tmp_path)
