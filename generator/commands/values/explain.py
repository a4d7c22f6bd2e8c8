"""`values explain`: where a value comes from, what it means, and what it is elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from generator.commands import _platform as on_platform
from generator.commands import _reading as reading
from generator.commands._options import output_option
from generator.core.data import MISSING, leaves
from generator.core.paths import format_path, parse_path
from generator.core.platform import file as platform_file
from generator.core.platform.intent import expectations
from generator.core.values.compare import differing
from generator.core.values.knowledge import default_of, documentation_of, schema_of
from generator.core.values.notes import about_key
from generator.core.values.text import one_line
from generator.core.values.unmatched import not_set
from generator.edge.terminal import heading, show_json, show_table
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.core.paths import Path as ValuePath
    from generator.core.values.layers import Setting
    from generator.core.values.model import ValuesModel

_LONGEST = 60
_TYPES = {
    str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"
}  # fmt: skip


@click.command("explain")
@click.argument("name", metavar="PATH")
@reading.environment_option
@output_option
@on_platform.platform_option
def command(name: str, environment: str | None, output: str, platform: Path | None) -> None:
    r"""Explain a value: every layer that sets it, lowest first, and which one wins (marked >).

    For a map, the winner of each value in it, and what differs in other environments.

    \b
      values explain order-service.replicaCount --env prod
      values explain order-service.resources --env dr
    """
    root, model = on_platform.opened(platform)
    path = parse_path(name)
    value = model.effective(environment, path)
    settings = model.layers(environment, path)
    known = schema_of(model, path)
    if not settings and value is MISSING and (known is None or not known.is_allowed):
        if "*" in name:
            raise UsageError(
                f'explain speaks of one key, and "{name}" is a pattern',
                hint="`values get` and `values matrix` show all keys that a pattern covers.",
            )
        raise not_set(model, environment, path)
    if output == "json":
        show_json(_as_json(model, environment, path))
        return
    click.secho(f"{format_path(path)}{_of(environment)}", bold=True, nl=False)
    click.echo(f": {'' if isinstance(value, dict) and value else one_line(value, 200)}".rstrip())
    intent = f"({platform_file.FILE}:"
    for line in _about(model, path, value):
        click.echo(f"  {line.replace(intent, f'({on_platform.shown_path(root, platform_file.FILE)}:')}")
    click.echo()
    if isinstance(value, dict) and value:
        _show_map(root, model, environment, path)
    elif settings:
        show_table(
            ["", "LAYER", "WHERE", "VALUE"],
            [[">" if s.wins else "", s.layer, _where(root, s), _said(s)] for s in settings],
        )
    else:
        click.echo("No file sets it.")
    if others := [one for one in model.environments if one != environment]:
        heading("In other environments" if environment else "In the environments")
        if isinstance(value, dict) and value:
            _show_differing(root, model, environment, others, path)
        else:
            rows = [_elsewhere(root, model, one, path) for one in others]
            show_table(["ENV", "VALUE", "LAYER", "WHERE"], rows)
    on_platform.show_notes(about_key(model, environment, path))


def _of(environment: str | None) -> str:
    return f" of {environment}" if environment else " (values.yaml alone)"


def _about(model: ValuesModel, path: ValuePath, value: Any) -> list[str]:
    """Documentation, then type, limits and default, then what the intent says."""
    known = schema_of(model, path)
    documentation = documentation_of(model, path)
    facts: list[str] = []
    if known and not known.is_allowed:
        facts.append("the schema does not allow this key")
    elif known:
        facts += [" or ".join(known.types)] if known.types else []
        facts += [f"one of {', '.join(one_line(v) for v in known.allowed)}"] if known.allowed else []
        facts += known.limits
    else:
        facts += [_TYPES[type(value)]] if type(value) in _TYPES else []
        facts.append("by its value: no schema speaks of it" if facts else "no schema speaks of it")
    default = default_of(model, path)
    if default is not MISSING and not isinstance(default, dict):
        facts.append(f"default {one_line(default, _LONGEST)}")
    lines = [documentation] if documentation else []
    return [*lines, ", ".join(facts), *expectations(model.intent, path)]


def _where(root: Path, setting: Setting) -> str:
    return f"{on_platform.shown_path(root, setting.file)}:{setting.line}:{setting.column}"


def _said(setting: Setting) -> str:
    if setting.is_null:
        return "null"
    if setting.value is MISSING:
        return f"replaces {format_path(setting.path)} as a whole"
    return one_line(setting.value, _LONGEST)


def _show_map(root: Path, model: ValuesModel, environment: str | None, path: ValuePath) -> None:
    rows = []
    for inner, value in leaves(model.effective(environment, path)):
        setting = model.winner(environment, (*path, *inner))
        where = [setting.layer, _where(root, setting)] if setting else ["", ""]
        rows.append([format_path(inner), one_line(value, _LONGEST), *where])
    show_table(["KEY", "VALUE", "LAYER", "WHERE"], rows)


def _show_differing(
    root: Path, model: ValuesModel, environment: str | None, others: Sequence[str], path: ValuePath
) -> None:
    """Of a map in other environments what differs from this one, side by side."""
    unreadable = {one: told for one in others if (told := _unreadable(root, model, one, path))}
    readable = [one for one in others if one not in unreadable]
    rows = differing(path, [model.effective(one, path) for one in (environment, *readable)])
    cells = [
        [format_path(key[len(path) :]) or "(the map)", *(one_line(value, _LONGEST) for value in values[1:])]
        for key, values in rows
    ]
    if cells:
        show_table(["KEY", *readable], cells)
    elif readable:
        click.echo(f"The same in {', '.join(readable)}.")
    width = max(map(len, unreadable), default=0)
    for one, told in unreadable.items():
        click.echo(f"{one.ljust(width)}  {told}")


def _unreadable(root: Path, model: ValuesModel, environment: str, path: ValuePath) -> str:
    """That an environment's values cannot be read, and where; "" where they can."""
    try:
        model.effective(environment, path)
    except BlueprintError as error:
        return f"unreadable ({on_platform.shown_path(root, error.where)})"
    return ""


