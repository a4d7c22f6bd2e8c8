"""`merge` as a command, and as git's merge driver; what it decides is tested in core."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Run

BASE = "# the shop\nweb: {image: {tag: 1.0.0}, replicas: 2}\norders:\n  port: 80\n"
OURS = BASE.replace("replicas: 2", "replicas: 3")
THEIRS = BASE.replace("1.0.0", "2.0.0").replace("port: 80", "port: 8080 # new")
BOTH = BASE.replace("replicas: 2", "replicas: 3").replace("1.0.0", "2.0.0").replace("80", "8080 # new")


def files(base: str | bytes, ours: str | bytes, theirs: str | bytes) -> list[str]:
    for name, text in (("base", base), ("ours", ours), ("theirs", theirs)):
        Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return ["base", "ours", "theirs"]


def test_the_result_is_on_stdout(invoke: Run) -> None:
    assert invoke("merge", *files(BASE, OURS, THEIRS)) == (0, BOTH, "")
    assert Path("ours").read_text() == OURS


def test_conflicts_are_told_and_are_the_status(invoke: Run) -> None:
    named = [*files(BASE, OURS, BASE.replace("replicas: 2", "replicas: 4")), "values.yaml"]
    told = "values.yaml:2: web.replicas: ours and theirs changed it, each in a way of its own\n"
    line = "web: {image: {tag: 1.0.0}, replicas: %s}\n"
    both = f"<<<<<<< ours\n{line % 3}=======\n{line % 4}>>>>>>> theirs\n"
    assert invoke("merge", *named) == (1, OURS.replace(line % 3, both), told)
    assert invoke("merge", *named, "--conflicts", "ours") == (1, OURS, told)
    assert invoke("merge", *named, "--conflicts", "theirs") == (1, OURS.replace(line % 3, line % 4), told)


def test_each_document_of_a_file_is_merged(invoke: Run) -> None:
    """What stands behind the first one was taken from ours, whatever theirs said."""
    second = "---\nkind: Service\nport: 80\n"
    theirs = THEIRS + second.replace("80", "81")
    assert invoke("merge", *files(BASE + second, OURS + second, theirs)) == (
        0, BOTH + second.replace("80", "81"), "",
    )  # fmt: skip
    ours = OURS + second.replace("80", "82")
    found = invoke("merge", *files(BASE + second, ours, theirs), "--conflicts", "theirs")
    told = "ours:7: port: ours and theirs changed it, each in a way of its own\n"
    assert found == (1, BOTH + second.replace("80", "81"), told)
    fewer = invoke("merge", *files(BASE + second, OURS, THEIRS + second), "--conflicts", "ours")
    assert "ours is merged by lines: one side has more documents than the other\n" in fewer.err
    first = "kind: Service\nmetadata: {name: web}\nport: 80\n"
    both, swapped = first + second, second.removeprefix("---\n") + "---\n" + first
    moved = invoke(
        "merge", *files(both, both.replace("{name: web}\nport: 80", "{name: web}\nport: 82"), swapped)
    )
    assert moved.status == 1
    assert "ours is merged by lines: one side has the documents in another order\n" in moved.err


def test_what_is_no_map_of_values_is_merged_by_lines(invoke: Run) -> None:
    assert invoke("merge", *files("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n")) == (
        0,
        "A\nb\nc\nD\n",
        "ours is merged by lines: this is no map of values in block style\n",
    )
    assert invoke("merge", *files("a\n", "b\n", "c\n"), "README.md") == (
        1,
        "<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n",
        "README.md is merged by lines: this is no map of values in block style\nREADME.md: 1 conflict\n",
    )
    base = "a: &x {b: 1}\nc: 1\nd: 1\n"  # what ours refers to is what theirs removes, and lines fit
    assert invoke("merge", *files(base, f"{base}e: *x\n", "c: 1\nd: 1\n")) == (
        1,
        f"{base}e: *x\n",
        ("ours is merged by lines: no text was found that says what the versions become\n"
         "ours: by lines, this would be no YAML any more: ours stands as it is\n"),
    )  # fmt: skip
    latin = (text.encode("latin-1") for text in ("\xe4\n", "\xe4\nx\n", "\xe4\n"))
    assert invoke("merge", *files(*latin), "--driver").status == 0
    assert Path("ours").read_bytes() == "\xe4\nx\n".encode("latin-1")


def test_binary_files_and_missing_ones_are_refused(invoke: Run) -> None:
    refused = invoke("merge", *files(b"\xff\0", b"\xff\0a", b"\xff\0b"), "--driver")
    assert refused.status == 2
    assert "git cannot merge this: " in refused.err
    assert Path("ours").read_bytes() == b"\xff\0a"
    assert invoke("merge", "base", "ours", "none").status == 2


def _git(*arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *who, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == status, done
    return done


@pytest.mark.parametrize("theirs", [THEIRS, THEIRS.replace("replicas: 2", "replicas: 9")])
def test_git_merges_branches_with_it(theirs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that git alone would call a conflict."""
    program = f"{shlex.quote(sys.executable)} -m generator merge --driver %O %A %B %P"
    monkeypatch.chdir(tmp_path)
    _git("init", "--quiet", ".")
    _git("config", "merge.values.driver", program)
    Path(".gitattributes").write_text("values*.yaml merge=values\n")
    values = Path("values.yaml")
    values.write_text(BASE)
    _git("add", ".")
    _git("commit", "--quiet", "--message", "base")
    _git("checkout", "--quiet", "-b", "theirs")
    values.write_text(theirs)
    _git("commit", "--quiet", "--all", "--message", "theirs")
    _git("checkout", "--quiet", "main")
    values.write_text(OURS)
    _git("commit", "--quiet", "--all", "--message", "ours")
    done = _git("merge", "theirs", status=int(theirs != THEIRS))
    if theirs == THEIRS:
        assert values.read_text() == BOTH
        return
    assert "values.yaml:2: web.replicas: ours and theirs changed it" in done.stderr
    assert _git("diff", "--name-only", "--diff-filter=U").stdout == "values.yaml\n"
    assert "<<<<<<< ours\nweb: {image: {tag: 2.0.0}, replicas: 3}\n" in values.read_text()
