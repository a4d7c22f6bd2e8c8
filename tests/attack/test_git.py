"""Repositories that strangers made: reading a revision runs nothing, fetches nothing, and ends."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path, PurePosixPath

import pytest

from generator.core.budget import Budget, Exceeded
from generator.edge import git as fence
from generator.errors import BlueprintError
from tests.commands.conftest import Run
from tests.commands.values.conftest import Here
from tests.edge.test_git import git

COMMAND = ("values", "diff", "prod@HEAD", "prod")
FETCHES = {
    "ext": "[remote \"evil\"]\n\turl = ext::touch {loot}\n[protocol \"ext\"]\n\tallow = always\n",
    "ssh": "[remote \"evil\"]\n\turl = ssh://host/x\n[core]\n\tsshCommand = touch {loot} #\n",
    "upload-pack": "[remote \"evil\"]\n\turl = {here}\n\tuploadpack = touch {loot} #\n",
    "vcs": "[remote \"evil\"]\n\turl = touch {loot}\n\tvcs = ext\n[protocol]\n\tallow = always\n",
    "git-proxy": "[remote \"evil\"]\n\turl = git://host/x\n[core]\n\tgitProxy = touch {loot} #\n",
    "insteadOf": "[remote \"evil\"]\n\turl = x:y\n[url \"ext::touch {loot} \"]\n\tinsteadOf = x:\n"
    "[protocol \"ext\"]\n\tallow = always\n",
}  # fmt: skip
PROMISOR = (
    "[core]\n\trepositoryformatversion = 1\n\tbare = {bare}\n[extensions]\n\tpartialClone = evil\n"
    '[remote "evil"]\n\tpromisor = true\n'
)
HELPERS = {
    "fsmonitor": "[core]\n\tfsmonitor = touch {loot} #",
    "hooks": "[core]\n\thooksPath = {tools}",
    "pager": "[core]\n\tpager = touch {loot} #\n[pager]\n\tls-tree = true\n\tcat-file = true\n\trev-parse = true",
    "external diff": "[diff]\n\texternal = touch {loot} #",
    "text conversion": '[diff "x"]\n\ttextconv = touch {loot} #\n\tcommand = touch {loot} #',
    "filter": '[filter "x"]\n\tsmudge = touch {loot} #\n\tclean = touch {loot} #\n\tprocess = touch {loot} #\n\trequired',
    "alias": "[alias]\n\trev-parse = !touch {loot} #\n\tls-tree = !touch {loot} #\n\tcat-file = !touch {loot} #",
    "askpass": "[core]\n\taskPass = touch {loot} #\n[credential]\n\thelper = !touch {loot} #",
    "editor": "[core]\n\teditor = touch {loot} #\n[sequence]\n\teditor = touch {loot} #",
    "signatures": "[gpg]\n\tprogram = touch {loot} #\n[log]\n\tshowSignature = true",
    "alternates": "[core]\n\talternateRefsCommand = touch {loot} #",
    "attributes": "[core]\n\tattributesFile = {tools}/attributes",
    "trace": "[trace2]\n\tnormalTarget = {loot}\n\teventTarget = {loot}\n\tperfTarget = {loot}",
}


def committed(here: Here) -> Path:
    git(here.folder, "init", "-q")
    git(here.folder, "add", "-A")
    git(here.folder, "commit", "-q", "-m", "one")
    return here.folder


def without_objects(folder: Path) -> None:
    """As a partial clone has it: the commit is known by name only."""
    shutil.rmtree(folder / "objects")
    (folder / "objects" / "info").mkdir(parents=True)


@pytest.mark.parametrize("way", FETCHES)
@pytest.mark.parametrize("where", ["", "shop"])
def test_a_folder_of_a_clone_is_no_repository(
    invoke: Run, here: Here, loot: Path, way: str, where: str
) -> None:
    """HEAD, config, objects and refs beside the values, or in the folder above them."""
    platform = here.folder
    if where:
        platform = here.folder / where
        platform.mkdir()
        for name in here.before:
            (platform / name).parent.mkdir(parents=True, exist_ok=True)
            (here.folder / name).rename(platform / name)
    bare = here.folder
    (bare / "refs" / "heads").mkdir(parents=True)
    (bare / "refs" / "heads" / "main").write_text("1" * 40 + "\n")
    (bare / "objects").mkdir()
    (bare / "objects" / "keep").write_text("")
    (bare / "HEAD").write_text("ref: refs/heads/main\n")
    (bare / "config").write_text(
        PROMISOR.format(bare="true") + FETCHES[way].format(loot=loot, here=here.folder)
    )
    git(here.folder, "init", "-q", "--template=", "..")
    git(here.folder.parent, "add", "-A", str(here.folder))
    git(here.folder.parent, "commit", "-q", "-m", "one")
    result = invoke(*COMMAND, "--platform", platform)
    assert (result.status, result.out) == (0, "No differences.\n"), result.err
    assert not loot.exists()


@pytest.mark.parametrize("way", FETCHES)
def test_a_promised_object_is_not_fetched(invoke: Run, here: Here, loot: Path, way: str) -> None:
    repository = committed(here) / ".git"
    with (repository / "config").open("a") as config:
        config.write(PROMISOR.format(bare="false") + FETCHES[way].format(loot=loot, here=here.folder))
    without_objects(repository)
    result = invoke(*COMMAND)
    assert result.status == 2
    assert "git knows no revision" in result.err
    assert not loot.exists()


def test_a_promised_file_is_told_by_its_name(invoke: Run, here: Here) -> None:
    repository = committed(here) / ".git"
    with (repository / "config").open("a") as config:
        config.write(PROMISOR.format(bare="false") + '[remote "evil"]\n\turl = file:///nowhere\n')
    blob = fence.subprocess.run(
        ["git", "rev-parse", "HEAD:values-prod.yaml"], check=True, capture_output=True, text=True
    ).stdout.strip()
    (repository / "objects" / blob[:2] / blob[2:]).unlink()
    result = invoke(*COMMAND)
    assert result.status == 2
    assert "the repository has not got this file, and nothing is fetched" in result.err
    assert "values-prod.yaml" in result.err


@pytest.mark.parametrize("what", HELPERS)
def test_no_program_of_the_repositorys_configuration_runs(
    invoke: Run, here: Here, loot: Path, tmp_path: Path, what: str
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"):
        (tools / name).write_text(f"#!/bin/sh\ntouch {loot}\n")
        (tools / name).chmod(0o755)
    (tools / "attributes").write_text("* filter=x diff=x\n")
    (here.folder / ".gitattributes").write_text("* diff=x\n")
    repository = committed(here) / ".git"
    with (repository / "config").open("a") as config:
        config.write(HELPERS[what].format(loot=loot, tools=tools) + "\n")
    (repository / "info").mkdir(exist_ok=True)
    (repository / "info" / "attributes").write_text("* filter=x diff=x\n")
    result = invoke(*COMMAND)
    assert (result.status, result.out) == (0, "No differences.\n"), result.err
    assert invoke("values", "intent", "--from-git").out.startswith("Nothing to propose: ")
    assert not loot.exists()


@pytest.mark.parametrize(
    "variable",
    ["GIT_DIR", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_NAMESPACE",
     "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_REPLACE_REF_BASE"],
)  # fmt: skip
def test_the_environment_names_no_other_repository(
    invoke: Run, here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """As in a hook of git, which sets some of these for another repository."""
    committed(here)
    monkeypatch.setenv(variable, str(tmp_path / "elsewhere"))
    assert invoke(*COMMAND)[:2] == (0, "No differences.\n")


@pytest.mark.parametrize(
    "variable", ["GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_PROXY_COMMAND"]
)
def test_the_environment_gets_no_program_into_git(variable: str) -> None:
    assert variable not in fence.environment_of({variable: "touch x", "PATH": os.environ["PATH"]})


@pytest.mark.parametrize(
    "revision",
    ["--output=pwned", "-h", "--help", "--git-dir=/", "HEAD..HEAD", "^HEAD", "HEAD:", ":/one\n", "@{upstream}",
     "HEAD^{tree}", "x" * 5000, "a\x1bb", "HEAD\n--all", "--end-of-options"],
)  # fmt: skip
def test_what_is_no_revision_is_a_sentence(invoke: Run, here: Here, revision: str) -> None:
    committed(here)
    names = sorted(path.name for path in here.folder.iterdir())
    result = invoke("values", "diff", "prod", "--from-rev", revision)
    assert result.status == 2
    assert "git knows no revision" in result.err
    assert sorted(path.name for path in here.folder.iterdir()) == names


def test_a_repository_of_somebody_else_is_told_as_such(
    invoke: Run, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(here)
    monkeypatch.setitem(fence._ENVIRONMENT, "GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    result = invoke(*COMMAND)
    assert result.status == 2
    assert "this repository belongs to another user" in result.err
    assert f"git config --global --add safe.directory {here.folder}" in result.err


def test_a_configuration_that_never_ends_is_left(here: Here) -> None:
    repository = committed(here) / ".git"
    os.mkfifo(repository / "pipe")
    with (repository / "config").open("a") as config:
        config.write("[include]\n\tpath = pipe\n")
    begin = time.monotonic()
    with pytest.raises(Exceeded, match="git takes more than 0.5 seconds"):
        fence.read_revision(
            here.folder, "HEAD", lambda _: True, budget=Budget(seconds=0.5, clock=time.monotonic)
        )
    assert time.monotonic() - begin < 10


@pytest.mark.skipif(sys.platform != "linux", reason="memory of another process is limited on Linux")
@pytest.mark.parametrize("endless", ["objects/info/alternates", "shallow"])
def test_git_takes_no_more_memory_than_it_may(here: Here, endless: str) -> None:
    """It reads these files as a whole, links to devices, too."""
    file = committed(here) / ".git" / endless
    file.unlink(missing_ok=True)
    file.symlink_to("/dev/zero")
    begin = time.monotonic()
    with pytest.raises(BlueprintError, match="HEAD"):
        fence.read_revision(here.folder, "HEAD", lambda _: True)
    assert time.monotonic() - begin < 30


def test_a_repository_whose_contents_git_cannot_read_is_told(invoke: Run, here: Here) -> None:
    """A configuration that reads what git is asked for is an error of git's as soon as it is asked."""
    with (committed(here) / ".git" / "config").open("a") as config:
        config.write("[include]\n\tpath = /dev/stdin\n")
    result = invoke(*COMMAND)
    assert (result.status, result.out) == (2, "")
    assert result.err == f"Error: {here.folder}: git cannot read this repository\n"


