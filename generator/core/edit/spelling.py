"""Values that move to another file keep their spelling: quotes, braces or blocks, indented anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import same
from generator.core.edit.splice import Splice, Unplanned, apply
from generator.core.edit.spots import Spots, habits_of, shifted, slots
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, read, walk
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.edit.spots import Slot
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document


def spelled_as(text: str, paths: Sequence[KeyPath], origin: Document) -> str:
    """The text with the values at these paths as `origin` has them, where that says the same here."""
    bom = BOM if text.startswith(BOM) else ""
    document = read(text[len(bom) :])
    splices = [one for path in paths if (one := _splice(document, path, origin))]
    try:
        result = apply(document.text, splices)
        if same(data_of(read(result)), data_of(document)):
            return bom + result
    except (BlueprintError, Unplanned):
        pass
    if len(paths) == 1:
        return text
    for path in paths:
        text = spelled_as(text, [path], origin)
    return text


def _splice(document: Document, path: KeyPath, origin: Document) -> Splice | None:
    """The value of `origin` over the one that is here; None where it cannot be carried as it stands."""
    (*_, there), missing = slots(origin, path)
    (*_, here), missing_here = slots(document, path)
    if missing or missing_here or here.key is None or there.key is None or _is_special(there):
        return None
    old, new = Spots(origin), Spots(document)
    text = origin.text[there.node.body : there.node.end]
    is_inline = not there.node.is_empty and (there.node.flow or there.node.kind == "scalar")
    if is_inline and "\n" not in text and not there.node.is_block_scalar:
        if _is_flow(here) and not _is_flow(there) and there.node.plain:
            return None
        if here.node.is_block_scalar or (here.node.kind != "scalar" and not here.node.flow):
            return Splice(new.head_end(here), here.node.end, f" {text}")
        return Splice(here.node.body, here.node.end, text)
    if _is_flow(here) or _is_flow(there) or habits_of(origin.text) != habits_of(document.text):
        return None
    by = new.column(here.key.start) - old.column(there.key.start)
    first, *rest = origin.text[there.key.end : there.node.end].split("\n")
    lines = [first, *(shifted(line, by) for line in rest)]
    return Splice(here.key.end, here.node.end, "\n".join(lines))


def _is_flow(slot: Slot) -> bool:
    return slot.parent is not None and slot.parent.flow


def _is_special(slot: Slot) -> bool:
    """Whether the value has what means something in its own file alone: anchors, aliases, tags."""
    return any(node.kind == "alias" or node.anchor or node.tag for _, _, node in walk(slot.node))
