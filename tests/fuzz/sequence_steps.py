"""Random commands on a platform's services, environments and regions, of those that there are."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

import click

from generator.cli import main_group
from generator.core.graph.calls import calls_in
from generator.core.graph.ports import ports_of
from generator.core.values.model import ValuesModel

_NAMES = (
    "a", "x1", "coupons", "order", "orders-api", "order-db-2", "db", "api", "gift-cards", "reviews",
    "z" * 40, "z" * 63, "deployment", "global", "namespace", "prod", "Bad_Name", "no", "message",
)  # fmt: skip
_ENVIRONMENTS = ("qa", "uat", "demo", "prod", "perf", "x", "Bad_Env")
_REGIONS = ("eu-west-1", "us-east-1", "eu")
_WORKLOADS = ("deployment", "statefulset", "daemonset", "job", "cronjob")


class Step(NamedTuple):
    """A command without --yes; `names` are the services or environments that it is about.

    `back` undoes it, to the byte, where there is such a command.
    """

    words: tuple[str, ...]
    names: tuple[str, ...]
    back: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return " ".join(_command_of(self.words))

    @property
    def can_be_undone(self) -> bool:
        return bool(self.back) and is_there(*_command_of(self.back))


def _command_of(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[: 2 if words[0] in ("service", "env", "region") else 1]


Maker = Callable[[random.Random, ValuesModel], "Step | None"]


def step(rng: random.Random, model: ValuesModel) -> Step:
    """A command that may well fit the platform; some ask for what cannot be."""
    kinds = [maker for words, maker, weight in _KINDS if is_there(*words) for _ in range(weight)]
    while True:
        if found := rng.choice(kinds)(rng, model):
            return found


def is_there(*words: str) -> bool:
    """Whether the program has such a command."""
    group: click.Command | None = main_group()
    for word in words:
        context = click.Context(click.Command("x"))
        if not isinstance(group, click.Group) or word not in group.list_commands(context):
            return False
        group = group.get_command(context, word)
    return True


def _services(model: ValuesModel) -> list[str]:
    return [key for key, chart in model.subcharts.items() if chart.kind != "vendored"]


def _service(rng: random.Random, model: ValuesModel) -> str:
    return rng.choice(
        [*_services(model), "nobody"] if rng.random() < 0.05 else _services(model) or ["nobody"]
    )


def _add(rng: random.Random, model: ValuesModel) -> Step:
    name = rng.choice(_NAMES)
    words = ["service", "add", name]
    if rng.random() < 0.3:
        words += ["--like", _service(rng, model)]
    else:
        workload = rng.choice(_WORKLOADS)
        words += ["--workload", workload, "--image", "example.com/own:1.0.0"]
        if workload == "cronjob":
            words += ["--schedule", "0 2 * * *"]
        elif workload in ("deployment", "statefulset") or rng.random() < 0.5:
            words += ["--port", rng.choice(("8080", "http=8080", "grpc=9000"))]
    if rng.random() < 0.5:
        words += ["--connects", _service(rng, model)]
    if rng.random() < 0.3:
        words += ["--called-by", _service(rng, model)]
    if rng.random() < 0.2:
        words += ["--tier", rng.choice(("business", "data", "own"))]
    if rng.random() < 0.2:
        words += ["--with", rng.choice(("postgres", "cache"))]
    if model.environments and rng.random() < 0.15:
        words += ["--env-only", rng.choice(model.environments)]
    return Step(tuple(words), (name,))


def _remove(rng: random.Random, model: ValuesModel) -> Step:
    names = tuple(dict.fromkeys(_service(rng, model) for _ in range(rng.choice((1, 1, 1, 2)))))
    force = ("--force",) if rng.random() < 0.6 else ()
    return Step(("service", "remove", *names, *force), names)


def _rename(rng: random.Random, model: ValuesModel) -> Step:
    old, new = _service(rng, model), rng.choice(_NAMES)
    anew = ("--recreate",) if rng.random() < 0.3 else ()
    # In prose a word without a hyphen may be any word, and stays: nothing goes back there.
    back = ("service", "rename", new, old, *anew) if "-" in old and "-" in new else ()
    return Step(("service", "rename", old, new, *anew), (old, new), back)


def _change(rng: random.Random, model: ValuesModel) -> Step:
    name = _service(rng, model)
    return Step(("service", "change", name, "--workload", rng.choice(_WORKLOADS)), (name,))


def _connect(rng: random.Random, model: ValuesModel) -> Step:
    caller, callee = _service(rng, model), _service(rng, model)
    ports: list[str] = []
    if callee in model.subcharts and rng.random() < 0.5:
        values = model.effective(None, (callee,))
        ports = [*ports_of(values if isinstance(values, dict) else {}), "nope"]
    spelling = f"{callee}:{rng.choice(ports)}" if ports else callee
    values = model.declared(None)
    calls = calls_in(values if isinstance(values, dict) else {})
    # Without a port all connections between the two go: nothing goes back where there was one to a port.
    is_further = not ports and any((one.caller, one.callee) == (caller, callee) for one in calls)
    back = () if is_further else ("disconnect", caller, spelling)
    return Step(("connect", caller, spelling), (caller, callee), back)


def _disconnect(rng: random.Random, model: ValuesModel) -> Step | None:
    values = model.declared(None)
    calls = list(calls_in(values if isinstance(values, dict) else {}))
    if not calls:
        return None
    call = rng.choice(calls)
    spelling = call.spelling if rng.random() < 0.5 else call.callee
    return Step(("disconnect", call.caller, spelling), (call.caller, call.callee))


def _environment(rng: random.Random, model: ValuesModel) -> str:
    return rng.choice([*model.environments, "nowhere"])


def _env_add(rng: random.Random, model: ValuesModel) -> Step:
    name = rng.choice(_ENVIRONMENTS)
    way = rng.choice(("--like", "--inherits"))
    return Step(("env", "add", name, way, _environment(rng, model)), (name,), ("env", "remove", name))


def _env_remove(rng: random.Random, model: ValuesModel) -> Step | None:
    if len(model.environments) < 3:
        return None
    name = _environment(rng, model)
    return Step(("env", "remove", name), (name,))


def _env_rename(rng: random.Random, model: ValuesModel) -> Step:
    old, new = _environment(rng, model), rng.choice(_ENVIRONMENTS)
    return Step(("env", "rename", old, new), (old, new), ("env", "rename", new, old))


def _region_add(rng: random.Random, model: ValuesModel) -> Step:
    name, environment = rng.choice(_REGIONS), _environment(rng, model)
    where = ("--env", environment)
    return Step(("region", "add", name, *where), (name,), ("region", "remove", name, *where))


def _region_remove(rng: random.Random, model: ValuesModel) -> Step | None:
    regions = [one for one in model.platform.environments.values() if one.region] if model.platform else []
    if not regions:
        return None
    one = rng.choice(regions)
    return Step(("region", "remove", one.region, "--env", str(one.inherits)), (one.region, one.name))


_KINDS: tuple[tuple[tuple[str, ...], Maker, int], ...] = (
    (("service", "add"), _add, 4),
    (("service", "remove"), _remove, 4),
    (("service", "rename"), _rename, 2),
    (("service", "change"), _change, 2),
    (("connect",), _connect, 3),
    (("disconnect",), _disconnect, 2),
    (("env", "add"), _env_add, 1),
    (("env", "remove"), _env_remove, 1),
    (("env", "rename"), _env_rename, 1),
    (("region", "add"), _region_add, 1),
    (("region", "remove"), _region_remove, 1),
)
