"""What `values explain` shows: a value, what is known of it, the layers that set it, other environments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.core.cut import cut_apart
from generator.core.data import MISSING, leaves
from generator.core.differences import beside, entries_of_any
from generator.core.paths import Item, format_path
from generator.core.platform.intent import expectations
from generator.core.styled import Part, Table, heading, line
from generator.core.values.beside_text import texts_beside
from generator.core.values.by_item import by_item
from generator.core.values.compare import Row
from generator.core.values.knowledge import default_of, documentation_of, schema_of
from generator.core.values.notes import about_key
from generator.core.values.text import as_it_is, one_line
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.styled import Block
    from generator.core.values.layers import Setting
    from generator.core.values.masking import Masked
    from generator.core.values.model import ValuesModel

LONGEST = 60
_TYPES = {
    str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"
}  # fmt: skip


def as_text(
    model: ValuesModel,
    environment: str | None,
    path: KeyPath,
    shown: Callable[[str], str],
    masked: Masked = as_it_is,
    *,
    longest: int | None = LONGEST,
) -> list[Block]:
    """The explanation for people; `shown` makes of a place in the platform a path for the reader.

    `masked` gives a value as it may be shown, of the value and its path. Values beside each other are cut
    to `longest` letters; None is for all of them.
    """
    value = masked(model.effective(environment, path), path)
    is_map = isinstance(value, dict) and bool(value)
    of = f" of {environment}" if environment else " (values.yaml alone)"
    said = "" if is_map else f" {one_line(value, 200)}".rstrip()
    stated = str(model.layout.platform_file)
    intent = f"({stated}:", f"({shown(stated)}:"
    blocks: list[Block] = [
        line(Part(f"{format_path(path)}{of}", "bold"), f":{said}"),
        *(line(f"  {text.replace(*intent)}") for text in _about(model, path, value, masked)),
        line(),
        (_winners if is_map else _layers)(model, environment, path, shown, masked),
    ]
    if others := [one for one in model.environments if one != environment]:
        blocks += heading("In other environments" if environment else "In the environments")
        if is_map:
            blocks += _differing(model, environment, others, path, shown, masked=masked, longest=longest)
        else:
            rows = [_elsewhere(model, one, path, shown, masked) for one in others]
            texts = cut_apart([row[1] for row in rows], [longest] * len(rows)) if longest else None
            rows = [[row[0], texts[number], *row[2:]] for number, row in enumerate(rows)] if texts else rows
            blocks.append(Table(("ENV", "VALUE", "LAYER", "WHERE"), rows))
            if isinstance(value, list):
                blocks.append(line())
                blocks += _differing(model, environment, others, path, shown, masked=masked, longest=longest)
    return blocks


def _about(model: ValuesModel, path: KeyPath, value: Data, masked: Masked) -> list[str]:
    """Documentation, then type, limits and default, then what the intent says."""
    known = schema_of(model, path)
    documentation = masked(documentation_of(model, path), ())
    facts: list[str] = []
    if known and not known.is_allowed:
        facts.append("the schema does not allow this key")
    elif known:
        facts += [" or ".join(known.types)] if known.types else []
        facts += (
            [f"one of {', '.join(one_line(v) for v in masked(list(known.allowed), path))}"]
            if known.allowed
            else []
        )
        facts += known.limits
    else:
        facts += [_TYPES[type(value)]] if type(value) in _TYPES else []
        facts.append("by its value: no schema speaks of it" if facts else "no schema speaks of it")
    default = default_of(model, path)
    if default is not MISSING and not isinstance(default, dict):
        facts.append(f"default {one_line(masked(default, path), LONGEST)}")
    lines = [documentation] if documentation else []
    return [*lines, ", ".join(facts), *expectations(model.intent, path)]


def _layers(
    model: ValuesModel,
    environment: str | None,
    path: KeyPath,
    shown: Callable[[str], str],
    masked: Masked,
) -> Block:
    """Every place that has a say, the winner marked."""
    settings = model.layers(environment, path)
    if not settings:
        return line("No file sets it.")
    rows = [
        [">" if one.wins else "", one.layer, shown(_place(one)), _said(one, path, masked)] for one in settings
    ]
    return Table(("", "LAYER", "WHERE", "VALUE"), rows)


def _place(setting: Setting) -> str:
    return f"{setting.file}:{setting.line}:{setting.column}"


def _said(setting: Setting, path: KeyPath, masked: Masked) -> str:
    if setting.is_null:
        return "null"
    if setting.value is MISSING:
        return f"replaces {format_path(setting.path)} as a whole"
    return one_line(masked(setting.value, path), LONGEST)


def _winners(
    model: ValuesModel,
    environment: str | None,
    path: KeyPath,
    shown: Callable[[str], str],
    masked: Masked,
) -> Table:
    """Of a map the winner of each value in it."""
    rows = []
    for inner, value in leaves(model.effective(environment, path)):
        setting = model.winner(environment, (*path, *inner))
        where = [setting.layer, shown(_place(setting))] if setting else ["", ""]
        rows.append([format_path(inner), one_line(masked(value, (*path, *inner)), LONGEST), *where])
    return Table(("KEY", "VALUE", "LAYER", "WHERE"), rows)


def _differing(
    model: ValuesModel,
    environment: str | None,
    others: Sequence[str],
    path: KeyPath,
    shown: Callable[[str], str],
    *,
    masked: Masked,
    longest: int | None,
) -> Iterator[Block]:
    """Of a map or a list in other environments what differs from this one, side by side, item by item."""
    unreadable = {one: reason for one in others if (reason := _unreadable(model, one, path, shown))}
    readable = [one for one in others if one not in unreadable]
    rows = beside(
        [model.effective(one, path) for one in (environment, *readable)], path, within=entries_of_any
    )
    found = [
        (key[len(path) :], values)
        for row in rows
        for key, values, *_ in by_item(
            Row(row.path, tuple(masked(value, row.path) for value in row.values), differs=True)
        )
    ]
    # What an item is that others have not, only its own column says.
    first = 0 if any(isinstance(step, Item) for key, _ in found for step in key) else 1
    cells = [
        [format_path(key) or "(the map)", *texts_beside(values, longest)[first:]] for key, values in found
    ]
    if cells:
        yield Table(("KEY", *[environment or "values.yaml"][first:], *readable), cells)
    elif readable:
        yield line(f"The same in {', '.join(readable)}.")
    width = max(map(len, unreadable), default=0)
    for one, reason in unreadable.items():
        yield line(f"{one.ljust(width)}  {reason}")


def _unreadable(model: ValuesModel, environment: str, path: KeyPath, shown: Callable[[str], str]) -> str:
    """That an environment's values cannot be read, and where; "" where they can."""
    try:
        model.effective(environment, path)
    except BlueprintError as error:
        return f"unreadable ({shown(error.where)})"
    return ""


