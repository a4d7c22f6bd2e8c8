"""What somebody types, as the value that is meant: `5` is a number or a string, as the key wants it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.core.helm_data import data_of
from generator.core.helm_scalars import resolve_plain
from generator.core.helm_values import MISSING
from generator.core.paths import format_path, parse_path
from generator.core.yaml_tree import read
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.helm_scalars import Data
    from generator.core.paths import Path
    from generator.core.value_schema import KeySchema

_NULL = "null removes what lower layers say, and Helm 3 and Helm 4 disagree about it"
_WHOLE = {
    "boolean": "true or false is expected",
    "integer": "a whole number is expected",
    "number": "a number is expected",
    "array": "a list is expected, as in '[a, b]'",
    "object": "a map is expected, as in '{key: value}'",
    "null": "null is expected",
}


def split_assignment(text: str) -> tuple[Path, str]:
    r"""`image.tag=1.4.3` → its path and the text of its value; `\=` is a part of a key."""
    position = 0
    while position < len(text) and text[position] != "=":
        position += 2 if text[position] == "\\" else 1
    if position >= len(text) or not position:
        raise UsageError(
            f'"{text}" sets nothing', hint="Write PATH=VALUE, as in order-service.image.tag=1.4.3."
        )
    return parse_path(text[:position]), text[position + 1 :]


def from_json(path: Path, text: str) -> Data:
    """A value that is written as JSON; nothing is guessed."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{format_path(path)}: this is not JSON: {error}") from error
    if value is None:
        raise _no_null(path)
    return value


def typed(path: Path, text: str, known: KeySchema | None, current: Data = MISSING) -> Data:
    """The value that `text` means for a key: by its schema, else by its current value, else by itself.

    BlueprintError where it cannot be what the schema wants.
    """
    if text in ("null", "~"):
        raise _no_null(path)
    types = known.types if known else ()
    if known and known.allowed:
        return _allowed(path, text, known.allowed)
    if not types:
        return _untyped(text, current)
    own = _type_of(current)
    if own == "integer" and own not in types:
        own = "number"
    for wanted in (own, *types) if own in types else types:
        value = _as(wanted, text)
        if value is not MISSING:
            return value
    raise BlueprintError(
        f"{format_path(path)}: {' or '.join(_WHOLE.get(name, f'{name} is expected') for name in types)}, "
        f"not {text!r}"
    )


def _allowed(path: Path, text: str, allowed: Sequence[Data]) -> Data:
    for value in allowed:
        if text == value or (not isinstance(value, str) and text == json.dumps(value)):
            return value
    words = ", ".join(value if isinstance(value, str) else json.dumps(value) for value in allowed)
    raise BlueprintError(f"{format_path(path)}: {text!r} is not allowed", hint=f"Allowed are: {words}.")


def _untyped(text: str, current: Data) -> Data:
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
    # `yes`, `0o17` and `1e3` are other things to Helm than to most people.
    value = resolve_plain(text)
    if isinstance(value, bool):
        return value if text in ("true", "false") else text
    if isinstance(value, int | float):
        return value if text == json.dumps(value) else text
    return text


def _as(wanted: str, text: str) -> Data:
    """The text as a value of a JSON type; MISSING where it is none."""
    if wanted == "string":
        return text
    if wanted in ("array", "object"):
        value = _collection(text)
        return value if isinstance(value, list if wanted == "array" else dict) else MISSING
    value = resolve_plain(text)
    if wanted == "boolean":
        return value if isinstance(value, bool) else MISSING
    if isinstance(value, bool) or not isinstance(value, int | float):
        return MISSING
    if wanted == "integer":
        return int(value) if value == int(value) else MISSING
    return value if wanted == "number" else MISSING


def _collection(text: str) -> Data:
    if text[:1] not in ("{", "["):
        return MISSING
    try:
        return data_of(read(text))
    except BlueprintError:
        return MISSING


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


def _no_null(path: Path) -> BlueprintError:
    return BlueprintError(
        f"{format_path(path)}: {_NULL}",
        hint="`values unset` removes a key of this file, `enabled: false` switches a part off, "
        "--string sets the word.",
    )
