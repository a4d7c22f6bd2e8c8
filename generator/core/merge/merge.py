"""Three versions of a values file become one, proven: the text that is made says what the data become."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from generator.core.data import MISSING
from generator.core.edit.edits import Edit, edited
from generator.core.helm.chart_file import VALUES_FILE
from generator.core.identity import item_of
from generator.core.merge.aliases import as_they_are_written, as_written
from generator.core.merge.markers import with_markers
from generator.core.merge.three_way import is_blank, same_any_order, shared_names, three_way
from generator.core.merge.weave import woven
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, read, repeated_keys
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.core.data import Data
    from generator.core.merge.aliases import Written
    from generator.core.merge.three_way import MergeConflict
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document


# What stands where both sides changed the same.
AtConflicts: TypeAlias = Literal["ours", "theirs", "markers"]


class MergedText(NamedTuple):
    """The text, and all conflicts in the order of the data."""

    text: str
    conflicts: tuple[MergeConflict, ...]


class CannotMerge(BlueprintError):
    """Versions that cannot be merged by what they say: one is no map of values, or no text can say it."""


def merged_values(
    base: str,
    ours: str,
    theirs: str,
    *,
    at_conflicts: AtConflicts = "ours",
    decided: Mapping[KeyPath, Data] = MappingProxyType({}),
) -> MergedText:
    """Merge three versions of a values file; at conflicts stands one side, or both between git's markers.

    `decided` has what stands at single places where there would be a conflict, MISSING for nothing.
    Raises CannotMerge where one of them is not a map in block style that Helm reads, or has a key twice.
    """
    texts = [one.removeprefix(BOM).replace("\r\n", "\n") for one in (base, ours, theirs)]
    if texts[1] == texts[2] or texts[0] == texts[2]:
        return MergedText(ours, ())
    if texts[0] == texts[1]:
        return MergedText(theirs, ())
    ends = [one.endswith("\n") for one in texts]
    whole = [one if one.endswith("\n") else f"{one}\n" for one in texts]
    documents = [mergeable(whole[0], may_be_blank=True), *map(mergeable, whole[1:])]
    versions = (data_of(one) for one in documents)
    wanted = three_way(*versions, favours_theirs=at_conflicts == "theirs", decided=decided)
    made = (woven(*documents), documents[1].text)
    as_is = as_they_are_written(documents, wanted, favours_theirs=at_conflicts == "theirs", decided=decided)
    text = next(filter(None, (_text_written(one, as_is) for one in made)), None) if as_is else None
    conflicts = wanted.conflicts if text is None or as_is is None else as_is.conflicts
    text = text or next(filter(None, (text_saying(one, wanted.data) for one in made)), None)
    if text is None:
        raise CannotMerge("no text was found that says what the versions become")
    if at_conflicts == "markers":
        text = with_markers(text, documents[2].text, conflicts)
    if not (ends[1] if ends[0] == ends[2] else ends[2]):
        text = text.removesuffix("\n")
    text = text.replace("\n", "\r\n") if "\r\n" in ours else text
    return MergedText((BOM if ours.startswith(BOM) else "") + text, conflicts)


def mergeable(text: str, *, may_be_blank: bool = False) -> Document:
    """A text that can be merged; CannotMerge where it is no map in block style, or has a key twice.

    A blank one has comments at most, or `{}`, as a values file that nobody has filled yet.
    """
    try:
        document = read(text)
        data_of(document)
    except BlueprintError as error:
        raise CannotMerge(error.what, where=error.where) from error
    root = document.root
    if may_be_blank and is_blank(data_of(document)) and root.kind != "seq":
        return document
    if root.kind != "map" or root.flow or not root.pairs:
        raise CannotMerge("this is no map of values in block style")
    if found := next(repeated_keys(root), None):
        raise CannotMerge(f"{found[0][-1]} stands twice")
    return document


def text_saying(text: str, wanted: Data) -> str | None:
    """The text, edited where it does not say what is wanted; None where that cannot be."""
    try:
        document = read(text)
        if next(repeated_keys(document.root), None):
            return None
        said = data_of(document)
        if same_any_order(said, wanted):
            return text
        errors: list[BlueprintError] = []
        text = edited(text, list(_edits(said, wanted)), errors)
        return text if not errors and same_any_order(data_of(read(text)), wanted) else None
    except BlueprintError:
        return None


def _text_written(text: str, wanted: Written) -> str | None:
    """As `text_saying`, with aliases as they are wanted."""
    try:
        document = read(text)
        if next(repeated_keys(document.root), None):
            return None
        if not wanted.is_said_by(document):
            errors: list[BlueprintError] = []
            text = edited(text, list(_edits(as_written(document.root), wanted.data)), errors)
            document = read(text)
            if errors or not wanted.is_said_by(document):
                return None
        data_of(document)  # which Helm may refuse
    except BlueprintError:
        return None
    return text


def _edits(said: Data, wanted: Data, path: KeyPath = ()) -> Iterator[Edit]:
    """The edits that make values say what is wanted, as far down as they can be."""
    if same_any_order(said, wanted):
        return
    if isinstance(said, dict) and isinstance(wanted, dict) and (wanted or not path):
        for key in said:
            if key not in wanted:
                yield Edit(VALUES_FILE, "delete", (*path, key), prune=False, shared=True)
        for key, value in wanted.items():
            yield from _edits(said.get(key, MISSING), value, (*path, key))
        return
    pairs = _same_items(said, wanted)
    if pairs is None:
        yield Edit(VALUES_FILE, "set", path, wanted, shared=True)
        return
    for place, (one, other) in enumerate(pairs):
        yield from _edits(one, other, (*path, place))


def _same_items(said: Data, wanted: Data) -> list[tuple[Data, Data]] | None:
    """Two lists of the same named items, side by side as the first has them; None of anything else."""
    names = shared_names(said, wanted)
    if names is None or len(said) != len(wanted):
        return None
    known = {item_of(one, names): one for one in wanted}
    pairs = [(one, known.get(item_of(one, names), MISSING)) for one in said]
    return None if any(other is MISSING for _, other in pairs) else pairs
