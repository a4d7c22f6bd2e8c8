"""What a merge solved where both sides touched one mapping or list: no conflict, but worth a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import MISSING, map_or_empty, resolved_path
from generator.core.identity import item_of
from generator.core.merge.three_way import is_set, same_any_order, shared_names
from generator.core.paths import format_path
from generator.core.upgrade.form import YAML
from generator.core.words import first_few
from generator.core.yaml.data import values_of_text
from generator.core.yaml.document import BOM, locate, read
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.paths import KeyPath, Segment
    from generator.core.upgrade.file_merge import FileVersions

_MOST = 4


class Solved(NamedTuple):
    """What both sides changed: its lines in base, ours and theirs (0: not there), and the rule."""

    file: PurePosixPath
    path: KeyPath
    lines: tuple[int, int, int]
    rule: str

    @property
    def sentence(self) -> str:
        base, ours, theirs = (one or "–" for one in self.lines)
        where = f"{self.file}:{ours} (base {base}, theirs {theirs})"
        return f"{where}: {format_path(self.path) or 'the file'}: {self.rule}"


def solved(versions: Mapping[PurePosixPath, FileVersions]) -> list[Solved]:
    """What was solved in each file of YAML that was merged; texts that are merged by lines tell nothing."""
    found: list[Solved] = []
    for path, one in versions.items():
        if path.suffix in YAML and None not in one and len({*one}) == len(one):
            found += _in_file(path, one)
    return found


def _in_file(path: PurePosixPath, versions: FileVersions) -> list[Solved]:
    try:
        texts = [(one or b"").decode().removeprefix(BOM).replace("\r\n", "\n") for one in versions]
        data = [values_of_text(text) for text in texts]
        documents = [read(text) for text in texts]
    except (UnicodeDecodeError, BlueprintError):
        return []
    found = []
    for place, rule in _meetings(data[0], data[1], data[2], ()):
        positions = [
            locate(document, resolved_path(values, place))
            for document, values in zip(documents, data, strict=True)
        ]
        base, ours, theirs = (one.line if one else 0 for one in positions)
        found.append(Solved(path, place, (base, ours, theirs), rule))
    return found


def _meetings(base: Data, ours: Data, theirs: Data, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """The places that both sides changed, from the top, and how each is solved; conflicts are none."""
    if same_any_order(ours, base) or same_any_order(theirs, base):
        return
    if same_any_order(ours, theirs):
        yield path, "both say the same now"
        return
    entries = _entries(base, ours, theirs)
    if entries is None:
        lists = (base, ours, theirs)
        if is_set(path) and all(isinstance(one, list) or one is MISSING for one in lists):
            yield path, "what either side added or removed"
        return
    mine = [key for key, (was, now, _) in entries.items() if not same_any_order(was, now)]
    new = [key for key, (was, _, now) in entries.items() if not same_any_order(was, now)]
    apart = [one for one in mine if one not in new], [one for one in new if one not in mine]
    if apart[0] and apart[1]:
        yield path, f"ours changed {_named(apart[0])}, theirs {_named(apart[1])}"
    for key in mine:
        if key in new:
            yield from _meetings(*entries[key], (*path, key))


def _named(keys: list[Segment]) -> str:
    return first_few([format_path((one,)) for one in keys], _MOST)


def _entries(base: Data, ours: Data, theirs: Data) -> dict[Segment, tuple[Data, Data, Data]] | None:
    """Entries of maps, or items that a name tells apart, of three versions; None of anything else."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        old = map_or_empty(base)
        keys = {**old, **ours, **theirs}
        return {
            one: (old.get(one, MISSING), ours.get(one, MISSING), theirs.get(one, MISSING)) for one in keys
        }
    names = shared_names(base, ours, theirs)
    if names is None or not isinstance(ours, list) or not isinstance(theirs, list):
        return None
    lists = [one if isinstance(one, list) else [] for one in (base, ours, theirs)]
    known = [{item_of(one, names): one for one in items} for items in lists]
    return {
        one: (known[0].get(one, MISSING), known[1].get(one, MISSING), known[2].get(one, MISSING))
        for one in {**known[0], **known[1], **known[2]}
    }
