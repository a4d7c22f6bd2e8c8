"""What is lost with a service that no value can keep, and the commands that keep it, before the upgrade.

Helm asks the live object for its annotation, and so does Argo CD: it may as well be put there by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.change.holdings import holdings_of
from generator.core.data import map_at, map_or_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.values.model import ValuesModel

_STAYS = (
    "helm.sh/resource-policy=keep argocd.argoproj.io/sync-options=Prune=false,Delete=false"
    " kustomize.toolkit.fluxcd.io/prune=disabled"
)
_RETAIN = '{"spec": {"persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain"}}}'
_OF_OPERATOR = {
    "cloudnative-pg": ("clusters.postgresql.cnpg.io",),
    "strimzi": ("kafkas.kafka.strimzi.io", "kafkanodepools.kafka.strimzi.io"),
}


def commands_that_keep(model: ValuesModel, environment: str | None, name: str) -> Iterator[str]:
    """What an operator runs by a resource of the release, and claims that go with their StatefulSet."""
    held = holdings_of(model, environment, name)
    if held is None:
        return
    if held.runs == "operator":
        operator = map_at(map_or_empty(model.effective(environment, (name,))), "operator")
        for kind in _OF_OPERATOR.get(str(operator.get("kind")), ()):
            yield f"{held.kubectl} annotate {kind} {held.name} {_STAYS}"
    if held.deletes_claims and held.stateful_claims:
        yield f"{held.kubectl} patch statefulset {held.name} -p '{_RETAIN}'"
