"""Many edits of values files at once.

One edit reads and proves a whole file. Where a file's top-level blocks do not depend on each other, an
edit needs to see its block alone: hundreds of them in a file of thousands of lines take one second
less. The result is proven as a whole, and where that fails every edit is made the slow way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from generator.core.changes import Change, changes_between
from generator.core.data import MISSING, same, value_at
from generator.core.edit.arrange import arranged, contradict
from generator.core.edit.data_edits import Blocked, data_with, data_without
from generator.core.edit.edit import EditRefused, edit
from generator.core.edit.sealed import refusal_in
from generator.core.edit.spacing import closed_up, set_off
from generator.core.edit.together import set_together
from generator.core.edit.top_level import blocks_of, with_new_keys, without_blocks
from generator.core.tree import text_of
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, read, with_line_feeds
from generator.errors import BlueprintError, raise_any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.tree import Tree

_MANY = 4  # from here on it pays to cut a file into blocks


class Edit(NamedTuple):
    """One edit of one values file."""

    file: PurePosixPath
    op: Literal["set", "delete", "rename"]
    path: KeyPath
    value: Data = None  # of a rename the new key
    prune: bool = True  # what a delete leaves empty goes, too
    comment: bool = False  # what explains a deleted key goes, too; what documents it goes in any case
    shared: bool = False  # what aliases and merges share may change, for all of them

    def of(self, text: str) -> str:
        """The text with this edit."""
        if self.op == "rename":
            return edit(text, "rename", self.path, self.value, file=str(self.file))
        if self.op == "set":
            after = edit(text, "set", self.path, self.value, shared=self.shared, file=str(self.file))
            return set_off(text, after, str(self.path[0])) if len(after) > len(text) else after
        try:
            return self._deleted(text, self.path)
        except EditRefused:
            # `a: {b: 1} # why`: where b empties a, and its comment may go, a is what is removed.
            path = self._emptied(text) if self.prune and self.comment else self.path
            if path == self.path:
                raise
            return self._deleted(text, path)

    def _deleted(self, text: str, path: KeyPath) -> str:
        after = edit(
            text, "delete", path, prune=self.prune, comment=self.comment, documentation=True,
            shared=self.shared, file=str(self.file),
        )  # fmt: skip
        return closed_up(text, after)

    def _emptied(self, text: str) -> KeyPath:
        """What is left empty by the delete, as far up as it goes; the path itself if nothing is."""
        data = data_of(read(text.removeprefix(BOM)))
        path = self.path
        while len(path) > 1 and len(value_at(data, path[:-1])) == 1:
            path = path[:-1]
        return path


def changes_of(tree: Tree, edits: Iterable[Edit], refused: list[Edit] | None = None) -> tuple[Change, ...]:
    """The files that the edits change. Raises with every edit that is refused; they are in `refused` then."""
    by_file: dict[PurePosixPath, list[Edit]] = {}
    for one in edits:
        by_file.setdefault(one.file, []).append(one)
    errors: list[BlueprintError] = []
    after = {}
    for file, several in by_file.items():
        content = tree.get(file, b"")
        possible = _possible(file, content, several, errors, refused)
        if possible:
            after[file] = edited(text_of(content, str(file)), possible, errors, refused).encode()
    raise_any("these edits are refused", errors)
    return changes_between(tree, after)


def _possible(
    file: PurePosixPath,
    content: bytes,
    edits: Sequence[Edit],
    errors: list[BlueprintError],
    refused: list[Edit] | None,
) -> Sequence[Edit]:
    """The edits that leave what is encrypted in a file valid; the others are in `errors`."""
    why = refusal_in(file, content)
    found = [(one, why(one.path, one.value if one.op == "set" else MISSING)) for one in edits]
    errors += [error for _, error in found if error]
    if refused is not None:
        refused += [one for one, error in found if error]
    return [one for one, error in found if not error]


def edited(
    text: str, edits: Sequence[Edit], errors: list[BlueprintError], refused: list[Edit] | None = None
) -> str:
    """The text with all edits, whose paths mean it as it is; those refused are in `errors`."""
    body = with_line_feeds(text)
    if body != text:
        return edited(body, edits, errors, refused).replace("\n", "\r")
    if any(one.op == "rename" for one in edits):
        # Last, and what stands within before what holds it: so every path means the file as it was.
        renames = sorted((one for one in edits if one.op == "rename"), key=lambda one: -len(one.path))
        text = edited(text, [one for one in edits if one.op != "rename"], errors, refused)
        return _one_by_one(text, renames, errors, refused)
    edits = arranged(edits)
    if len(edits) >= _MANY and not contradict(edits) and not any(one.shared for one in edits):
        quick = _by_blocks(text, edits)
        if quick is not None:
            return quick
        text, edits = _at_once(text, edits)
    return _one_by_one(text, edits, errors, refused)


def _one_by_one(
    text: str, edits: Sequence[Edit], errors: list[BlueprintError], refused: list[Edit] | None
) -> str:
    for one in edits:
        known = len(errors)
        text = _tried(one, text, errors)
        if refused is not None and len(errors) > known:
            refused.append(one)
    return text


def _tried(one: Edit, text: str, errors: list[BlueprintError]) -> str:
    try:
        return one.of(text)
    except BlueprintError as error:
        errors.append(error)
        return text


def _at_once(text: str, edits: Sequence[Edit]) -> tuple[str, list[Edit]]:
    """The text with those that can be made on one reading, and the others."""
    bom = BOM if text.startswith(BOM) else ""
    together = set_together(text[len(bom) :], [(one.path, one.value) for one in edits if one.op == "set"])
    return bom + together.text, [one for one in edits if one.op != "set" or one.path not in together.done]


# ── block by block ──────────────────────────────────────────────────────────────────────────────


def _by_blocks(text: str, edits: Sequence[Edit]) -> str | None:
    """The text with all edits, or None where this is not certain to be right."""
    bom = BOM if text.startswith(BOM) else ""
    body = text[len(bom) :]
    try:
        document = read(body)
    except BlueprintError:
        return None
    blocks = blocks_of(document)
    if blocks is None:
        return None
    expected = data_of(document)
    whole: list[Edit] = []
    made = _made_in_blocks(blocks, edits)
    for one in edits:
        key = str(one.path[0])
        block = blocks.get(key)
        try:
            if block is None or len(one.path) < 2 or (one.op == "delete" and _empties(expected, one)):
                whole.append(one)
            elif one.op != "set" or one.path not in made:
                blocks[key] = one.of(block)
            expected = _with(expected, one)
        except (BlueprintError, Blocked):
            return None
    joined = list(_joined(whole))
    gone = {str(one.path[0]): one for one in joined if one.op == "delete" and str(one.path[0]) in blocks}
    new = {str(one.path[0]): one for one in joined if one.op == "set" and str(one.path[0]) not in blocks}
    result = without_blocks(blocks, {key: one.of for key, one in gone.items()})
    if result is None:
        return None
    result = with_new_keys(result, {key: one.value for key, one in new.items()})
    if result is None:
        return None
    result = bom + result
    errors: list[BlueprintError] = []
    known = {id(one) for one in (*gone.values(), *new.values())}
    for one in joined:
        if id(one) not in known:
            result = _tried(one, result, errors)
    if errors or not same(data_of(read(result[len(bom) :])), expected):
        return None
    return result


def _made_in_blocks(blocks: dict[str, str], edits: Sequence[Edit]) -> frozenset[KeyPath]:
    """What is set in blocks in which much is set, made on one reading of each: its paths."""
    by_key: dict[str, list[tuple[KeyPath, Data]]] = {}
    for one in edits:
        if one.op == "set" and str(one.path[0]) in blocks:
            by_key.setdefault(str(one.path[0]), []).append((one.path, one.value))
    done: frozenset[KeyPath] = frozenset()
    for key, values in by_key.items():
        if len(values) >= _MANY:
            blocks[key], made = set_together(blocks[key], values)
            done |= made
    return done


def _empties(data: Data, one: Edit) -> bool:
    """Whether a delete leaves nothing of its top-level key."""
    rest = _with(data, one._replace(prune=True))
    return str(one.path[0]) not in rest


def _with(data: Data, one: Edit) -> Data:
    """The data with an edit made."""
    if one.op == "set":
        return data_with(data, one.path, one.value)
    return data_without(data, one.path, prune=one.prune)


def _joined(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Values that are set below one new top-level key, set as one map."""
    maps: dict[str, dict[str, Data]] = {}
    first: dict[str, Edit] = {}
    for one in edits:
        if one.op == "delete" or len(one.path) < 2:
            yield one
            continue
        key = str(one.path[0])
        first.setdefault(key, one)
        maps[key] = data_with(maps.get(key), one.path[1:], one.value)
    for key, data in maps.items():
        yield first[key]._replace(path=(key,), value=data)
