"""Files of several YAML documents: each merges with those at its place, by what it says."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import MISSING, value_at
from generator.core.merge.merge import CannotMerge, merged_values
from generator.core.merge.report import told
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, read
from generator.core.yaml.split import split_documents
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.core.data import Data
    from generator.core.merge.merge import AtConflicts
    from generator.core.merge.three_way import MergeConflict
    from generator.core.paths import KeyPath


class MergedDocuments(NamedTuple):
    """The text; conflicts in its order, each with its sentence; what else is told; its documents.

    A key does not say of which document it is: lines of sentences do.
    """

    text: str
    conflicts: tuple[tuple[MergeConflict, str], ...]
    notes: tuple[str, ...]
    documents: int

    @property
    def sentences(self) -> list[str]:
        """What is told of all of it, conflicts first."""
        return [*(sentence for _, sentence in self.conflicts), *self.notes]


def merged_documents(
    base: str,
    ours: str,
    theirs: str,
    *,
    file: str,
    at_conflicts: AtConflicts = "ours",
    decided: Mapping[KeyPath, Data] = MappingProxyType({}),
) -> MergedDocuments:
    """Merge three versions of a file document by document, as `merged_values` does; `file` is its name.

    Raises CannotMerge, too, where one version has more documents than another, or in another order.
    """
    parts = [split_documents(one) for one in (base, ours, theirs)]
    if len({len(one) for one in parts}) != 1:
        raise CannotMerge("one side has more documents than the other")
    if len(parts[0]) > 1 and _have_moved(parts):
        raise CannotMerge("one side has the documents in another order")
    made, above = "", 0
    conflicts: list[tuple[MergeConflict, str]] = []
    notes: list[str] = []
    for old, mine, new in zip(*parts, strict=True):
        merged = merged_values(old, mine, new, at_conflicts=at_conflicts, decided=decided)
        is_alone = mine in (new, old) or old == new
        says = [] if is_alone else told(merged, old, mine, new, file=file, above=above)
        conflicts += zip(merged.conflicts, says, strict=False)
        notes += says[len(merged.conflicts) :]
        made += merged.text
        above += mine.count("\n")
    return MergedDocuments(made, tuple(conflicts), tuple(notes), len(parts[0]))


def _have_moved(versions: Sequence[Sequence[str]]) -> bool:
    """Whether a document that says which object it is stands at another place in another version."""
    places: dict[tuple[str, ...], int] = {}
    for documents in versions:
        names = [_object(one) for one in documents]
        for place, name in enumerate(names):
            if name and names.count(name) == 1 and places.setdefault(name, place) != place:
                return True
    return False


def _object(text: str) -> tuple[str, ...]:
    """The kind and name of the object that a document is; () where it does not say."""
    try:
        data = data_of(read(text.removeprefix(BOM)))
    except BlueprintError:
        return ()
    said = [value_at(data, path) for path in (("kind",), ("metadata", "namespace"), ("metadata", "name"))]
    return tuple(map(str, said)) if said[0] is not MISSING else ()
