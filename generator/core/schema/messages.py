"""What a schema refuses, as people say it: what is expected, what is allowed, what was probably meant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.data import map_at, map_or_empty, value_at
from generator.core.paths import format_path
from generator.core.schema.keys import ONLY_EMPTY, names_in, types_of
from generator.core.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath

_LONGEST = 200
_LONGEST_VALUE = 60
_EXPECTED = {
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "string": "a string",
    "array": "a list",
    "object": "a map",
    "null": "null",
}


class Violation(NamedTuple):
    """One value, or one key, that a schema refuses."""

    path: KeyPath
    message: str
    hint: str
    is_unknown_key: bool

    @property
    def what(self) -> str:
        return f"{format_path(self.path)}: {self.message}" if self.path else self.message


def refusals(error: Any, schema: Any, at: KeyPath = ()) -> Iterator[Violation]:
    """What one error of the validator means; `at` is where the schema's values stand."""
    path = (*at, *error.instance_path)
    kind = error.kind.name
    if getattr(error.kind, "unexpected", None) and kind != "additionalItems":
        known = map_at(_form(error, schema), "properties")
        for key in error.kind.unexpected:
            yield _unknown((*path, str(key)), known)
    elif kind == "propertyNames":
        yield _name(error.kind.error, path)
    elif kind in ("anyOf", "oneOf") and any(error.kind.context):
        yield from _alternatives(error, schema, at)
    else:
        yield Violation(path, *_said(error, kind, schema), is_unknown_key=False)


def _unknown(path: KeyPath, known: Iterable[str]) -> Violation:
    return Violation(path, "this key is not known", did_you_mean(str(path[-1]), known), is_unknown_key=True)


def _name(error: Any, path: KeyPath) -> Violation:
    key = str(error.instance)
    if error.kind.name == "enum":
        return _unknown((*path, key), list(map(str, error.kind.options)))
    message, hint = _said(error, error.kind.name, {})
    return Violation((*path, key), f"this name of a key is refused: {message}", hint, is_unknown_key=False)


def _said(error: Any, kind: str, schema: Any) -> tuple[str, str]:
    """A message and a hint."""
    value, form = error.instance, _form(error, schema)
    if kind == "type":
        return f"{expected_types(error.kind.types)} is expected, not {shown(value)}", ""
    if kind == "pattern":
        others = [name for name in types_of(form) if name != "string"]
        return _pattern(str(error.kind.pattern), str(value), others)
    if kind == "enum":
        return f"{shown(value)} is not allowed", did_you_mean_value(value, error.kind.options)
    if kind == "const":
        return f"only {shown(error.kind.expected_value)} is allowed, not {shown(value)}", ""
    if kind == "required":
        return f"the key {error.kind.property} is missing", ""
    if kind == "uniqueItems":
        return "the list has an item twice", ""
    if kind == "not":
        return f"{shown(value)} is not allowed here", ""
    if kind == "oneOf":
        return f"{shown(value)} fits several of the forms of which it may have one", ""
    if kind == "falseSchema":
        return "nothing is allowed here", ""
    return shortened(error.message), ""


def _pattern(pattern: str, value: str, others: Sequence[str]) -> tuple[str, str]:
    if pattern == ONLY_EMPTY:
        also = f"{expected_types(others)}, or ''," if others else "''"
        return f"{also} is expected, not {shown(value)}", ""
    names = names_in(pattern)
    if names:
        # `message-queue:client`: what follows the name is not the name.
        return f"{shown(value)} is not known here", did_you_mean(value.partition(":")[0], names)
    return f"{shown(value)} does not match {shortened(pattern)}", ""


def _alternatives(error: Any, schema: Any, at: KeyPath) -> Iterator[Violation]:
    """What the alternative says that was probably meant: one of the value's own type."""
    branches = [branch for branch in error.kind.context if branch]
    depth = len(error.instance_path)
    path = (*at, *error.instance_path)

    def is_of_its_type(branch: Sequence[Any]) -> bool:
        own = (one.kind.name for one in branch if len(one.instance_path) == depth)
        return not {"type", "falseSchema"}.intersection(own)

    meant = [branch for branch in branches if is_of_its_type(branch)]
    if len(meant) == 1:
        for one in meant[0]:
            yield from refusals(one, schema, at)
    elif meant:
        firsts = (next(refusals(branch[0], schema, at)) for branch in meant)
        messages = dict.fromkeys(one.message for one in firsts)
        yield Violation(path, shortened(", and ".join(messages)), "", is_unknown_key=False)
    else:
        types = [name for branch in branches for one in branch for name in getattr(one.kind, "types", ())]
        what = f"{expected_types(types)} is expected, not {shown(error.instance)}"
        yield Violation(path, what if types else "nothing is allowed here", "", is_unknown_key=False)


def _form(error: Any, schema: Any) -> dict[str, Any]:
    """The schema that the word stands in which refuses a value."""
    return map_or_empty(value_at(schema, tuple(error.schema_path[:-1])))


def expected_types(types: Iterable[str]) -> str:
    """`a whole number or a string`."""
    return " or ".join(dict.fromkeys(_EXPECTED.get(name, name) for name in types))


def did_you_mean_value(value: Data, allowed: Iterable[Data]) -> str:
    words = [one if isinstance(one, str) else json.dumps(one) for one in allowed]
    hint = did_you_mean(value, words) if isinstance(value, str) else ""
    return hint or f"Allowed are: {', '.join(words)}."


def shown(value: Data) -> str:
    """A value in few letters."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def shortened(message: str) -> str:
    first = message.partition("\n")[0]
    return first if len(first) <= _LONGEST else f"{first[: _LONGEST - 1]}…"
