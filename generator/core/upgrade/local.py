"""What people made of a platform since it was generated: files and keys; a formatter's work is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from generator.core.data import MISSING, map_or_empty, resolved_path
from generator.core.identity import item_of, names_of
from generator.core.merge.three_way import same_any_order
from generator.core.paths import format_path
from generator.core.platform.file import PLATFORM_FILE
from generator.core.upgrade.form import YAML, says_the_same, yaml_documents
from generator.core.upgrade.planned import without_parts
from generator.core.yaml.data import values_of_text
from generator.core.yaml.document import BOM, locate, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.tree import Tree
    from generator.core.upgrade.planned import Compared

What = Literal["added", "changed", "removed"]
_OWN = (("blueprint",), ("charts",))  # in platform.yaml: the tool's


class KeyChange(NamedTuple):
    """A key of a file: `line` is where it stands, 0 where it is gone."""

    path: KeyPath
    what: What
    line: int

    @property
    def name(self) -> str:
        return format_path(self.path)


class FileChange(NamedTuple):
    """A file that the blueprint wrote and somebody edited or deleted; `keys` of YAML alone."""

    path: PurePosixPath
    what: Literal["modified", "deleted"]
    keys: tuple[KeyChange, ...] = ()


class AnswerChange(NamedTuple):
    """An answer in platform.yaml that is another one now: what it was, and is; "" for none."""

    name: str
    was: str
    now: str


def local_changes(sides: Compared, ours: Tree) -> list[FileChange]:
    """The files that people edited or deleted, beside what became of services and environments as a whole."""
    found = []
    for path, base in sides.base.items():
        mine = ours.get(path)
        if mine is None:
            found.append(FileChange(path, "deleted"))
            continue
        was, now = without_parts(path, base), without_parts(path, mine)
        assert was is not None
        assert now is not None
        if not says_the_same(path, was, now):
            keys = tuple(keys_changed(was, now)) if path.suffix in YAML else ()
            if path == PLATFORM_FILE:
                keys = tuple(one for one in keys if one.path[:1] not in _OWN)
                if not keys and _data(was) is not None:
                    continue
            found.append(FileChange(path, "modified", keys))
    return found


def answers_changed(base: Tree, ours: Tree) -> list[AnswerChange]:
    """The answers that somebody edited in platform.yaml."""
    was, now = (map_or_empty(_data(tree[PLATFORM_FILE]) or {}).get("answers") for tree in (base, ours))
    before, after = map_or_empty(was), map_or_empty(now)
    return [
        AnswerChange(name, _shown(before.get(name, "")), _shown(after.get(name, "")))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


def _shown(value: Data) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _data(content: bytes) -> dict[str, Data] | None:
    documents = yaml_documents(content.decode("utf-8", "replace").removeprefix(BOM))
    return map_or_empty(documents[0]) if documents else None


def keys_changed(base: bytes, ours: bytes) -> Iterator[KeyChange]:
    """The keys that differ; none of a file of several documents, or of one that is no map."""
    texts = [one.decode("utf-8", "replace").removeprefix(BOM).replace("\r\n", "\n") for one in (base, ours)]
    documents = [yaml_documents(one) for one in texts]
    if any(one is None or len(one) != 1 or not isinstance(one[0], dict) for one in documents):
        return
    was, now = (values_of_text(one) for one in texts)
    document = read(texts[1])
    for path, what in _differences(was, now, ()):
        position = None if what == "removed" else locate(document, resolved_path(now, path))
        yield KeyChange(path, what, position.line if position else 0)


def _differences(was: Data, now: Data, path: KeyPath) -> Iterator[tuple[KeyPath, What]]:
    if same_any_order(was, now):
        return
    if isinstance(was, dict) and isinstance(now, dict) and (was or now):
        for key in {**was, **now}:
            yield from _differences(was.get(key, MISSING), now.get(key, MISSING), (*path, key))
        return
    if isinstance(was, list) and isinstance(now, list) and (names := names_of(was, now)):
        known = [{item_of(one, names): one for one in items} for items in (was, now)]
        for item in {**known[0], **known[1]}:
            yield from _differences(known[0].get(item, MISSING), known[1].get(item, MISSING), (*path, item))
        return
    yield path, "added" if was is MISSING else "removed" if now is MISSING else "changed"
