"""What a JSON Schema says of one key of the values: its documentation, type, default and limits.

A schema may be somebody else's, and wrong: what it says in an odd way says nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from generator.core.data import map_at
from generator.core.paths import Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath

Form: TypeAlias = Mapping[str, Any]

_BRANCHES = ("allOf", "anyOf", "oneOf")
_LIMITS = {
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
    forms: tuple[Form, ...]
    siblings: tuple[str, ...]

    @property
    def says_nothing(self) -> bool:
        return self.is_allowed and not (self.description or self.types or self.allowed or self.limits)


def schema_at(schema: Mapping[str, Any], path: KeyPath) -> KeySchema:
    """What `schema` says of the key at `path`."""
    node: Any = schema
    siblings: tuple[str, ...] = ()
    for step in path:
        siblings = tuple(dict.fromkeys(name for form in _forms(node, schema) for name in _names(form)))
        node = _child(node, 0 if isinstance(step, Item) else step, schema)
        if node is False:
            return KeySchema(
                is_allowed=False, description="", types=(), allowed=(), limits=(), forms=(), siblings=siblings
            )
    forms = tuple(_forms(node, schema))
    return KeySchema(
        is_allowed=True,
        description=next((str(form["description"]) for form in forms if form.get("description")), ""),
        types=tuple(dict.fromkeys(name for form in forms for name in types_of(form))),
        allowed=_distinct(value for form in forms for value in _allowed(form)),
        limits=tuple(dict.fromkeys(text for form in forms for text in _limits(form))),
        forms=forms,
        siblings=siblings,
    )


def _forms(node: Any, root: Mapping[str, Any], walked: set[int] | None = None) -> Iterator[Form]:
    """The plain schemas that a schema consists of, itself first; each once, however many ways lead there."""
    walked = set() if walked is None else walked
    if not isinstance(node, dict) or id(node) in walked:
        return
    walked.add(id(node))
    plain = {key: value for key, value in node.items() if key not in _BRANCHES and key != "$ref"}
    if plain:
        yield plain
    reference = node.get("$ref")
    if isinstance(reference, str):
        yield from _forms(resolved(reference, root), root, walked)
    for word in _BRANCHES:
        for branch in listed(node, word):
            yield from _forms(branch, root, walked)


def resolved(reference: str, root: Mapping[str, Any]) -> Any:
    """What a reference within a schema leads to; None where it leads nowhere, or out of the file."""
    node: Any = root
    if reference not in ("#", "") and not reference.startswith("#/"):
        return None
    for step in reference.split("/")[1:]:
        name = _unquoted(step).replace("~1", "/").replace("~0", "~")
        if isinstance(node, list) and name.isdecimal() and int(name) < len(node):
            node = node[int(name)]
        elif isinstance(node, dict) and name in node:
            node = node[name]
        else:
            return None
    return node


def _unquoted(step: str) -> str:
    """`%25` is a percent sign in a reference, as in every URL."""
    return re.sub(r"(?:%[0-9A-Fa-f]{2})+", lambda match: _decoded(match[0]), step) if "%" in step else step


def _decoded(octets: str) -> str:
    return bytes.fromhex(octets.replace("%", "")).decode(errors="replace")


# ── one step down ───────────────────────────────────────────────────────────────────────────────


def _child(node: Any, step: str | int, root: Mapping[str, Any], known: dict[int, Any] | None = None) -> Any:
    """The schema of a key or an item below what a schema allows; False where it allows none.

    All parts of a schema must agree to it, and one of its alternatives. `known` is what was found for this
    step: references to references would multiply.
    """
    if not isinstance(node, dict):
        return node is not False
    known = {} if known is None else known
    if id(node) not in known:
        known[id(node)] = True  # a schema that refers to itself says no more
        known[id(node)] = _found_child(node, step, root, known)
    return known[id(node)]


def _found_child(
    node: Mapping[str, Any], step: str | int, root: Mapping[str, Any], known: dict[int, Any]
) -> Any:
    parts = [_own_child(node, step)]
    reference = node.get("$ref")
    if isinstance(reference, str):
        parts.append(_child(resolved(reference, root), step, root, known))
    parts += [_child(branch, step, root, known) for branch in listed(node, "allOf")]
    for word in ("anyOf", "oneOf"):
        branches = [_child(branch, step, root, known) for branch in listed(node, word)]
        if branches:
            open_ones = _once(branch for branch in branches if branch is not False)
            parts.append({"anyOf": open_ones} if open_ones else False)
    if any(part is False for part in parts):
        return False
    parts = _once(part for part in parts if part is not True)
    return parts[0] if len(parts) == 1 else {"allOf": parts} if parts else True


def _once(parts: Iterable[Any]) -> list[Any]:
    """Each schema once: the very same one, said twice, says no more."""
    return list({id(part): part for part in parts}.values())


def _own_child(form: Form, step: str | int) -> Any:
    """What the plain words of a schema say of a child."""
    types, allowed = types_of(form), _allowed(form)
    kind, name = (list, "array") if isinstance(step, int) else (dict, "object")
    if (types and name not in types) or (allowed and not any(isinstance(value, kind) for value in allowed)):
        return False
    found = _item_schemas(form, step) if isinstance(step, int) else key_schemas(form, step)
    if found is None or any(node is False for node in found):
        return False
    return {"allOf": found} if len(found) > 1 else found[0] if found else True


def _item_schemas(form: Form, step: int) -> list[Any]:
    items = form.get("items")
    first = items if isinstance(items, list) else listed(form, "prefixItems")
    if step < len(first):
        return [first[step]]
    return [items] if isinstance(items, dict | bool) else []


def key_schemas(form: Form, name: str) -> list[Any] | None:
    """What a map's words say of a key: schemas that all apply; None where it has no such key."""
    names = form.get("propertyNames")
    if isinstance(names, dict) and name not in listed(names, "enum", or_=[name]):
        return None
    properties = map_at(form, "properties")
    found = [properties[name]] if name in properties else []
    patterns = map_at(form, "patternProperties")
    found += [schema for pattern, schema in patterns.items() if is_match(pattern, name)]
    if not found and "additionalProperties" in form:
        found = [form["additionalProperties"]]
    return found


