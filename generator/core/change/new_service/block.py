"""The block of a service that is composed: what was asked for, what traits ask for, its neighbours' ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.advice.matrix import advice_for, advised_values
from generator.core.advice.traits import Traits
from generator.core.change.new_service.neighbours import (
    below,
    kin,
    opens,
    said_by_most,
    shared_presets,
    unsaid,
    workloads,
)
from generator.core.data import map_at, map_or_empty, merged
from generator.core.graph.ports import lacks_metrics_port
from generator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.advice.choice import Advice
    from generator.core.change.new_service.request import ServiceRequest
    from generator.core.data import Data, Values
    from generator.core.values.model import ValuesModel

_CLAIM = {"data": {"size": "10Gi", "mountPath": "/data"}}
_WHAT_IT_IS = {
    "deployment": "answers whoever calls it; keeps no data",
    "statefulset": "keeps data of its own",
    "daemonset": "runs on every node",
    "job": "runs to its end, once a release",
    "cronjob": "runs by the clock",
}


class NewBlock(NamedTuple):
    """The values of a new service, notes beside some of its keys, and what is left to say to its author."""

    values: Mapping[str, Data]
    comment: str
    notes: Mapping[str, str]
    remarks: tuple[str, ...] = ()


def new_block(model: ValuesModel, request: ServiceRequest) -> NewBlock:
    """The block of a service whose type is known.

    UsageError where something is missing that neither presets nor neighbours say: an image.
    """
    advice = request.advice
    assert advice is not None
    tier = request.tier or advice.tier
    near = kin(model, advice.workload, tier)
    presets = list(request.presets) or _fitting_presets(model, request, near)
    if advice.traits.public and not request.presets:
        presets += [one for one in _public_presets(model) if one not in presets]
    block: dict[str, Data] = {"tier": tier, "presets": presets} if presets else {"tier": tier}
    if component := said_by_most(model, near, "component"):
        block["component"] = component
    known = below(model, request.name, advice.workload, block)
    if request.image:
        block["image"] = dict(request.image)
    elif not map_at(known, "image").get("repository"):
        raise UsageError(
            f"{request.name} needs an image, and no preset of it has one",
            hint="Name it: `… --image ghcr.io/example/coupons:1.0.0`.",
        )
    if request.ports:
        block["ports"] = dict(request.ports)
    triggers, remarks = _triggers(model, request)
    block |= unsaid(merged(_sized_as(model, near, _asked_for(advice)), triggers), known)
    block |= _probes(block, known, advice.workload)
    if advice.workload == "statefulset" and advice.traits.stateful and not known.get("volumeClaimTemplates"):
        block["volumeClaimTemplates"] = _CLAIM
    if _has_no_metrics(model, request, block):
        block["metrics"] = {"enabled": False}
        remarks.append(f"{request.name}.metrics is off: it has no port for them; metrics.port names one")
    elif slo := _objective(model, near, block, known):
        block["slo"] = slo
    if block.get("slo") and not _ports(known, block):
        del block["slo"]
        remarks.append(f"{request.name} has no objective: it has no port, whose requests are counted")
    if advice.traits.public:
        block |= _routes(request.name, known)
    comment = request.description or _what_it_is(advice)
    return NewBlock(block, comment, _notes(block), tuple(remarks))


def _fitting_presets(model: ValuesModel, request: ServiceRequest, near: list[str]) -> list[str]:
    """Those of its neighbours whose ports are its own: another port would be probed in vain."""
    known = map_at(map_at(model.stated(None), "global"), "presets")
    ports = set(request.ports or ())
    return [
        one
        for one in shared_presets(model, near, request.calls)
        if not ports or set(map_at(map_at(known, one), "ports")) <= ports
    ]


def _public_presets(model: ValuesModel) -> list[str]:
    """The presets by which services of the platform are opened to the outside."""
    presets = map_at(map_at(model.stated(None), "global"), "presets")
    taken = {one for name in workloads(model) for one in _named(model, name)}
    return [one for one, values in presets.items() if one in taken and opens(map_or_empty(values))]


def _named(model: ValuesModel, name: str) -> list[str]:
    named = map_or_empty(model.declared(None, (name,))).get("presets")
    return [str(one) for one in named] if isinstance(named, list) else []


def _asked_for(advice: Advice) -> dict[str, Data]:
    """The values of the advice; of a Deployment those that are not every Deployment's: presets say these."""
    values = advised_values(advice)
    if advice.workload != "deployment":
        return values
    plain = advised_values(advice_for(Traits()))
    return {key: value for key, value in values.items() if key == "resources" or plain.get(key) != value}


def _sized_as(model: ValuesModel, near: list[str], values: dict[str, Data]) -> dict[str, Data]:
    """As large as its neighbours are, where nothing asks for another size."""
    if values.get("resources") != advised_values(advice_for(Traits())).get("resources"):
        return values
    usual = said_by_most(model, near, "resources")
    return {**values, "resources": usual} if usual else values


