"""Where the values and templates of a platform refer to a service, so that they need it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from generator.core.change.dependencies import dependency_spots
from generator.core.data import map_or_empty
from generator.core.graph.calls import CALL_PLACES
from generator.core.graph.known import VARIABLE, known_as, owner_of_object, owner_of_variable
from generator.core.paths import format_path
from generator.core.platform.history import KEPT
from generator.core.tree import text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel

# variable: $(ORDER_DB_HOST). object: {{ .Release.Name }}-order-db. values: a template, or the condition of
# another dependency, that reads its values.
ReferenceKind: TypeAlias = Literal["credentials", "trigger", "variable", "object", "values"]

_OBJECT = re.compile(r"(?:\.Release\.Name\s*-?\}\}-|\"%s-)([a-z0-9][a-z0-9-]*)")
_OF_THE_CHARTS = ("templates", "platform")


class Reference(NamedTuple):
    """One place that refers to a service: `text` is what stands there; templates have a line and no path."""

    file: PurePosixPath
    line: int
    path: KeyPath
    kind: ReferenceKind
    text: str

    @property
    def sentence(self) -> str:
        """What it does with the service."""
        depth = len(self.path) - (self.kind in ("credentials", "trigger"))
        owner = format_path(self.path[:depth]) if self.path else "this"
        if self.kind == "values":
            return f"{self.text} reads its values"
        verb = {"credentials": "takes its credentials", "trigger": "scales on it"}.get(self.kind)
        return f"{owner} {verb}" if verb else f"{owner} needs {self.text}"

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}"


class _Names(NamedTuple):
    name: str
    known: str
    all_known: Collection[str]
    release: str
    stated: Collection[str]  # variables that somebody states, instead of the charts


def references(model: ValuesModel, name: str) -> list[Reference]:
    """The places outside its own block and the connections that refer to a service, by file and line."""
    values = model.declared(None)
    names = _Names(
        name,
        known_as(values, name),
        {known_as(values, key) for key in model.subcharts},
        model.charts[1].name,
        {key for file in model.all_files for key in _variables_in(_data(model, file))},
    )
    found = [one for file in model.all_files for one in _in_values(model, file, names)]
    for path, content in sorted(model.tree.items()):
        if path.parts[0] == "templates" and path.parts[:2] != _OF_THE_CHARTS:
            found += _in_template(path, text_of(content, str(path)), names)
    return [*found, *_in_conditions(model, name)]


def references_of_caller(model: ValuesModel, caller: str, callee: str) -> list[Reference]:
    """What of a service, or of the presets that it takes, refers to another one."""
    own: set[KeyPath] = {(caller,)}
    for environment in (None, *model.environments):
        own.update(layer.at for layer in model.layers_of(environment, caller) if layer.at)
    return [one for one in references(model, callee) if any(one.path[: len(at)] == at for at in own)]


def _data(model: ValuesModel, file: PurePosixPath) -> dict[str, Data]:
    return model.source(file).data if file in model.tree else {}


def _variables_in(data: Data) -> Iterator[str]:
    """The variables that maps called `env` state, at any depth."""
    if isinstance(data, dict):
        yield from map_or_empty(data.get("env"))
        for inner in data.values():
            yield from _variables_in(inner)


def _in_values(model: ValuesModel, file: PurePosixPath, names: _Names) -> Iterator[Reference]:
    for path, value in _texts(_data(model, file)):
        if path[0] == names.name or path[:2] in CALL_PLACES or path[:1] == ("connections",):
            continue
        if path[:2] in (("global", "names"), ("global", "knownAs"), KEPT):
            continue
        for kind, text in _meant(path, value, names):
            position = model.source(file).position(path)
            yield Reference(file, position.line if position else 1, path, kind, text)


def _texts(data: Data, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _texts(value, (*path, number))
    elif isinstance(data, str) and path:
        yield path, data


def _meant(path: KeyPath, value: str, names: _Names) -> Iterator[tuple[ReferenceKind, str]]:
    if path[-1] == "credentialsOf":
        if value == names.name:
            yield "credentials", f"credentialsOf: {value}"
    elif path[-1] == "service" and path[-3:-2] == ("triggers",):
        if value == names.name:
            yield "trigger", f"service: {value}"
    elif "image" not in path:
        yield from _in_text(value, names)


def _in_text(text: str, names: _Names) -> Iterator[tuple[ReferenceKind, str]]:
    """The variables and the objects of the service that a text names, each once."""
    variables = [
        f"$({word})" if f"$({word})" in text else word
        for word in dict.fromkeys(VARIABLE.findall(text))
        if word not in names.stated and owner_of_variable(word, names.all_known) == names.known
    ]
    if variables:
        yield "variable", ", ".join(variables)
    usual = re.compile(rf"(?<![\w.-])(?<![^/]/){re.escape(names.release)}-([a-z0-9][a-z0-9-]*)")
    for pattern in (_OBJECT, usual):
        for word in dict.fromkeys(pattern.findall(text)):
            if owner_of_object(word, names.all_known) == names.known:
                yield "object", f"<release>-{word}"


def _in_template(path: PurePosixPath, text: str, names: _Names) -> Iterator[Reference]:
    word = re.escape(names.name)
    read = re.compile(rf"\.Values\.{word}(?![\w-])|\.(?:Values|Subcharts)\s+[\"`]{word}[\"`]")
    for number, line in enumerate(text.split("\n"), 1):
        for match in read.findall(line):
            yield Reference(path, number, (), "values", match)
        for kind, found in _in_text(line, names):
            yield Reference(path, number, (), kind, found)


def _in_conditions(model: ValuesModel, name: str) -> Iterator[Reference]:
    """Other dependencies that a value of this service switches."""
    for one in dependency_spots(model):
        paths = [path.strip() for path in one.condition.split(",")]
        if one.key != name and any(path.startswith(f"{name}.") for path in paths):
            yield Reference(one.file, one.line, one.path, "values", f"the condition of {one.key}")
