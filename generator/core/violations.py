"""What the schemas of a platform refuse in the values of one environment."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.charts import SCHEMA
from generator.core.helm_values import MISSING, value_at
from generator.core.paths import format_path
from generator.core.value_schema import describe
from generator.core.words import did_you_mean
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from pathlib import PurePosixPath

    from generator.core.helm_scalars import Data
    from generator.core.paths import Path
    from generator.core.subcharts import Subchart
    from generator.core.values_model import ValuesModel

_LONGEST = 200


class Violation(NamedTuple):
    """One value, or one key, that a schema refuses."""

    path: Path
    message: str
    hint: str
    is_unknown_key: bool

    @property
    def what(self) -> str:
        return f"{format_path(self.path)}: {self.message}" if self.path else self.message


class Judge:
    """The schemas that Helm checks a platform's values with, compiled once (9 ms for 200 services)."""

    def __init__(self, model: ValuesModel, *, without: Container[PurePosixPath] = ()) -> None:
        """`without` are the files of schemas that are not asked."""
        self.schema = model.schema if SCHEMA not in without else None
        self._inner = {
            key: chart.schema
            for key, chart in model.subcharts.items()
            if chart.schema and chart.kind == "ordinary" and _schema_file(chart) not in without
        }

    def violations(self, model: ValuesModel, environment: str | None) -> list[Violation]:
        """What is refused in this environment; the model may be another state of the same platform."""
        found: list[Violation] = []
        if self._validator is not None:
            found += self._judged(self._validator, self.schema, model.declared(environment), ())
        for key, (validator, schema) in self._validators.items():
            if model.is_enabled(environment, key):
                found += self._judged(validator, schema, model.effective(environment, (key,)), (key,))
        return found

    @cached_property
    def _validator(self) -> Any:
        return _compiled(self.schema)

    @cached_property
    def _validators(self) -> dict[str, tuple[Any, Any]]:
        schemas = {key: json.loads(data) for key, data in self._inner.items()}
        compiled = {key: (_compiled(schema), schema) for key, schema in schemas.items()}
        return {key: pair for key, pair in compiled.items() if pair[0] is not None}

    def _judged(self, validator: Any, schema: Any, data: Any, at: Path) -> Iterator[Violation]:
        if validator.is_valid(data):
            return
        for error in validator.iter_errors(data):
            path = (*at, *error.instance_path)
            unexpected = getattr(error.kind, "unexpected", None)
            if not unexpected:
                yield Violation(path, _shortened(error.message), "", is_unknown_key=False)
                continue
            properties = value_at(schema, tuple(error.schema_path[:-1]))
            known = properties.get("properties", {}) if isinstance(properties, dict) else {}
            for key in unexpected:
                hint = did_you_mean(str(key), known)
                yield Violation((*path, str(key)), "this key is not known", hint, is_unknown_key=True)


def broken_schemas(model: ValuesModel) -> list[tuple[PurePosixPath, int, str]]:
    """The schemas that nobody can use: file, line and why. What only the network has is not looked at."""
    files = {SCHEMA: model.tree[SCHEMA]} if SCHEMA in model.tree else {}
    files |= {_schema_file(chart): chart.schema for chart in model.subcharts.values() if chart.schema}
    found = []
    for file, content in files.items():
        line, why = _trouble(content.decode("utf-8-sig", "replace"))
        if why:
            found.append((file, line, why))
    return found


def _trouble(text: str) -> tuple[int, str]:
    try:
        schema = json.loads(text)
    except json.JSONDecodeError as error:
        return error.lineno, f"this is not valid JSON: {error.msg}"
    if isinstance(schema, bool):
        return 1, ""
    if not isinstance(schema, dict):
        return 1, "a schema is a map of keys, this is not"
    try:
        _compiled(schema)
    except BlueprintError as error:
        # Of what cannot be found the message tells the name, and the text the line.
        name = next(iter(re.findall(r"'([^']+)'", error.what)), "")
        if name.startswith(("http:", "https:")):
            return 1, ""
        before, found, _ = text.partition(f'{name}"')
        return (before.count("\n") + 1 if name and found else 1), error.what
    return 1, ""


def _schema_file(chart: Subchart) -> PurePosixPath:
    assert chart.folder is not None
    return chart.folder / SCHEMA


# What a schema may say of a map without a word about which keys go together.
_OF_MAPS = frozenset(
    ("type", "properties", "additionalProperties", "patternProperties", "description", "title", "default",
     "examples", "$comment", "$schema", "$id", "$defs", "definitions")
)  # fmt: skip
_WORDS = frozenset(("description", "title", "default", "examples", "$comment"))
_OF_SCALARS = _WORDS | {"type"}


def is_surely_valid(model: ValuesModel, path: Path, value: Data) -> bool:
    """Whether a scalar has the type that the schema wants, and the schema wants nothing else.

    False says nothing: a validator must look.
    """
    chart = model.subcharts.get(str(path[0]))
    if (chart and chart.schema and chart.kind == "ordinary") or isinstance(value, dict | list | None):
        return False
    if model.schema is None:
        return True
    for depth in range(len(path)):
        known = describe(model.schema, path[:depth])
        # What stands beside a reference only to describe it is no alternative.
        maps = [form for form in known.forms if form.keys() - _WORDS and "object" in _types(form, "object")]
        if not known.is_allowed or len(maps) > 1 or any(form.keys() - _OF_MAPS for form in known.forms):
            return False
    known = describe(model.schema, path)
    wanted = json_type(value)
    return known.is_allowed and all(
        not form.keys() - _OF_SCALARS
        and {wanted, "number" if wanted == "integer" else wanted} & _types(form, wanted)
        for form in known.forms
    )


def _types(form: Mapping[str, Any], otherwise: str) -> set[str]:
    types = form.get("type", otherwise)
    return {types} if isinstance(types, str) else set(types)


def json_type(value: Data) -> str:
    """The name that JSON Schema has for a scalar's type."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if isinstance(value, int) else "number"
    return "string"


def _compiled(schema: Mapping[str, Any] | None) -> Any:
    if schema is None:
        return None
    import jsonschema_rs

    try:
        return jsonschema_rs.validator_for(dict(schema))
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        raise BlueprintError(
            f"this schema cannot be used: {_shortened(str(error))}", where="values.schema.json"
        ) from error


def _shortened(message: str) -> str:
    first = message.partition("\n")[0]
    return first if len(first) <= _LONGEST else f"{first[: _LONGEST - 1]}…"


def place_of(model: ValuesModel, environment: str | None, path: Path) -> tuple[PurePosixPath, int, int]:
    """File, line and column of what decides a value in an environment; the nearest above it."""
    sources = model.sources(environment)
    for depth in range(len(path), 0, -1):
        for source in reversed(sources):
            if value_at(source.data, path[:depth]) is not MISSING:
                position = source.position(path[:depth])
                if position:
                    return source.path, position.line, position.column
    return sources[-1].path if sources else next(iter(model.tree)), 1, 1
