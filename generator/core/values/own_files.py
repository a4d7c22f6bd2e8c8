"""Which file an environment's own values stand in, who reads a file, and what a key inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.changes import applied
from generator.core.data import MISSING
from generator.core.helm.chart_file import VALUES as VALUES_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

    from generator.core.changes import Change
    from generator.core.data import Data
    from generator.core.paths import Path
    from generator.core.values.model import ValuesModel


def own_file(model: ValuesModel, environment: str | None) -> PurePosixPath:
    """The file that an environment's own values stand in; values.yaml for None."""
    return model.files(environment)[-1] if environment else VALUES_FILE


def readers_of(model: ValuesModel, file: PurePosixPath) -> tuple[str | None, ...]:
    """The environments that a values file has a say in; (None,) where there is no environment at all."""
    if file == VALUES_FILE:
        return model.environments or (None,)
    return tuple(name for name in model.environments if file in model.files(name))


def changed_model(model: ValuesModel, changes: Iterable[Change]) -> ValuesModel:
    """The platform as it is after the changes, read anew."""
    return model.with_tree(applied(model.tree, changes))


def inherited(
    model: ValuesModel, environment: str | None, path: Path, *, without: PurePosixPath | None = None
) -> tuple[Data, str]:
    """What a key would be if a file, by default the environment's own, did not state it; and where."""
    file = without or own_file(model, environment)
    others = [s for s in model.layers(environment, path) if not (s.file == file and is_own(s.layer))]
    if not others or others[-1].is_null:
        return MISSING, ""
    return others[-1].value, others[-1].where


def is_own(layer: str) -> bool:
    return not layer.startswith(("global.", "chart defaults"))
