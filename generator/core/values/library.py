"""How the templates of our charts lay one layer of a service's values over another.

The rules of `workload.merge`: maps merge, everything else replaces, null says nothing; of what excludes
each other the later stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import only_place
from generator.core.paths import Item

if TYPE_CHECKING:
    from generator.core.data import Data, Values
    from generator.core.paths import KeyPath

_HANDLERS = frozenset(("exec", "grpc", "httpGet", "sleep", "tcpSocket"))
_HOOKS = ("preStop", "postStart")


def overlaid(below: Values, above: Values) -> dict[str, Data]:
    """One layer over what lies below it; no argument is changed."""
    result = dict(below)
    for key, new in above.items():
        if isinstance(new, dict):
            old = result.get(key)
            kept = _kept(key, old, new) if isinstance(old, dict) else {}
            result[key] = overlaid(kept, new)
        elif new is not None:
            result[key] = new
    return result


def _kept(key: str, old: Values, new: Values) -> Values:
    gone = [name for name in old if excludes(key, new, name)]
    if "valueFrom" in gone and key != "valueFrom" and not isinstance(old["valueFrom"], dict):
        gone.remove("valueFrom")
    return {name: value for name, value in old.items() if name not in gone} if gone else old


def excludes(key: str, new: Values, name: str) -> bool:
    """Whether the map `new` under `key` removes `name` from the map that it is laid over."""
    if name in new and name not in ("value", "valueFrom"):
        return False
    if key.endswith("Probe") or key in _HOOKS:
        return name in _HANDLERS and not _HANDLERS.isdisjoint(new)
    if key == "valueFrom":
        return name not in new
    if isinstance(new.get("valueFrom"), dict):
        return name == "value"
    return name == "valueFrom" and "value" in new


def deciding_in_library(data: Data, path: KeyPath) -> int | None:
    """As data.deciding, for a layer of ours: what excludes the value decides it, too."""
    for depth, step in enumerate(path):
        if isinstance(data, list) and isinstance(step, Item):
            place = only_place(data, step)
            if place is None:
                return depth
            data = data[place]
        elif isinstance(data, dict):
            if step not in data:
                key = str(path[depth - 1]) if depth else ""
                return depth if depth and excludes(key, data, str(step)) else None
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return depth
    return len(path)
