"""Secrets out of sight: what the rule `secret` knows to be one is shown as `<secret 1>`.

One secret has one mark in all that a command shows, another secret another mark: so they are seen to be
equal or to differ, and nothing else of them, not even a digest, is told.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from generator.core.data import MISSING
from generator.core.values.secret_texts import secrets_in, texts_in
from generator.core.values.text import one_line
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, entry_name, find, read
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from generator.core.data import Data
    from generator.core.findings.finding import Finding
    from generator.core.helm.source import Source
    from generator.core.paths import KeyPath
    from generator.core.values.compare import Column, Row
    from generator.core.values.model import ValuesModel
    from generator.core.yaml.nodes import Document, Node

    Masked: TypeAlias = Callable[[Data, KeyPath], Data]  # a value, of its path, as it may be shown

_HIDDEN = "<not shown: this is no YAML>"
_ELLIPSIS = "…"
_LEAST = 4  # letters before an ellipsis by which a secret is known


class Veil:
    """The marks of one command. With `shows`, everything is shown as it is."""

    def __init__(self, *, shows: bool = False) -> None:
        self.shows = shows
        self._marks: dict[str, str] = {}
        self._read: list[Source] = []

    def has_read(self, sources: Iterable[Source]) -> None:
        """Files that are parsed already: so they need not be for their lines."""
        self._read += sources

    def mark(self, secret: str) -> str:
        return self._marks.setdefault(secret, f"<secret {len(self._marks) + 1}>")

    # ── data ────────────────────────────────────────────────────────────────────────────────────

    def data(self, value: Data, path: KeyPath = ()) -> Data:
        """A value as it may be shown; `path` leads to it."""
        if self.shows or value is MISSING:
            return value
        marks = {inner[len(path) :]: self.mark(text) for inner, text, _ in secrets_in(value, path)}
        return _replaced(value, marks) if marks else value

    def item(
        self, value: Data, path: KeyPath, model: ValuesModel, environments: Iterable[str | None]
    ) -> Data:
        """A value as it may be shown, of these environments.

        Of one within a list, what stands beside it tells its name: `{name: DB_PASSWORD, value: …}`.
        """
        at = next((number for number, step in enumerate(path) if isinstance(step, int)), None)
        if self.shows or at is None:
            return self.data(value, path)
        for environment in environments:
            try:
                whole = model.effective(environment, path[:at])
            except BlueprintError:
                continue
            self.data(whole, path[:at])
        return self._with_known(self.data(value, path))

    def rows(self, rows: Iterable[Row], columns: Sequence[Column]) -> list[Row]:
        """The rows of a comparison, as they may be shown."""
        return [row._replace(values=tuple(self._cells(row, columns))) for row in rows]

    def _cells(self, row: Row, columns: Sequence[Column]) -> Iterator[Data]:
        for value, column in zip(row.values, columns, strict=True):
            yield self.item(value, row.path, column.model, (column.environment,))

    def _with_known(self, value: Data) -> Data:
        marks = {path: self._marks[text] for path, _, text in texts_in(value, ()) if text in self._marks}
        return _replaced(value, marks) if marks else value

    # ── sentences ───────────────────────────────────────────────────────────────────────────────

    def learn(self, model: ValuesModel) -> None:
        """Know every secret that the files of values state."""
        if self.shows:
            return
        for file in model.all_files:
            try:
                stated = model.source(file).data
            except BlueprintError:
                continue
            for _, text, _ in secrets_in(stated, ()):
                self.mark(text)

    def text(self, sentence: str) -> str:
        """A sentence without the secrets that are known, whole or cut, quoted or not."""
        if self.shows or not self._marks:
            return sentence
        for secret, mark in sorted(self._marks.items(), key=lambda one: -len(one[0])):
            for form in _forms(secret):
                # Not where it is part of a word or of a path: `admin` is a poor password, and a key.
                sentence = re.sub(rf"(?<![\w.\[-]){re.escape(form)}(?![\w-])", mark, sentence)
                sentence = _without_beginning(sentence, form, mark)
        return sentence

    def error(self, error: BlueprintError) -> None:
        """Mask what an error tells."""
        error.what, error.hint = self.text(error.what), self.text(error.hint)
        for one in error.errors if isinstance(error, Invalid) else ():
            self.error(one)

    def findings(self, found: Iterable[Finding]) -> list[Finding]:
        return [one._replace(what=self.text(one.what), fix=self.text(one.fix)) for one in found]

    # ── lines of files ──────────────────────────────────────────────────────────────────────────

    def lines(
        self, content: bytes | None, lines: Sequence[str], shown: Sequence[tuple[int, int]]
    ) -> Sequence[str]:
        """The lines of a file of values with no secret in those that are shown: from, to (exclusive)."""
        if self.shows or not content or not shown:
            return lines
        masked = list(lines)
        text = content.decode("utf-8", "replace")
        try:
            known = (source.document for source in self._read if source.content == content)
            document = next(known, None) or read(text.removeprefix(BOM))
        except BlueprintError:
            for start, end in shown:
                masked[start:end] = [f"{_HIDDEN}\n"] * (end - start)
            return masked
        starts = _starts(document.text)
        stretches = [(starts[a], starts[b]) for a, b in shown]
        found = [
            (node, self.mark(text)) for node, text in _secret_nodes(document, document.root, (), stretches)
        ]
        # From the end: what is masked before does not move on its line.
        for node, mark in reversed(found):
            _mask(masked, node, mark, document)
        if document.limit < len(document.text):
            # What follows the line with `---` is read by Helm 4, and by people.
            first = document.text.count("\n", 0, document.limit) + 1
            rest = "".join(lines[first:]).encode()
            below = [(max(0, start - first), end - first) for start, end in shown if end > first]
            masked[first:] = self.lines(rest, masked[first:], below)
        return masked


def _mask(lines: list[str], node: Node, mark: str, document: Document) -> None:
    """Write the mark over a scalar, on each of its lines."""
    first, begins = document.position(node.body)
    last, ends = document.position(node.end)
    quote = node.style if node.style in ("'", '"') else ""
    # A block scalar's first line has its sign alone.
    for number in range(first + node.is_block_scalar, last + 1):
        line = lines[number - 1]
        bom = len(BOM) if line.startswith(BOM) else 0
        begin = begins - 1 + bom if number == first else len(line) - len(line.lstrip(" \t"))
        end = ends - 1 + bom if number == last else len(line.rstrip("\r\n"))
        if begin < end:
            opens, closes = quote if number == first else "", quote if number == last else ""
            lines[number - 1] = f"{line[:begin]}{opens}{mark}{closes}{line[end:]}"


def _secret_nodes(
    document: Document, node: Node, path: KeyPath, shown: Sequence[tuple[int, int]]
) -> Iterator[tuple[Node, str]]:
    """The scalars in these stretches of the text that are secrets, with their text."""
    if not any(node.start < end and start <= node.end for start, end in shown):
        return
    if node.kind == "map":
        for key, value in node.pairs:
            name = entry_name(key)
            if name is not None and value.kind != "alias":
                yield from _secret_nodes(document, value, (*path, name), shown)
        return
    for inner, text, _ in secrets_in(data_of(document, node), path):
        found = find(document, inner)
        if found is not None and found.kind == "scalar":
            yield found, text


def _starts(text: str) -> list[int]:
    """The offset at which each line starts, and where the text ends."""
    starts = [0]
    while (end := text.find("\n", starts[-1])) >= 0:
        starts.append(end + 1)
    return [*starts, len(text)]


def _replaced(value: Data, marks: dict[KeyPath, str]) -> Data:
    if () in marks:
        return marks[()]
    within: dict[str | int, dict[KeyPath, str]] = {}
    for path, mark in marks.items():
        within.setdefault(path[0], {})[path[1:]] = mark
    if isinstance(value, dict):
        return {key: _replaced(one, within[key]) if key in within else one for key, one in value.items()}
    assert isinstance(value, list)
    return [_replaced(one, within[i]) if i in within else one for i, one in enumerate(value)]


def _forms(secret: str) -> list[str]:
    """The text as it is, as JSON, YAML and Python write it."""
    forms = [secret, json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1], one_line(secret)]
    return sorted({form.strip("'\"") for form in forms}, key=len, reverse=True)


def _without_beginning(sentence: str, secret: str, mark: str) -> str:
    """Without what is left of a secret before an ellipsis."""
    at = sentence.find(_ELLIPSIS)
    while at >= 0:
        length = min(len(secret), at)
        while length >= _LEAST and not sentence.endswith(secret[:length], 0, at):
            length -= 1
        if length >= _LEAST:
            sentence = sentence[: at - length] + mark + sentence[at:]
            at += len(mark) - length
        at = sentence.find(_ELLIPSIS, at + 1)
    return sentence
