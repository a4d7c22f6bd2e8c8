"""One file in three versions: by what it says where it is YAML, by lines where it is not."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from generator.core.merge.documents import merged_documents
from generator.core.merge.lines import lines_went_wrong
from generator.core.merge.merge import CannotMerge
from generator.core.upgrade.form import YAML, says_the_same
from generator.errors import BlueprintError, MissingProgram

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import PurePosixPath
    from typing import TypeAlias

    from generator.core.data import Data
    from generator.core.merge.merge import AtConflicts
    from generator.core.merge.three_way import MergeConflict
    from generator.core.paths import KeyPath

    _Three: TypeAlias = tuple[bytes, bytes, bytes]

_OURS, _SPLIT, _THEIRS = "<<<<<<< ours", "=======", ">>>>>>> theirs"

# Of a key, of some lines, of a file as a whole.
ConflictExtent = Literal["key", "lines", "file"]


class UpgradeConflict(NamedTuple):
    """A place that both sides changed: `line` is in ours, 0 of a file as a whole; `path` of a key."""

    file: PurePosixPath
    line: int
    path: KeyPath
    extent: ConflictExtent
    what: str

    @property
    def sentence(self) -> str:
        """As compilers tell places: values.yaml:12: web.replicas: …"""
        where = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{where}: {self.what}"


class LinesMerged(Protocol):
    """What merging by lines gives: the bytes, and how many conflicts are in them."""

    @property
    def content(self) -> bytes: ...
    @property
    def conflicts(self) -> int: ...


class MergeLines(Protocol):
    """Merges three versions of a text by lines; BlueprintError where that cannot be, as with binary files."""

    def __call__(
        self, base: bytes, ours: bytes, theirs: bytes, *, at_conflicts: AtConflicts
    ) -> LinesMerged: ...


class FileVersions(NamedTuple):
    """A file as it was generated, as it is, and as it would be generated now; None where there is none."""

    base: bytes | None
    ours: bytes | None
    theirs: bytes | None


class FileMerging(NamedTuple):
    """How a file is merged: by what by lines, what stands at conflicts, and what is decided of keys."""

    merge_lines: MergeLines
    at_conflicts: AtConflicts = "ours"
    decided: Mapping[KeyPath, Data] = MappingProxyType({})


class MergedFile(NamedTuple):
    """What a file becomes, None where it goes; its conflicts; and what is worth telling."""

    content: bytes | None
    conflicts: tuple[UpgradeConflict, ...] = ()
    notes: tuple[str, ...] = ()


def merged_file(path: PurePosixPath, versions: FileVersions, how: FileMerging) -> MergedFile:
    """Merge three versions of one file; at conflicts stands ours, theirs, or both between markers."""
    base, ours, theirs = versions
    if theirs in (ours, base):
        return MergedFile(ours)
    if ours == base:
        return MergedFile(theirs)
    if ours is None:
        assert base is not None
        is_news = theirs is not None and not says_the_same(path, base, theirs)
        return MergedFile(None, (), (f"{path} was deleted here: what is new in it is left out",) * is_news)
    if theirs is None:
        assert base is not None
        if says_the_same(path, base, ours):
            return MergedFile(None)
        what = "the blueprint has this file no longer, and it was edited here"
        return _whole(path, ours, None, how, what)
    if says_the_same(path, ours, theirs):
        return MergedFile(ours)
    if base is None:
        if how.at_conflicts == "markers":
            return _by_lines(path, (b"", ours, theirs), how)
        return _whole(path, ours, theirs, how, "this file was added here, and by the blueprint")
    if path.suffix in YAML and (found := _by_keys(path, (base, ours, theirs), how)):
        return found
    if says_the_same(path, base, ours):
        return MergedFile(theirs)
    if says_the_same(path, base, theirs):
        return MergedFile(ours)
    return _by_lines(path, (base, ours, theirs), how)


def _whole(path: PurePosixPath, ours: bytes, theirs: bytes | None, how: FileMerging, what: str) -> MergedFile:
    content = theirs if how.at_conflicts == "theirs" else ours
    return MergedFile(content, (UpgradeConflict(path, 0, (), "file", what),))


# ── YAML ────────────────────────────────────────────────────────────────────────────────────────


def _by_keys(path: PurePosixPath, versions: _Three, how: FileMerging) -> MergedFile | None:
    """Merged by what it says, document by document; None where that cannot be."""
    try:
        texts = [one.decode("utf-8") for one in versions]
    except UnicodeDecodeError:
        return None
    try:
        merged = merged_documents(*texts, file=str(path), at_conflicts=how.at_conflicts, decided=how.decided)
    except CannotMerge:
        return None
    # A key does not say of which document it is.
    extent: ConflictExtent = "lines" if merged.documents > 1 else "key"
    conflicts = (_of_key(path, one, sentence, extent) for one, sentence in merged.conflicts)
    return MergedFile(merged.text.encode(), tuple(conflicts), merged.notes)


def _of_key(
    path: PurePosixPath, one: MergeConflict, sentence: str, extent: ConflictExtent
) -> UpgradeConflict:
    where, _, what = sentence.partition(": ")
    number = where.removeprefix(f"{path}:")
    return UpgradeConflict(path, int(number) if number.isdigit() else 0, one.path, extent, what)


# ── lines ───────────────────────────────────────────────────────────────────────────────────────


def _by_lines(path: PurePosixPath, versions: _Three, how: FileMerging) -> MergedFile:
    _, ours, theirs = versions
    has_returns = b"\r\n" in ours
    base, mine, new = (one.replace(b"\r\n", b"\n") for one in versions)
    try:
        marked = how.merge_lines(base, mine, new, at_conflicts="markers")
        content = marked.content
        if marked.conflicts and how.at_conflicts != "markers":
            content = how.merge_lines(base, mine, new, at_conflicts=how.at_conflicts).content
    except MissingProgram:
        raise
    except BlueprintError:
        return _whole(path, ours, theirs, how, "this was changed here, and by the blueprint")
    is_clean_yaml = path.suffix in YAML and not marked.conflicts
    if is_clean_yaml and (wrong := lines_went_wrong((base, mine, new), content)):
        return _whole(path, ours, theirs, how, wrong)
    conflicts = tuple(_hunks(path, marked.content)) if marked.conflicts else ()
    return MergedFile(content.replace(b"\n", b"\r\n") if has_returns else content, conflicts)


def _hunks(path: PurePosixPath, marked: bytes) -> Iterator[UpgradeConflict]:
    """The conflicts in a text with markers, each with its first line in ours."""
    line, side = 1, "both"
    for text in marked.decode("utf-8", "replace").split("\n"):
        if text == _OURS and side == "both":
            what = "these lines were changed here, and by the blueprint"
            yield UpgradeConflict(path, line, (), "lines", what)
            side = "ours"
        elif text == _SPLIT and side == "ours":
            side = "theirs"
        elif text == _THEIRS and side == "theirs":
            side = "both"
        elif side != "theirs":
            line += 1