def _elsewhere(
    model: ValuesModel, environment: str, path: KeyPath, shown: Callable[[str], str], masked: Masked
) -> list[str]:
    if reason := _unreadable(model, environment, path, shown):
        return [environment, reason, "", ""]
    setting = model.winner(environment, path)
    value = one_line(masked(model.effective(environment, path), path))
    return [environment, value, setting.layer if setting else "", shown(_place(setting)) if setting else ""]


def as_json(
    model: ValuesModel, environment: str | None, path: KeyPath, masked: Masked = as_it_is
) -> dict[str, Any]:
    """The same for machines; places are those of the platform."""
    known, default = schema_of(model, path), default_of(model, path)
    return {
        "path": format_path(path),
        "environment": environment,
        **_value(masked(model.effective(environment, path), path)),
        "layers": [_setting_json(setting, path, masked) for setting in model.layers(environment, path)],
        "documentation": masked(documentation_of(model, path), ()),
        "types": list(known.types) if known else None,
        "allowed": masked(list(known.allowed), path) if known else None,
        "limits": list(known.limits) if known else None,
        **({"default": masked(default, path)} if default is not MISSING else {}),
        "intent": expectations(model.intent, path),
        "environments": {one: _elsewhere_json(model, one, path, masked) for one in model.environments},
        "notes": about_key(model, environment, path),
    }


def _elsewhere_json(model: ValuesModel, environment: str, path: KeyPath, masked: Masked) -> dict[str, Any]:
    try:
        value = model.effective(environment, path)
    except BlueprintError as error:
        return {"isSet": False, "error": str(error)}
    setting = model.winner(environment, path)
    return {
        **_value(masked(value, path)),
        "layer": setting.layer if setting else None,
        "where": _place(setting) if setting else None,
    }


def _value(value: Data) -> dict[str, Any]:
    """`value` only where there is one: null would say something else."""
    return {"isSet": False} if value is MISSING else {"isSet": True, "value": value}


def _setting_json(setting: Setting, path: KeyPath, masked: Masked) -> dict[str, Any]:
    return {
        "layer": setting.layer,
        "file": str(setting.file),
        "line": setting.line,
        "column": setting.column,
        "path": format_path(setting.path),
        "isNull": setting.is_null,
        **_value(masked(setting.value, path)),
        "wins": setting.wins,
    }
