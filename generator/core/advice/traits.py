"""What somebody says of a service: traits that decide how it runs, and which of them exclude each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import BlueprintError, raise_any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SIGNALS: Mapping[str, str] = {
    "cpu": "how busy its processors are",
    "memory": "how much it holds in memory",
    "rps": "requests per second",
    "lag": "the backlog of a queue or a topic",
    "time": "known hours",
}

_CRON_FIELD = re.compile(r"[\d*/,\-?LW#A-Za-z]+")
_CRON_NAMES = ("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly")


class Traits(NamedTuple):
    """What is known of a service; the names are those of the options and of the keys in a file of services.

    `schedule` is in cron's format, `scales_on` are keys of SIGNALS, `parallel` counts the pods of one run.
    """

    stateful: bool = False
    clustered: bool = False
    in_memory: bool = False
    single: bool = False
    stream: bool = False
    schedule: str = ""
    once: bool = False
    per_node: bool = False
    parallel: int = 1
    scales_on: tuple[str, ...] = ()
    critical: bool = False
    latency: bool = False
    sensitive: bool = False
    public: bool = False
    cheap: bool = False

    @property
    def is_batch(self) -> bool:
        """Whether it ends by itself."""
        return self.once or bool(self.schedule)

    @property
    def is_empty(self) -> bool:
        return self == Traits()


MEANINGS: Mapping[str, str] = {
    "stateful": "It keeps data of its own, which must survive its pods.",
    "clustered": "Its members know each other by name: a quorum, shards, a primary with replicas.",
    "in_memory": "What it keeps is in memory and can be lost: a cache, a broker without a log.",
    "single": "There must never be two of it at work.",
    "stream": "It carries a stream of events (with --stateful), or works on one.",
    "schedule": 'It runs by the clock, in cron\'s format: "0 2 * * *".',
    "once": "It runs to its end, once: a migration, a training, an import.",
    "per_node": "One belongs on every node: logs, metrics, storage, network.",
    "parallel": "How many pods share the work of one run.",
    "scales_on": f"What tells that there is more to do: {', '.join(SIGNALS)}. Repeats.",
    "critical": "The platform is down without it.",
    "latency": "Every millisecond counts.",
    "sensitive": "It handles what the law or a contract protects.",
    "public": "It is reached from outside the cluster.",
    "cheap": "It may be interrupted where that saves money: spot nodes.",
}


def option_of(trait: str) -> str:
    """The option that states a trait: per_node is --per-node."""
    return f"--{trait.replace('_', '-')}"


def refuse_contradictions(traits: Traits, *, where: str = "") -> None:
    """Raise with every sentence that says why the traits cannot all be true."""
    errors = [
        BlueprintError(what, where=where) for what in (*_wrong_values(traits), *_contradictions(traits))
    ]
    raise_any("these traits exclude each other", errors)


def _wrong_values(traits: Traits) -> Iterator[str]:
    if traits.schedule and not _is_cron(traits.schedule):
        yield (
            f'--schedule "{traits.schedule}" is no schedule: cron has five fields (minute, hour, day, month, '
            'day of the week), as in "0 2 * * *"'
        )
    if traits.parallel < 1:
        yield f"--parallel {traits.parallel}: at least one pod does the work"
    for signal in traits.scales_on:
        if signal not in SIGNALS:
            yield f'nothing scales on "{signal}": there are {", ".join(SIGNALS)}'


def _is_cron(text: str) -> bool:
    fields = text.split()
    return text in _CRON_NAMES or (len(fields) == 5 and all(map(_CRON_FIELD.fullmatch, fields)))


# Each pair with the reason why both cannot be true; the first two that are stated are reported as they stand.
_PAIRS: tuple[tuple[str, str, str], ...] = (
    ("per_node", "schedule", "a node agent runs all the time, a schedule starts and ends it"),
    ("per_node", "once", "a node agent never ends"),
    ("schedule", "once", "what runs by the clock runs again and again"),
    ("per_node", "stateful", "the pods of a DaemonSet have no volumes of their own, only their node's"),
    ("per_node", "clustered", "the nodes decide how many there are, and their names"),
    ("per_node", "single", "there are as many as there are nodes"),
    ("per_node", "scales_on", "the number of nodes decides how many there are, no load"),
    ("per_node", "stream", "a stream is shared by its consumers, not by the nodes"),
    ("schedule", "stateful", "a run leaves nothing behind: its data belong to a service that it connects to"),
    ("once", "stateful", "a run leaves nothing behind: its data belong to a service that it connects to"),
    ("schedule", "clustered", "the pods of a run have no names that last"),
    ("once", "clustered", "the pods of a run have no names that last"),
    ("schedule", "scales_on", "the clock starts it, no load; --parallel says how many pods share the work"),
    ("schedule", "stream", "a stream never ends, and never waits for the clock"),
    ("once", "stream", "a stream never ends"),
    ("schedule", "public", "nobody can call what is mostly not there"),
    ("once", "public", "nobody can call what ends"),
    ("single", "scales_on", "there must never be a second one to take more load"),
    ("single", "clustered", "a cluster has several members"),
    ("in_memory", "stateful", "either it can lose what it keeps, or it cannot"),
    ("critical", "cheap", "spot nodes are taken away within minutes, whatever runs there"),
    ("latency", "cheap", "spot nodes are taken away within minutes, and shared until then"),
)


def _contradictions(traits: Traits) -> Iterator[str]:
    stated = traits._asdict()
    for first, second, reason in _PAIRS:
        if stated[first] and stated[second]:
            yield f"{option_of(first)} and {option_of(second)} exclude each other: {reason}"
    if traits.parallel > 1 and not traits.is_batch:
        yield (
            "--parallel is for what ends (--once, --schedule): what runs all the time scales on something, "
            "see --scales-on"
        )
    if traits.once and set(traits.scales_on) - {"lag"}:
        yield "--once scales on lag alone, a Job for every message; --parallel is for pods that share a run"
    if traits.once and traits.scales_on and traits.parallel > 1:
        yield "--parallel and --scales-on lag exclude each other: each message is one pod's"
