"""What documents of a delivery say at a path, and how they are made to say something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, same, value_at
from generator.core.edit.edit import edit
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, read
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.data import Data
    from generator.core.paths import KeyPath


def statement(document: str, path: KeyPath) -> Data:
    """What a document says at a path; MISSING where it says nothing, or is no YAML."""
    try:
        return value_at(data_of(read(document.removeprefix(BOM))), path)
    except BlueprintError:
        return MISSING


def with_statements(document: str, values: Mapping[KeyPath, Data], file: str) -> str:
    """The document with these values where it says something else."""
    for path, value in values.items():
        if not same(statement(document, path), value):
            document = edit(document, "set", path, value, file=file)
    return document
