"""What the commands that read values share: their options, the platform, and how a value looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from generator.core.values.model import load_values
from generator.edge.platform import find_platform, peek_platform
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.paths import Path as ValuePath
    from generator.core.values.model import ValuesModel


def _complete_environment(
    ctx: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    try:
        # Whoever presses a key has not asked for anything to be finished.
        model = load_values(peek_platform(find_platform(ctx.params.get("platform"))))
    except BlueprintError:
        return []
    return [CompletionItem(name) for name in model.environments if name.startswith(typed)]


complete_environment = _complete_environment

environment_option = click.option(
    "--env",
    "environment",
    metavar="ENV",
    shell_complete=_complete_environment,
    help="The environment; without it, values.yaml alone.",
)
declared_option = click.option(
    "--declared", is_flag=True, help="Only what the values files say, without presets and chart defaults."
)
report_option = click.option(
    "--output",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="Text for people, JSON that stays the same from version to version, or one HTML page.",
)


def notes_on(model: ValuesModel, environment: str | None, path: ValuePath) -> list[str]:
    """What cannot be known of this key's subchart, or what Helm will not take of it."""
    key = str(path[0]) if path else ""
    notes = [note for note in model.notes(environment) if note.startswith(f"{key}:") or f" {key}." in note]
    notes += model.notes_on_nulls(environment, path) if path else []
    if key in model.subcharts and not model.is_enabled(environment, key):
        of = f" in {environment}" if environment else ""
        notes.append(f"{key} is not enabled{of}: nothing reads its values")
    if model.has_broken_schema:
        notes.append(
            "values.schema.json is no schema: nothing is known of any key, and Helm refuses the chart"
        )
    if model.is_left_out(path):
        chart = model.subcharts[key]
        notes.append(
            f"{key} is a {chart.type}, which has no {path[1]}: presets and overrides of it stop here"
        )
    return notes


def about_missing(model: ValuesModel, environment: str | None, path: ValuePath) -> BlueprintError:
    """The error that there is nothing at a path, with the key that was probably meant."""
    from generator.core.paths import format_path
    from generator.core.platform.patterns import Pattern
    from generator.core.values.unmatched import nothing_covered, probably_meant

    depth = 0
    above = model.effective(environment)
    while depth < len(path) and isinstance(above, dict) and path[depth] in above:
        above = above[path[depth]]
        depth += 1
    known = model.schema_of(path)
    rest = [str(step) for step in path[depth:]]
    hint = probably_meant(rest, above) if isinstance(above, dict) and rest else ""
    if not hint and path:
        hint = nothing_covered([model], Pattern(format_path(path))).hint
    if known and known.is_allowed and depth == len(path) - 1:
        hint = "The schema knows this key; nothing sets it."
    hint = next(iter(notes_on(model, environment, path)), hint)
    of = f" of {environment}" if environment else ""
    return BlueprintError(f"{format_path(path)}{of} is not set", hint=hint)
