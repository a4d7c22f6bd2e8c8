"""The services of a platform as a list: what each is, how often it runs where, who calls whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.data import MISSING, map_at, map_or_empty
from generator.core.graph.calls import calls_in
from generator.core.graph.services import image_reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.data import Data, Values
    from generator.core.values.model import ValuesModel

_SCALERS = (("autoscaling", "minReplicas", "maxReplicas"), ("keda", "minReplicaCount", "maxReplicaCount"))
_COUNTS = ("replicaCount", "replicas")
_COUNTED = frozenset(("deployment", "statefulset"))


class Replicas(NamedTuple):
    """How often a service runs in an environment; `most` differs from `least` where something scales it.

    None is not known: of a node agent, a job, a chart that says it in another way.
    """

    enabled: bool
    least: Data = None
    most: Data = None

    @property
    def text(self) -> str:
        if not self.enabled:
            return "off"
        if self.least is None and self.most is None:
            return ""
        return str(self.most) if self.least == self.most else f"{_or_open(self.least)}–{_or_open(self.most)}"


class ListedService(NamedTuple):
    """A service as `service list` has it; `replicas` is by environment, None where there is none."""

    name: str
    workload: str
    tier: str
    image: str
    replicas: Mapping[str | None, Replicas]
    calls: tuple[str, ...]
    callers: tuple[str, ...]


def listed_services(model: ValuesModel) -> list[ListedService]:
    """The services in the order of Chart.yaml; of an umbrella of other charts each dependency."""
    environments = model.environments or (None,)
    calls = dict.fromkeys(
        (call.caller, call.spelling)
        for name in (None, *environments)
        for call in calls_in(_declared(model, name))
    )
    found = []
    for key, chart in model.subcharts.items():
        if chart.kind == "vendored":
            continue
        own = map_or_empty(model.effective(None, (key,)))
        found.append(
            ListedService(
                key,
                chart.type,
                str(own.get("tier") or ""),
                _image(model, own),
                {name: _replicas(model, name, key) for name in environments},
                tuple(callee for caller, callee in calls if caller == key),
                tuple(dict.fromkeys(caller for caller, callee in calls if callee.partition(":")[0] == key)),
            )
        )
    return found


def _declared(model: ValuesModel, environment: str | None) -> Values:
    return map_or_empty(model.declared(environment))


def _image(model: ValuesModel, own: Values) -> str:
    image = own.get("image")
    if isinstance(image, str):
        return image
    registry = map_at(_declared(model, None), "global").get("imageRegistry")
    return image_reference(map_or_empty(image), str(registry or ""))


def _replicas(model: ValuesModel, environment: str | None, key: str) -> Replicas:
    if not model.is_enabled(environment, key):
        return Replicas(enabled=False)
    own = map_or_empty(model.effective(environment, (key,)))
    chart = model.subcharts[key]
    if chart.is_ours and chart.type not in _COUNTED:
        return Replicas(enabled=True)
    count = next((own[name] for name in _COUNTS if own.get(name) not in (None, "", MISSING)), None)
    for scaler, least, most in _SCALERS:
        given = map_at(own, scaler)
        if given.get("enabled") is True:
            low = given.get(least)
            return Replicas(enabled=True, least=count if low in (None, "") else low, most=given.get(most))
    return Replicas(enabled=True, least=count, most=count)


def _or_open(count: Data) -> str:
    return "…" if count is None else str(count)


def service_headers(services: list[ListedService]) -> list[str]:
    """Name, workload, tier; replicas in each environment; who is called, who calls; the image."""
    environments = [name or "replicas" for name in (services[0].replicas if services else ())]
    return ["name", "workload", "tier", *environments, "calls", "called by", "image"]


def service_rows(services: list[ListedService]) -> list[list[str]]:
    """A row for each service, below `service_headers`."""
    return [
        [
            one.name,
            one.workload,
            one.tier,
            *(replicas.text for replicas in one.replicas.values()),
            ", ".join(one.calls),
            ", ".join(one.callers),
            one.image,
        ]
        for one in services
    ]


def services_as_json(services: list[ListedService]) -> list[dict[str, Any]]:
    """The same for programs; without environments `replicas` has one entry, `values.yaml`."""
    return [
        {
            "name": one.name,
            "workload": one.workload,
            "tier": one.tier or None,
            "image": one.image or None,
            "replicas": {
                name or "values.yaml": {
                    "enabled": found.enabled,
                    "min": _number(found.least),
                    "max": _number(found.most),
                }
                for name, found in one.replicas.items()
            },
            "calls": list(one.calls),
            "calledBy": list(one.callers),
        }
        for one in services
    ]


def _number(count: Data) -> int | None:
    return int(count) if isinstance(count, int) and not isinstance(count, bool) else None
