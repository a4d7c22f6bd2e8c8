"""An environment less, and its regions with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.change.environment import declared, refuse_heirs, running_nowhere_else
from generator.core.change.environment_add import EnvironmentChange
from generator.core.change.environment_entries import without_entries
from generator.core.changes import Change, changes_between
from generator.core.platform.file import PLATFORM_FILE, parse_platform
from generator.core.tree import text_of
from generator.errors import UsageError

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from generator.core.values.model import ValuesModel


def without_environment(model: ValuesModel, name: str) -> EnvironmentChange:
    """The changes that take an environment away.

    BlueprintError where there is none of that name, where others inherit from it, or it is the last one.
    """
    model.files(name)  # there may be no such environment
    if model.platform is None:
        file = model.own_file(name)
        changes = (Change(file, model.source(file).content, None),)
        return EnvironmentChange(changes, running_nowhere_else(model, (name,)), (name,))
    declared(model, name)
    gone = [name, *(one.name for one in model.platform.regions(name))]
    refuse_heirs(model.platform, gone)
    if len(gone) == len(model.environments):
        raise UsageError(f"{name} is the only environment, and a platform has one at least")
    text = text_of(model.tree[PLATFORM_FILE], str(PLATFORM_FILE))
    after = without_entries(text, gone, name)
    files: dict[PurePosixPath, bytes | None] = dict.fromkeys(map(model.own_file, gone))
    files[PLATFORM_FILE] = after.encode()
    lost = _expectations(text) - _expectations(after)
    notes = [f"the intent says {lost} thing{'s' * (lost > 1)} less: what needs {name}"] if lost else []
    notes += running_nowhere_else(model, gone)
    return EnvironmentChange(changes_between(model.tree, files), tuple(notes), tuple(gone))


def _expectations(text: str) -> int:
    return sum(map(len, parse_platform(text.encode()).intent))
