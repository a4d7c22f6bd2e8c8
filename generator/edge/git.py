"""Files as they were at a git revision; nothing is checked out."""

from __future__ import annotations

import subprocess
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import BlueprintError, MissingProgram

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def read_revision(
    folder: Path, revision: str, wanted: Callable[[PurePosixPath], bool]
) -> dict[PurePosixPath, bytes]:
    """The wanted files below a folder, as they were at a revision; paths are relative to the folder."""
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
    listed = _git(folder, "ls-tree", "-r", "-z", commit, "--", ".") or b""
    objects: list[tuple[PurePosixPath, bytes]] = []
    for entry in filter(None, listed.split(b"\0")):
        about, _, name = entry.partition(b"\t")
        path = PurePosixPath(name.decode(errors="surrogateescape"))
        mode, kind, identity = about.split()
        if kind == b"blob" and mode != b"120000" and wanted(path):
            objects.append((path, identity))
    return dict(zip((path for path, _ in objects), _contents(folder, [o for _, o in objects]), strict=True))


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
