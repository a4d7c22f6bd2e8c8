"""Sentences of pages that speak of failure: each promises something that a test shows, or is said to promise nothing."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

from tests.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.proof.proofs import Promise

# Where promises stand. docs/charts/ is made of the charts' schemas, whose descriptions are taken; docs/proof.md of the promises.
PAGES = (
    "README.md",
    "blueprints/*/*/README.md",
    "blueprints/*/*/docs/architecture.md",
    "charts/*/schema.yaml",
    "docs/blueprints/*.md",
    "docs/backups.md",
    "docs/clusters.md",
    "docs/data.md",
    "docs/delivery.md",
    "docs/expressiveness.md",
    "docs/mesh.md",
    "docs/new.md",
    "docs/security.md",
    "docs/services.md",
    "docs/values.md",
)
PLAIN = Path(__file__).with_name("plain.yaml")
_SPEAKS = re.compile(
    r"\b(fail\w*|los[st]|loses?|losing|loss|kill\w*|crash\w*|interrupt\w*|dies|died|dead|restart(s|ed)?|drain\w*|outages?"
    r"|surviv\w*|stands? still|cut off|promoted|unreachable|retr(y|ies|ied)|copied anew|recover\w*|stale"
    r"|is (away|down|gone)|fails? over|takes? over|twice|overwritten|corrupt\w*|hangs?|halts?|expired?|evict\w*|confirm\w*|at least once|finishes)\b",
    re.IGNORECASE,
)


class Sentence(NamedTuple):
    page: str
    text: str


def sentences(page: str, text: str) -> list[Sentence]:
    """Those that speak of failure, in their order, each in one line; no headings, no code."""
    text = re.sub(r"```.*?```|^#+ [^\n]*", "", text, flags=re.DOTALL | re.MULTILINE)
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n|\n(?=\s*(?:[-|*]|\d+\.) ?)", text)]
    parts = [part for each in paragraphs for part in re.split(r"(?<=[.;!?])\s+(?=[A-Z`*(])", each)]
    return [Sentence(page, part.lstrip("-| ")) for part in parts if _SPEAKS.search(part)]


def descriptions(schema: object) -> Iterator[str]:
    """What a schema says of its values, in the order of its keys."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "description" and isinstance(value, str):
                yield value
            else:
                yield from descriptions(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from descriptions(item)


@cache
def spoken() -> tuple[Sentence, ...]:
    """Of all pages."""
    paths = [path for pattern in PAGES for path in sorted(ROOT.glob(pattern))]
    pages = [path.relative_to(ROOT).as_posix() for path in paths]
    return tuple(one for page in pages for one in sentences(page, _text(ROOT / page)))


def _text(path: Path) -> str:
    text = path.read_text()
    return "\n\n".join(dict.fromkeys(descriptions(yaml.safe_load(text)))) if path.suffix == ".yaml" else text


def plain() -> dict[str, list[str]]:
    """How sentences begin that promise nothing of ours, by why."""
    found: dict[str, list[str]] = yaml.safe_load(PLAIN.read_text())
    return found


def unjudged(found: Iterable[Sentence], promised: Sequence[Promise], others: Sequence[str]) -> list[Sentence]:
    """What neither has the words of a promise, of whichever page, nor is known to be none."""
    return [
        one
        for one in found
        if not one.text.startswith(tuple(others)) and not any(each.says in one.text for each in promised)
    ]
