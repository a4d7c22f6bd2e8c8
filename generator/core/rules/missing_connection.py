"""Connections that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.helm_values import value_at
from generator.core.lint import Facts, Hit, rule
from generator.core.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACES = (("global", "connections"), ("connections",))


@rule("missing-connection", level="error", why="The caller gets no address, and the network policy no hole.")
def check(facts: Facts) -> Iterator[Hit]:
    services = {key for key, chart in facts.model.subcharts.items() if chart.kind == "service"}
    if not services:
        return
    for source in facts.sources:
        for place in _PLACES:
            graph = value_at(source.data, place)
            for caller, callees in graph.items() if isinstance(graph, dict) else ():
                if caller not in services:
                    yield Hit(
                        source.path,
                        (*place, caller),
                        f"there is no service {caller}",
                        did_you_mean(caller, services),
                    )
                for number, callee in enumerate(callees if isinstance(callees, list) else ()):
                    name = str(callee).partition(":")[0]
                    if name not in services:
                        what = f"{caller} connects to {name}, which is no service"
                        yield Hit(source.path, (*place, caller, number), what, did_you_mean(name, services))
                    else:
                        yield from _off(facts, source.path, (*place, caller, number), caller, name)


def _off(facts: Facts, file: object, path: tuple[str | int, ...], caller: str, callee: str) -> Iterator[Hit]:
    model = facts.model
    # What values.yaml switches off and some environment on, such as a stand-in for a bucket, is left to
    # the environments: the charts skip the connection where it is off.
    if not model.is_enabled(None, callee) and any(model.is_enabled(n, callee) for n in facts.environments):
        return
    source = next(one for one in facts.sources if one.path == file)
    without = [
        name
        for name in facts.readers(source)
        if caller in model.subcharts and model.is_enabled(name, caller) and not model.is_enabled(name, callee)
    ]
    if without:
        where = ", ".join(name or "values.yaml" for name in without)
        yield Hit(
            source.path,
            path,
            f"{caller} connects to {callee}, which is switched off in {where}",
            f"Switch {callee} on there, or {caller} off.",
        )