def test_a_broken_folder_of_a_revision_is_no_missing_one(invoke: Run, here: Here) -> None:
    """Of a missing one all values would seem to be new."""
    repository = committed(here) / ".git"
    tree = fence.subprocess.run(
        ["git", "rev-parse", "HEAD^{tree}"], check=True, capture_output=True, text=True
    ).stdout.strip()
    file = repository / "objects" / tree[:2] / tree[2:]
    file.chmod(0o644)
    file.write_bytes(b"x")
    result = invoke(*COMMAND)
    assert result == (2, "", f"Error: {here.folder}: git cannot read this repository\n")


def bomb(folder: Path, levels: int) -> str:
    """A commit of a few hundred bytes whose tree has 10 ** levels files."""

    def said(*arguments: str, given: bytes = b"") -> str:
        command = [
            "git",
            "-C",
            str(folder),
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.com",
            *arguments,
        ]
        return (
            fence.subprocess.run(command, check=True, capture_output=True, input=given)
            .stdout.decode()
            .strip()
        )

    one = said("hash-object", "-w", "--stdin", given=b"a: 1\n")
    about = f"100644 blob {one}"
    for _ in range(levels):
        one = said("mktree", given="".join(f"{about}\tf{n}\n" for n in range(10)).encode())
        about = f"040000 tree {one}"
    return said("commit-tree", "-m", "x", one)


