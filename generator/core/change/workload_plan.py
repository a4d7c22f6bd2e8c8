"""What another type of workload means for a service in every environment: what is deleted, made and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.change.holdings import holdings_of
from generator.core.change.keeping import commands_that_keep
from generator.core.change.kept import about_kept, environments_with_kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.change.holdings import Holdings
    from generator.core.values.model import ValuesModel

_KINDS = {
    "deployment": "Deployment",
    "statefulset": "StatefulSet",
    "daemonset": "DaemonSet",
    "job": "Job",
    "cronjob": "CronJob",
}
_RUNS_ON = ("deployment", "statefulset", "daemonset")


def plan_of_workload(before: ValuesModel, after: ValuesModel, name: str) -> list[str]:
    """Lines for people: by environment the objects, the time without pods, and what becomes of data."""
    lines = []
    for environment in before.environments or (None,):
        old, new = (holdings_of(model, environment, name) for model in (before, after))
        if old is None or new is None:
            lines.append(f"{environment or 'values.yaml'}: {name} is switched off, nothing changes")
            continue
        namespace = f" (namespace {old.namespace})" if old.namespace else ""
        lines.append(f"{environment or 'values.yaml'}{namespace}:")
        lines += [f"  {one}" for one in _of_environment(old, new)]
        is_lost = old.runs == "operator" != new.runs or not set(old.stateful_claims) <= {*new.stateful_claims}
        keeping = list(commands_that_keep(before, environment, name)) if is_lost else []
        if keeping:
            lines.append("  what goes with its data stays by this, before the upgrade:")
            lines += [f"    {one}" for one in keeping]
    kept = environments_with_kept(before, after, name, name)
    if kept:
        lines.append(about_kept(before, kept))
    return lines


def _of_environment(old: Holdings, new: Holdings) -> Iterator[str]:
    kinds = _KINDS.get(old.workload, old.workload), _KINDS.get(new.workload, new.workload)
    if old.runs != "pods":
        yield f"{old.name} is run by others ({old.runs}) and is {kinds[1]} {new.name} then: see --impact"
        return
    yield f"{kinds[0]} {old.name} is deleted, {kinds[1]} {new.name} is made; labels and selectors stay"
    if old.workload in _RUNS_ON and new.workload in _RUNS_ON:
        yield "downtime: Helm deletes the old pods without waiting for the new ones to be ready"
    elif old.workload in _RUNS_ON:
        yield f"it runs no more all the time: the Service {old.name} goes, and what routes to it"
    yield from _of_claims(old, new)
    if new.secret and new.secret == old.secret:
        yield f"the Secret {old.secret} stays"


def _of_claims(old: Holdings, new: Holdings) -> Iterator[str]:
    gone = [one for one in old.stateful_claims if one not in new.stateful_claims]
    for one in gone:
        if old.deletes_claims:
            yield f"the claims {one}-0 and following are deleted with it, data included"
        else:
            yield f"the claims {one}-0 and following stay, not mounted; what mounts the first:"
            yield f"  volumes: {{data: {{persistentVolumeClaim: {{claimName: {one}-0}}, mountPath: …}}}}"
    for one in new.stateful_claims:
        if one not in old.stateful_claims:
            yield f"the claims {one}-0 and following are new and empty"
    names = {claim.name for claim in new.claims}
    for claim in old.claims:
        if claim.name in names:
            yield f"the claim {claim.name} stays, with its data"
        else:
            yield f"the claim {claim.name} is left behind, with its data"
