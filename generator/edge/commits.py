"""Commits that a user asked for, made in their tree by their git: its hooks, signature and identity.

All of them or none: where one fails, branch, index and files are what they were.
"""

from __future__ import annotations

import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from generator.core.changes import Change
from generator.core.printable import printable
from generator.edge.plan import content
from generator.edge.repository import repository_above
from generator.edge.writer import write_changes
from generator.errors import BlueprintError, MissingProgram

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path, PurePosixPath

    from generator.core.upgrade.commits import CommitStep

_UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")
_LONGEST = 2000


def refuse_no_commits(root: Path) -> None:
    """BlueprintError where nothing can be committed: no repository, no commit yet, or it is not clean."""
    if repository_above(root) is None:
        raise BlueprintError("this is in no git repository: there is nothing to commit to", where=str(root))
    if _asked(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise BlueprintError("the repository has no commit yet", where=str(root), hint="Make the first one.")
    for name in _UNDER_WAY:
        if _asked(root, "rev-parse", "--verify", "--quiet", name) is not None:
            raise BlueprintError(
                f"a merge, cherry-pick or revert is under way ({name})", where=str(root), hint="End it first."
            )
    dirty = _git(root, "status", "--porcelain", "--untracked-files=no").decode(errors="replace").splitlines()
    if dirty:
        files = ", ".join(printable(line[3:]) for line in dirty[:5])
        raise BlueprintError(
            f"the git tree is not clean: {files}",
            where=str(root),
            hint="Commit or stash it first: what stands in the index would be in our commits.",
        )


def commit_each(root: Path, steps: Sequence[CommitStep]) -> None:
    """Write and commit one step after the other.

    What a hook changes in a file stays, until a later step writes it. BlueprintError where a hook, the
    signature or git itself refuses; then nothing is left of any step.
    """
    refuse_no_commits(root)
    head = _git(root, "rev-parse", "HEAD").decode().strip()
    found = _Found.of(root, [change.path for step in steps for change in step.changes])
    try:
        for step in steps:
            _commit(root, step)
    except BaseException:
        _take_back(root, head, found)
        raise


class _Found(NamedTuple):
    """Files as they were, with their modes; and the folders that were not there."""

    files: dict[PurePosixPath, tuple[bytes | None, int]]
    missing: list[Path]

    @classmethod
    def of(cls, root: Path, paths: Sequence[PurePosixPath]) -> _Found:
        files: dict[PurePosixPath, tuple[bytes | None, int]] = {}
        missing: dict[Path, None] = {}
        for path in paths:
            file = root / path
            is_there = file.is_file()
            files[path] = (content(file), file.stat().st_mode & 0o7777 if is_there else 0)
            missing.update(dict.fromkeys(_missing_above(file)))
        return cls(files, sorted(missing, reverse=True))


def _missing_above(file: Path) -> Iterator[Path]:
    folder = file.parent
    while not folder.exists():
        yield folder
        folder = folder.parent


def _commit(root: Path, step: CommitStep) -> None:
    # A hook may have formatted what the step before wrote: from what is there, to what shall be.
    write_changes(root, [Change(one.path, content(root / one.path), one.after) for one in step.changes])
    paths = "\0".join(str(one.path) for one in step.changes).encode(errors="surrogateescape")
    ignored = _git(root, "check-ignore", "-z", "--stdin", given=paths, fails=1)
    wanted = set(paths.split(b"\0")) - set(ignored.split(b"\0"))
    from_file = ("--pathspec-from-file=-", "--pathspec-file-nul")
    _git(root, "--literal-pathspecs", "add", "--all", *from_file, given=b"\0".join(sorted(wanted)))
    if _asked(root, "diff", "--cached", "--quiet") is not None:
        return  # all of it is ignored
    message = ("-m", step.subject, *(("-m", step.body) if step.body else ()))
    _git(root, "commit", "--quiet", "--cleanup=whitespace", *message, doing=f'commit "{step.subject}"')


def _take_back(root: Path, head: str, found: _Found) -> None:
    """The index was clean: that of `head` is what it was. No filter of git's touches the files."""
    _git(root, "reset", "--quiet", "--mixed", head)
    now = {path: content(root / path) for path in found.files}
    write_changes(root, [Change(path, now[path], data) for path, (data, _) in found.files.items()])
    for path, (data, mode) in found.files.items():
        if data is not None:
            (root / path).chmod(mode)
    for folder in found.missing:
        with suppress(OSError):
            folder.rmdir()


def _asked(root: Path, *arguments: str) -> bytes | None:
    """What git answers; None where it says no."""
    done = _run(root, arguments)
    return done.stdout if done.returncode == 0 else None


def _git(root: Path, *arguments: str, given: bytes = b"", fails: int = 0, doing: str = "") -> bytes:
    done = _run(root, arguments, given)
    if done.returncode not in (0, fails):
        said = (done.stderr + done.stdout).decode(errors="replace").strip()
        reason = " · ".join(printable(line.strip()) for line in said.splitlines() if line.strip())
        raise BlueprintError(
            f"git does not {doing or arguments[0]}: {reason[:_LONGEST] or f'exit status {done.returncode}'}",
            where=str(root),
            hint="Branch and files are what they were." if doing else "",
        )
    return done.stdout


def _run(root: Path, arguments: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(root), *arguments], input=given, capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise MissingProgram("git is needed to commit, and is not on this machine") from error
