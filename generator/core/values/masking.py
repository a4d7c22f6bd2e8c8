"""Secrets out of sight: what the rule `secret` knows to be one is shown as `<secret 1>`.

One secret has one mark in all that a command shows, another secret another mark: so they are seen to be
equal or to differ, and nothing else of them, not even a digest, is told. What one place says to be a secret
is none to be shown elsewhere, under another name or in a comment, unless it is a word like any other.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from generator.core.data import MISSING
from generator.core.deployers.views import blocks_of_text
from generator.core.encrypted import lines_without_sealed, text_without_ciphers, without_ciphers
from generator.core.paths import Item
from generator.core.values.masked_lines import lines_beside, scalars_in, write_marks
from generator.core.values.secret_texts import secrets_in, texts_in
from generator.core.values.text import one_line
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, read
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import PurePosixPath
    from typing import TypeAlias

    from generator.core.data import Data
    from generator.core.findings.finding import Finding
    from generator.core.helm.source import Source
    from generator.core.paths import KeyPath
    from generator.core.values.compare import Column, Row
    from generator.core.values.files import ValuesFiles
    from generator.core.values.model import ValuesModel

    Masked: TypeAlias = Callable[[Data, KeyPath], Data]  # a value, of its path, as it may be shown

_DATA = (".yaml", ".yml", ".json")
_TEMPLATES = "templates"  # the folder of what is YAML when it is rendered only
_HIDDEN = "<not shown: this is no YAML>"
_ELLIPSIS = "…"
_LEAST = 4  # letters before an ellipsis by which a secret is known
# Shorter texts, digits and words are met by chance: `admin`, 8080, `postgres`.
_FEWEST, _FEWEST_DIGITS, _LONGEST_WORD = 6, 6, 12


class Veil:
    """The marks of one command. With `shows`, everything is shown as it is."""

    def __init__(self, *, shows: bool = False) -> None:
        self.shows = shows
        self._marks: dict[str, str] = {}
        self._known: dict[
            str, tuple[str, ...]
        ] = {}  # those that are met again, and the forms they are met in
        self._read: list[ValuesFiles] = []
        self._made: list[ValuesFiles] = []
        self._met: set[int] = set()
        self._read_of: dict[int, int] = {}  # how many of a platform's files have been looked at

    def has_read(self, *platforms: ValuesFiles) -> None:
        """Platforms of which a command shows something: what their files say to be secret is met again."""
        self._read += (one for one in platforms if one not in self._read)

    def has_made(self, platform: ValuesFiles) -> None:
        """A platform as it would be: files that are parsed already need not be for their lines."""
        self._made.append(platform)

    def mark(self, secret: str) -> str:
        return self._marks.setdefault(secret, f"<secret {len(self._marks) + 1}>")

    # ── what is known ───────────────────────────────────────────────────────────────────────────

    def _meet_files(self) -> None:
        for number, files in enumerate(self._read):
            new = files.read_so_far[self._read_of.get(number, 0) :]
            self._read_of[number] = self._read_of.get(number, 0) + len(new)
            for source in new:
                if id(source) not in self._met:
                    self._met.add(id(source))
                    with suppress(BlueprintError):
                        self._meet(source.data, ())

    def _meet(self, value: Data, path: KeyPath) -> dict[KeyPath, str]:
        """The secrets in a value by their paths; from now on they are known."""
        found = {inner: text for inner, text, _ in secrets_in(value, path)}
        for text in found.values():
            self._know(text)
        return found

    def _know(self, secret: str) -> None:
        if secret not in self._known and is_unmistakable(secret):
            self._known[secret] = tuple(_forms(secret))

    def _mark_of(self, text: str, is_secret: bool) -> str:
        return self.mark(text) if is_secret or text in self._known else ""

    def _without_known(self, text: str) -> str:
        """A text without the secrets that are met again within it."""
        for secret, forms in self._known.items():
            if any(form in text for form in forms):
                text = _without(text, secret, self.mark(secret))
        return text

    # ── data ────────────────────────────────────────────────────────────────────────────────────

    def data(self, value: Data, path: KeyPath = ()) -> Data:
        """A value as it may be shown; `path` leads to it. What is encrypted is so in any case."""
        if self.shows or value is MISSING:
            return without_ciphers(value)
        self._meet_files()
        return without_ciphers(self._shown(value, path))

    def _shown(self, value: Data, path: KeyPath) -> Data:
        secrets = self._meet(value, path)
        marks = {}
        for inner, _, text in texts_in(value, path) if self._known or secrets else ():
            shown = self._mark_of(text, inner in secrets) or self._without_known(text)
            if shown != text:
                marks[inner[len(path) :]] = shown
        return _replaced(value, marks) if marks else value

    def item(
        self, value: Data, path: KeyPath, model: ValuesModel, environments: Iterable[str | None]
    ) -> Data:
        """A value as it may be shown, of these environments.

        Of one within a list, what stands beside it tells its name: `{name: DB_PASSWORD, value: …}`.
        """
        at = next((number for number, step in enumerate(path) if isinstance(step, int | Item)), None)
        if self.shows or at is None:
            return self.data(value, path)
        beside: set[str] = set()
        for environment in environments:
            with suppress(BlueprintError):
                # Known for this item, however ordinary it looks.
                for _, text, _ in secrets_in(model.effective(environment, path[:at]), path[:at]):
                    beside.add(text)
        shown = self.data(value, path)
        marks = {inner: self.mark(text) for inner, _, text in texts_in(shown, ()) if text in beside}
        return _replaced(shown, marks) if marks else shown

    def rows(self, rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
        """The rows of a comparison, as they may be shown."""
        if self.shows:
            return [row._replace(values=tuple(map(without_ciphers, row.values))) for row in rows]
        self.has_read(*(column.model for column in columns))
        for row in rows:
            for value in row.values:
                if value is not MISSING:
                    self._meet(value, row.path)
        return [row._replace(values=tuple(self._cells(row, columns))) for row in rows]

    def _cells(self, row: Row, columns: Sequence[Column]) -> Iterator[Data]:
        for value, column in zip(row.values, columns, strict=True):
            yield self.item(value, row.path, column.model, (column.environment,))

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
        sentence = text_without_ciphers(sentence)
        if self.shows or not self._marks:
            return sentence
        for secret, mark in sorted(self._marks.items(), key=lambda one: -len(one[0])):
            sentence = _without(sentence, secret, mark)
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
        self,
        path: PurePosixPath,
        content: bytes | None,
        lines: Sequence[str],
        shown: Sequence[tuple[int, int]],
    ) -> Sequence[str]:
        """The lines of a file with no secret in those that are shown: from, to (exclusive).

        Of what is no YAML by its name, without the secrets that are known.
        """
        lines = lines_without_sealed(content or b"", lines, shown)
        if self.shows or not content or not shown:
            return lines
        if blocks := blocks_of_text(content):
            return lines_beside(blocks, lines, shown, partial(self.lines, path))
        masked = list(lines)
        if path.suffix not in _DATA or _TEMPLATES in path.parts:
            self._meet_files()
            return self._lines_without_known(masked, shown)
        text = content.decode("utf-8", "replace")
        try:
            source = self._source_of(path, content)
            self._meet_files()
            document = source.document if source else read(text.removeprefix(BOM))
            if source is None:
                self._meet(data_of(document, document.root), ())
        except BlueprintError:
            for start, end in shown:
                masked[start:end] = [f"{_HIDDEN}\n"] * (end - start)
            return masked
        scalars = scalars_in(document, shown)
        for _, secret, is_secret in scalars:
            if is_secret:
                self._know(secret)
        write_marks(
            masked,
            document,
            [(node, mark) for node, text, is_secret in scalars if (mark := self._mark_of(text, is_secret))],
        )
        # What is left of them in comments, and within other texts.
        self._lines_without_known(masked, shown)
        if document.limit < len(document.text):
            # What follows the line with `---` is read by Helm 4, and by people.
            first = document.text.count("\n", 0, document.limit) + 1
            rest = "".join(lines[first:]).encode()
            below = [(max(0, start - first), end - first) for start, end in shown if end > first]
            masked[first:] = self.lines(path, rest, masked[first:], below)
        return masked

    def _lines_without_known(self, lines: list[str], shown: Sequence[tuple[int, int]]) -> list[str]:
        for start, end in shown:
            lines[start:end] = [self._without_known(line) for line in lines[start:end]]
        return lines

    def _source_of(self, path: PurePosixPath, content: bytes) -> Source | None:
        """A file that is parsed already, so that it need not be for its lines."""
        platforms = (*self._read, *self._made)
        return next((one.source(path) for one in platforms if one.tree.get(path) == content), None)


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


def is_unmistakable(secret: str) -> bool:
    """Whether the same text elsewhere is this secret, and no word or name, port or version like any other."""
    if secret.isdecimal():
        return len(secret) >= _FEWEST_DIGITS
    if secret.replace("-", "").replace("_", "").replace(".", "").isalpha():
        return secret.isalpha() and len(secret) >= _LONGEST_WORD
    return len(secret) >= _FEWEST


def _without(sentence: str, secret: str, mark: str) -> str:
    for form in _forms(secret):
        # Not where it is part of a word or of a path: `admin` is a poor password, and a key.
        sentence = re.sub(rf"(?<![\w.\[-]){re.escape(form)}(?![\w-])", mark, sentence)
        sentence = _without_beginning(sentence, form, mark)
    return sentence


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
