"""Where a git repository begins: known from its files alone, without git."""

from __future__ import annotations

import os
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