def test_a_tree_of_trees_ends(here: Here) -> None:
    commit = bomb(committed(here), 9)
    begin = time.monotonic()
    with pytest.raises(Exceeded):
        fence.read_revision(here.folder, commit, lambda _: True)
    assert time.monotonic() - begin < 30


def test_links_that_multiply_end(here: Here) -> None:
    """Each of twelve folders links to all the others: more ways than anybody can walk."""
    folder = here.folder / "charts"
    for number in range(12):
        (folder / f"f{number}").mkdir(parents=True, exist_ok=True)
        (folder / f"f{number}" / "values.yaml").write_text("a: 1\n")
        for other in range(12):
            if other != number:
                (folder / f"f{number}" / f"l{other}").symlink_to(f"../f{other}")
    committed(here)
    with pytest.raises(Exceeded):
        fence.read_revision(
            here.folder, "HEAD", lambda _: True, follows=lambda _: True,
            budget=Budget(seconds=3, clock=time.monotonic),
        )  # fmt: skip


@pytest.mark.parametrize("size", [2 << 20, 40 << 20])
def test_a_huge_file_is_refused_before_it_is_read(here: Here, size: int) -> None:
    (here.folder / "values.yaml").write_bytes(b"\0" * size)
    committed(here)
    with pytest.raises(Exceeded) as caught:
        fence.read_revision(here.folder, "HEAD", lambda _: True, budget=Budget(total=1 << 20))
    assert caught.value.where == "values.yaml"


def test_a_link_out_of_the_repository_leads_nowhere(here: Here, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "values.yaml").write_text("password: x\n")
    (here.folder / "charts").mkdir(exist_ok=True)
    for number, target in enumerate([str(tmp_path / "secret"), "../../secret", "/", "../.git", "." * 5000]):
        link = here.folder / "charts" / f"l{number}"
        try:
            link.symlink_to(target)
        except OSError:
            continue
    committed(here)
    found = fence.read_revision(
        here.folder, "HEAD", lambda path: path.parts[0] == "charts", follows=lambda _: True
    )
    assert not [path for path in found if path.parts[1].startswith("l")]
    assert PurePosixPath("charts/l0") not in found
