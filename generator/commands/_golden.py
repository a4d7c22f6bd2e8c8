"""Golden files of `author test`: written, or compared with what Helm renders now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.blueprint.golden import GOLDEN, is_golden
from generator.core.changes import changes_between, unified
from generator.core.styled import line
from generator.edge.files import read_tree
from generator.edge.terminal import show
from generator.edge.writer import write_changes
from generator.errors import Findings

if TYPE_CHECKING:
    from pathlib import Path

    from generator.core.tree import Tree


def keep_golden(folder: Path, made: Tree, *, writes: bool) -> None:
    """Write the golden files of a blueprint's folder, all or none, or show how they differ: Findings.

    Those of answers that nobody can give any more go.
    """
    here = read_tree(folder, is_golden) if (folder / GOLDEN).is_dir() else {}
    changes = changes_between(here, {**dict.fromkeys(here, None), **made})
    if writes:
        write_changes(folder, changes)
        show([line(f"{len(changes)} of {len(made)} golden files written to {GOLDEN}/.")])
    elif changes:
        show([line(one) for one in unified(changes).splitlines()])
        show(
            [line(f"{len(changes)} golden files differ: `--golden write` takes over what is right.")],
            err=True,
        )
        raise Findings
