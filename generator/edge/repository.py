"""Where a git repository begins: known from its files alone, without git."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from generator.errors import BlueprintError

if TYPE_CHECKING:
    from pathlib import Path


def repository_above(folder: Path) -> Path | None:
    """The top of the repository that a folder is in: the nearest upwards with a .git, as a clone has it."""
    ceilings = os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep)
    try:
        here = folder.resolve()
        for top in (here, *here.parents):
            if str(top) in ceilings:
                break
            if (top / ".git").is_file() or (top / ".git" / "HEAD").exists():
                return top
    except OSError as error:
        raise BlueprintError(f"cannot read this: {error.strerror}", where=str(folder)) from error
    return None


def folder_in_repository(folder: Path) -> str:
    """A folder as the repository's pages name it, `deploy/shop/`; "" for its top and outside of one."""
    top = repository_above(folder)
    inner = folder.resolve().relative_to(top).as_posix() if top else "."
    return "" if inner == "." else f"{inner}/"


def folder_for_git(folder: Path) -> str:
    """What stands before a folder's files in a diff that `git apply` takes, as in `deploy/shop/`.

    git's own diffs name files from the top of the repository, and so it finds them from each of its folders.
    Outside of one it begins where the user is, who may have called from elsewhere: then nothing helps.
    """
    with suppress(BlueprintError):  # a .git that may not be read
        if repository_above(folder):
            return folder_in_repository(folder)
    try:
        inner = os.path.relpath(folder.resolve()) if folder.exists() else "."
    except OSError:  # the user is in a folder that is gone
        return ""
    return "" if inner.startswith(".") else f"{inner}/"
