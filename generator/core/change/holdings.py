"""What a service of ours has in the cluster that outlives its pods, by name: claims and a Secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import map_at, map_or_empty
from generator.core.graph.known import known_as

if TYPE_CHECKING:
    from generator.core.data import Values
    from generator.core.values.model import ValuesModel


class Claim(NamedTuple):
    """A claim that the release makes, and whether Helm leaves it when it goes from the chart.

    `key` is its key in persistentVolumeClaims; "" of the claim for backups.
    """

    name: str
    is_kept: bool
    key: str = ""


class Holdings(NamedTuple):
    """What one service has in one environment. Names are those of a release that is called as the chart.

    `stateful_claims` are what claims of a StatefulSet begin with, before the number of their pod;
    `source` is where the Secret `secret` comes from: generated, existing or externalSecret. `runs` is
    pods, operator or external.
    """

    namespace: str
    release: str
    name: str
    has_exact_name: bool
    workload: str
    runs: str
    stateful_claims: tuple[str, ...]
    deletes_claims: bool
    claims: tuple[Claim, ...]
    secret: str
    source: str

    @property
    def kubectl(self) -> str:
        """How a command about its objects begins."""
        return f"kubectl --namespace {self.namespace}" if self.namespace else "kubectl"


def holdings_of(model: ValuesModel, environment: str | None, key: str) -> Holdings | None:
    """What a service has in an environment; None where it is switched off, or is no service of ours."""
    chart = model.subcharts[key]
    if chart.kind != "service" or not model.is_enabled(environment, key):
        return None
    stated = model.stated(environment)
    values = map_or_empty(model.effective(environment, (key,)))
    release = model.charts[1].name
    shared = map_at(stated, "global")
    exact = map_at(shared, "names").get(key)
    name = str(exact or f"{release}-{known_as(stated, key)}")
    runs = next((mode for mode in ("external", "operator") if map_at(values, mode).get("enabled")), "pods")
    is_stateful = chart.type == "statefulset" and runs == "pods"
    credentials = map_at(values, "credentials")
    has_secret = bool(credentials.get("enabled"))
    described = model.platform.environments.get(environment or "") if model.platform else None
    policy = map_at(values, "persistentVolumeClaimRetentionPolicy")
    return Holdings(
        namespace=described.namespace if described else "",
        release=release,
        name=name,
        has_exact_name=bool(exact),
        workload=chart.type,
        runs=runs,
        stateful_claims=tuple(
            f"{key}-{name}"
            for key, one in _on(values, "volumeClaimTemplates").items()
            if is_stateful and not one.get("ephemeral")
        ),
        deletes_claims=policy.get("whenDeleted") == "Delete",
        claims=tuple(_claims(values, name, has_store=bool(map_at(shared, "backups").get("bucket")))),
        secret=str(credentials.get("secretName") or f"{name}-credentials") if has_secret else "",
        source=str(credentials.get("source") or "existing") if has_secret else "",
    )


def _claims(values: Values, name: str, *, has_store: bool) -> list[Claim]:
    found = []
    for key, claim in _on(values, "persistentVolumeClaims").items():
        found.append(Claim(str(claim.get("name") or f"{name}-{key}"), bool(claim.get("retain")), key))
    backup, restore = map_at(values, "backup"), map_at(values, "restore")
    is_dumped = bool(backup.get("enabled") or restore.get("enabled")) and backup.get("method") != "snapshot"
    if is_dumped and not has_store and not backup.get("existingClaim"):
        found.append(Claim(f"{name}-backup", is_kept=True))
    return found


def _on(values: Values, key: str) -> dict[str, Values]:
    """What stands below a key and is not switched off."""
    entries = {name: map_or_empty(one) for name, one in map_at(values, key).items()}
    return {name: one for name, one in entries.items() if str(one.get("enabled")).lower() != "false"}
