"""Which workload type: whether it ends, where it belongs, what it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.advice.choice import KINDS, Choice, Rejected

if TYPE_CHECKING:
    from generator.core.advice.choice import Workload
    from generator.core.advice.traits import Traits
    from generator.core.data import Values


class Decided(NamedTuple):
    """A workload type with the choice that led to it."""

    workload: Workload
    choice: Choice


def workload_of(traits: Traits) -> Decided:
    """The first of the matrix' rows that fits: how it runs decides before what it keeps."""
    if traits.per_node:
        return _decided(
            "daemonset",
            "one pod on every node, and on every node that comes, is what a DaemonSet is",
            Rejected("Deployment", "its pods go where there is room: two on one node, none on another"),
            Rejected("sidecars", "every service would carry the agent, and each its own copy of it"),
        )
    if traits.schedule:
        return _decided(
            "cronjob",
            "the clock starts it and it ends by itself",
            Rejected("Job", "it knows no clock: somebody would have to start it"),
            Rejected("Deployment", "it would hold its memory between two runs, and run again when it ends"),
            values={"schedule": traits.schedule, "timeZone": "Etc/UTC"},
        )
    if traits.once:
        return _decided(
            "job",
            "it runs to its end, and is tried again where it fails",
            Rejected("Deployment", "it would start again whatever ends"),
            Rejected("CronJob", "nothing repeats it"),
        )
    if traits.stateful:
        return _decided("statefulset", *_why_stateful(traits))
    if traits.clustered:
        return _decided(
            "statefulset",
            "its members find each other by names that outlive their pods, and start in order",
            Rejected("Deployment", "a pod that is replaced comes back under another name and address"),
        )
    return _decided("deployment", *_why_stateless(traits))


def _why_stateful(traits: Traits) -> tuple[str | Rejected, ...]:
    deployment = Rejected("Deployment", "its pods would share one volume, and none has a name that lasts")
    if traits.stream:
        return (
            "a broker keeps its partitions on volumes, and members are found by name",
            deployment,
            Rejected(
                "DaemonSet", "the number of partitions decides how many there are, not that of the nodes"
            ),
        )
    if traits.clustered:
        operator = Rejected(
            "an operator's custom resource",
            "it takes over by itself, and has to run in every cluster: operator.enabled switches to it",
        )
        return (
            "every member has its name and its volume, which it finds again wherever it starts",
            deployment,
            operator,
        )
    return ("its volume and its name outlive its pod", deployment)


def _why_stateless(traits: Traits) -> tuple[str | Rejected, ...]:
    if traits.in_memory:
        return (
            "what it keeps can be lost: it needs neither a volume nor a name that lasts",
            Rejected("StatefulSet", "it would wait for a volume that holds nothing"),
        )
    if traits.stream:
        return (
            "the broker remembers how far a consumer has come: consumers come and go",
            Rejected("StatefulSet", "a consumer keeps nothing that its successor could not read again"),
            Rejected("Job", "a stream never ends"),
        )
    if traits.single:
        return (
            "one pod, which is replaced where its node fails",
            Rejected("StatefulSet", "nothing needs a volume or a name; with --stateful it would"),
            Rejected("a bare Pod", "nobody starts it again"),
        )
    return (
        "it keeps nothing: any of its pods answers, and they are replaced in any order",
        Rejected("StatefulSet", "its pods are replaced one after the other, for names that nobody needs"),
        Rejected("DaemonSet", "the nodes would decide how many there are, not the load"),
    )


def _decided(workload: Workload, *why: str | Rejected, values: Values | None = None) -> Decided:
    reason = next(one for one in why if isinstance(one, str))
    rejected = tuple(one for one in why if isinstance(one, Rejected))
    return Decided(workload, Choice("workload", KINDS[workload], reason, rejected, values or {}))
