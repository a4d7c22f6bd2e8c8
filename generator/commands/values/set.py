"""`values set`: from PATH=VALUE to changed files, in one environment or several."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from generator.commands import _platform as on_platform
from generator.commands import _sharing as sharing
from generator.commands import _writing as writing
from generator.core.change.assign import Notation, edits_of, split_assignment
from generator.core.change.checks import refuse_invalid, refuse_unknown
from generator.core.change.inherited_lists import with_whole_lists
from generator.core.change.notes import about_edits, nothing_set
from generator.core.change.nulls import refuse_nulls
from generator.core.change.sharing_edits import about_shared
from generator.core.edit.edits import changes_of
from generator.core.styled import line
from generator.core.tree import text_of
from generator.edge.files import read_given
from generator.edge.terminal import show
from generator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command("set")
@click.argument("assignments", metavar="PATH=VALUE...", nargs=-1, required=True)
@writing.environment_options
@click.option(
    "--string",
    "forms",
    flag_value="string",
    multiple=True,
    help="Every VALUE is a string, whatever the schema says.",
)
@click.option("--json", "forms", flag_value="json", multiple=True, help="Every VALUE is JSON.")
@click.option(
    "--from-file",
    "forms",
    flag_value="from-file",
    multiple=True,
    help="Every VALUE names a file that has the value: a text, or YAML where a map or a list is wanted.",
)
@sharing.sharing_options
@writing.changing_options
@on_platform.place_options
def command(
    assignments: tuple[str, ...],
    environments: tuple[str, ...],
    forms: tuple[Notation | Literal["from-file"], ...],
    platform: Path | None,
    *,
    shared: bool,
    write_out: bool,
    how: writing.Writing,
) -> None:
    r"""Set values, in values.yaml or in the files of environments, all of them or none.

    The schema says what a VALUE is: 5 is a number where it wants a number, a string where it wants a
    string. The diff is shown first; comments and everything else in the files stay as they are.

    \b
      values set order-service.image.tag=1.5.0
      values set order-service.autoscaling.maxReplicas=40 --env prod --env staging
      values set 'order-service.nodeSelector={disk: ssd}' --env prod --impact --dry-run
    """
    root, model = on_platform.opened(platform, writes=how.is_certain)
    own = dict.fromkeys(environments or (None,))
    form = _only(forms)
    given = [split_assignment(text) for text in assignments]
    if form == "from-file":
        given = [(path, _content(name)) for path, name in given]
    for path, text in given:
        on_platform.veil().data(text, path)  # what is refused is a secret all the same
    edits = edits_of(model, own, given, "typed" if form == "from-file" else form)
    notes = refuse_unknown(model, dict.fromkeys(path for path, _ in given))
    edits, copied = with_whole_lists(model, own, edits)
    made, for_all = sharing.settled(model, edits, shared=shared, write_out=write_out)
    changes = changes_of(model.tree, made)
    if not changes:
        show([line(nothing_set(edits))])
        return
    for one in edits:
        on_platform.veil().data(one.value, one.path)
    after = model.with_changes(changes)
    notes += refuse_nulls(after, edits)
    touched = model.readers_of(*(one.file for one in edits))
    refuse_invalid(model, after, touched, edits)
    paths = dict.fromkeys(one.path for one in edits)
    proposal = writing.Proposal(root, model, after, changes, paths, touched)
    how.conclude(
        proposal, [*notes, *copied, *about_shared(model, after, for_all), *about_edits(after, edits)]
    )


def _only(forms: Sequence[Notation | Literal["from-file"]]) -> Notation | Literal["from-file"]:
    several = list(dict.fromkeys(forms))
    if len(several) > 1:
        raise UsageError(f"--{' and --'.join(several)} exclude each other", hint="Name one of them.")
    return several[0] if several else "typed"


def _content(name: str) -> str:
    return text_of(read_given(Path(name)), name)
