"""What the schemas of a platform refuse in the values of one environment."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.data import MISSING, value_at, without_spelling
from generator.core.encrypted import is_encrypted
from generator.core.helm.chart_file import SCHEMA_FILE
from generator.core.helm.subcharts import read_schema
from generator.core.paths import format_path
from generator.core.schema.cost import is_explosive
from generator.core.schema.keys import is_pattern, key_schemas, listed, resolved, types_of
from generator.core.schema.messages import Violation, refusals, shortened
from generator.core.values.knowledge import has_broken_schema
from generator.core.values.null_outcomes import nulls_in, readers
from generator.core.values.what_helm_adds import in_better_words, of_one_major, place_in_chart
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.helm.coalesce import Coalesced
    from generator.core.helm.subcharts import Subchart
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel

__all__ = ["Judge", "Stated", "Violation", "is_surely_valid", "json_type", "place_of", "stated_violations"]


_FOREIGN = r"Resource '([^']*)' is not present in a registry"


class Judge:
    """The schemas that Helm checks a platform's values with, compiled once (9 ms for 200 services).

    Asking it raises BlueprintError where one of them cannot be used: Helm refuses such a chart, too.
    """

    def __init__(self, model: ValuesModel, *, without: Container[PurePosixPath] = ()) -> None:
        """`without` are the files of schemas that are not asked."""
        self._file = model.schema_file
        content = model.tree.get(model.schema_file) if model.schema_file not in without else None
        self._content = None if content is None or _takes_everything(content) else content
        self._closed = model.closed
        self._foreign = [file for file in _schemas_within(model) if file not in without]
        self._is_ours = all(one.is_ours or one.folder is None for one in model.subcharts.values())
        self._tree = model.charts[0]
        self._compiled: dict[PurePosixPath, tuple[Any, Any]] = {}

    def violations(self, model: ValuesModel, environment: str | None) -> list[Violation]:
        """What is refused in this environment; the model may be another state of the same platform.

        Values are judged as Helm judges them, with what it makes of nulls, with the defaults of charts and
        the `global` that it adds to each. What one major alone refuses says so.
        """
        if not self._foreign and self._content is None:
            return []
        if self._is_ours and not nulls_in(model.stated(environment), ()):
            # What Helm adds to charts of ours their schema takes: nothing needs to be combined for it.
            own = self._own
            return list(self._judged(*own, model.declared(environment), ())) if own else []
        majors = readers(model, environment)
        seen = [model.coalesced(environment, major) for major in majors]
        found = [self._by_helm(model, one) for one in (seen[:1] if seen[0] == seen[-1] else seen)]
        if len(found) == 1:
            return list(found[0].values())
        return [
            one if what in found[0] and what in found[1] else of_one_major(one, 3 if what in found[0] else 4)
            for what, one in {**found[0], **found[1]}.items()
        ]

    def _by_helm(self, model: ValuesModel, seen: Coalesced) -> dict[str, Violation]:
        found: list[Violation] = []
        for path, chart in seen.charts:
            if not path:
                validator = self._own
            else:
                file = chart.folder / SCHEMA_FILE
                validator = self._validator_of(file) if file in self._foreign else None
            if validator:
                found += self._judged(*validator, value_at(seen.values, path), path)
        places = [path for path, _ in seen.charts if path]
        told = [in_better_words(model, one, places) for one in found]
        return {one.what: one for one in told}

    @cached_property
    def _own(self) -> tuple[Any, Any] | None:
        if self._content is None:
            return None
        return _compiled(self._content, str(self._file), self._closed)

    def _validator_of(self, file: PurePosixPath) -> tuple[Any, Any]:
        if file not in self._compiled:
            self._compiled[file] = _compiled(self._tree[file], str(file))
        return self._compiled[file]

    def _judged(self, validator: Any, schema: Any, data: Any, at: KeyPath) -> Iterator[Violation]:
        try:
            errors = () if validator.is_valid(data) else list(validator.iter_errors(data))
        except ValueError:  # it knows no kinds of numbers but Python's own
            errors = list(validator.iter_errors(without_spelling(data)))
        for error in errors:
            for violation in refusals(error, schema, at):
                # What an encrypted value is when it is decrypted nobody knows here.
                if violation.is_unknown_key or not is_encrypted(value_at(data, violation.path[len(at) :])):
                    yield violation


class Stated(NamedTuple):
    """What is refused, with the file and the line that states it."""

    violation: Violation
    file: PurePosixPath
    line: int


def stated_violations(model: ValuesModel, *, without: Container[PurePosixPath] = ()) -> list[Stated]:
    """What the schemas refuse in the values of all environments: each once in each file that states it.

    `without` are the files of schemas that are not asked. BlueprintError where another one cannot be used.
    """
    judge = Judge(model, without=without)
    found: dict[tuple[str, PurePosixPath], Stated] = {}
    for environment in model.environments or (None,):
        for violation in judge.violations(model, environment):
            file, line = (
                place_in_chart(model, violation.path) or place_of(model, environment, violation.path)[:2]
            )
            found.setdefault((violation.what, file), Stated(violation, file, line))
    return list(found.values())


def broken_schemas(model: ValuesModel) -> list[tuple[PurePosixPath, int, str]]:
    """The schemas that cannot be used: file, line and why. What they refer to elsewhere is never fetched."""
    own = model.schema_file
    files = {own: model.tree[own]} if own in model.tree else {}
    files |= {_schema_file(chart): chart.schema for chart in model.subcharts.values() if chart.schema}
    files |= {file: model.charts[0][file] for file in _schemas_within(model)}
    return [(file, *trouble) for file, content in files.items() if (trouble := _trouble(content))]


def _trouble(content: bytes) -> tuple[int, str] | None:
    """The line and what is wrong; None where the schema can be used."""
    if _takes_everything(content):
        return None
    try:
        _compiled(content, "")
    except BlueprintError as error:
        # Of what cannot be found the message tells the name, and the text the line.
        name = next(iter(re.findall(r"'([^']+)'", error.what)), "")
        line = error.where.rpartition(":")[2]
        before, found, _ = content.decode("utf-8-sig", "replace").partition(f'{name}"')
        return int(line or (before.count("\n") + 1 if name and found else 1)), error.what
    return None


def _schemas_within(model: ValuesModel) -> list[PurePosixPath]:
    """The schemas of other people's charts that refuse anything."""
    return [file for file in model.schemas_of_others if not _takes_everything(model.charts[0][file])]


