"""Files of several YAML documents: each merges with those at its place, by what it says."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generator.core.merge.merge import CannotMerge, merged_values
from generator.core.merge.report import told
from generator.core.yaml.split import split_documents

if TYPE_CHECKING:
    from collections.abc import Mapping

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

    Raises CannotMerge, too, where one version has more documents than another.
    """
    parts = [split_documents(one) for one in (base, ours, theirs)]
    if len({len(one) for one in parts}) != 1:
        raise CannotMerge("one side has more documents than the other")
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
