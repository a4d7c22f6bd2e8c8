"""What an environment that comes from another one must have of its own: its name, its domain, its secrets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import MISSING, equal, leaves, value_at
from generator.core.edit.data_edits import data_with
from generator.core.edit.edits import Edit, changes_of
from generator.core.paths import format_path
from generator.core.words import first_few, wrong_with_domain
from generator.core.yaml import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel

# What differs by its meaning: the name always, the domain where no intent says what does.
_NAME = ("global", "environment")
_DOMAIN = ("global", "domain")
_CREDENTIALS = ("credentials", "source")
_MOST = 5


class Own(NamedTuple):
    """The platform with what the new environment has of its own, and what is worth telling."""

    model: ValuesModel
    notes: tuple[str, ...]


def with_own_values(model: ValuesModel, name: str, like: str) -> Own:
    """The platform whose environment `name`, which says what `like` says, differs where it must.

    Keys that the intent has differ, and that are the same in both, get a value with the new name in place
    of the old one. Generated passwords, which the charts allow in dev and test alone, are taken back.
    """
    file = model.own_file(name)
    notes: list[str] = []
    if generated := generated_passwords(model, name):
        model = _without(model, file, generated)
        keys = first_few(list(map(format_path, generated)), _MOST)
        notes.append(
            f"passwords are generated in dev and test alone ({keys}): {name} wants Secrets that you make"
        )
    # Where a file below has them generated, this one says otherwise.
    edits = [Edit(file, "set", path, "existing") for path in generated_passwords(model, name)]
    for path, value in _the_same(model, name, like):
        new = name if path == _NAME else own_value(value, like, name)
        if new is None:
            notes.append(f"{format_path(path)} must differ from {like}'s, and nobody can tell how: set it")
        else:
            edits.append(Edit(file, "set", path, new))
    model = _stated(model, file, edits)
    return Own(model, (*notes, *_mentions(model, file, like)))


def _stated(model: ValuesModel, file: PurePosixPath, edits: list[Edit]) -> ValuesModel:
    """The platform with the edits made; a file that says nothing yet gets them right below its comments."""
    # What an environment is called is what people look for first.
    edits.sort(key=lambda one: one.path != _NAME)
    if model.source(file).data or not edits:
        return model.with_changes(changes_of(model.tree, edits))
    data: Data = {}
    for one in edits:
        data = data_with(data, one.path, one.value)
    text = "".join(f"{line}\n" for line in render.block(data, render.Layout()))
    return model.with_tree({**model.tree, file: model.tree[file] + text.encode()})


def own_value(value: Data, old: str, new: str) -> str | None:
    """A value like this one for the environment `new`; None where that is not to be told."""
    if not isinstance(value, str) or not value:
        return None
    replaced = _word(old).sub(new, value)
    if replaced != value:
        return replaced
    return f"{new}.{value}" if "." in value and not wrong_with_domain(f"{new}.{value}") else None


def _the_same(model: ValuesModel, name: str, like: str) -> Iterator[tuple[KeyPath, Data]]:
    rules = [rule for rule in model.intent.must_differ if rule.holds_in(like)]
    for path, value in leaves(model.declared(name)):
        differs = any(rule.patterns.cover(path) for rule in rules) or path == _NAME
        if not model.intent.must_differ:
            differs = differs or path == _DOMAIN
        if differs and value is not None and equal(value, model.declared(like, path)):
            yield path, value


def generated_passwords(model: ValuesModel, environment: str) -> list[KeyPath]:
    """Where an environment has passwords generated, which charts of ours do in dev and test alone."""
    return [
        path
        for path, value in leaves(model.declared(environment))
        if path[-2:] == _CREDENTIALS and value == "generated"
    ]


def _without(model: ValuesModel, file: PurePosixPath, paths: Sequence[KeyPath]) -> ValuesModel:
    """The platform without what a file itself states at these paths."""
    own = model.source(file).data
    edits = [Edit(file, "delete", path, comment=True) for path in paths if value_at(own, path) is not MISSING]
    return model.with_changes(changes_of(model.tree, edits))


def _mentions(model: ValuesModel, file: PurePosixPath, like: str) -> Iterator[str]:
    """That the new file still says the other environment's name, if it does."""
    source = model.source(file)
    found = [
        format_path(path)
        for path, value in leaves(source.data)
        if isinstance(value, str) and _word(like).search(value)
    ]
    if found:
        yield f"{file} still says {like}: {first_few(found, _MOST)}"


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])")
