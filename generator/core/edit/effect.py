"""What Helm must read after an edit: the data that it read before, with the edit made in them.

Where nothing is shared, the nodes say it all. An alias or a merge (`<<`) can let an edit show in a second
place, or hide it: then the data are compared, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, same, value_at
from generator.core.edit.data_edits import Blocked, data_with, data_without
from generator.core.edit.intent import Unproven
from generator.core.edit.request import taken
from generator.core.yaml.data import data_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.data import Data
    from generator.core.edit.request import Request
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document


_HIDDEN = "a merge (<<) would hide the value"
_SHOWN = "Helm would read more than the edit says: an alias or a merge (<<) shows it elsewhere"


def prove_effect(before: Document, after: Document, request: Request) -> None:
    """Raise Unproven unless Helm reads what the edit says, there and everywhere else."""
    prove_effects(before, after, [request])


def prove_effects(before: Document, after: Document, requests: Sequence[Request]) -> None:
    """The same of several edits, whose paths mean the text before the first of them."""
    # Of what is shared the nodes tell: it is the anchored value alone that has changed.
    if not (shares(before) or shares(after)) or any(one.shared for one in requests):
        return
    is_set = all(one.op in ("set", "append", "insert") for one in requests)
    try:
        wanted = data_of(before)
        for one in requests:
            wanted = _effect(wanted, one, taken(before, one))
    except Blocked as error:
        raise Unproven(_HIDDEN) from error
    if not same(data_of(after), wanted):
        raise Unproven(_HIDDEN if is_set else _SHOWN)


def is_read(document: Document, request: Request) -> bool:
    """Whether what a set asks for, and stands there already, is what Helm reads there."""
    return not shares(document) or same(value_at(data_of(document), request.path), request.value)


def shares(document: Document) -> bool:
    """Whether anything may stand for more than itself."""
    return bool(document.aliases) or "<<" in document.text


def _effect(data: Data, request: Request, gone: KeyPath) -> Data:
    op, path, value = request.op, request.path, request.value
    if op == "set":
        return data_with(data, path, value)
    if op == "insert":
        return data_with(data, path, value, insert=True)
    old = value_at(data, path)
    if op == "append":
        if not (old is MISSING or old is None or isinstance(old, list)):
            raise Blocked
        return data_with(data, path, [*(old or []), value])
    if op == "rename":
        return data_with(data_without(data, path), (*path[:-1], value), old)
    data = data_without(data, gone)
    return data if op == "delete" else data_with(data, value, old, insert=True)