def _takes_everything(content: bytes) -> bool:
    """Whether this is the schema `true`, which is none."""
    return content.strip() == b"true"


def _schema_file(chart: Subchart) -> PurePosixPath:
    assert chart.folder is not None
    return chart.folder / SCHEMA_FILE


def _refused(address: str) -> Any:
    """In place of what would fetch an address, or open a file, that a stranger's schema names."""
    raise ValueError(address)


def _compiled(
    content: bytes, where: str, changed: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
) -> tuple[Any, Any]:
    import jsonschema_rs

    schema = read_schema(content, where)
    if changed:
        schema = dict(changed(schema))
    if is_explosive(schema):
        raise BlueprintError("this schema cannot be used: its references multiply without end", where=where)
    try:
        # A backtracking engine is used only where a pattern looks around, and then gives up at some point.
        patterns = jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000)
        return jsonschema_rs.validator_for(schema, retriever=_refused, pattern_options=patterns), schema
    except jsonschema_rs.ValidationError as error:
        if foreign := re.search(_FOREIGN, error.message):
            raise BlueprintError(
                f"this schema cannot be used: it refers to '{shortened(foreign[1])}', and nothing is fetched",
                where=where,
                hint="Copy what it refers to into this file, under $defs.",
            ) from error
        # The instance of this error is the schema itself.
        path = format_path(tuple(error.instance_path))
        what = f"{path}: {error.message}" if path else error.message
        raise BlueprintError(f"this schema cannot be used: {shortened(what)}", where=where) from error
    except RecursionError as error:
        raise BlueprintError("this schema cannot be used: it is nested too deeply", where=where) from error
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        raise BlueprintError(f"this schema cannot be used: {shortened(str(error))}", where=where) from error


