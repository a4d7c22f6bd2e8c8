"""How available it is: how many there are and where, what a drained node may take, what is tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.advice.choice import Choice, Rejected

if TYPE_CHECKING:
    from generator.core.advice.choice import Workload
    from generator.core.advice.traits import Traits
    from generator.core.data import Data

_SPREAD = {"zones": "prefer", "hosts": "prefer"}
_BY_ZONE = {"zones": "require", "hosts": "prefer"}


def availability_of(traits: Traits, workload: Workload) -> Choice:
    if workload == "daemonset":
        return _available(
            "a tenth of the nodes at a time",
            "a roll-out leaves the other nodes with the agent that they have",
            Rejected("disruption budget", "a node that is drained keeps its node agents"),
            values={"updateStrategy": {"rollingUpdate": {"maxUnavailable": "10%"}}},
        )
    if workload == "cronjob":
        return _available(
            "no run beside another, a late start for an hour",
            "a run that takes too long is not overtaken, and one that was missed is caught up",
            Rejected("Allow", "two runs would work on the same data"),
            values={"concurrencyPolicy": "Forbid", "startingDeadlineSeconds": 3600, "backoffLimit": 6},
        )
    if workload == "job":
        return _available(
            "tried again six times, gone after a day",
            "a node that fails costs a pod, not the run",
            Rejected("replicas", "two pods would do the same work"),
            values={"backoffLimit": 6, "ttlSecondsAfterFinished": 86400},
        )
    if workload == "statefulset":
        return _of_data(traits)
    if traits.single or traits.in_memory:
        return _available(
            "one pod, replaced where its node fails",
            "minutes without it are cheaper than two at once"
            if traits.single
            else "an empty one is full again before long",
            Rejected("rolling update", "for a moment there would be two"),
            Rejected("disruption budget", "of one pod it would stop every drain"),
            values={"strategy": {"type": "Recreate"}, "podDisruptionBudget": {"enabled": False}},
        )
    return _of_web(traits)


def _of_data(traits: Traits) -> Choice:
    backup: dict[str, Data] = (
        {"backup": {"enabled": True, "method": "snapshot"}}
        if traits.stateful
        else {"backup": {"enabled": False}}
    )
    saved = ", backups by snapshot" if traits.stateful else ""
    if traits.clustered:
        where = "one to a zone" if traits.critical else "spread over zones"
        return _available(
            f"three members, {where}, never two away at once{saved}",
            "of three members two are a majority when one is lost",
            Rejected("two members", "neither is a majority without the other"),
            Rejected("one member", "its node is all that has to fail"),
            values={
                "replicaCount": 3,
                "topologySpread": _BY_ZONE if traits.critical else _SPREAD,
                "podDisruptionBudget": {"enabled": True},
                **backup,
            },
        )
    several = "copies do not keep each other in step by themselves: with --clustered they would"
    if traits.critical:
        return _available(
            "one member with backups; a standby is missing",
            "its volume is found again where its pod starts, which takes minutes; --clustered takes seconds",
            Rejected("several members", several),
            values={"replicaCount": 1, **backup},
        )
    return _available(
        "one member with backups",
        "its volume is found again where its pod starts, and a backup covers the volume",
        Rejected("several members", several),
        values={"replicaCount": 1, **backup},
    )


def _of_web(traits: Traits) -> Choice:
    objective: dict[str, Data] = {
        "slo": {"enabled": True, "availability": 99.95 if traits.critical else 99.9}
    }
    gentle = {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}}
    if traits.critical:
        return _available(
            "three pods over three zones, never one less in a roll-out",
            "a zone that is lost takes one of three",
            Rejected("two pods", "with one zone lost, half of the capacity is"),
            values={
                "replicaCount": 3,
                "topologySpread": _SPREAD,
                "podDisruptionBudget": {"enabled": True},
                "strategy": gentle,
                **({} if traits.stream else objective),
            },
        )
    if traits.stream:
        return _available(
            "two consumers, spread over zones",
            "a consumer that is lost leaves its share to the other; what waits is not lost",
            Rejected("one consumer", "its node is all that has to fail for the backlog to grow"),
            values={"replicaCount": 2, "topologySpread": _SPREAD, "podDisruptionBudget": {"enabled": True}},
        )
    return _available(
        "two pods over two zones, never one less in a roll-out",
        "a node or a zone that fails leaves one",
        Rejected("one pod", "every drained node and every roll-out would be an outage"),
        values={
            "replicaCount": 2,
            "topologySpread": _SPREAD,
            "podDisruptionBudget": {"enabled": True},
            "strategy": gentle,
        },
    )


def _available(choice: str, reason: str, *rejected: Rejected, values: dict[str, Data]) -> Choice:
    return Choice("availability", choice, reason, rejected, values)
