"""`values set`: from PATH=VALUE to changed files, in one environment or several."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.core.change.assign import from_json, split_assignment, typed
from generator.core.change.checks import refuse_invalid, refuse_unknown
from generator.core.change.inherited_lists import list_above, with_whole_lists
from generator.core.change.notes import notes_on
from generator.core.edit.edits import Edit, changes_of
from generator.core.paths import format_path
from generator.core.values.knowledge import schema_of
from generator.edge.files import read_file
from generator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.values.model import ValuesModel


@click.command("set")
@click.argument("assignments", metavar="PATH=VALUE...", nargs=-1, required=True)
@writing.environment_options
@click.option(
    "--string",
    "forms",
    flag_value="--string",
    multiple=True,
    help="Every VALUE is a string, whatever the schema says.",
)
@click.option("--json", "forms", flag_value="--json", multiple=True, help="Every VALUE is JSON.")
@click.option(
    "--from-file",
    "forms",
    flag_value="--from-file",
    multiple=True,
    help="Every VALUE names a file that has the value: a text, or YAML where a map or a list is wanted.",
)
@click.option(
    "--impact", is_flag=True, help="Show which Kubernetes objects change, and what that does to pods."
)
@writing.despite_option
@writing.writing_options
@on_platform.platform_option
def command(
    assignments: tuple[str, ...],
    environments: tuple[str, ...],
    forms: tuple[str, ...],
    despite: tuple[str, ...],
    platform: Path | None,
    *,
    impact: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    r"""Set values, in values.yaml or in the files of environments, all of them or none.

    The schema says what a VALUE is: 5 is a number where it wants a number, a string where it wants a
    string. The diff is shown first; comments and everything else in the files stay as they are.

    \b
      values set order-service.image.tag=1.5.0
      values set order-service.autoscaling.maxReplicas=40 --env prod --env staging
      values set 'order-service.nodeSelector={disk: ssd}' --env prod --impact --dry-run
    """
    root, model = on_platform.opened(platform, writes=yes and not dry_run)
    edits = _edits(model, assignments, environments, _only(forms))
    notes = refuse_unknown(model, writing.paths_of(edits))
    edits = _with_whole_lists(model, environments, edits, notes)
    paths = writing.paths_of(edits)
    changes = changes_of(model.tree, edits)
    if not changes:
        click.echo("Nothing to change: " + _already(edits))
        return
    after = writing.after(model, changes)
    touched = tuple(dict.fromkeys(name for one in edits for name in model.readers_of(one.file)))
    refuse_invalid(model, after, touched, edits)
    writing.refuse_frozen(model, after, paths, despite)
    on_platform.show_notes([*notes, *notes_on(after, edits)])
    if impact:
        from generator.commands._impact import show_impact

        show_impact(root, model, after, touched)
    writing.carry_out(root, changes, dry_run=dry_run, yes=yes)


def _edits(
    model: ValuesModel, assignments: Sequence[str], environments: Sequence[str], form: str | None
) -> list[Edit]:
    given = [split_assignment(text) for text in assignments]
    edits = []
    for environment in dict.fromkeys(environments or (None,)):
        file = model.own_file(environment)
        for path, text in given:
            value: object
            if form == "--string":
                value = text
            elif form == "--json":
                value = from_json(path, text)
            else:
                content = _content(text) if form == "--from-file" else text
                value = typed(path, content, schema_of(model, path), model.effective(environment, path))
            edits.append(Edit(file, "set", path, value))
    return edits


def _with_whole_lists(
    model: ValuesModel, environments: Sequence[str], edits: Sequence[Edit], notes: list[str]
) -> list[Edit]:
    """The edits, those of items of inherited lists as edits of the lists; told in `notes`."""
    if not any(list_above(one.path) for one in edits):
        return list(edits)
    made = []
    for environment in dict.fromkeys(environments or (None,)):
        own = [one for one in edits if one.file == model.own_file(environment)]
        several, told = with_whole_lists(model, environment, own)
        made += several
        notes += told
    return made


def _only(forms: Sequence[str]) -> str | None:
    several = list(dict.fromkeys(forms))
    if len(several) > 1:
        raise UsageError(f"{' and '.join(several)} exclude each other", hint="Name one of them.")
    return several[0] if several else None


def _content(name: str) -> str:
    data = read_file(Path(name))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise UsageError("this is not UTF-8 text", where=name) from error


def _already(edits: Sequence[Edit]) -> str:
    told = dict.fromkeys(f"{format_path(one.path)} is so in {one.file}" for one in edits)
    return ", ".join(told) + "."
