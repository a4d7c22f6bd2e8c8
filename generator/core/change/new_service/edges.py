"""Who calls a new service, and whom it calls: entries of connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.change.connections import refuse_unknown_service
from generator.core.change.new_service.places import key_below, services_in
from generator.core.change.new_service.stores import connections_of
from generator.core.data import map_or_empty, same, value_at
from generator.core.edit.blocks import insert_block
from generator.core.edit.edit import EditRefused, edit
from generator.core.graph.ports import ports_of
from generator.core.helm.chart_file import VALUES_FILE
from generator.core.words import did_you_mean
from generator.core.yaml.data import values_of_text
from generator.core.yaml.document import BOM, child, line_end, line_start, read
from generator.core.yaml.render import in_flow, key
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel


def spelled_as_others(model: ValuesModel, calls: Iterable[str]) -> tuple[str, ...]:
    """The calls, checked: a service that there is, a port that it has; without one, the one that others name.

    BlueprintError with what was probably meant.
    """
    return tuple(_spelled(model, call) for call in calls)


def _spelled(model: ValuesModel, call: str) -> str:
    name, colon, port = call.partition(":")
    refuse_unknown_service(model, name)
    ports = ports_of(map_or_empty(model.effective(None, (name,))))
    if colon:
        if port not in ports:
            raise BlueprintError(f'{name} has no port "{port}"', hint=did_you_mean(port, ports))
        return call
    if len(ports) < 2:
        return call
    others = (str(one) for calls in connections_of(model).values() for one in calls)
    return next((one for one in others if one.startswith(f"{name}:")), call)


def with_edges(
    model: ValuesModel, text: str, new: Sequence[tuple[str, Sequence[str], str]], callers: Mapping[str, str]
) -> str:
    """values.yaml with new entries of connections, and with what callers call added.

    `new` are services with what each calls and which service it stands below; `callers` says of services that
    are there what each calls besides.
    """
    order = services_in(model, VALUES_FILE)
    path = ("connections",) if "connections" in model.source(VALUES_FILE).data else ("global", "connections")
    # The key that holds them is edited by itself: of a file of thousands of lines it is a part.
    head, block, tail = _cut(text, path[0])
    for name, called, after in new:
        if called:
            block = _with_entry(block, path, name, list(called), order=order, after=after)
    for caller, call in callers.items():
        if caller in _entries(block, path):
            block = edit(block, "append", (*path, caller), call)
        else:
            block = _with_entry(block, path, caller, [call], order=order, after=caller)
    result = f"{head}{block}{tail}"
    expected = {**values_of_text(text), **values_of_text(block)}
    if not same(values_of_text(result), expected):
        raise EditRefused("connections cannot be edited here", where=str(VALUES_FILE))
    return result


def _cut(text: str, name: str) -> tuple[str, str, str]:
    """What stands before the block of a top-level key, the block, and what stands behind it."""
    document = read(text.removeprefix(BOM))
    found = child(document.root, name) if document.root.kind == "map" and not document.root.flow else None
    key, node = found or (None, None)
    if key is None or node is None or document.aliases:
        return "", text, ""
    bom = text[: len(text) - len(document.text)]
    start, end = line_start(document.text, key.start), line_end(document.text, max(node.end - 1, key.end)) + 1
    return bom + document.text[:start], document.text[start:end], document.text[end:]


def _with_entry(
    text: str, path: KeyPath, name: str, calls: list[str], *, order: Sequence[str], after: str
) -> str:
    keys = list(_entries(text, path))
    below = key_below(keys, order, after) or (keys[-1] if keys else "")
    if below:
        try:
            block = f"{key(name)}: {_list(calls)}\n"
            return insert_block(text, block, (*path, below))
        except EditRefused:
            pass  # a map in braces takes a new entry at its end
    return edit(text, "set", (*path, name), calls)


def _list(calls: Iterable[str]) -> str:
    """A list in brackets; what has a colon is quoted, as everywhere in our files."""
    return "[" + ", ".join(in_flow(one, '"' if ":" in one else "") for one in calls) + "]"


def _entries(text: str, path: KeyPath) -> dict[str, Data]:
    return map_or_empty(value_at(values_of_text(text), path))
