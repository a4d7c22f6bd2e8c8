"""The fence around git: files as they were at a revision. Nothing is checked out, fetched or run.

A clone can hold what git takes for a repository, and the configuration of a repository can name programs.
So the repository is the one that we find, not git; of the user's environment git gets its configuration
only; and whatever could start a program or a transport is switched off for each call.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path, PurePosixPath
from threading import Timer
from typing import TYPE_CHECKING

from generator.core.budget import Budget, Exceeded
from generator.edge.repository import repository_above
from generator.errors import BlueprintError, MissingProgram

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

GIT_FENCE = (
    "--no-pager",
    "--no-replace-objects",
    *("-c", "safe.bareRepository=explicit"),  # a folder of the clone is no repository
    *("-c", "protocol.allow=never"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", f"core.attributesFile={os.devnull}"),
    *("-c", "diff.external="),
    *("-c", "credential.helper="),
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",  # over what protocol.<name>.allow of the repository says
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "SSH_ASKPASS": "true",
    "GIT_ATTR_NOSYSTEM": "1",
    "LC_ALL": "C",  # its refusals are recognised by their words
}
# GIT_CONFIG_*: which folders the user holds safe, GIT_EXEC_PATH: where git is installed.
_USERS_OWN = ("GIT_CONFIG", "GIT_EXEC_PATH")
_PIECE = 1 << 20
# Beyond what it maps of packs: it reads whole files of the repository that may lead to /dev/zero.
_MEMORY = 1 << 30


def read_revision(
    folder: Path,
    revision: str,
    wanted: Callable[[PurePosixPath], bool],
    *,
    follows: Callable[[PurePosixPath], bool] = lambda _: False,
    budget: Budget | None = None,
) -> dict[PurePosixPath, bytes]:
    """The wanted files below a folder, as they were at a revision; paths are relative to the folder.

    `follows` says which links are entered, if they lead to a folder of the repository. BlueprintError
    where there is no such revision, or more than the budget allows.
    """
    found = repository_above(folder)
    if found is None:
        raise BlueprintError("this is not in a git repository", where=str(folder))
    repository = GitRepository(found, budget or Budget(clock=time.monotonic))
    commit = repository.commit(revision, folder)
    top = PurePosixPath(folder.resolve().relative_to(found).as_posix())
    objects: list[tuple[PurePosixPath, bytes]] = []
    waiting = [(top, PurePosixPath(), frozenset[PurePosixPath]())]
    while waiting:
        there, here, above = waiting.pop()
        links: list[tuple[PurePosixPath, bytes]] = []
        for path, mode, identity in repository.listed(commit, there, here):
            if mode == b"120000":
                links += [(path, identity)] * follows(here / path)
            elif wanted(here / path):
                objects.append((here / path, identity))
        for (path, _), leads in zip(links, repository.contents(links), strict=True):
            target = joined_path(there / path.parent, leads.decode(errors="surrogateescape"))
            passed = above | {there / path.parent}
            # A link to a folder that it stands in would lead on for ever.
            if target is not None and not any(one.is_relative_to(target) for one in passed):
                waiting.append((target, here / path, passed))
    return dict(zip((path for path, _ in objects), repository.contents(objects), strict=True))


class GitRepository:
    """One repository; `top` is the folder that holds its .git."""

    def __init__(self, top: Path, budget: Budget) -> None:
        self.top = top
        self.budget = budget

    def commit(self, revision: str, folder: Path) -> str:
        """The commit that a revision names."""
        # Resolved first: what git takes for an option, or for two revisions, is no commit.
        if "\0" not in revision:
            found = self.call(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
            )
            if found is not None and re.fullmatch(rb"[0-9a-f]+\n", found):
                return found.decode().strip()
        raise BlueprintError(
            f'git knows no revision "{revision}"',
            where=str(folder),
            hint="Name a tag, a branch or a commit, as `git log` does.",
        )

    def listed(
        self, commit: str, at: PurePosixPath, shown: PurePosixPath
    ) -> Iterator[tuple[PurePosixPath, bytes, bytes]]:
        """The files and links below a folder: path, mode and object; none where it is none."""
        name = "" if at == PurePosixPath() else str(at)
        self.budget.entry(shown)
        listed = self.call("ls-tree", "-r", "-z", "--full-tree", f"{commit}:{name}")
        if listed is None:
            if not name or self._is_folder(commit, name):
                raise self.unreadable()
            return
        for entry in filter(None, listed.split(b"\0")):
            about, _, name_of_it = entry.partition(b"\t")
            mode, kind, identity = about.split()
            path = PurePosixPath(name_of_it.decode(errors="surrogateescape"))
            self.budget.entry(shown / path, len(path.parts))
            if kind == b"blob":
                yield path, mode, identity

    def _is_folder(self, commit: str, name: str) -> bool:
        """Whether the commit has a folder of this name; BlueprintError where that cannot be read."""
        entry = self.call("--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, name)
        if entry is None:
            raise self.unreadable()
        return entry.startswith(b"040000 ")

    def contents(self, objects: list[tuple[PurePosixPath, bytes]]) -> list[bytes]:
        """All objects in one call."""
        if not objects:
            return []
        names = b"".join(identity + b"\n" for _, identity in objects)
        sizes, most = self.call("cat-file", "--batch-check", given=names), 0
        if sizes is None:
            raise self.unreadable()
        for (path, _), line in zip(objects, sizes.splitlines(), strict=True):
            if line.endswith(b" missing"):
                raise BlueprintError(
                    "the repository has not got this file, and nothing is fetched",
                    where=str(path),
                    hint="Fetch it first: git fetch --refetch, or a clone without --filter.",
                )
            size = int(line.split()[2])
            self.budget.read(size, path)
            most += len(line) + size + 2
        output = self.call("cat-file", "--batch", given=names, most=most)
        if output is None:
            raise self.unreadable()
        contents, position = [], 0
        for _ in objects:
            end = output.index(b"\n", position)
            size = int(output[position:end].split()[2])
            contents.append(output[end + 1 : end + 1 + size])
            position = end + size + 2
        return contents

    def unreadable(self) -> BlueprintError:
        return BlueprintError("git cannot read this repository", where=str(self.top))

    def call(self, *arguments: str, given: bytes = b"", most: int = 64 << 20) -> bytes | None:
        """What git prints, at most so many bytes; None where it fails."""
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as asked:
            asked.write(given)
            asked.seek(0)
            try:
                running = subprocess.Popen(
                    ["git", "-C", str(self.top), *GIT_FENCE, *arguments],
                    stdin=asked,
                    stdout=subprocess.PIPE,
                    stderr=said,
                    env=environment_of(os.environ),
                )
            except FileNotFoundError as error:
                raise MissingProgram(
                    "git is needed to read another revision, and is not on this machine"
                ) from error
            _limit_memory(running.pid)
            timer = Timer(max(self.budget.time_left, 0.1), running.kill)
            timer.start()
            try:
                output = _read(running, most)
            finally:
                timer.cancel()
                running.kill()
                running.wait()
            if output is None:
                raise Exceeded("git has more to say than is read of a repository", where=str(self.top))
            if self.budget.time_left <= 0:
                raise Exceeded(f"git takes more than {self.budget.seconds:g} seconds", where=str(self.top))
            said.seek(0)
            reason = said.read(_PIECE)
            if b"safe.directory" in reason:
                raise _of_another_user(self.top)
            return output if running.returncode == 0 else None


def _read(running: subprocess.Popen[bytes], most: int) -> bytes | None:
    """The output, once the program has ended; None where it is more than `most` bytes."""
    assert running.stdout is not None
    with running.stdout as stream:
        output = bytearray()
        while piece := stream.read(_PIECE):
            output += piece
            if len(output) > most:
                return None
    running.wait()
    return bytes(output)


def _limit_memory(process: int) -> None:
    """Of a process that runs: what is limited before it starts needs a fork of us, which is slower."""
    import sys

    if sys.platform == "linux":
        import resource

        with suppress(OSError, ValueError):  # it has ended, or has a lower limit
            resource.prlimit(process, resource.RLIMIT_DATA, (_MEMORY, _MEMORY))


def environment_of(users: Mapping[str, str]) -> dict[str, str]:
    """The environment in which git runs: of the user's own for git no more than its configuration."""
    kept = {k: v for k, v in users.items() if not k.startswith("GIT_") or k.startswith(_USERS_OWN)}
    return {**kept, **_ENVIRONMENT}


def _of_another_user(top: Path) -> BlueprintError:
    import shlex

    return BlueprintError(
        "this repository belongs to another user, and git does not trust it (dubious ownership)",
        where=str(top),
        hint=f"If you do: git config --global --add safe.directory {shlex.quote(str(top))}",
    )


def joined_path(folder: PurePosixPath, link: str) -> PurePosixPath | None:
    """Where a link in a folder of the repository leads; None where it leads out of it."""
    if link.startswith("/"):
        return None
    parts = list(folder.parts)
    for part in PurePosixPath(link).parts:
        if part != "..":
            parts.append(part)
        elif not parts:
            return None
        else:
            parts.pop()
    return PurePosixPath(*parts)
