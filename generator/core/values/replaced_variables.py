"""Variables of connections that the texts of a service take, and which of them it does not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import map_or_empty
from generator.core.graph.calls import calls_in
from generator.core.graph.known import known_as, owner_of_variable
from generator.core.graph.ports import connection_variables, host_of, ports_of
from generator.core.values.secret_texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel

# `$$(NAME)` is how Kubernetes writes `$(NAME)` itself.
_USED = re.compile(r"(?<!\$)\$\(([A-Z][A-Z0-9]*_[A-Z0-9_]*)\)")
_FROM_ELSEWHERE = "envFrom"


def variables_taken(value: Data, path: KeyPath) -> list[str]:
    """The names between `$(` and `)` in the texts of a value, each once."""
    texts = (text for _, _, text in texts_in(value, path) if "$(" in text)
    return list(dict.fromkeys(word for text in texts for word in _USED.findall(text)))


class FoundVariables(NamedTuple):
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


def found_variables(
    model: ValuesModel, environment: str | None, caller: str, services: Collection[str]
) -> FoundVariables | None:
    """What `caller` finds in an environment; None where that is not known.

    `services` are those that the charts give variables of. Not known: it is switched off, or takes variables
    from elsewhere.
    """
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
    return FoundVariables(
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
