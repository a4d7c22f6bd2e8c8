"""A file as the blocks of its top-level keys: many of them come or go on one reading of the file.

What a block is edited by needs to see no more than its neighbours. Who asks proves the result as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.edit.add import Additions
from generator.core.edit.guard import check
from generator.core.edit.request import Request
from generator.core.edit.spacing import are_set_off, block_start
from generator.core.edit.splice import Unplanned, apply
from generator.core.edit.spots import Slot
from generator.core.yaml.document import key_name, line_start, read
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.core.data import Data
    from generator.core.yaml.document import Document


def blocks_of(document: Document) -> dict[str, str] | None:
    """The text cut before the comments of each top-level key; "" is what stands before the first.

    None where blocks depend on each other, or not all of the text is one of them.
    """
    root, text = document.root, document.text
    if root.kind != "map" or root.flow or document.aliases or "<<" in text or document.limit < len(text):
        return None
    names = [key_name(key) for key, _ in root.pairs]
    if len(set(names)) < len(names) or "" in names or not text.endswith("\n"):
        return None
    starts = [block_start(text, key.start) for key, _ in root.pairs]
    cut = {"": text[: starts[0]]}
    for name, start, end in zip(names, starts, [*starts[1:], len(text)], strict=True):
        cut[name] = text[start:end]
    return cut


def without_blocks(blocks: Mapping[str, str], gone: Mapping[str, Callable[[str], str]]) -> str | None:
    """The text of all blocks but those that are `gone`, each by what removes it from a text of neighbours.

    None where one of them takes of its neighbours more than what it was set off by.
    """
    names, kept, stays = list(blocks), [""], False
    for place, name in enumerate(names):
        if name not in gone:
            kept.append(blocks[name])
            stays = stays or bool(name)
            continue
        above = kept.pop()
        below = blocks[names[place + 1]] if place + 1 < len(names) else ""
        # A neighbour is needed: a map that has nothing else is written in another way.
        if (names[place + 1 : place + 2] or [""])[0] in gone:
            below = ""
        if not stays and not below:
            return None
        try:
            text = gone[name](above + blocks[name] + below)
        except BlueprintError:
            return None
        if not text.endswith(below):
            return None
        kept.append(text[: len(text) - len(below)])
    return "".join(kept)


def with_new_keys(text: str, new: Mapping[str, Data]) -> str | None:
    """The text with new keys at its end, in its style, set off by blank lines where its blocks are.

    None where that is better done one by one.
    """
    if not new:
        return text
    document = read(text)
    if document.root.kind != "map" or document.root.flow or not document.root.pairs:
        return None
    planner, slot, is_set_off = Additions(document), Slot(document.root), are_set_off(document)
    try:
        check(document, Request("set", (next(iter(new)),), next(iter(new.values()))), "")
        splices = [splice for key, value in new.items() for splice in planner.add_entry(slot, key, value)]
        at = splices[0].start
        above = text[line_start(text, at - 1) : at].strip()
        gap = planner.eol if is_set_off else ""
        first = planner.eol if above and (is_set_off or above.startswith("#")) else ""
        return apply(text, [splices[0]._replace(text=first + gap.join(one.text for one in splices))])
    except (Unplanned, BlueprintError):
        return None
