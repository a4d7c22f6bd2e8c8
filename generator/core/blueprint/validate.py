"""What is wrong with the values that a blueprint makes: what Helm will say, before Helm says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.helm.chart_file import VALUES_FILE
from generator.core.values.violations import stated_violations
from generator.core.yaml.document import repeated_keys
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePosixPath

    from generator.core.values.model import ValuesModel


def errors_of_values(model: ValuesModel) -> list[BlueprintError]:
    """What is wrong with the values files of a platform: each by itself, and each environment's chain.

    A wrong value is reported once, in the file that states it; all of them as somebody reads, file by file.
    """
    files = list(dict.fromkeys((VALUES_FILE, *model.all_files)))
    errors = [error for file in files for error in _unreadable(model, file)]
    if errors:
        return errors
    found = sorted(stated_violations(model), key=lambda one: (files.index(one.file), one.line))
    return [
        BlueprintError(one.violation.what, where=f"{one.file}:{one.line}", hint=one.violation.hint)
        for one in found
    ]


def _unreadable(model: ValuesModel, file: PurePosixPath) -> Iterator[BlueprintError]:
    """Why a file cannot be read, or is read otherwise than it looks."""
    try:
        source = model.source(file)
        _ = source.data
    except BlueprintError as error:
        yield error
        return
    for path, keys in repeated_keys(source.document.root):
        line = source.document.position(keys[-1].start).line
        yield BlueprintError(f'"{path[-1]}" stands here twice', where=f"{file}:{line}")
