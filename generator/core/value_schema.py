"""What a JSON Schema says of one key of the values: its documentation, type, default and limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.core.helm_scalars import Data
    from generator.core.paths import Path

_BRANCHES = ("allOf", "anyOf", "oneOf")
_LIMITS = {
    "pattern": "matches {}",
    "format": "is a {}",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minProperties": "at least {} keys",
    "maxProperties": "at most {} keys",
}


class KeySchema(NamedTuple):
    """What is known of a key. `is_allowed` is False where a closed schema does not have it.

    `forms` are the plain schemas that apply, references followed, alternatives beside each other.
    `siblings` are the keys that its map may have, for hints.
    """

    is_allowed: bool
    description: str
    types: tuple[str, ...]
    allowed: tuple[Data, ...]
    limits: tuple[str, ...]
    forms: tuple[Mapping[str, Any], ...]
    siblings: tuple[str, ...]

    @property
    def says_nothing(self) -> bool:
        return self.is_allowed and not (self.description or self.types or self.allowed or self.limits)


def describe(schema: Mapping[str, Any], path: Path) -> KeySchema:
    """What `schema` says of the key at `path`."""
    nodes: list[Any] = [schema]
    siblings: tuple[str, ...] = ()
    for step in path:
        forms = [form for node in nodes for form in _forms(node, schema)]
        siblings = tuple(dict.fromkeys(name for form in forms for name in form.get("properties", {})))
        nodes, refused = _step(forms, step)
        if not nodes and refused:
            return KeySchema(
                is_allowed=False, description="", types=(), allowed=(), limits=(), forms=(), siblings=siblings
            )
    forms = [form for node in nodes for form in _forms(node, schema)]
    return KeySchema(
        is_allowed=True,
        description=next((str(form["description"]) for form in forms if form.get("description")), ""),
        types=tuple(dict.fromkeys(name for form in forms for name in _types(form))),
        allowed=_distinct(value for form in forms for value in _allowed(form)),
        limits=tuple(
            dict.fromkeys(
                text.format(form[word]) for form in forms for word, text in _LIMITS.items() if word in form
            )
        ),
        forms=tuple(forms),
        siblings=siblings,
    )


def _forms(node: Any, root: Mapping[str, Any], depth: int = 0) -> Iterator[dict[str, Any]]:
    """The plain schemas that a schema consists of, itself first."""
    if not isinstance(node, dict) or depth > 32:
        return
    plain = {key: value for key, value in node.items() if key not in _BRANCHES and key != "$ref"}
    if plain:
        yield plain
    if isinstance(node.get("$ref"), str):
        yield from _forms(_resolve(node["$ref"], root), root, depth + 1)
    for word in _BRANCHES:
        for branch in node.get(word, ()):
            yield from _forms(branch, root, depth + 1)


def _resolve(reference: str, root: Mapping[str, Any]) -> Any:
    node: Any = root
    if not reference.startswith("#"):
        return None
    for step in filter(None, reference[1:].split("/")):
        name = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(node, dict) or name not in node:
            return None
        node = node[name]
    return node


def _step(forms: list[dict[str, Any]], step: str | int) -> tuple[list[Any], bool]:
    """The schemas of a child, and whether some form refuses that there is one."""
    nodes: list[Any] = []
    refused = False
    for form in forms:
        if isinstance(step, int):
            items = form.get("items")
            found = (
                [items]
                if isinstance(items, dict)
                else items[step : step + 1]
                if isinstance(items, list)
                else []
            )
        else:
            found = [form["properties"][step]] if step in form.get("properties", {}) else []
            found += [s for p, s in form.get("patternProperties", {}).items() if re.search(p, step)]
            others = form.get("additionalProperties")
            if not found and isinstance(others, dict):
                found = [others]
            refused = refused or (not found and others is False)
        nodes += [node for node in found if node is not False]
        refused = refused or any(node is False for node in found)
    return nodes, refused


def _types(form: Mapping[str, Any]) -> list[str]:
    types = form.get("type", ())
    return [types] if isinstance(types, str) else [str(name) for name in types]


def _allowed(form: Mapping[str, Any]) -> list[Data]:
    return [form["const"]] if "const" in form else list(form.get("enum", ()))


def _distinct(values: Iterator[Data]) -> tuple[Data, ...]:
    found: list[Data] = []
    for value in values:
        if not any(value == known and type(value) is type(known) for known in found):
            found.append(value)
    return tuple(found)
