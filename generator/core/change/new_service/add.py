"""A service more: its dependency, its block, its connections, and what single environments say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.change.connections import elsewhere, refuse_unknown_service
from generator.core.change.history import forget_names
from generator.core.change.new_service.alike import block_like, switched_off, with_comment, with_requested
from generator.core.change.new_service.block import new_block
from generator.core.change.new_service.chart_lines import alike_dependency, with_dependency
from generator.core.change.new_service.compose import composed
from generator.core.change.new_service.edges import spelled_as_others, with_edges
from generator.core.change.new_service.neighbours import tier_of
from generator.core.change.new_service.places import key_below, place_for, section_heading, services_in
from generator.core.change.new_service.stores import companion, connections_of, stores_of_kind
from generator.core.change.new_service.variables import about_variables
from generator.core.changes import changes_between
from generator.core.data import map_at, map_or_empty
from generator.core.edit.blocks import insert_block
from generator.core.edit.edits import Edit, changes_of
from generator.core.graph.calls import calls_in
from generator.core.helm.chart_file import CHART_FILE, VALUES_FILE
from generator.core.tree import text_of
from generator.core.yaml.data import values_of_text
from generator.core.yaml.render import inline
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import PurePosixPath

    from generator.core.change.new_service.request import ServiceRequest
    from generator.core.changes import Change
    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel


class Addition(NamedTuple):
    """What a new service changes in the files that people write, and what is worth telling of it."""

    changes: tuple[Change, ...]
    names: tuple[str, ...]
    remarks: tuple[str, ...]


def addition(model: ValuesModel, request: ServiceRequest, versions: Mapping[str, str]) -> Addition:
    """A service, and the stores that come along, in all files of the platform.

    `versions` are those of the charts that come with the program. Raises BlueprintError where something that
    it names is not there, or an edit is refused: nothing is changed then.
    """
    made = _Addition(model, versions)
    made.add(request)
    changes = changes_between(model.tree, made.files())
    after = model.with_changes(changes)
    changes += changes_of(after.tree, forget_names(after, made.names))
    remarks = (*made.remarks, *_about_edges(after, made.names), *about_variables(after, made.names))
    return Addition(changes, tuple(made.names), remarks)


def _about_edges(after: ValuesModel, names: Collection[str]) -> Iterator[str]:
    """Where whom they call, or they themselves, are switched off, and lists that leave them out."""
    values = map_or_empty(after.declared(None))
    pairs = {
        (call.caller, call.callee)
        for call in calls_in(values)
        if call.caller != call.callee and {call.caller, call.callee} & {*names}
    }
    for caller, callee in sorted(pairs):
        if caller in after.subcharts and callee in after.subcharts:
            yield from elsewhere(after, caller, callee)


class _Addition:
    """The texts of the files, as one piece after the other is put in."""

    def __init__(self, model: ValuesModel, versions: Mapping[str, str]) -> None:
        self.model, self.versions = model, versions
        self.names: list[str] = []
        self.remarks: list[str] = []
        self._texts: dict[PurePosixPath, str] = {}

    def files(self) -> dict[PurePosixPath, bytes]:
        return {path: text.encode() for path, text in self._texts.items()}

    def add(self, request: ServiceRequest) -> None:
        model = self.model
        stores = [companion(model, kind, request) for kind in request.stores]
        calls = spelled_as_others(model, request.calls)
        if request.called_by:
            refuse_unknown_service(model, *request.called_by)
        callers = {name: _call(request) for name in request.called_by}
        dropped: list[str] = []
        if request.like and not calls:
            calls, dropped = self._calls_of_model(request)
        elif request.like:
            mine = {one.partition(":")[0] for one in calls}
            dropped = [one for one in self._called_by_model(request.like) if one not in mine]
        env = {key: value for store in stores for key, value in store.variables.items()}
        own = [*calls, *(store.call for store in stores)]
        if request.advice and request.advice.traits.clustered:
            own.append(request.name)  # its members talk to each other
        edges = [(request.name, own, self._put(request._replace(calls=calls), env, dropped))]
        for store in stores:
            name = store.request.name
            edges.append((name, [name] if store.follows_itself else [], self._put(store.request, {}, [])))
        if callers or any(called for _, called, _ in edges):
            self._texts[VALUES_FILE] = with_edges(model, self._text(VALUES_FILE), edges, callers)

    def _called_by_model(self, like: str) -> list[str]:
        return [str(one).partition(":")[0] for one in connections_of(self.model).get(like, ())]

    def _calls_of_model(self, request: ServiceRequest) -> tuple[tuple[str, ...], list[str]]:
        """Whom the model calls, and whom not: stores of a kind that the new service brings of its own."""
        calls = [str(one) for one in connections_of(self.model).get(request.like, ())]
        calls = [request.name if one == request.like else one for one in calls]
        replaced = {name for kind in request.stores for name in stores_of_kind(self.model, kind)}
        kept = tuple(one for one in calls if one.partition(":")[0] not in replaced)
        if others := [one for one in kept if one != request.name]:
            self.remarks.append(
                f"{request.name} calls what {request.like} calls, {', '.join(others)}: see --connects"
            )
        return kept, sorted(replaced & {one.partition(":")[0] for one in calls})

    def _put(self, request: ServiceRequest, env: Mapping[str, Data], dropped: list[str]) -> str:
        """Put one service into all files; the service that it stands below."""
        self.names.append(request.name)
        if request.like:
            return self._put_alike(request, env, dropped)
        made = new_block(self.model, request)
        self.remarks += made.remarks
        assert request.advice is not None
        values = {**made.values}
        if env:
            values["env"] = {**map_at(values, "env"), **env}
        if request.only_in:
            values = {"enabled": False, **values}
        workload, tier = request.advice.workload, str(values["tier"])
        entry = {
            "name": workload,
            "alias": request.name,
            "condition": f"{request.name}.enabled",
            "version": self._version(workload),
        }
        place = place_for(self.model, tier)
        block = composed(request.name, made.comment, values, made.notes)
        self._depend(entry, place.after, tier if place.opens else "")
        title = section_heading(self.model, tier) if place.opens else ""
        self._insert(VALUES_FILE, title + block, place.after, key=place.key)
        self._switch(request, place.after)
        return place.after

    def _put_alike(self, request: ServiceRequest, env: Mapping[str, Data], dropped: list[str]) -> str:
        model, like = self.model, request.like
        made = block_like(model, VALUES_FILE, request, env, dropped)
        is_ours = model.subcharts[like].kind == "service"
        tier = request.tier or tier_of(model, like)
        place = place_for(model, tier) if is_ours and tier else None
        after = place.after if place else like
        entries = [map_or_empty(one) for one in values_of_text(self._text(CHART_FILE))["dependencies"]]
        entry = next(
            one for one in entries if like in (one.get("alias"), one.get("name")) and _key(one) == like
        )
        dependency = alike_dependency(entry, like, request.name)
        if request.only_in and dependency.get("condition") != f"{request.name}.enabled":
            raise UsageError(
                f"--env-only: {like} has no condition in Chart.yaml by which one could be switched off",
                hint=f"Give it one: condition: {like}.enabled.",
            )
        self._depend(dependency, after, "")
        if made is None and not is_ours and not request.image and not request.only_in:
            return after  # all that it says is what its chart says
        made_text = f"{request.name}:\n  enabled: true\n"
        if made is not None:
            self.remarks += [f"{request.name}.{'.'.join(map(str, path))} is left to you: {like}'s is its own"
                             for path in made.left_out]  # fmt: skip
            made_text = made.text
        host = f"{request.name}.{{{{ .Values.global.domain }}}}" if is_ours else ""
        text = with_requested(made_text, request, env, host=host)
        text = with_comment(text, request.description or f"like {like}")
        if request.only_in:
            text = switched_off(text)
        self._insert(VALUES_FILE, text, after)
        for file in self._files_that_matter(request):
            if block := block_like(model, file, request, {}, dropped):
                self._insert(file, block.text, like)
        self._switch(request, after)
        return after

    def _files_that_matter(self, request: ServiceRequest) -> list[PurePosixPath]:
        """The files of the environments that have the service: what others say of it would do nothing."""
        chains = map(self.model.files, request.only_in or self.model.environments)
        return list(dict.fromkeys(file for chain in chains for file in chain if file != VALUES_FILE))

    # ── pieces ──────────────────────────────────────────────────────────────────────────────────

    def _depend(self, entry: Mapping[str, Data], after: str, section: str) -> None:
        self._texts[CHART_FILE] = with_dependency(self._text(CHART_FILE), entry, after, section)

    def _insert(self, file: PurePosixPath, block: str, after: str, *, key: str = "") -> None:
        """A block below that of `after`, or the nearest service before it; as the last where none is."""
        data = self._data(file)
        text = self._text(file)
        below = (
            key
            or key_below(list(data), services_in(self.model, VALUES_FILE), after)
            or next(reversed(list(data)), "")
        )
        if below:
            self._texts[file] = insert_block(text, block, (below,), file=str(file))
        else:
            self._texts[file] = f"{text.rstrip()}\n{block}" if text.strip() not in ("", "{}") else block

    def _switch(self, request: ServiceRequest, after: str) -> None:
        """`enabled` where it differs: on where it is wanted, off where what is inherited switched it on."""
        known = self.model.environments
        unknown = [name for name in request.only_in if name not in known]
        if unknown:
            self.model.files(unknown[0])
        if not request.only_in:
            return
        regions = self.model.platform.environments if self.model.platform else {}
        is_on: dict[PurePosixPath, bool] = {}
        for environment in sorted(known, key=lambda one: len(self.model.files(one))):
            *above, file = self.model.files(environment)
            inherited = next((is_on[one] for one in reversed(above) if one in is_on), False)
            # An environment's regions are where it runs.
            whole = (
                regions[environment].inherits
                if environment in regions and regions[environment].region
                else ""
            )
            is_on[file] = environment in request.only_in or whole in request.only_in
            if is_on[file] != inherited:
                self._state(file, request.name, ("enabled",), is_on[file], after)

    def _state(self, file: PurePosixPath, name: str, path: KeyPath, value: Data, after: str) -> None:
        if name in self._data(file):
            tree = {file: self._text(file).encode()}
            for change in changes_of(tree, [Edit(file, "set", (name, *path), value)]):
                self._texts[file] = (change.after or b"").decode()
        else:
            self._insert(file, f"{name}: {{{path[0]}: {inline(value)}}}\n", after)

    def _version(self, workload: str) -> str:
        for chart in self.model.subcharts.values():
            if chart.kind == "service" and chart.type == workload:
                return chart.wanted.version
        if workload not in self.versions:
            raise BlueprintError(f"there is no chart {workload}")
        return self.versions[workload]

    def _data(self, file: PurePosixPath) -> Mapping[str, Data]:
        """What a file says as it is now; what nobody has touched is parsed already."""
        if file in self._texts:
            return values_of_text(self._texts[file], file=str(file))
        return self.model.source(file).data if file in self.model.tree else {}

    def _text(self, file: PurePosixPath) -> str:
        if file not in self._texts:
            if file not in self.model.tree:
                return ""
            self._texts[file] = text_of(self.model.tree[file], str(file))
        return self._texts[file]


def _call(request: ServiceRequest) -> str:
    """How others call it: by name alone, by the first of its ports where it has several."""
    ports = list(request.ports or ())
    return f"{request.name}:{ports[0]}" if len(ports) > 1 else request.name


def _key(entry: Mapping[str, Data]) -> str:
    return str(entry.get("alias") or entry.get("name"))
