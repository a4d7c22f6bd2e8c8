"""What stands below a second `---`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.lint import Facts, Hit, rule
from generator.core.yaml_tree import skip_blank

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKER = re.compile(r"(?:---|\.\.\.)(?=\s|$)")


@rule("second-document", level="error", why="Helm reads the first document of a file, and no other.")
def check(facts: Facts) -> Iterator[Hit]:
    for source in facts.sources:
        document = source.document
        offset = document.limit
        while match := _MARKER.match(document.text, offset):
            offset = skip_blank(document.text, match.end())
        if offset < len(document.text):
            place = document.position(document.limit)
            what = "Helm does not read what stands below this line"
            yield Hit(
                source.path, (), what, "Remove the line, or what is below it.", at=(place.line, place.column)
            )
