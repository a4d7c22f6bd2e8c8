"""`moved` and `removed` of platform.yaml: what the commands that rename and remove write there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.edit.edits import Edit
from generator.core.platform.file import PLATFORM_FILE
from generator.core.platform.history import MOVED, REMOVED

if TYPE_CHECKING:
    from generator.core.data import Data
    from generator.core.values.model import ValuesModel


def remember_move(model: ValuesModel, old: str, new: str) -> list[Edit]:
    """The edits of platform.yaml that say what a service is called now; none where there is no such file.

    A move back takes the entry away: nobody has to know of either.
    """
    if model.platform is None:
        return []
    moved = model.platform.history.moved
    back = [at for at, move in enumerate(moved) if (move.old, move.new) == (new, old)]
    if back:
        path = (MOVED, back[0]) if len(moved) > 1 else (MOVED,)
        return [Edit(PLATFORM_FILE, "delete", path, comment=len(moved) == 1)]
    return _appended(MOVED, len(moved), {"from": old, "to": new, **_since(model)})


def remember_removal(model: ValuesModel, name: str) -> list[Edit]:
    """The edits of platform.yaml that say that a service is gone; none where there is no such file."""
    if model.platform is None or model.platform.history.is_removed(name):
        return []
    return _appended(REMOVED, len(model.platform.history.removed), {"service": name, **_since(model)})


def _appended(key: str, count: int, entry: Data) -> list[Edit]:
    if count:
        return [Edit(PLATFORM_FILE, "set", (key, count), entry)]
    return [Edit(PLATFORM_FILE, "set", (key,), [entry])]


def _since(model: ValuesModel) -> dict[str, Data]:
    version = model.charts[1].version
    return {"since": version} if version else {}
