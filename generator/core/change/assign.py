"""What somebody types, as the value that is meant: `5` is a number or a string, as the key wants it."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Literal, TypeAlias

from generator.core.change.located import located, with_new_item
from generator.core.data import MISSING, Real, Whole, value_at
from generator.core.edit.data_edits import data_with
from generator.core.edit.edits import Edit
from generator.core.paths import end_of_brackets, format_path, parse_path
from generator.core.values.knowledge import schema_of
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, duplicate_keys, read, walk
from generator.core.yaml.scalars import number_text, printed_as_json, resolve_plain
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.schema.keys import KeySchema
    from generator.core.values.model import ValuesModel
    from generator.core.yaml.document import Document, Node

# What the texts of assignments are: values of the type that the key wants, strings, or JSON.
Notation: TypeAlias = Literal["typed", "string", "json"]

_VERSIONS = ("tag", "version", "appVersion", "digest", "revision")
_EXACT = 2**53  # the whole numbers below it are exact in Helm
_LONGEST = 60  # of what is typed, in a message
_WHOLE = {
    "boolean": "true or false is expected",
    "integer": "a whole number is expected",
    "number": "a number is expected",
    "array": "a list is expected, as in '[a, b]'",
    "object": "a map is expected, as in '{key: value}'",
    "null": "null is expected",
}


def split_assignment(text: str) -> tuple[KeyPath, str]:
    r"""`image.tag=1.4.3` → its path and the text of its value; `\=` is a part of a key."""
    position = 0
    while position < len(text) and text[position] != "=":
        if text[position] == "[":
            position = end_of_brackets(text, position)
        else:
            position += 2 if text[position] == "\\" else 1
    if position >= len(text) or not position:
        raise UsageError(
            f'"{text}" sets nothing', hint="Write PATH=VALUE, as in order-service.image.tag=1.4.3."
        )
    return parse_path(text[:position]), text[position + 1 :]


def edits_of(
    model: ValuesModel,
    environments: Iterable[str | None],
    given: Sequence[tuple[KeyPath, str]],
    form: Notation,
) -> list[Edit]:
    """An edit for each path and text that is given, in the own file of each environment."""
    edits: list[Edit] = []
    for environment in environments:
        for path, text in given:
            value: Data = text
            if form == "json":
                value = from_json(path, text)
            elif form == "typed":
                value = typed(path, text, schema_of(model, path), model.effective(environment, path))
            file = model.file_for(environment, path)
            spot = located(model, environment, file, path)
            edit = Edit(file, "set", spot.path, value)
            edits = with_new_item(edits, edit, spot) if spot.item else [*edits, edit]
    return edits


def from_json(path: KeyPath, text: str) -> Data:
    """A value that is written as JSON; nothing is guessed."""
    try:
        value = json.loads(
            text, object_pairs_hook=_map_of, parse_constant=_no_constant, parse_float=_json_number
        )
    except RecursionError as error:
        raise UsageError(f"{format_path(path)}: this is nested too deeply") from error
    except ValueError as error:
        raise UsageError(f"{format_path(path)}: this is not JSON: {error}") from error
    return value


def _map_of(pairs: list[tuple[str, Data]]) -> dict[str, Data]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {json.dumps(twice, ensure_ascii=False)} stands in a map twice")
    return found


def _json_number(text: str) -> Data:
    value = resolve_plain(text)
    return float(text) if isinstance(value, str) else value


def _no_constant(name: str) -> Data:
    raise ValueError(f"{name} is no number of JSON")


def typed(path: KeyPath, text: str, known: KeySchema | None, current: Data = MISSING) -> Data:
    """The value that `text` means for a key: by its schema, else by its current value, else by itself.

    Maps and lists are any YAML. BlueprintError where it cannot be what the schema wants.
    """
    if text.strip() in ("null", "~"):
        return None
    types = known.types if known else ()
    if known and known.allowed:
        return _allowed(path, text, known.allowed)
    if _is_version(path, types) and _collection(text) is MISSING:
        return text
    if not types:
        return _untyped(path, text, current)
    own = _type_of(current)
    if own == "integer" and own not in types:
        own = "number"
    for wanted in (own, *types) if own in types else types:
        value = _as(wanted, text)
        if value is not MISSING:
            return value
    if text[:1] in ("{", "[") or set(types) <= {"array", "object"}:
        _refuse_broken(path, text)
    wanted = " or ".join(_WHOLE.get(name, f"{name} is expected") for name in types)
    raise BlueprintError(
        f"{format_path(path)}: {wanted}, not {text if len(text) <= _LONGEST else text[:_LONGEST] + '…'!r}",
        hint=_respelled(text, types),
    )


def _is_version(path: KeyPath, types: Sequence[str]) -> bool:
    """Whether a key names a version, which is a word whatever it looks like, where the schema takes one."""
    return path[-1:] != () and path[-1] in _VERSIONS and (not types or "string" in types)


def _respelled(text: str, types: Sequence[str]) -> str:
    """What to write instead of a number that Helm would read as one, and show in another spelling."""
    value = resolve_plain(text.strip())
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return ""
    if "number" in types or ("integer" in types and value == int(value)):
        plain = int(value) if value == int(value) and abs(value) < _EXACT else float(value)
        return f"Helm reads {number_text(plain)}: write that, or --string if it is meant as it stands."
    return ""


def _allowed(path: KeyPath, text: str, allowed: Sequence[Data]) -> Data:
    for value in allowed:
        if text.rstrip("\r\n") == (value if isinstance(value, str) else json.dumps(value)):
            return value
    words = ", ".join(value if isinstance(value, str) else json.dumps(value) for value in allowed)
    raise BlueprintError(f"{format_path(path)}: {text!r} is not allowed", hint=f"Allowed are: {words}.")


def _untyped(path: KeyPath, text: str, current: Data) -> Data:
    """Without a schema: what stands there tells the type, else the spelling does, as in a file."""
    if isinstance(current, str):
        return text
    if current is not MISSING and current is not None:
        value = _as(_type_of(current), text)
        if value is not MISSING:
            return value
    if text[:1] in ("{", "["):
        value = _collection(text)
        if value is not MISSING:
            return value
        _refuse_twice(path, text)
    # `yes`, `0o17` and `1e3` are other things to Helm than to most people.
    if text in ("true", "false"):
        return text == "true"
    return text if (number := _number(text)) is MISSING else number


def _as(wanted: str, text: str) -> Data:
    """The text as a value of a JSON type; MISSING where it is none."""
    if wanted == "string":
        return text
    if wanted in ("array", "object"):
        value = _collection(text)
        return value if isinstance(value, list if wanted == "array" else dict) else MISSING
    if wanted == "boolean":
        value = resolve_plain(text.strip())
        return value if isinstance(value, bool) else MISSING
    number = _number(text.strip())
    if wanted == "integer":
        return number if isinstance(number, int) else MISSING
    return number if wanted == "number" else MISSING


def _number(text: str) -> Data:
    """The number that a text is; MISSING where it is none, or is shown otherwise: 1.10, 5.0, 0644, 1e3."""
    value = resolve_plain(text)
    if isinstance(value, bool | Whole | Real) or not isinstance(value, int | float):
        return MISSING
    return value if math.isfinite(value) and printed_as_json(value) == text else MISSING


def _collection(text: str) -> Data:
    """The map or list that a text is as YAML; MISSING where it is none, or not all of it."""
    try:
        document = read(text.removeprefix(BOM))
    except BlueprintError:
        return MISSING
    if document.text[document.limit :].strip() or any(
        duplicate_keys(node) for _, _, node in walk(document.root)
    ):
        return MISSING
    return _with_versions(document, document.root) if document.root.kind in ("map", "seq") else MISSING


def _with_versions(document: Document, root: Node) -> Data:
    """The data of a map or a list that is typed, its versions as words: `{tag: 1.10}`."""
    data = data_of(document)
    for path, key, node in walk(root):
        if key is not None and node.plain and path[-1] in _VERSIONS:
            value = value_at(data, path)
            if isinstance(value, int | float):
                data = data_with(data, path, node.value)
    return data


def _refuse_broken(path: KeyPath, text: str) -> None:
    """Raise with the reason why a text that is to be a map or a list is none, if it is no YAML."""
    try:
        read(text.removeprefix(BOM))
    except BlueprintError as error:
        where = f" ({error.where})" if "\n" in text.strip() else ""
        raise BlueprintError(f"{format_path(path)}: {error.what}{where}") from error
    _refuse_twice(path, text)


def _refuse_twice(path: KeyPath, text: str) -> None:
    """Raise where a map has a key twice; a template is no map."""
    try:
        document = read(text.removeprefix(BOM))
    except BlueprintError:
        return
    for _, _, node in walk(document.root):
        for key in duplicate_keys(node):
            raise BlueprintError(f'{format_path(path)}: the key "{key}" stands in a map twice')


def _type_of(value: Data) -> str:
    if isinstance(value, bool):
        return "boolean"
    for kind, name in (
        (str, "string"),
        (int, "integer"),
        (float, "number"),
        (list, "array"),
        (dict, "object"),
    ):
        if isinstance(value, kind):
            return name
    return ""
