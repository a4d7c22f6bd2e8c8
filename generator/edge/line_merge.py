"""Merging by lines, as git does it: of what is no values file."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.edge.git import GIT_FENCE, environment_of
from generator.errors import BlueprintError, MissingProgram

if TYPE_CHECKING:
    from generator.core.merge.merge import AtConflicts

_SECONDS = 60
_FAILED = 128  # from here on git's status counts no conflicts


class MergedLines(NamedTuple):
    """The bytes, and how many conflicts there are."""

    content: bytes
    conflicts: int


def merged_by_lines(
    base: bytes, ours: bytes, theirs: bytes, *, at_conflicts: AtConflicts = "markers"
) -> MergedLines:
    """Merge three versions of a text by `git merge-file`.

    Raises MissingProgram without git, BlueprintError where git refuses: of binary files, for instance.
    """
    with tempfile.TemporaryDirectory(prefix="helm-blueprint-merge-") as folder:
        names = ("ours", "base", "theirs")
        for name, content in zip(names, (ours, base, theirs), strict=True):
            Path(folder, name).write_bytes(content)
        favour = () if at_conflicts == "markers" else (f"--{at_conflicts}",)
        labels = [word for name in names for word in ("-L", name)]
        try:
            done = subprocess.run(
                ["git", *GIT_FENCE, "merge-file", "-p", *favour, *labels, *names],
                cwd=folder,
                env=environment_of(os.environ),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=_SECONDS,
            )
        except FileNotFoundError as error:
            raise MissingProgram(
                "git is needed to merge this by lines, and is not on this machine"
            ) from error
        except subprocess.TimeoutExpired as error:
            raise BlueprintError(f"git takes more than {_SECONDS} seconds to merge this") from error
    if done.returncode >= _FAILED or done.returncode < 0:
        reason = done.stderr.decode(errors="replace").strip()
        raise BlueprintError(f"git cannot merge this: {reason}")
    return MergedLines(done.stdout, done.returncode)
