"""What is said of each environment when a service gets another name in Kubernetes, too."""

from __future__ import annotations

from generator.core.change.recreation import recreation
from generator.core.change.rename import renamed
from generator.core.values.model import load_values
from tests.small_platform import VALUES, foreign_umbrella, small_platform

PLATFORM = """\
apiVersion: helm-blueprint/v1
blueprint: {name: small, source: builtin, version: 1.0.0}
environments: {prod: {namespace: shop}}
"""
ANEW = "  shop-db becomes shop-store: objects and pods are made anew, the old ones go"
KEPT = (
    "global.kept has claims and Secrets of it rendered for one release more (prod): Helm leaves them then. "
    "When that release runs everywhere, the entry may go (`values tidy --past 0.1.0`)."
)
CALLERS = "  callers start anew: their variables are STORE_HOST and so on"


def said(db: str, *, shared: str = "", name: str = "db") -> list[str]:
    """What is said of prod, where the service db is as `db` says."""
    values = VALUES.replace("db:\n", f"db:\n  {db}\n", 1) if db else VALUES
    values = values.replace("  domain: example.com\n", f"  domain: example.com\n{shared}")
    files = {"platform": PLATFORM, "values": values, "values-prod.yaml": "", "values.schema.json": "{}"}
    before = load_values(small_platform(**files))
    done = renamed(before, name, "store", recreate=True)
    lines = recreation(before, before.with_changes(done.changes), done.naming)
    assert lines[0] == "prod (namespace shop):"
    return lines[1:]


def test_service_without_data_is_made_anew() -> None:
    assert said("") == [ANEW, CALLERS]


def test_claims_are_left_behind_and_moved_by_commands() -> None:
    assert said(
        "volumeClaimTemplates: {data: {size: 1Gi}, off: {enabled: false}, tmp: {ephemeral: true}}"
    ) == [
        ANEW,
        CALLERS,
        "  the claims data-shop-db-0 and following are left behind, with their data",
        "  so that the new pods have the data, before the upgrade:",
        "    kubectl -n shop scale statefulset shop-db --replicas=0",
        "    for old in $(kubectl -n shop get pvc -o name | cut -d/ -f2 | grep -E '^data-shop-db-[0-9]+$'); do",
        "      new=data-shop-store-${old##*-}",
        "      volume=$(kubectl -n shop get pvc $old -o jsonpath='{.spec.volumeName}')",
        """      kubectl patch pv $volume -p '{"spec": {"persistentVolumeReclaimPolicy": "Retain"}}'""",
        (
            "      kubectl -n shop get pvc $old -o json | jq --arg new $new"
            " '{apiVersion, kind, spec, metadata: {name: $new}}' > $new.json"
        ),
        "      kubectl -n shop delete pvc $old",
        """      kubectl patch pv $volume --type json -p '[{"op": "remove", "path": "/spec/claimRef"}]'""",
        "      kubectl -n shop apply -f $new.json",
        "    done",
    ]


def test_claims_that_go_with_the_statefulset_are_told_so() -> None:
    policy = "persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}"
    lines = said(f"volumeClaimTemplates: {{data: {{size: 1Gi}}}}\n  {policy}")
    assert lines[2:5] == [
        "  what goes with its data stays by this, before the upgrade:",
        (
            "    kubectl --namespace shop patch statefulset shop-db"
            """ -p '{"spec": {"persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain"}}}'"""
        ),
        "  the claims data-shop-db-0 and following are deleted with it",
    ]


