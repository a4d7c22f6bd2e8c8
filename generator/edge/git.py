"""Files as they were at a git revision; nothing is checked out."""

from __future__ import annotations

import subprocess
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import BlueprintError, MissingProgram

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def read_revision(
    folder: Path,
    revision: str,
    wanted: Callable[[PurePosixPath], bool],
    *,
    follows: Callable[[PurePosixPath], bool] = lambda _: False,
) -> dict[PurePosixPath, bytes]:
    """The wanted files below a folder, as they were at a revision; paths are relative to the folder.

    `follows` says which links are entered, if they lead to a folder of the repository.
    """
    # Resolved first: what git takes for an option, or for two revisions, is no commit.
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is None:
        inside = _git(folder, "rev-parse", "--is-inside-work-tree")
        raise BlueprintError(
            f'git knows no revision "{revision}"' if inside else "this is not in a git repository",
            where=str(folder),
            hint="Name a tag, a branch or a commit, as `git log` does." if inside else "",
        )
    commit = found.decode().strip()
    top = PurePosixPath((_git(folder, "rev-parse", "--show-prefix") or b"").decode().strip("\n"))
    objects: list[tuple[PurePosixPath, bytes]] = []
    waiting = [(top, PurePosixPath(), frozenset[PurePosixPath]())]
    while waiting:
        there, here, above = waiting.pop()
        links: list[tuple[PurePosixPath, bytes]] = []
        for path, mode, identity in _listed(folder, commit, there):
            if mode == b"120000":
                links += [(path, identity)] * follows(here / path)
            elif wanted(here / path):
                objects.append((here / path, identity))
        for (path, _), leads in zip(links, _contents(folder, [one for _, one in links]), strict=True):
            target = _joined(there / path.parent, leads.decode(errors="surrogateescape"))
            passed = above | {there / path.parent}
            # A link to a folder that it stands in would lead on for ever.
            if target is not None and not any(one.is_relative_to(target) for one in passed):
                waiting.append((target, here / path, passed))
    return dict(zip((path for path, _ in objects), _contents(folder, [o for _, o in objects]), strict=True))


def _listed(folder: Path, commit: str, at: PurePosixPath) -> Iterator[tuple[PurePosixPath, bytes, bytes]]:
    """The files and links below a folder of the repository: path, mode and object; none where it is none."""
    name = "" if at == PurePosixPath() else str(at)
    listed = _git(folder, "ls-tree", "-r", "-z", "--full-tree", f"{commit}:{name}") or b""
    for entry in filter(None, listed.split(b"\0")):
        about, _, path = entry.partition(b"\t")
        mode, kind, identity = about.split()
        if kind == b"blob":
            yield PurePosixPath(path.decode(errors="surrogateescape")), mode, identity


def _joined(folder: PurePosixPath, link: str) -> PurePosixPath | None:
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


def _contents(folder: Path, objects: list[bytes]) -> list[bytes]:
    """All objects in one call."""
    if not objects:
        return []
    output = _git(folder, "cat-file", "--batch", given=b"\n".join(objects) + b"\n")
    assert output is not None
    contents, position = [], 0
    for _ in objects:
        end = output.index(b"\n", position)
        size = int(output[position:end].split()[2])
        contents.append(output[end + 1 : end + 1 + size])
        position = end + size + 2
    return contents


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """What git prints; None where it fails."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], input=given, capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise MissingProgram("git is needed to read another revision, and is not on this machine") from error
    return done.stdout if done.returncode == 0 else None
