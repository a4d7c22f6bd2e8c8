"""The blocks of a values.yaml in another order, each with the comments that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import same
from generator.core.edit.spacing import block_start
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, key_name, read
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Sequence


def ordered(text: str, names: Sequence[str], file: str = "") -> str:
    """The text with the blocks of these top-level keys in the order of `names`; others keep their places.

    BlueprintError where blocks depend on their order (anchors and aliases).
    """
    bom = BOM if text.startswith(BOM) else ""
    body = text[len(bom) :]
    document = read(body, file=file)
    root = document.root
    if root.kind != "map" or root.flow:
        return text
    keys = [key_name(key) for key, _ in root.pairs]
    wanted = [name for name in names if name in keys]
    if [key for key in keys if key in wanted] == wanted:
        return text
    if document.aliases or len(set(keys)) < len(keys):
        raise BlueprintError(
            "the services cannot be ordered: blocks share anchors, or a key stands here twice", where=file
        )
    starts = [block_start(body, key.start) for key, _ in root.pairs]
    ends = [*starts[1:], document.limit]
    blocks = {key: body[start:end] for key, start, end in zip(keys, starts, ends, strict=True)}
    queue = iter(wanted)
    order = [next(queue) if key in wanted else key for key in keys]
    pieces = [blocks[key] for key in order]
    # The last block of a file may lack a line break, and others have a blank line after them.
    last = next(i for i, key in enumerate(order) if key == keys[-1])
    if last != len(order) - 1:
        pieces[last], pieces[-1] = _swapped_ends(pieces[last], pieces[-1])
    result = body[: starts[0]] + "".join(pieces) + body[document.limit :]
    if not same(data_of(read(result)), data_of(document)) or sorted(result.splitlines()) != sorted(
        body.splitlines()
    ):
        raise BlueprintError(
            "the services cannot be ordered safely", where=file, hint="The file is unchanged."
        )
    return bom + result


def _swapped_ends(was_last: str, is_last: str) -> tuple[str, str]:
    """The blank lines after two blocks change places: a file ends as it ended."""
    first, second = was_last.rstrip("\r\n"), is_last.rstrip("\r\n")
    return first + is_last[len(second) :], second + was_last[len(first) :]
