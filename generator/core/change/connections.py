"""Connections that come and go: the edge from one service to another, where the platform keeps its edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.changes import Change, changes_between
from generator.core.data import map_at, map_or_empty, value_at
from generator.core.edit.blocks import insert_block
from generator.core.edit.edits import Edit, changes_of
from generator.core.edit.guard import EditRefused
from generator.core.graph.calls import CALL_PLACES, Call, calls_in
from generator.core.graph.known import known_as
from generator.core.graph.ports import connection_variables, host_of, main_port, ports_of
from generator.core.helm.chart_file import VALUES_FILE
from generator.core.paths import format_path
from generator.core.report.services import listed_services
from generator.core.tree import text_of
from generator.core.words import did_you_mean, nearest
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePosixPath

    from generator.core.data import Data, Values
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel


class FiledCall(NamedTuple):
    """A connection, and the file that states it."""

    file: PurePosixPath
    call: Call


def filed_calls(model: ValuesModel) -> Iterator[FiledCall]:
    """Every connection that a values file of the platform states."""
    for file in model.all_files:
        for call in calls_in(model.source(file).data if file in model.tree else {}):
            yield FiledCall(file, call)


def place_of_call(model: ValuesModel, one: FiledCall) -> str:
    """Where it stands: `values.yaml:14`."""
    position = model.source(one.file).position(one.call.path)
    return f"{one.file}:{position.line}" if position else str(one.file)


def refuse_unknown_service(model: ValuesModel, *names: str) -> None:
    """BlueprintError where a name is no service of this umbrella, or where its charts know no connections."""
    services = [key for key, chart in model.subcharts.items() if chart.kind == "service"]
    if not services:
        raise BlueprintError(
            "connections are for the workload charts of helm-blueprint, and this umbrella has none",
            hint="Its charts have values of their own for whom they call.",
        )
    for name in names:
        if name not in services:
            raise BlueprintError(f'there is no service "{name}"', hint=did_you_mean(name, services))


def refuse_connection(model: ValuesModel, caller: str, callee: str, port: str) -> None:
    """BlueprintError where the charts would refuse it, or it would do nothing."""
    refuse_unknown_service(model, caller, callee)
    names: dict[str, Data] = {}
    for environment in (None, *model.environments):
        names.update(ports_of(map_or_empty(model.effective(environment, (callee,)))))
    if not names:
        hint = f"Give it one: helm blueprint values set {callee}.ports.http=8080"
        raise BlueprintError(f"{callee} has no port, so nobody can call it", hint=hint)
    if port and port not in names:
        near = nearest(port, names)
        hint = f'Did you mean "{near}"?' if near else ""
        raise BlueprintError(f'{callee} has no port "{port}": it has {", ".join(names)}', hint=hint)
    if caller == callee and not _is_several(model, caller):
        raise BlueprintError(
            f"{caller} would call itself, and has no members that could: it runs as one pod everywhere",
            hint="A service calls itself where its members talk to each other, as those of a cluster do.",
        )


def _is_several(model: ValuesModel, name: str) -> bool:
    """Whether a service is, anywhere, more than one pod."""
    listed = next(one for one in listed_services(model) if one.name == name)
    return any(found.enabled and found.most not in (0, 1) for found in listed.replicas.values())


def existing_call(model: ValuesModel, caller: str, callee: str, port: str) -> FiledCall | None:
    """The connection in values.yaml that is this one already: of the same port, named or meant."""
    main = main_port(ports_of(map_or_empty(model.effective(None, (callee,)))))
    for one in filed_calls(model):
        call = one.call
        is_edge = (call.caller, call.callee) == (caller, callee)
        if one.file == VALUES_FILE and is_edge and (call.port or main) == (port or main):
            return one
    return None


def calls_between(model: ValuesModel, caller: str, callee: str, port: str = "") -> list[FiledCall]:
    """The connections from one service to another, of one port where it is named, in every file.

    BlueprintError where there is none.
    """
    refuse_unknown_service(model, caller, callee)
    calls = [one for one in filed_calls(model) if one.call.caller == caller]
    found = [one for one in calls if one.call.callee == callee and port in ("", one.call.port)]
    if not found:
        spelling = f"{callee}:{port}" if port else callee
        others = ", ".join(dict.fromkeys(one.call.spelling for one in calls))
        hint = f"It connects to {others}." if others else "It connects to nothing."
        raise BlueprintError(f"{caller} does not connect to {spelling}", hint=hint)
    return found


def with_call(model: ValuesModel, caller: str, callee: str, port: str) -> tuple[Change, ...]:
    """The change of values.yaml that connects two services, in the place and the style of its neighbours."""
    data = model.source(VALUES_FILE).data
    place = next(
        (one for one in CALL_PLACES if caller in map_or_empty(value_at(data, one))),
        next((one for one in CALL_PLACES if value_at(data, one)), CALL_PLACES[0]),
    )
    stated = value_at(data, (*place, caller))
    spelling = f"{callee}:{port}" if port else callee
    if isinstance(stated, list) and stated:
        return changes_of(model.tree, [Edit(VALUES_FILE, "set", (*place, caller, len(stated)), spelling)])
    whole = Edit(VALUES_FILE, "set", (*place, caller), [spelling])
    if caller in map_or_empty(value_at(data, place)):
        return changes_of(model.tree, [whole])
    quoted = f'"{spelling}"' if port else spelling
    block = f"{caller}: [{quoted}]"
    neighbour: KeyPath
    if graph := map_or_empty(value_at(data, place)):
        neighbour = (*place, _neighbour(model, caller, graph))
    else:
        above = map_at(data, str(place[0]))
        if place[-1] in above or not above:
            return changes_of(model.tree, [whole])
        neighbour, block = (*place[:-1], next(reversed(above))), f"{place[-1]}:\n  {block}"
    text = text_of(model.tree[VALUES_FILE], str(VALUES_FILE))
    try:
        after = insert_block(text, block, neighbour, file=str(VALUES_FILE))
    except EditRefused:
        return changes_of(model.tree, [whole])
    return changes_between(model.tree, {VALUES_FILE: after.encode()})


def _neighbour(model: ValuesModel, caller: str, graph: Values) -> str:
    """The caller below which a new one stands: the nearest before it in Chart.yaml, else the last one."""
    order = list(model.subcharts)
    before = [name for name in order[: order.index(caller)] if name in graph]
    return before[-1] if before else list(graph)[-1]


def variables_of(model: ValuesModel, callee: str, port: str) -> dict[str, Data]:
    """The variables that a caller gets where the release is named as the chart, by values.yaml."""
    values = map_or_empty(model.effective(None, (callee,)))
    ports = ports_of(values)
    host = host_of(object_name(model, callee), values, ports, model.subcharts[callee].type)
    return connection_variables(known_as(model.declared(None), callee), host, ports, port)


def object_name(model: ValuesModel, name: str, environment: str | None = None) -> str:
    """What a service's objects are called where the release is named as the chart."""
    values = map_or_empty(model.declared(environment))
    given = map_at(map_at(values, "global"), "names").get(name)
    return str(given or f"{model.charts[1].name}-{known_as(values, name)}")