def test_claims_that_helm_makes_stay_and_are_moved_by_commands() -> None:
    claims = "persistentVolumeClaims: {a: {size: 1Gi}, b: {size: 1Gi, retain: true}, c: {name: files}}"
    lines = said(f"{claims}\n  backup: {{enabled: true, method: postgresql}}")
    assert lines[2:5] == [
        "  the claim shop-db-a is left behind, with its data",
        "  the claim shop-db-b is left behind, with its data",
        "  the claim shop-db-backup is left behind, with its data",
    ]
    assert "    old=shop-db-backup new=shop-store-backup" in lines
    assert (
        "    kubectl -n shop get pvc $old -o json | jq --arg new $new '{apiVersion, kind, spec, metadata: "
        '{name: $new, labels: {"app.kubernetes.io/managed-by": "Helm"}, annotations: '
        '{"meta.helm.sh/release-name": "shop", "meta.helm.sh/release-namespace": "shop"}}}\' > $new.json'
    ) in lines
    assert not any("files" in line for line in lines)


def test_backups_elsewhere_are_no_claims_of_ours() -> None:
    assert said("backup: {enabled: true, method: snapshot}") == [ANEW, CALLERS]
    assert said("backup: {enabled: true, method: wal, existingClaim: x}") == [ANEW, CALLERS]
    store = "  backups: {bucket: kept, region: eu}\n"
    assert said("backup: {enabled: true, method: wal}", shared=store) == [ANEW, CALLERS]


def test_secret_is_told_by_where_it_comes_from() -> None:
    assert said("credentials: {enabled: true, source: existing}")[2:] == [
        "  the Secret shop-db-credentials is left behind, shop-store-credentials must be there before the upgrade:",
        (
            "    kubectl -n shop get secret shop-db-credentials -o json"
            " | jq '{apiVersion, kind, type, data, metadata: {name: \"shop-store-credentials\"}}'"
            " | kubectl -n shop apply -f -"
        ),
    ]
    assert said("credentials: {enabled: true, source: externalSecret}")[2:] == [
        "  the Secret shop-db-credentials stays, shop-store-credentials is drawn anew:",
        "    by the key of the new name, where credentials.remoteKey says none",
        KEPT,
    ]
    assert said("credentials: {enabled: true, source: generated}")[2:] == [
        "  the Secret shop-db-credentials stays, shop-store-credentials has other passwords: what keeps one must be told",
        KEPT,
    ]
    assert said("credentials: {enabled: true, secretName: mine}")[2:] == []


def test_exact_name_stays_and_the_workload_must_go_first() -> None:
    assert said("", shared="  names: {db: legacy}\n") == [
        "  legacy keeps that name (global.names); a statefulset takes no other selector:",
        "    kubectl -n shop delete statefulset legacy # before the upgrade",
        CALLERS,
    ]


def test_what_others_run_is_told_apart() -> None:
    assert said("external: {enabled: true}") == [
        "  the Service shop-db becomes shop-store; what runs elsewhere runs on"
    ]
    assert said("operator: {enabled: true, kind: cloudnative-pg}\n  volumeClaimTemplates: {data: {}}") == [
        ANEW, CALLERS, "  what goes with its data stays by this, before the upgrade:",
        ("    kubectl --namespace shop annotate clusters.postgresql.cnpg.io shop-db"
        " helm.sh/resource-policy=keep argocd.argoproj.io/sync-options=Prune=false,Delete=false kustomize.toolkit.fluxcd.io/prune=disabled"),
        "  the operator makes a new, empty cluster: restore its data from a backup",
    ]  # fmt: skip


def test_where_it_is_off_nothing_changes() -> None:
    files = {"values_dev": "db: {enabled: false}\n", "values.schema.json": "{}"}
    before = load_values(small_platform(**files))
    done = renamed(before, "db", "store", recreate=True)
    lines = recreation(before, before.with_changes(done.changes), done.naming)
    assert lines[:2] == ["dev: store is switched off, nothing changes", "staging (namespace shop-staging):"]


def test_charts_of_others_are_seen_by_impact() -> None:
    before = load_values(foreign_umbrella())
    done = renamed(before, "cart", "basket", recreate=True)
    assert recreation(before, before.with_changes(done.changes), done.naming) == [
        "dev: what its chart calls the objects of basket changes, see --impact",
        "prod: what its chart calls the objects of basket changes, see --impact",
    ]
