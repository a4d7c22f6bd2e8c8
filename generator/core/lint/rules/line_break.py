"""Lines that end with a carriage return alone, as they did on computers of long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.tree import text_of
from generator.core.yaml.document import lone_return

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "line-break",
    what="A line ends with a carriage return alone.",
    why="YAML takes it for a line break; git, editors and Helm 4, which looks for `---`, see one long line.",
    bad={"values-dev.yaml": "web: {replicaCount: 2}\rorders: {replicaCount: 3}\n"},
    good={"values-dev.yaml": "web: {replicaCount: 2}\norders: {replicaCount: 3}\n"},
)
def check(facts: Facts) -> Iterator[Hit]:
    for source in facts.sources:
        text = text_of(source.content, str(source.path))
        if (offset := lone_return(text)) is None:
            continue
        if "\n" in text:
            what = "this line ends with a carriage return alone, and others do not"
        else:
            what = "the lines of this file end with carriage returns alone"
        start = text.rfind("\n", 0, offset) + 1
        place = text.count("\n", 0, offset) + 1, offset - start + 1
        yield Hit(source.path, (), what, "Convert the file to line feeds.", at=place)
