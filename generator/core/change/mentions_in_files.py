"""The files of a platform in which a service is named: changed where that is sure, else listed."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from generator.core.change.mentions import Mention, mentions, rewritten
from generator.core.changes import Change
from generator.core.helm.chart_file import CHART_FILE, DEFAULTS_FILE, SCHEMA_FILE
from generator.core.helm.charts import REQUIREMENTS
from generator.core.platform.file import PLATFORM_FILE
from generator.core.yaml.document import BOM, read, walk
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import PurePosixPath

    from generator.core.change.mentions import Place, Renaming
    from generator.core.paths import KeyPath
    from generator.core.tree import Tree
    from generator.core.yaml.document import Document

_MOST = 30  # lines that somebody looks at
_GENERATED = ("charts", ".blueprint")
_FENCE = re.compile(r"(?m)^[ \t]*(```|~~~)")
_COMMENT = re.compile(r"#[^\n]*")
# What names an image, a preset, what Kubernetes calls things: never the service, whatever it is called.
_NEVER_MEANT = frozenset(("image", "repository", "tag", "digest", "presets"))
_LISTED_APART = (("global", "knownAs"), ("global", "names"))
_BESIDE = 40  # letters of a line on each side of the name
_OF_HELM = ("name", "dependencies", "home", "sources", "maintainers", "icon")
_OF_PLATFORM = ("apiVersion", "blueprint", "answers", "charts", "environments", "moved", "removed")


class Doubt(NamedTuple):
    """A line that may mean the service, for a person to decide. Lines count from 1."""

    file: PurePosixPath
    line: int


def replaced(tree: Tree, values: Collection[PurePosixPath], naming: Renaming) -> tuple[Change, ...]:
    """What gives the service its new name where texts surely mean it; `values` are values files."""
    changes = []
    for path, text in _texts(tree):
        after = _replaced(text, path, values, naming)
        if after != text:
            changes.append(Change(path, tree[path], after.encode()))
    return tuple(changes)


def doubts(tree: Tree, values: Collection[PurePosixPath], naming: Renaming) -> list[Doubt]:
    """The lines that may mean the service, each once."""
    found = {}
    for path, text in _texts(tree):
        for one in _mentions(text, path, values, naming):
            found[Doubt(path, text.count("\n", 0, one.start) + 1)] = True
    return list(found)


def about_doubts(found: Sequence[Doubt], old: str, shown: Callable[[Doubt], str]) -> Iterator[str]:
    """A sentence on each of these lines, as many as somebody reads; `shown` is a line as it may be shown."""
    for one in found[:_MOST]:
        yield f"{one.file}:{one.line} may mean {old} and stays: {_around(shown(one).strip(), old)}"
    if len(found) > _MOST:
        yield f"{len(found) - _MOST} more lines may mean {old} and stay"


def _around(line: str, name: str) -> str:
    """As much of a line as a name is recognized by: a paragraph of documentation is one line."""
    start = max(0, line.find(name) - _BESIDE)
    end = max(line.find(name), 0) + len(name) + _BESIDE
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"


def _texts(tree: Tree) -> Iterator[tuple[PurePosixPath, str]]:
    is_ours = any(path.parts[0] == "charts" and path.name == DEFAULTS_FILE.name for path in tree)
    for path, data in sorted(tree.items()):
        if path.parts[0] in _GENERATED or path.suffix in (".lock", ".tgz"):
            continue
        if path == SCHEMA_FILE and is_ours:  # it follows from the charts
            continue
        try:
            yield path, data.decode()
        except UnicodeDecodeError:  # no text that names anything
            continue


def _replaced(text: str, path: PurePosixPath, values: Collection[PurePosixPath], naming: Renaming) -> str:
    found = _mentions(text, path, values, naming)
    after = rewritten(text, found)
    if after == text or not _is_yaml_of_ours(path, values):
        return after
    return after if _is_proven(text, after, found, naming) else text


def _mentions(
    text: str, path: PurePosixPath, values: Collection[PurePosixPath], naming: Renaming
) -> list[Mention]:
    if naming.old not in text and naming.known_old.upper().replace("-", "_") not in text:
        return []
    if _is_yaml_of_ours(path, values):
        return _in_yaml(text, path, naming)
    if path.suffix == ".md":
        return _in_markdown(text, naming)
    return mentions(text, "template" if path.parts[0] == "templates" else "manifest", naming)


def _is_yaml_of_ours(path: PurePosixPath, values: Collection[PurePosixPath]) -> bool:
    return path in values or path in (CHART_FILE, PLATFORM_FILE, REQUIREMENTS)


# ── YAML: texts in values, and comments ─────────────────────────────────────────────────────────


def _in_yaml(text: str, path: PurePosixPath, naming: Renaming) -> list[Mention]:
    document, ahead = _document(text)
    if document is None:
        return []
    found: list[Mention] = []
    silent = {id(node): _is_never_meant(path, where) for where, _, node in walk(document.root)}
    end = 0
    for node in (*document.scalars, None):
        start = node.start if node else len(document.text)
        for comment in _COMMENT.finditer(document.text, end, start):
            found += _moved(mentions(comment[0], "comment", naming), comment.start() + ahead)
        if node is None:
            break
        if not silent.get(id(node), True):  # keys are not in there
            raw = document.text[node.start : node.end]
            found += _moved(mentions(raw, "value", naming), node.start + ahead)
        end = max(end, node.end)
    return found


def _document(text: str) -> tuple[Document | None, int]:
    """The text as YAML, None where it is none, and how far it stands behind the file's start."""
    ahead = len(BOM) if text.startswith(BOM) else 0
    try:
        return read(text[ahead:]), ahead
    except BlueprintError:
        return None, ahead


def _is_never_meant(file: PurePosixPath, path: KeyPath) -> bool:
    if file in (CHART_FILE, REQUIREMENTS):
        return path[:1] == () or path[0] in _OF_HELM
    if file == PLATFORM_FILE:
        return path[:1] == () or path[0] in _OF_PLATFORM
    return path[:2] in _LISTED_APART or not _NEVER_MEANT.isdisjoint(path[2:] or path[:0])


def _moved(found: list[Mention], by: int) -> list[Mention]:
    return [one._replace(start=one.start + by, end=one.end + by) for one in found]


def _is_proven(before: str, after: str, found: list[Mention], naming: Renaming) -> bool:
    """Whether the YAML is what it was, but for texts that name the service."""
    (old, ahead), (new, _) = _document(before), _document(after)
    if old is None or new is None or len(old.scalars) != len(new.scalars):
        return False
    places = [one.start - ahead for one in found if one.is_certain]
    for one, other in zip(old.scalars, new.scalars, strict=True):
        is_named = any(one.start <= place < one.end for place in places)
        expected = rewritten(one.value, mentions(one.value, "value", naming)) if is_named else one.value
        if (expected, one.plain, one.style) != (other.value, other.plain, other.style):
            return False
    shape, other_shape = ([(p, n.kind) for p, _, n in walk(d.root)] for d in (old, new))
    return shape == other_shape


# ── Markdown ────────────────────────────────────────────────────────────────────────────────────


def _in_markdown(text: str, naming: Renaming) -> list[Mention]:
    found: list[Mention] = []
    edges = [0, *(match.start() for match in _FENCE.finditer(text)), len(text)]
    for number, (start, end) in enumerate(pairwise(edges)):
        place: Place = "code" if number % 2 else "prose"
        found += _moved(mentions(text[start:end], place, naming), start)
    return found
