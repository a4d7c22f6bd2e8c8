"""What of a values file Helm 3 and Helm 4 read differently, or not at all: further documents, directives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import equal
from generator.core.yaml.document import skip_blank
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.helm.source import Source
    from generator.core.values.model import ValuesModel

_MARKER = r"(?:---|\.\.\.)(?=\s|$)"
# Without one of these at the start of a line a file is one document, and need not be read to know it.
_MAY_BE_ODD = rb"(?:\A(?:\xef\xbb\xbf)?|[\r\n])(?:---|\.\.\.|%)"
_SIGNS = (b"---", b"...", b"%")


class Oddity(NamedTuple):
    """What is odd about the documents of a file, and at which offset of its text."""

    offset: int
    what: str
    fix: str


def oddities(source: Source) -> Iterator[Oddity]:
    """What is odd about a file's documents. BlueprintError where it cannot be read."""
    document = source.document
    if directive := source.directive:
        yield Oddity(directive.start(1), f"Helm 4 refuses a file with {directive[1]}", "Remove the line.")
    beside = source.beside_separator
    if beside is not None and beside < document.limit:
        what = "Helm 4 refuses what stands on a line with ---"
        yield Oddity(beside, what, "Give it a line of its own.")
    offset = document.limit
    while match := re.compile(_MARKER).match(document.text, offset):
        offset = skip_blank(document.text, match.end())
    if offset < len(document.text):
        yield Oddity(document.limit, _meaning(source), "Remove the line, or what is below it.")


def _meaning(source: Source) -> str:
    try:
        is_merged = not equal(source.data_in(4), source.data)
    except BlueprintError as error:
        return f"Helm 3 does not read what stands below this line, and Helm 4 refuses the file: {error.what}"
    if is_merged:
        return "Helm 3 does not read what stands below this line, Helm 4 merges it with what is above"
    return "Helm does not read what stands below this line"


def about_documents(model: ValuesModel) -> list[str]:
    """A sentence on everything that is odd about the documents of the values files."""
    notes = []
    for path in model.all_files:
        content = model.tree.get(path, b"")
        # The signs first: an expression takes 20 times as long, and most files have none.
        if not any(sign in content for sign in _SIGNS) or not re.search(_MAY_BE_ODD, content):
            continue
        source = model.source(path)
        try:
            notes += [
                f"{path}:{source.document.position(one.offset).line}: {one.what}" for one in oddities(source)
            ]
        except BlueprintError:
            continue  # whoever needs the file will tell
    return notes
