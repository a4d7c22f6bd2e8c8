"""The values in a manifest as a values file of their own: its view.

A view has blank lines above its values, so that they stand on the lines that they have in the manifest, and
they begin in the first column. Where values are not lines of their own (`values: {a: 1}`, a string in
quotes, an alias), all of them stand on the line that they begin on, in braces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import map_or_empty
from generator.core.deployers.manifests import file_text, manifests_in
from generator.core.deployers.releases import ARGOCD_GROUP, meant_release, releases_in
from generator.core.edit.owned import after_own_comments
from generator.core.yaml.data import data_of, values_of_text
from generator.core.yaml.document import find, line_end, line_start
from generator.core.yaml.render import in_flow
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.core.data import Data
    from generator.core.deployers.releases import Release
    from generator.core.yaml.document import Node


class Lines(NamedTuple):
    """The lines that values stand on, as offsets (the last line's break included), and their column."""

    start: int
    end: int
    column: int


class View(NamedTuple):
    """The values of a release: their text as a file of their own, and their lines where they have some."""

    release: Release
    text: str
    lines: Lines | None


def view_of(content: str, *, file: str, name: str = "", charts: Collection[str] = ()) -> View:
    """The values of a release in a file's text: of that name, or the one that is meant (see `meant_release`).

    BlueprintError, with the line in the manifest, where no release is found, or its values are no map.
    """
    text = file_text(content)
    releases = list(releases_in(text))
    if not releases:
        _refuse_unknown(text, file)
    release = meant_release(releases, name, charts, file, text)
    try:
        found = _view(release, text)
        values_of_text(found.text, file=file)
    except BlueprintError as error:
        if not error.where.startswith(f"{file}:"):
            error.where = f"{file}:{release.manifest.line(text, release.values)}"
        raise
    return found


def data_in(view: View) -> dict[str, Data]:
    """What the values say."""
    return values_of_text(view.text)


class TextBlock(NamedTuple):
    """Values that are a block of text: their first line, the one after their last, their column."""

    first: int
    last: int
    column: int


def blocks_of_text(content: bytes) -> list[TextBlock]:
    """The values in a file that are blocks of text, so that YAML in YAML is read as what it is."""
    if ARGOCD_GROUP.encode() not in content or b"\n" not in content:
        return []
    text = file_text(content.decode("utf-8", "replace"))
    found = []
    for release in releases_in(text):
        node = release.manifest.node(*release.values) if release.is_text else None
        if node is not None and (lines := _lines_of_text(release, node, text)):
            first = text.count("\n", 0, lines.start)
            block = text[lines.start : lines.end].rstrip("\n")
            found.append(TextBlock(first, first + block.count("\n") + 1, lines.column))
    return found


def _refuse_unknown(text: str, file: str) -> None:
    manifest = next(manifests_in(text), None)
    if manifest is None:
        raise BlueprintError("no release of a chart is in this file", where=file)
    raise BlueprintError(
        f"this is a Kubernetes manifest ({manifest.kind}), not a file of values: it is not read",
        where=f"{file}:{manifest.line(text, ('kind',))}",
        hint="Values are read from values files, HelmReleases, Applications and ApplicationSets.",
    )


def _view(release: Release, text: str) -> View:
    manifest = release.manifest
    node = manifest.node(*release.values)
    if node is None:
        return View(release, "", None)
    lines = _lines_of_text(release, node, text) if release.is_text else _lines_of_map(release, node, text)
    if lines is not None:
        above = "\n" * text.count("\n", 0, lines.start)
        return View(release, above + _moved_left(text[lines.start : lines.end], lines.column), lines)
    where = "\n" * (manifest.line(text, release.values) - 1)
    data = _data(release, node)
    if data is None:
        return View(release, "", None)
    return View(release, where + in_flow(data, '"') + "\n", None)


def _data(release: Release, node: Node) -> Data:
    """The values where they are not lines of their own."""
    if release.is_text:
        return values_of_text(node.value)
    return data_of(release.manifest.document, node)


def _moved_left(block: str, column: int) -> str:
    # What is less indented, as a comment may be, is moved as far as it goes.
    return "\n".join(line[min(column, len(line) - len(line.lstrip(" "))) :] for line in block.split("\n"))


def _lines_of_map(release: Release, node: Node, text: str) -> Lines | None:
    """The lines of a map that begins below its key; None where it is written in another way."""
    manifest = release.manifest
    part, key = manifest.document.text, manifest.key(release.values)
    if node.kind != "map" or node.flow or not node.pairs or key is None or _is_shared(release, node):
        return None
    head = node.start + len(part[node.start : node.body].rstrip()) if node.body > node.start else key.end
    start = line_end(part, head) + 1
    column = node.body - line_start(part, node.body)
    if start > node.body or part[line_start(part, node.body) : node.body].strip(" "):
        return None
    end = after_own_comments(manifest.document, node.end, key.start - line_start(part, key.start))
    return _at(release, text, start, end, column)


def _is_shared(release: Release, node: Node) -> bool:
    """Whether the values have a part of theirs, or all of it, from elsewhere in the document."""
    inside = range(node.start, node.end)
    return _comes_by_alias(release) or any(
        alias.start in inside and target.start not in inside
        for alias, target in release.manifest.document.aliases
    )


def _comes_by_alias(release: Release) -> bool:
    found = find(release.manifest.document, release.values)
    return found is None or found.kind == "alias"


def _lines_of_text(release: Release, node: Node, text: str) -> Lines | None:
    """The lines of a block of text (`|`); None where it is written in another way."""
    part = release.manifest.document.text
    if node.style != "|" or not node.value.strip() or _comes_by_alias(release):
        return None
    start = line_end(part, node.body) + 1
    end = start
    for _ in range(node.value.count("\n") + (not node.value.endswith("\n"))):
        end = line_end(part, end) + 1
    lines = _at(release, text, start, end - 1, 0)
    if not node.value.endswith("\n"):  # of `|-` the last line break is none of the text's
        lines = lines._replace(end=lines.start + len(text[lines.start : lines.end].rstrip("\r\n")))
    block = text[lines.start : lines.end]
    own = next(line for line in node.value.split("\n") if line.strip())
    written = next(line for line in block.split("\n") if line.strip())
    column = len(written.rstrip("\r")) - len(own)
    moved = _moved_left(block, column).replace("\r\n", "\n")
    return lines._replace(column=column) if moved == node.value else None


def _at(release: Release, text: str, start: int, end: int, column: int) -> Lines:
    """Lines of the manifest as lines of the file."""
    offset = release.manifest.start
    last = line_end(text, min(end, len(release.manifest.document.text)) + offset)
    return Lines(start + offset, min(last + 1, len(text)), column)


def parameter_text(data: Data) -> str:
    """Parameters as a values file."""
    return in_flow(map_or_empty(data), '"') + "\n"
