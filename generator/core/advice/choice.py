"""A choice: what was decided, why, what was rejected and why, and the values that say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypeAlias

    from generator.core.advice.traits import Traits
    from generator.core.data import Values

    Workload: TypeAlias = Literal["deployment", "statefulset", "daemonset", "job", "cronjob"]
    Aspect: TypeAlias = Literal["workload", "scaling", "availability", "resources", "isolation"]

KINDS: Final[Mapping[Workload, str]] = {
    "deployment": "Deployment",
    "statefulset": "StatefulSet",
    "daemonset": "DaemonSet",
    "job": "Job",
    "cronjob": "CronJob",
}


class Rejected(NamedTuple):
    """What was not chosen, and why not."""

    alternative: str
    reason: str


class Choice(NamedTuple):
    """One aspect decided. `values` are those of a service of ours which say it."""

    aspect: Aspect
    choice: str
    reason: str
    rejected: tuple[Rejected, ...]
    values: Values


class Advice(NamedTuple):
    """How a service with these traits runs; the tier that it belongs to where nothing else is said."""

    traits: Traits
    workload: Workload
    tier: str
    choices: tuple[Choice, ...]
