"""Files as they were in one commit after another, behind the same fence as revisions (git.py)."""

from __future__ import annotations

import time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.budget import Budget
from generator.edge.git import GitRepository, joined_path
from generator.edge.repository import repository_above
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read_history(
    folder: Path, files: Iterable[PurePosixPath], *, most: int, budget: Budget | None = None
) -> list[dict[PurePosixPath, bytes]]:
    """These files as each commit that changed one of them left them, the oldest first, at most `most`.

    Paths are relative to the folder, and may lead out of it within the repository; what a commit does not
    have, or has as a link, is missing. The same content is the same object. BlueprintError where the folder
    is in no repository or there is more than the budget allows.
    """
    found = repository_above(folder)
    if found is None:
        raise BlueprintError("this is not in a git repository, and has no history", where=str(folder))
    repository = GitRepository(found, budget or Budget(clock=time.monotonic))
    top = PurePosixPath(folder.resolve().relative_to(found).as_posix())
    places = {str(place): file for file in files if (place := joined_path(top, str(file))) is not None}
    if not places:
        return []
    commits = _commits(repository, folder, list(places), most)
    trees = [_blobs(repository, commit, places) for commit in commits]
    wanted = sorted({(blob, file) for tree in trees for file, blob in tree.items()})
    first = dict(wanted)
    contents = repository.contents([(file, blob) for blob, file in first.items()])
    by_blob = dict(zip(first, contents, strict=True))
    return [{file: by_blob[blob] for file, blob in tree.items()} for tree in reversed(trees)]


def _commits(repository: GitRepository, folder: Path, places: list[str], most: int) -> list[str]:
    """The commits that changed one of these files, the newest first."""
    head = repository.commit("HEAD", folder)
    arguments = ("rev-list", f"--max-count={most}", head, "--", *places)
    listed = repository.call("--literal-pathspecs", *arguments)
    if listed is None:
        raise repository.unreadable()
    return listed.decode().split()


def _blobs(
    repository: GitRepository, commit: str, places: dict[str, PurePosixPath]
) -> dict[PurePosixPath, bytes]:
    listed = repository.call("--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, *places)
    if listed is None:
        raise repository.unreadable()
    found = {}
    for entry in filter(None, listed.split(b"\0")):
        about, _, name = entry.partition(b"\t")
        mode, _, blob = about.split()
        file = places.get(name.decode(errors="surrogateescape"))
        if file is not None and mode.startswith(b"100"):
            repository.budget.entry(file)
            found[file] = blob
    return found
