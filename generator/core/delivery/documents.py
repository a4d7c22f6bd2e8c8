"""A file of several YAML documents, as the texts of each: what the edit engine reads is one."""

from __future__ import annotations

import re
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

# At the left edge it ends a document, whatever stands around it: not even a block of text may have it there.
_MARKER = re.compile(r"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)


def split_documents(text: str) -> list[str]:
    r"""The documents' texts; joined they are the file. All but the first begin with their `---` line."""
    cuts = [match.start() for match in _MARKER.finditer(text) if match.start() > 0]
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


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
