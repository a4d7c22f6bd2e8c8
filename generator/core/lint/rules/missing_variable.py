"""Variables of connections that a service does not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import map_or_empty
from generator.core.graph.calls import calls_in
from generator.core.graph.known import known_as, owner_of_variable
from generator.core.graph.ports import connection_variables, host_of, ports_of
from generator.core.lint.facts import Facts, rule
from generator.core.values.secret_texts import texts_in
from generator.core.words import first_few

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from generator.core.data import Data
    from generator.core.findings.finding import Hit
    from generator.core.values.model import ValuesModel

# `$$(NAME)` is how Kubernetes writes `$(NAME)` itself.
_USED = re.compile(r"(?<!\$)\$\(([A-Z][A-Z0-9]*_[A-Z0-9_]*)\)")
_FEW = 4  # environments that are named
_FIX = "Connect them in global.connections, or take a variable that is there."
_FROM_ELSEWHERE = "envFrom"


@rule(
    "missing-variable",
    what="A text takes a variable of a connection that the service does not have, or of a port that is none.",
    why="Kubernetes replaces variables that the container has; of others the program gets the letters.",
    bad={
        "values.yaml": """
            global:
              connections: {web: [orders]}
            web:
              env: {DB: "$(DB_HOST)"}
        """,
    },
    good={
        "values.yaml": """
            global:
              connections: {web: [orders, db]}
            web:
              env: {DB: "shop-db.example.com"}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    services = [key for key, chart in facts.model.subcharts.items() if chart.kind == "service"]
    known: dict[tuple[str | None, str], _Variables | None] = {}
    for spot in facts.spots():
        caller = str(spot.path[0])
        if caller not in services or not isinstance(spot.value, str | list):
            continue
        texts = (text for _, _, text in texts_in(spot.value, spot.path) if "$(" in text)
        for word in dict.fromkeys(word for text in texts for word in _USED.findall(text)):
            lacking: dict[str, list[str]] = {}
            for reader in facts.readers(spot.source):
                if (reader, caller) not in known:
                    known[reader, caller] = _variables_of(facts.model, reader, caller, services)
                variables = known[reader, caller]
                if variables and (reason := variables.lacks(word, caller)):
                    lacking.setdefault(reason, []).append(reader or "values.yaml")
            for reason, where in lacking.items():
                is_everywhere = len(where) == len(facts.readers(spot.source))
                place = "" if is_everywhere else f" in {first_few(where, _FEW)}"
                yield spot.hit(f"nothing replaces $({word}){place}: {reason}", _FIX)


class _Variables(NamedTuple):
    """What a service finds in its environment: what it has, whose variables there may be, whom it calls."""

    there: Collection[str]
    services: Mapping[str, str]  # by the name that Kubernetes knows them by
    called: Collection[str]
    off: Collection[str]

    def lacks(self, word: str, caller: str) -> str:
        """Why a variable is not there; "" where it is, or where nobody knows whose it is."""
        owner = self.services.get(owner_of_variable(word, self.services), "")
        if not owner or word in self.there or owner in self.off:
            return ""
        if owner in self.called:
            return f"{owner} has no such port, or no Service"
        return f"{caller} does not connect to {owner}"


def _variables_of(
    model: ValuesModel, environment: str | None, caller: str, services: Collection[str]
) -> _Variables | None:
    """None where nothing is known: it is switched off, or takes variables from elsewhere."""
    if not model.is_enabled(environment, caller):
        return None
    values, declared = (
        map_or_empty(model.effective(environment, (caller,))),
        map_or_empty(model.declared(environment)),
    )
    there = set(_stated(values))
    if _FROM_ELSEWHERE in there:
        return None
    calls = [call for call in calls_in(declared) if call.caller == caller and call.callee in services]
    has_variables = values.get("connectionVariables") is not False
    for call in calls if has_variables else ():
        callee = map_or_empty(model.effective(environment, (call.callee,)))
        ports = ports_of(callee)
        host = host_of(call.callee, callee, ports, model.subcharts[call.callee].type)
        there |= connection_variables(known_as(declared, call.callee), host, ports, call.port).keys()
    return _Variables(
        there,
        {known_as(declared, name): name for name in services},
        {call.callee for call in calls} if has_variables else (),
        {name for name in services if not model.is_enabled(environment, name)},
    )


def _stated(data: Data) -> Iterator[str]:
    """The variables that maps and lists called `env` state, at any depth; `envFrom` where there is one."""
    if isinstance(data, dict):
        env = data.get("env")
        yield from map_or_empty(env)
        yield from (str(map_or_empty(one).get("name")) for one in (env if isinstance(env, list) else ()))
        if data.get(_FROM_ELSEWHERE):
            yield _FROM_ELSEWHERE
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _stated(inner)