def elsewhere(after: ValuesModel, caller: str, callee: str) -> list[str]:
    """Notes on environments where the callee is switched off, or the caller's own list leaves it out."""
    off = [
        name
        for name in after.environments
        if after.is_enabled(name, caller) and not after.is_enabled(name, callee)
    ]
    notes = [f"{callee} is switched off in {', '.join(off)}: nobody answers there"] if off else []
    for file in after.all_files:
        stated = [one for one in CALL_PLACES if after.said(file, (*one, caller))]
        if file == VALUES_FILE or not stated:
            continue
        if all(call.callee != callee or call.caller != caller for call in calls_in(after.source(file).data)):
            path = format_path((*stated[0], caller))
            notes.append(f"{file} states {path} itself, which stays as it is: lists replace each other")
    return notes


def without_calls(model: ValuesModel, gone: list[FiledCall]) -> list[Edit]:
    """The edits that take these connections away; of a caller that has none left the key goes, too.

    In the file of an environment an empty list stays where the files below it connect the caller to
    something else: without it the environment would get that.
    """
    edits: list[Edit] = []
    lists: dict[tuple[PurePosixPath, KeyPath], list[FiledCall]] = {}
    for one in gone:
        lists.setdefault((one.file, one.call.path[:-1]), []).append(one)
    emptied = {spot for spot, several in lists.items() if len(several) == len(model.said(*spot))}
    for (file, path), several in lists.items():
        if (file, path) not in emptied:
            edits += [Edit(file, "delete", one.call.path, prune=False, comment=True) for one in several]
        elif any(_is_below(model, other, path, file, emptied) for other in model.all_files):
            edits.append(Edit(file, "set", path, []))
        else:
            edits.append(Edit(file, "delete", path, prune=False, comment=True))
    return edits


def _is_below(
    model: ValuesModel,
    other: PurePosixPath,
    path: KeyPath,
    file: PurePosixPath,
    emptied: set[tuple[PurePosixPath, KeyPath]],
) -> bool:
    """Whether another file, which a reader of `file` reads before it, states a list that is not emptied."""
    if other == file or (other, path) in emptied or not model.said(other, path):
        return False
    chains = [(VALUES_FILE, *model.files(name)) for name in model.readers_of(file)]
    return any(other in chain[: chain.index(file)] for chain in chains)