# ── what needs no validator ─────────────────────────────────────────────────────────────────────

_WORDS = frozenset(("description", "title", "default", "examples", "$comment"))
# What a schema may say of a map without a word about which keys go together.
_OF_MAPS = _WORDS | {"type", "properties", "additionalProperties", "patternProperties"}
_OF_ROOT = {"$schema", "$id", "$defs", "definitions"}
_OF_SCALARS = _WORDS | {"type", "anyOf", "allOf", "oneOf"}
_DEEPEST = 32  # references that lead to references


def is_surely_valid(model: ValuesModel, path: KeyPath, value: Data) -> bool:
    """Whether a scalar has the type that the schema wants, and the schema wants nothing else.

    False says nothing: a validator must look.
    """
    chart = model.subchart_at(path)
    is_asked = chart and any(chart.folder in file.parents for file in _schemas_within(model))
    if is_asked or isinstance(value, dict | list | None):
        return False
    if model.schema is None:
        return not has_broken_schema(model)
    root = {key: value for key, value in model.schema.items() if key not in _OF_ROOT}
    return _takes(root, path, value, model.schema)


def _takes(node: Any, path: KeyPath, value: Data, root: Mapping[str, Any], depth: int = 0) -> bool:
    """Whether a schema of few words surely takes a map with this value at `path`, whatever else it has."""
    if not isinstance(node, dict) or depth > _DEEPEST:
        return node is True
    if "$ref" in node:
        inner = resolved(node["$ref"], root) if isinstance(node["$ref"], str) else None
        return not node.keys() - _WORDS - {"$ref"} and _takes(inner, path, value, root, depth + 1)
    if path:
        if isinstance(path[0], int) or not _is_plain_map(node):
            return False
        found = key_schemas(node, path[0])
        return found is not None and all(_takes(one, path[1:], value, root, depth) for one in found)
    wanted = json_type(value)
    kinds = {wanted, "number" if wanted == "integer" else wanted}
    several, either = (*listed(node, "allOf"), *listed(node, "oneOf")), listed(node, "anyOf")
    return (
        not node.keys() - _OF_SCALARS
        and ("type" not in node or not kinds.isdisjoint(types_of(node)))
        # Of several in oneOf only one may fit.
        and len(listed(node, "oneOf")) <= 1
        and all(_takes(branch, (), value, root, depth + 1) for branch in several)
        and (not either or any(_takes(branch, (), value, root, depth + 1) for branch in either))
    )


def _is_plain_map(node: Mapping[str, Any]) -> bool:
    is_map = "object" in types_of(node) or "type" not in node
    words = (node.get("properties", {}), node.get("patternProperties", {}))
    is_sound = all(isinstance(word, dict) for word in words) and all(map(is_pattern, words[1]))
    return is_map and is_sound and not node.keys() - _OF_MAPS


def json_type(value: Data) -> str:
    """The name that JSON Schema has for a scalar's type."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if isinstance(value, int) else "number"
    return "string"


def place_of(model: ValuesModel, environment: str | None, path: KeyPath) -> tuple[PurePosixPath, int, int]:
    """File, line and column of what decides a value in an environment; the nearest above it."""
    sources = model.sources(environment)
    for depth in range(len(path), 0, -1):
        for source in reversed(sources):
            if value_at(source.data, path[:depth]) is not MISSING:
                position = source.position(path[:depth])
                if position:
                    return source.path, position.line, position.column
    return sources[-1].path if sources else next(iter(model.tree)), 1, 1
