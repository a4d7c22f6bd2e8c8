"""Which class of service, and which nodes: what it is worth that it always has what it asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.advice.choice import Choice, Rejected

if TYPE_CHECKING:
    from generator.core.advice.choice import Workload
    from generator.core.advice.traits import Traits
    from generator.core.data import Data

_BEST_EFFORT = Rejected("BestEffort", "it is the first that a full node ends, and a quota refuses it")


def resources_of(traits: Traits, workload: Workload) -> Choice:
    if traits.latency:
        return _resources(
            "Guaranteed",
            "whole processors of its own, never throttled, the last that a full node ends",
            Rejected("Burstable", "neighbours and the scheduler's quota take milliseconds at random"),
            Rejected("spot nodes", "they are taken away within minutes"),
            values={"qos": "guaranteed", "resources": _sized("1", "1Gi", cpu_limit="1")},
        )
    if workload == "daemonset":
        return _resources(
            "Burstable, capped",
            "what it takes, it takes on every node: little is reserved, and never more than its cap is taken",
            Rejected("Guaranteed", "its reserve would be idle on every node"),
            _BEST_EFFORT,
            values={"resources": _sized("50m", "128Mi", cpu_limit="200m")},
        )
    if traits.cheap and workload != "statefulset" and not traits.single:
        return _resources(
            "Burstable, on spot nodes where there are any",
            "interrupted, it starts again elsewhere; a spot node costs a fraction",
            Rejected("Guaranteed", "it would reserve for its peak, all the time"),
            _BEST_EFFORT,
            Rejected("spot nodes alone", "where none are left, it would not run at all"),
            values={"spot": "prefer", "resources": _size_of(traits, workload)},
        )
    if workload == "statefulset" or traits.in_memory:
        reason = "memory is reserved to its limit: what holds data is never ended for want of memory"
        rejected = [Rejected("Guaranteed", "whole processors would be idle between two peaks"), _BEST_EFFORT]
    else:
        reason = (
            "what it needs on an ordinary day is reserved, 70 to 80 % of it used; peaks take idle processors"
        )
        rejected = [Rejected("Guaranteed", "it would reserve for its peak, all the time"), _BEST_EFFORT]
    if traits.cheap:
        why = "it would take the only pod" if traits.single else "a member that is taken away moves data"
        rejected.append(Rejected("spot nodes", why))
    return _resources(
        "Burstable, memory limited to its request",
        reason,
        *rejected,
        values={"resources": _size_of(traits, workload)},
    )


def _size_of(traits: Traits, workload: Workload) -> Data:
    if workload == "statefulset":
        return _sized("500m", "2Gi")
    if workload in ("job", "cronjob"):
        return _sized("500m", "1Gi")
    if traits.in_memory:
        return _sized("250m", "1Gi")
    return _sized("250m", "512Mi") if traits.critical else _sized("100m", "128Mi")


def _sized(cpu: str, memory: str, *, cpu_limit: str = "") -> Data:
    """Requests, and limits: memory to the byte, processors where a limit is wanted."""
    limits = {"cpu": cpu_limit, "memory": memory} if cpu_limit else {"memory": memory}
    return {"requests": {"cpu": cpu, "memory": memory}, "limits": limits}


def _resources(choice: str, reason: str, *rejected: Rejected, values: dict[str, Data]) -> Choice:
    return Choice("resources", choice, reason, rejected, values)
