"""How a new service is decided: by its type, by traits, or like another one; what cannot be is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.advice.choice import KINDS
from generator.core.advice.matrix import advice_for
from generator.core.change.new_service.neighbours import workloads
from generator.core.change.new_service.stores import STORES
from generator.core.change.service_names import refuse_service_name
from generator.core.data import MISSING, map_at
from generator.core.words import did_you_mean, wrong_with_label
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.core.advice.traits import Traits
    from generator.core.change.new_service.request import ServiceRequest
    from generator.core.values.model import ValuesModel


def decided(
    model: ValuesModel, request: ServiceRequest, workload: str | None, traits: Traits
) -> ServiceRequest:
    """The request with what decides it; UsageError where nothing does, or two things at once."""
    refuse_service_name(model, request.name)
    for kind in request.stores:
        refuse_service_name(model, f"{request.name}-{STORES[kind]}")
    if request.tier and (reason := wrong_with_label(request.tier)):
        raise UsageError(f'--tier "{request.tier}" cannot name a tier: {reason}')
    if request.like:
        if workload or not traits.is_empty:
            raise UsageError(
                "--like says what it is made of already", hint="Leave --workload and traits out, or --like."
            )
        _refuse_unlike(model, request)
        return request
    if workload is None and traits.is_empty:
        raise UsageError(
            f"nothing says what {request.name} is",
            hint="Name --workload, --like SERVICE, or traits: --stateful, --once … (`advise --help`).",
        )
    if not workloads(model):
        raise UsageError(
            "the services of this umbrella are not of our charts: none of ours renders in it",
            hint=f"Name a service that {request.name} is like: --like {_some(model)}.",
        )
    _refuse_presets(model, request)
    advice = advice_for(_with_type(traits, workload))
    if workload and advice.workload != workload:
        raise UsageError(
            f"these traits make it a {KINDS[advice.workload]}, not a {workload}: {advice.choices[0].reason}",
            hint="Leave one of the two out.",
        )
    return request._replace(advice=advice)


def _with_type(traits: Traits, workload: str | None) -> Traits:
    """The traits with those that a workload type implies."""
    if workload == "statefulset" and not traits.clustered:
        return traits._replace(stateful=True)
    if workload == "daemonset":
        return traits._replace(per_node=True)
    if workload == "job":
        return traits._replace(once=True)
    if workload == "cronjob" and not traits.schedule:
        raise UsageError("a CronJob needs a schedule", hint="Name it: `… --schedule '0 2 * * *'`.")
    return traits


def _refuse_presets(model: ValuesModel, request: ServiceRequest) -> None:
    presets = map_at(map_at(model.stated(None), "global"), "presets")
    known = [name for name in presets if name not in ("all", *KINDS)]
    for name in request.presets:
        if name not in known:
            raise UsageError(f'there is no preset "{name}"', hint=did_you_mean(name, known))


def _refuse_unlike(model: ValuesModel, request: ServiceRequest) -> None:
    chart = model.subcharts.get(request.like)
    if chart is None or chart.kind == "vendored":
        raise UsageError(
            f'there is no service "{request.like}"', hint=did_you_mean(request.like, list(model.subcharts))
        )
    if chart.kind == "service":
        _refuse_presets(model, request)
        return
    ours = {"--port": request.ports, "--tier": request.tier, "--preset": request.presets}
    ours |= {"--connects": request.calls, "--called-by": request.called_by, "--with": request.stores}
    stated = [option for option, value in ours.items() if value]
    if request.image and model.effective(None, (request.like, "image")) is MISSING:
        stated.append("--image")
    if stated:
        raise UsageError(
            f"{' and '.join(stated)}: {request.like} is of a chart that is not ours, with values of its own",
            hint="Add it without, then say it with values set.",
        )


def _some(model: ValuesModel) -> str:
    return next(iter(model.subcharts), "SERVICE")
