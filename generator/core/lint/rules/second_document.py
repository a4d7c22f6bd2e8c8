"""What stands below a second `---`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.data import equal
from generator.core.findings.finding import Hit
from generator.core.helm.source import BESIDE_SEPARATOR
from generator.core.lint.facts import Facts, rule
from generator.core.yaml.document import skip_blank
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.helm.source import Source

_MARKER = re.compile(r"(?:---|\.\.\.)(?=\s|$)")


@rule(
    "second-document",
    level="error",
    what="Something stands below a second `---`, or on a line with it.",
    why="Helm 3 reads the first document of a file alone, Helm 4 merges them all.",
    bad={
        "values-dev.yaml": """
            web: {replicaCount: 2}
            ---
            db: {replicaCount: 3}
        """,
    },
    good={
        "values-dev.yaml": """
            web: {replicaCount: 2}
            db: {replicaCount: 3}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for source in facts.sources:
        document = source.document
        if beside := BESIDE_SEPARATOR.search(document.text, 0, document.limit):
            place = document.position(beside.end())
            what = "Helm 4 refuses what stands on a line with ---"
            yield Hit(source.path, (), what, "Give it a line of its own.", at=(place.line, place.column))
        offset = document.limit
        while match := _MARKER.match(document.text, offset):
            offset = skip_blank(document.text, match.end())
        if offset < len(document.text):
            place = document.position(document.limit)
            fix = "Remove the line, or what is below it."
            yield Hit(source.path, (), _meaning(source), fix, at=(place.line, place.column))


def _meaning(source: Source) -> str:
    try:
        is_merged = not equal(source.data_in(4), source.data)
    except BlueprintError as error:
        return f"Helm 3 does not read what stands below this line, and Helm 4 refuses the file: {error.what}"
    if is_merged:
        return "Helm 3 does not read what stands below this line, Helm 4 merges it with what is above"
    return "Helm does not read what stands below this line"