def is_match(pattern: str, text: str) -> bool:
    """Whether a pattern of a schema matches; one that Python cannot read does not.

    In time that grows with the text, whatever the pattern: as in Helm, whose engine does not backtrack.
    """
    if not is_pattern(pattern):
        return False
    if len(text) <= _SHORT and len(_REPEATS.findall(pattern)) <= 1:
        return re.search(pattern, text) is not None
    return bool(_matcher(pattern).is_valid(text))


@lru_cache(maxsize=256)
def _matcher(pattern: str) -> Any:
    import jsonschema_rs

    schema = {"type": "string", "pattern": pattern}
    patterns = jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000)
    try:
        return jsonschema_rs.Draft7Validator(schema, pattern_options=patterns)
    except (ValueError, jsonschema_rs.ValidationError):
        return jsonschema_rs.Draft7Validator({"not": {}})


@lru_cache(maxsize=256)
def is_pattern(text: str) -> bool:
    """Whether Python can read it."""
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError):
        return False
    return len(text) <= _LONGEST_PATTERN


def _names(form: Form) -> list[str]:
    """The names that a map's keys may have."""
    names = [str(name) for name in listed(map_at(form, "propertyNames"), "enum")]
    return [*map_at(form, "properties"), *names]


# ── words of a schema, whatever somebody wrote there ────────────────────────────────────────────


def listed(form: Form, word: str, *, or_: Sequence[Any] = ()) -> Sequence[Any]:
    value = form.get(word, or_)
    return value if isinstance(value, list) else or_


def types_of(form: Form) -> tuple[str, ...]:
    """The types that a schema names; none where any will do."""
    types = form.get("type", ())
    return (types,) if isinstance(types, str) else tuple(map(str, listed(form, "type")))


def _allowed(form: Form) -> list[Data]:
    return [form["const"]] if "const" in form else list(listed(form, "enum"))


def _limits(form: Form) -> Iterator[str]:
    pattern = form.get("pattern")
    if isinstance(pattern, str):
        names = names_in(pattern)
        if pattern == ONLY_EMPTY:
            yield "'' the only string"
        elif names:
            yield f"one of {', '.join(names)}"
        else:
            yield f"matches {pattern}"
    for word, text in _LIMITS.items():
        if word in form:
            yield text.format(form[word])


ONLY_EMPTY = "^$"
# Python's engine tries all ways to divide a text among what repeats: of one there are few.
_REPEATS = re.compile(r"(?<!\\)[*+{?|]")
_SHORT = 1000
_LONGEST_PATTERN = 10_000
_NAMES = re.compile(r"\^\(([\w.-]+(?:\|[\w.-]+)+)\)(?:\(.*\)\?)?\$")


def names_in(pattern: str) -> list[str]:
    """The names that a pattern is a choice of, perhaps with something behind; none if it is no choice."""
    choice = _NAMES.fullmatch(pattern)
    return choice[1].split("|") if choice else []


def _distinct(values: Iterator[Data]) -> tuple[Data, ...]:
    found: list[Data] = []
    for value in values:
        if not any(value == known and type(value) is type(known) for known in found):
            found.append(value)
    return tuple(found)