def _elsewhere(root: Path, model: ValuesModel, environment: str, path: ValuePath) -> list[str]:
    if told := _unreadable(root, model, environment, path):
        return [environment, told, "", ""]
    setting = model.winner(environment, path)
    value = one_line(model.effective(environment, path), _LONGEST)
    return [environment, value, setting.layer if setting else "", _where(root, setting) if setting else ""]


def _as_json(model: ValuesModel, environment: str | None, path: ValuePath) -> dict[str, Any]:
    known, default = schema_of(model, path), default_of(model, path)
    return {
        "path": format_path(path),
        "environment": environment,
        **_value(model.effective(environment, path)),
        "layers": [_setting_json(setting) for setting in model.layers(environment, path)],
        "documentation": documentation_of(model, path),
        "types": list(known.types) if known else None,
        "allowed": list(known.allowed) if known else None,
        "limits": list(known.limits) if known else None,
        **({"default": default} if default is not MISSING else {}),
        "intent": expectations(model.intent, path),
        "environments": {one: _elsewhere_json(model, one, path) for one in model.environments},
        "notes": about_key(model, environment, path),
    }


def _elsewhere_json(model: ValuesModel, environment: str, path: ValuePath) -> dict[str, Any]:
    try:
        value = model.effective(environment, path)
    except BlueprintError as error:
        return {"isSet": False, "error": str(error)}
    setting = model.winner(environment, path)
    return {
        **_value(value),
        "layer": setting.layer if setting else None,
        "where": f"{setting.file}:{setting.line}:{setting.column}" if setting else None,
    }


def _value(value: Any) -> dict[str, Any]:
    """`value` only where there is one: null would say something else."""
    return {"isSet": False} if value is MISSING else {"isSet": True, "value": value}


def _setting_json(setting: Setting) -> dict[str, Any]:
    return {
        "layer": setting.layer,
        "file": str(setting.file),
        "line": setting.line,
        "column": setting.column,
        "path": format_path(setting.path),
        "isNull": setting.is_null,
        **_value(setting.value),
        "wins": setting.wins,
    }
