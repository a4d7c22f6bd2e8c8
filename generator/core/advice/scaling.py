"""How it scales: horizontal first, vertical where it keeps data, by events where there is a backlog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.advice.choice import Choice, Rejected
from generator.core.advice.traits import SIGNALS

if TYPE_CHECKING:
    from generator.core.advice.choice import Workload
    from generator.core.advice.traits import Traits
    from generator.core.data import Data

_BUSY = 75  # percent: the middle of the 70 to 80 that a sized request is to be used to


def scaling_of(traits: Traits, workload: Workload) -> Choice:
    if workload == "daemonset":
        return _scaling(
            "one per node",
            "it grows with the cluster, and its resources are capped",
            Rejected("HPA", "nothing but a node makes room for another one"),
        )
    if workload in ("job", "cronjob"):
        return _of_runs(traits)
    if workload == "statefulset":
        return _of_members(traits)
    if traits.single or traits.in_memory:
        return _of_one(traits)
    return _of_pods(traits)


def _of_runs(traits: Traits) -> Choice:
    if traits.scales_on:
        return _scaling(
            "KEDA, a Job for every message",
            "a message is one run, and the backlog says how many run at once",
            Rejected("consumers that stay", "they would hold their memory while there is nothing to do"),
            values={"keda": {"enabled": True}},
        )
    if traits.parallel > 1:
        return _scaling(
            f"{traits.parallel} pods in parallel",
            "each takes its slice by JOB_COMPLETION_INDEX, and is tried again by itself",
            Rejected("one pod", "it would take as much longer as there are slices"),
            values={
                "completionMode": "Indexed",
                "completions": traits.parallel,
                "parallelism": traits.parallel,
            },
        )
    return _scaling(
        "one pod a run",
        "nothing says that the work can be shared",
        Rejected("parallelism", "the work has to be in slices or in a queue; --parallel says in how many"),
    )


def _of_members(traits: Traits) -> Choice:
    reason = "a larger member is the same member: VPA sizes it when it starts; sharding comes after that"
    alternatives = []
    if traits.scales_on and "lag" in traits.scales_on:
        alternatives.append(Rejected("KEDA", "a member that comes or goes moves data with every peak"))
    if "time" in traits.scales_on:
        alternatives.append(Rejected("scaling by the clock", "data would move before and after every peak"))
    alternatives.append(
        Rejected("HPA", "one more member is one more copy or share of the data, not more hands")
    )
    if traits.stream:
        reason = "partitions spread the load over the members; VPA sizes a member when it starts"
    vertical: Data = {"enabled": True}
    if "memory" not in traits.scales_on:
        # Databases and brokers size their caches by the memory that they are given: it is stated, not moved.
        vertical = {"enabled": True, "controlledResources": ["cpu"]}
    choice = "partitions, then VPA" if traits.stream else "VPA, then sharding"
    return _scaling(choice, reason, *alternatives, values={"verticalPodAutoscaler": vertical})


def _of_one(traits: Traits) -> Choice:
    if traits.single:
        return _scaling(
            "one pod",
            "a second one would do the same work again",
            Rejected("HPA", "it would start a second one"),
            values={"replicaCount": 1, "autoscaling": {"enabled": False}},
        )
    return _scaling(
        "VPA on memory",
        "two of them would disagree about what they hold: one grows, in memory",
        Rejected("HPA", "every pod would begin empty, and hold something else than the others"),
        values={
            "replicaCount": 1,
            "autoscaling": {"enabled": False},
            "verticalPodAutoscaler": {"enabled": True, "controlledResources": ["memory"]},
        },
    )


def _of_pods(traits: Traits) -> Choice:
    signals = [one for one in SIGNALS if one in traits.scales_on] or (["lag"] if traits.stream else ["cpu"])
    if "lag" in signals or "time" in signals:
        return _by_events(signals)
    targets: dict[str, Data] = {"enabled": True}
    if "cpu" in signals or "rps" in signals:
        targets["targetCPUUtilizationPercentage"] = _BUSY
    else:
        targets["targetCPUUtilizationPercentage"] = 0
    if "memory" in signals:
        targets["targetMemoryUtilizationPercentage"] = _BUSY
    if "rps" in signals:
        targets["requestsPerSecond"] = 100
    names = {"cpu": "CPU", "memory": "memory", "rps": "requests per second"}
    on = " and ".join(names[one] for one in signals)
    if signals == ["rps"]:
        on = "requests per second, and CPU where they are not served"
    reasons = {
        "cpu": "CPU rises with the load, and every cluster measures it",
        "memory": "what it holds grows with its users",
        "rps": "requests tell of a peak before the processors do",
    }
    return _scaling(
        f"HPA on {on}",
        "; ".join(reasons[one] for one in signals),
        Rejected("VPA", "a larger pod is one pod all the same, and has to start again to become larger"),
        Rejected("KEDA", "there is no backlog and no known hour to follow: --scales-on lag or time"),
        values={"autoscaling": targets},
    )


def _by_events(signals: list[str]) -> Choice:
    by = {"lag": "the backlog", "time": "known hours"}
    also = {"cpu": "CPU", "memory": "memory", "rps": "requests per second"}
    names = [by[one] for one in ("lag", "time") if one in signals]
    names += [also[one] for one in signals if one in also]
    reasons = {
        "lag": "what waits says how many are needed; CPU of a consumer is low while its backlog grows",
        "time": "pods are there before a peak that is known",
    }
    hpa = (
        "CPU says nothing of what waits in a queue"
        if "lag" in signals
        else "it follows a peak that began minutes ago"
    )
    return _scaling(
        f"KEDA on {' and '.join(names)}",
        "; ".join(reasons[one] for one in ("lag", "time") if one in signals),
        Rejected("HPA alone", hpa),
        values={"autoscaling": {"enabled": False}, "keda": {"enabled": True}},
    )


def _scaling(choice: str, reason: str, *rejected: Rejected, values: dict[str, Data] | None = None) -> Choice:
    return Choice("scaling", choice, reason, rejected, values or {})
