"""Connections that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import map_or_empty, value_at
from generator.core.findings.finding import Hit
from generator.core.graph.calls import CALL_PLACES
from generator.core.graph.ports import ports_of
from generator.core.lint.facts import Facts, rule
from generator.core.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel


@rule(
    "missing-connection",
    level="error",
    what="A connection names a service or port that is not there, or is switched off.",
    why="The caller gets no address, and the network policy no hole.",
    bad={
        "values.yaml": """
            global:
              connections:
                web: [ordrs]
        """,
    },
    good={
        "values.yaml": """
            global:
              connections:
                web: [orders]
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    services = {key for key, chart in facts.model.subcharts.items() if chart.kind == "service"}
    if not services:
        return
    for source in facts.sources:
        for place in CALL_PLACES:
            graph = value_at(source.data, place)
            for caller, callees in map_or_empty(graph).items():
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
                        yield from _refused(facts, source.path, (*place, caller, number), caller)


def _refused(facts: Facts, file: PurePosixPath, path: KeyPath, caller: str) -> Iterator[Hit]:
    """What is wrong with a connection between services that are there, in the environments that have it."""
    model = facts.model
    source = next(one for one in facts.sources if one.path == file)
    stated = value_at(source.data, path)
    name, _, port = str(stated).partition(":")
    readers = [
        reader
        for reader in facts.readers(source)
        if caller in model.subcharts
        and model.is_enabled(reader, caller)
        and stated in _calls(model, reader, path[:-1])
    ]
    without = [reader for reader in readers if not model.is_enabled(reader, name)]
    # What values.yaml switches off and some environment on, such as a stand-in for a bucket, is left to
    # the environments: the charts skip the connection where it is off.
    # What cannot be read may be what switches it on.
    is_optional = not model.is_enabled(None, name) and (
        bool(facts.unreadable) or any(model.is_enabled(one, name) for one in facts.environments)
    )
    if without and not is_optional:
        yield Hit(
            file,
            path,
            f"{caller} connects to {name}, which is switched off in {_list(without)}",
            f"Switch {name} on there, or {caller} off.",
        )
    for reader in readers:
        ports = sorted(ports_of(map_or_empty(model.effective(reader, (name,)))))
        if port and reader not in without and port not in ports:
            yield Hit(
                file,
                path,
                f"{caller} connects to {name}:{port}, which {_list([reader])} does not have",
                did_you_mean(port, ports) or f"Give it ports, or remove :{port}.",
            )
            break


def _calls(model: ValuesModel, environment: str | None, place: KeyPath) -> Sequence[Data]:
    calls = model.declared(environment, place)
    return calls if isinstance(calls, list) else ()


def _list(environments: Sequence[str | None]) -> str:
    return ", ".join(name or "values.yaml" for name in environments)
