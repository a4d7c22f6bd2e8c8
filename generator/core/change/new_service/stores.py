"""A database or a cache that comes along with a service: like those that the platform has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.change.new_service.alike import is_about, with_address
from generator.core.change.new_service.neighbours import workloads
from generator.core.change.new_service.request import ServiceRequest
from generator.core.data import map_at, map_or_empty
from generator.core.graph.calls import calls_in
from generator.core.yaml.render import in_flow
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.core.data import Data
    from generator.core.values.model import ValuesModel

STORES: Mapping[str, str] = {"postgres": "db", "cache": "cache"}
_IMAGES = {"postgres": ("postgres",), "cache": ("valkey", "redis", "memcached", "keydb", "dragonfly")}
_WHAT_IT_IS = {"postgres": "the data of {}; nobody else gets in", "cache": "what {} can read again elsewhere"}


class Companion(NamedTuple):
    """A store of a service: the service that it is, what the caller connects to, the caller's variables."""

    request: ServiceRequest
    call: str
    variables: Mapping[str, Data]
    follows_itself: bool


def companion(model: ValuesModel, kind: str, request: ServiceRequest) -> Companion:
    """The store of a kind for a service; BlueprintError where the platform has none that it could be like."""
    owner = request.name
    found = list(stores_of_kind(model, kind))
    if not found:
        raise BlueprintError(
            f"there is no {kind} here that one of {owner} could be like",
            hint=f"Add it as a service of its own, and connect it: service add {owner}-{STORES[kind]}.",
        )
    # The one that says least of its own is the one that others can be like.
    like = min(found, key=lambda one: len(in_flow(model.declared(None, (one,)))))
    name = f"{owner}-{STORES[kind]}"
    edges = connections_of(model)
    callers = [one for one, calls in edges.items() if like in map(_service, calls) and one != like]
    variables: dict[str, Data] = {}
    call = name
    for caller in callers:
        variables = dict(_variables(model, caller, like, name))
        spelled = next(str(one) for one in edges[caller] if _service(one) == like)
        call = name + spelled[len(like) :]
        if variables:
            break
    comment = _WHAT_IT_IS[kind].format(owner)
    store = ServiceRequest(name=name, like=like, description=comment, only_in=request.only_in)
    return Companion(store, call, variables or _plain(name), like in map(_service, edges.get(like, ())))


def stores_of_kind(model: ValuesModel, kind: str) -> Iterator[str]:
    """The services that are databases or caches of a kind, by a preset of that name or by their image."""
    for name in workloads(model):
        own = map_or_empty(model.declared(None, (name,)))
        named = own.get("presets")
        presets = [str(one) for one in named] if isinstance(named, list) else []
        if kind in presets or _image_of(model, own, presets) in _IMAGES[kind]:
            yield name


def _image_of(model: ValuesModel, own: Mapping[str, Data], presets: list[str]) -> str:
    known = map_at(map_at(model.stated(None), "global"), "presets")
    images = [map_at(map_at(known, one), "image") for one in presets]
    found = [str(one["repository"]) for one in (*images, map_at(own, "image")) if one.get("repository")]
    return found[-1].rpartition("/")[2] if found else ""


def _variables(model: ValuesModel, caller: str, like: str, name: str) -> Iterator[tuple[str, Data]]:
    """What a caller of the model says of it, said of the new store; what is about its replicas is not."""
    own = map_or_empty(model.declared(None, (caller,)))
    for key, value in map_at(own, "env").items():
        if not is_about(model, value, like) or f"-{like}-read" in str(value):
            continue
        if isinstance(value, dict):
            yield key, {**value, "credentialsOf": name}
        else:
            yield key, with_address(model, str(value), like, name)


def _plain(name: str) -> dict[str, Data]:
    return {"DATABASE_PASSWORD": {"credentialsOf": name}}


def connections_of(model: ValuesModel) -> dict[str, list[Data]]:
    """Who calls whom, as values.yaml says it: the entries of each caller."""
    edges: dict[str, list[Data]] = {}
    for call in calls_in(model.stated(None)):
        edges.setdefault(call.caller, []).append(call.spelling)
    return edges


def _service(call: Data) -> str:
    return str(call).partition(":")[0]