def _ports(known: Values, block: Values) -> Values:
    """The ports that lie below, and its own."""
    return {**map_at(known, "ports"), **map_at(block, "ports")}


def _probes(block: Values, known: Values, workload: str) -> dict[str, Data]:
    ports = _ports(known, block)
    if not ports or workload in ("job", "cronjob") or known.get("readinessProbe"):
        return {}
    probe = {"tcpSocket": {"port": next(iter(ports))}}
    return {"livenessProbe": probe, "readinessProbe": probe}


def _has_no_metrics(model: ValuesModel, request: ServiceRequest, block: Values) -> bool:
    """Whether an environment would look for metrics at a port that the service does not have."""
    assert request.advice is not None
    for environment in (None, *model.environments):
        known = below(model, request.name, request.advice.workload, block, environment)
        if lacks_metrics_port({**known, "ports": _ports(known, block)}):
            return True
    return False


def _objective(model: ValuesModel, near: list[str], block: Values, known: Values) -> Data:
    """An objective where all of its neighbours have one: the least demanding of theirs."""
    found = [map_or_empty(map_or_empty(model.declared(None, (name,))).get("slo")) for name in near]
    if "slo" in block or not near or not all(one.get("enabled") for one in found):
        return block.get("slo")
    least = min((one.get("availability", 99.9) for one in found), default=99.9)
    objective = {"enabled": True, "availability": least}
    return objective if unsaid(objective, map_at(known, "slo")) else None


def _routes(name: str, known: Values) -> dict[str, Data]:
    host = f"{name}.{{{{ .Values.global.domain }}}}"
    routes: dict[str, Data] = {
        "ingress": {
            "hosts": [{"host": host}],
            "tls": [{"hosts": [host], "secretName": f"{{{{ .Release.Name }}}}-{name}-tls"}],
        }
    }
    if not map_at(known, "ingress").get("enabled"):
        routes["ingress"] = {"enabled": True, **routes["ingress"]}
    if map_at(known, "httpRoute").get("parentRefs"):
        routes["httpRoute"] = {"hostnames": [host]}
    return routes


def _triggers(model: ValuesModel, request: ServiceRequest) -> tuple[dict[str, Data], list[str]]:
    """What KEDA looks at: a backlog as a neighbour reads it, hours to be set; and what is left to say."""
    advice = request.advice
    if advice is None or "keda" not in advised_values(advice):
        return {}, []
    signals = set(advice.traits.scales_on) or {"lag"}
    triggers: dict[str, Data] = {}
    remarks = []
    if "lag" in signals:
        lag = _lag(model, request)
        if lag:
            triggers["lag"] = lag
        else:
            remarks.append(
                f"nothing that {request.name} calls is a broker whose backlog others follow: say in "
                f"{request.name}.keda.triggers what it scales on"
            )
    if "time" in signals:
        hours = {"timezone": "Etc/UTC", "start": "0 7 * * *", "end": "0 20 * * *", "desiredReplicas": "4"}
        triggers["hours"] = {"type": "cron", "metadata": hours}
        remarks.append(f"{request.name}.keda.triggers.hours is a working day: set your peaks")
    for signal in ("cpu", "memory"):
        if signal in signals:
            triggers[signal] = {"type": signal, "metricType": "Utilization", "metadata": {"value": "75"}}
    if not triggers:
        return {"keda": {"enabled": False}, "autoscaling": {}}, remarks
    return {"keda": {"enabled": True, "triggers": triggers}}, remarks


def _lag(model: ValuesModel, request: ServiceRequest) -> Data:
    """A trigger on the backlog of what it calls: as a neighbour has it, or Kafka's."""
    called = [one.partition(":")[0] for one in request.calls]
    for name in workloads(model):
        found = map_at(map_at(map_or_empty(model.declared(None, (name,))), "keda"), "triggers")
        for trigger in found.values():
            one = map_or_empty(trigger)
            if one.get("service") in called:
                metadata = {k: request.name if v == name else v for k, v in map_at(one, "metadata").items()}
                return {**one, "metadata": metadata}
    for name in called:
        image = str(map_at(map_or_empty(model.effective(None, (name,))), "image").get("repository", ""))
        if image.rpartition("/")[2] == "kafka":
            metadata = {"topic": request.name, "consumerGroup": request.name, "lagThreshold": "100"}
            port = next((one.partition(":")[2] for one in request.calls if one.startswith(f"{name}:")), "")
            where = {"service": name, **({"port": port} if port else {})}
            return {"type": "kafka", **where, "metadata": metadata}
    return None


def _what_it_is(advice: Advice) -> str:
    if advice.traits.stream:
        return "carries a stream of events" if advice.traits.stateful else "works on a stream of events"
    if advice.traits.in_memory:
        return "keeps in memory what can be read again"
    return _WHAT_IT_IS[advice.workload]


def _notes(block: Values) -> dict[str, str]:
    notes = {}
    if "volumeClaimTemplates" in block:
        notes["volumeClaimTemplates"] = "where it keeps its data"
    return notes
