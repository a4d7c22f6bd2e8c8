"""`merge`: three versions of one file, by what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands._options import FilePath
from generator.core.styled import line
from generator.edge.files import read_given
from generator.edge.terminal import remark, show, show_exact, to_file
from generator.errors import Findings

if TYPE_CHECKING:
    from pathlib import Path

    from generator.core.merge.merge import AtConflicts


@click.command("merge")
@click.argument("base", type=FilePath())
@click.argument("ours", type=FilePath())
@click.argument("theirs", type=FilePath())
@click.argument("name", required=False)
@click.option(
    "--conflicts",
    "at_conflicts",
    type=click.Choice(["markers", "ours", "theirs"]),
    default="markers",
    show_default=True,
    help="What stands where both sides changed the same: git's markers with both, or one side.",
)
@click.option("--driver", is_flag=True, help="Write the result into OURS, as git asks of a merge driver.")
def command(
    base: Path, ours: Path, theirs: Path, name: str | None, at_conflicts: AtConflicts, *, driver: bool
) -> None:
    r"""Merge what two sides made of one values file: by keys and items, not by lines.

    The result goes to stdout: the bytes of OURS, with what THEIRS changed in its places, comments and all.
    The exit status is 1 where both sides changed the same value, each in a way of its own, and 0 otherwise.
    What is no map of values is merged by lines, with git. NAME is what messages call the file.

    \b
      merge base.yaml ours.yaml theirs.yaml
      merge base.yaml ours.yaml theirs.yaml --conflicts ours

    \b
    As a merge driver of git:
      git config merge.values.driver 'helm-blueprint merge --driver %O %A %B %P'
      echo 'values*.yaml merge=values' >> .gitattributes
    """
    from generator.core.merge.documents import merged_documents
    from generator.core.merge.lines import lines_went_wrong
    from generator.core.merge.merge import CannotMerge

    versions = [read_given(one) for one in (base, ours, theirs)]
    file = name or str(ours)
    try:
        texts = [one.decode("utf-8") for one in versions]
        merged = merged_documents(*texts, file=file, at_conflicts=at_conflicts)
        content, says, conflicts = merged.text.encode(), merged.sentences, len(merged.conflicts)
    except (UnicodeDecodeError, CannotMerge) as error:
        from generator.edge.line_merge import merged_by_lines

        reason = error.what if isinstance(error, CannotMerge) else "it is not UTF-8"
        remark([line(f"{file} is merged by lines: {reason}")])
        content, conflicts = merged_by_lines(*versions, at_conflicts=at_conflicts)
        says = [f"{file}: {conflicts} conflict{'s' * (conflicts > 1)}"] if conflicts else []
        if not conflicts and (wrong := lines_went_wrong(versions, content)):
            content, conflicts = versions[2 if at_conflicts == "theirs" else 1], 1
            says = [f"{file}: {wrong}: {'theirs' if at_conflicts == 'theirs' else 'ours'} stands as it is"]
    with to_file(ours if driver else None):
        show_exact(content)
    show([line(one) for one in says], err=True)
    if conflicts:
        raise Findings
