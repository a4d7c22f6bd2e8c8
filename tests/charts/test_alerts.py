"""Alerts on services: what Prometheus says, by promtool, when something is wrong, and when nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.charts.support import Umbrella, by_key, template, umbrella
from tests.languages.promql import Case, said_of_cases

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.helm

NS = "shop-test"
ON = {"alerts": {"enabled": True}}
APP: dict[str, Any] = {"image": {"repository": "ghcr.io/example/app", "tag": "1.4.2"}, **ON}
STATEFULSET: dict[str, Any] = {
    **APP,
    "volumeClaimTemplates": {"data": {"size": "1Gi", "mountPath": "/data"}},
    "tls": {"enabled": True, "issuer": {"name": "platform", "kind": "ClusterIssuer"}},
}
SLOW = {
    "ports": {"http": 8080},
    "slo": {"enabled": True, "latency": {"within": 1, "objective": 99, "match": 'path!="/readyz"'}},
}
OWN = {
    "alerts": {
        "rules": {
            "queueLong": {
                "expr": "max(queue_length{SERVICE}) > 5",
                "for": "5m",
                "severity": "page",
                "summary": "{{ $value }} wait",
            },
            "restarting": {"severity": "page", "runbook": "https://wiki.example.com/restarts"},
            "notReady": {"enabled": False},
        }
    }
}
_PORTS: dict[str, Any] = {
    "ports": {"postgres": 5432, "metrics": {"containerPort": 9187, "service": False}},
    "metrics": {"enabled": True, "port": "metrics"},
    "volumeClaimTemplates": {"data": {"size": "1Gi", "mountPath": "/data"}},
    "replicaCount": 2,
}
POSTGRES: dict[str, Any] = {
    **APP,
    **_PORTS,
    "env": {"PGDATA": "/data/pg"},
    "replication": {"enabled": True},
    "roles": {"enabled": True},
    "exporter": {"enabled": True},
    "backup": {
        "enabled": True,
        "method": "wal",
        "alerts": {"enabled": True},
        "storage": {"accessModes": ["ReadWriteMany"]},
    },
}
OPERATED: dict[str, Any] = {
    **APP,
    **_PORTS,
    "image": {"repository": "docker.io/library/postgres", "tag": "17.6-bookworm"},
    "operator": {"enabled": True, "kind": "cloudnative-pg"},
}
SERVICES = {
    "api": ("deployment", {**APP, **SLOW}),
    "own": ("deployment", {**APP, "alerts": {**ON["alerts"], **OWN["alerts"]}, "ports": {"http": 8080}}),
    "db": ("statefulset", STATEFULSET),
    "pg": ("statefulset", POSTGRES),
    "cluster": ("statefulset", OPERATED),
    "agent": ("daemonset", APP),
    "report": ("cronjob", {**APP, "schedule": "0 3 * * *"}),
    "load": ("job", APP),
    "try": ("job", {**APP, "hook": {"helm": "test"}}),
}


def _of(kind: str, wanted: int, ready: int, updated: str) -> dict[str, str]:
    at = f'{{namespace="{NS}",{kind}="shop-{"api" if kind == "deployment" else "db"}"}}'
    if kind == "deployment":
        names = (
            "kube_deployment_spec_replicas",
            "kube_deployment_status_replicas_available",
            "kube_deployment_status_replicas_updated",
        )
    else:
        names = (
            "kube_statefulset_replicas",
            "kube_statefulset_status_replicas_ready",
            "kube_statefulset_status_replicas_updated",
        )
    return {names[0] + at: f"{wanted}x60", names[1] + at: f"{ready}x60", names[2] + at: updated}


def _agents(missing: int) -> dict[str, str]:
    at = f'{{namespace="{NS}",daemonset="shop-agent"}}'
    return {
        f"kube_daemonset_status_number_unavailable{at}": f"{missing}x60",
        f"kube_daemonset_status_updated_number_scheduled{at}": "5x60",
    }


def _restarts(pod: str, growth: str) -> dict[str, str]:
    return {
        f'kube_pod_container_status_restarts_total{{namespace="{NS}",pod="{pod}",container="app"}}': growth
    }


def _volume(claim: str, free: str) -> dict[str, str]:
    at = f'{{namespace="{NS}",persistentvolumeclaim="{claim}"}}'
    return {
        f"kubelet_volume_stats_available_bytes{at}": free,
        f"kubelet_volume_stats_capacity_bytes{at}": "100000x48",
    }


def _certificate(label: str, ends: int, renews: int, name: str = "shop-db") -> dict[str, str]:
    at = f'{{{label}="{NS}",name="{name}"}}'
    return {
        f"certmanager_certificate_expiration_timestamp_seconds{at}": f"{ends}x60",
        f"certmanager_certificate_renewal_timestamp_seconds{at}": f"{renews}x60",
    }


def _job(name: str, failed: int) -> dict[str, str]:
    return {f'kube_job_failed{{namespace="{NS}",job_name="{name}",condition="true"}}': f"{failed}x60"}


def _cron(succeeded: int) -> dict[str, str]:
    at = f'{{namespace="{NS}",cronjob="shop-report"}}'
    return {
        f"kube_cronjob_created{at}": "0x200",
        f"kube_cronjob_status_last_successful_time{at}": f"{succeeded}x200",
    }


def _failed(began: int) -> dict[str, str]:
    at = f'namespace="{NS}",job_name="shop-report-29000000"'
    return {
        f"kube_job_status_start_time{{{at}}}": f"{began}x200",
        f'kube_job_status_failed{{{at},reason="BackoffLimitExceeded"}}': "1x200",
    }


def _requests(slow: int, le: str = "1", path: str = "/orders") -> dict[str, str]:
    at = f'namespace="{NS}",service="shop-api",path="{path}"'
    return {
        f'http_request_duration_seconds_bucket{{{at},le="{le}"}}': f"0+{100 - slow}x120",
        f"http_request_duration_seconds_count{{{at}}}": "0+100x120",
    }


def _pod(name: str, labels: str = "") -> str:
    return f'{{namespace="{NS}",pod="{name}"{labels}}}'


def _connections(taken: int) -> dict[str, str]:
    """In two states and databases, of a hundred."""
    at = "shop-pg-0"
    return {
        f"pg_settings_max_connections{_pod(at)}": "100x60",
        "pg_stat_activity_count" + _pod(at, ',datname="app",state="idle"'): f"{taken - 5}x60",
        "pg_stat_activity_count" + _pod(at, ',datname="postgres",state="active"'): "5x60",
    }


def _backends(taken: int) -> dict[str, str]:
    at = "shop-cluster-1"
    return {
        "cnpg_pg_settings_setting" + _pod(at, ',name="max_connections"'): "100x60",
        "cnpg_pg_settings_setting" + _pod(at, ',name="max_wal_senders"'): "10x60",
        "cnpg_backends_total" + _pod(at, ',datname="app",state="idle"'): f"{taken - 5}x60",
        "cnpg_backends_total" + _pod(at, ',datname="postgres",state="active"'): "5x60",
    }


def _replicas(streaming: str, state: str = "streaming") -> dict[str, str]:
    """Two pods; the name under which somebody streams."""
    labels = f',application_name="{streaming}",state="{state}"'
    return {
        f"pg_replication_is_replica{_pod('shop-pg-0')}": "0x60",
        f"pg_replication_is_replica{_pod('shop-pg-1')}": "1x60",
        "pg_stat_replication_pg_wal_lsn_diff" + _pod("shop-pg-0", labels): "0x60",
    }


def _instance(is_in_recovery: int, is_receiving: int) -> dict[str, str]:
    return {
        f"cnpg_pg_replication_in_recovery{_pod('shop-cluster-2')}": f"{is_in_recovery}x60",
        f"cnpg_pg_replication_is_wal_receiver_up{_pod('shop-cluster-2')}": f"{is_receiving}x60",
    }


def _archiver(failed: str, archived: str) -> dict[str, str]:
    return {
        f"pg_stat_archiver_failed_count{_pod('shop-pg-0')}": failed,
        f"pg_stat_archiver_archived_count{_pod('shop-pg-0')}": archived,
        f"pg_stat_archiver_failed_count{_pod('shop-pg-1')}": "0x120",
        f"pg_stat_archiver_archived_count{_pod('shop-pg-1')}": "0x120",
    }


# One is enough of what is rendered by the same lines; backups: test_stores.py, test_drills.py.
ELSEWHERE = {
    f"{service}{alert}"
    for service in ("Pg", "Cluster")
    for alert in ("NotReady", "Restarting", "VolumeFilling", "VolumeFull", "BackupFailed", "BackupTooOld")
}
HOUR, DAY = 3600, 86400
CASES = [
    Case("ApiNotReady", 1, "40m", _of("deployment", 3, 2, "3x60")),
    Case("ApiNotReady", 0, "40m", _of("deployment", 3, 3, "3x60")),
    Case("ApiNotReady", 0, "40m", _of("deployment", 3, 2, "0+1x60")),  # a roll-out goes on
    Case("ApiNotReady", 0, "14m", _of("deployment", 3, 2, "3x60")),
    Case("DbNotReady", 1, "40m", _of("statefulset", 3, 2, "3x60")),
    Case("DbNotReady", 0, "40m", _of("statefulset", 3, 3, "3x60")),
    Case("AgentNotReady", 1, "40m", _agents(1)),
    Case("AgentNotReady", 0, "40m", _agents(0)),
    Case("ApiRestarting", 1, "60m", _restarts("shop-api-5d4b9c7f6d-x2x4z", "0+1x60")),
    Case("ApiRestarting", 0, "60m", _restarts("shop-api-5d4b9c7f6d-x2x4z", "7x60")),
    Case("ApiRestarting", 0, "60m", _restarts("shop-api-gateway-5d4b9c7f6d-x2x4z", "0+1x60")),
    Case("ApiRestarting", 0, "60m", _restarts("shop-api-store-0", "0+1x60")),
    Case("DbRestarting", 1, "60m", _restarts("shop-db-0", "0+1x60")),
    Case("AgentRestarting", 1, "60m", _restarts("shop-agent-x2x4z", "0+1x60")),
    Case("DbVolumeFilling", 1, "8h", _volume("data-shop-db-1", "39000-100x48")),
    Case("DbVolumeFilling", 0, "8h", _volume("data-shop-db-1", "39000-10x48")),  # in twenty days
    Case("DbVolumeFilling", 0, "8h", _volume("data-shop-db-1", "99000-200x48")),  # there is much left
    Case("DbVolumeFilling", 0, "8h", _volume("data-shop-other-1", "39000-100x48")),
    Case("DbVolumeFull", 1, "8h", _volume("data-shop-db-0", "4000x48")),
    Case("DbVolumeFull", 0, "8h", _volume("data-shop-db-0", "6000x48")),
    Case("DbCertificateExpiring", 1, "30m", _certificate("namespace", 10 * DAY, -20 * DAY)),
    Case("DbCertificateExpiring", 1, "30m", _certificate("exported_namespace", 10 * DAY, -20 * DAY)),
    Case("DbCertificateExpiring", 0, "30m", _certificate("namespace", 20 * DAY, -10 * DAY)),
    Case("DbCertificateExpiring", 1, "30m", _certificate("namespace", 4 * HOUR, -4 * HOUR)),  # of a day
    Case("DbCertificateExpiring", 0, "30m", _certificate("namespace", 12 * HOUR, 4 * HOUR)),
    Case("DbCertificateExpiring", 0, "30m", _certificate("namespace", 1, -20 * DAY, "shop-api")),
    Case("LoadRunFailed", 1, "5m", _job("shop-load-1a2b3c4d", 1)),
    Case("LoadRunFailed", 0, "5m", _job("shop-load-1a2b3c4d", 0)),
    Case("LoadRunFailed", 0, "5m", _job("shop-load-test", 1)),
    Case("ReportRunFailed", 1, "4h", {**_cron(HOUR), **_failed(3 * HOUR)}),
    Case("ReportRunFailed", 0, "4h", {**_cron(3 * HOUR), **_failed(HOUR)}),
    Case("ReportRunMissed", 1, "32h", _cron(HOUR)),
    Case("ReportRunMissed", 0, "30h", _cron(HOUR)),
    Case("ApiLatencyBudgetBurn", 4, "110m", _requests(20)),
    Case("ApiLatencyBudgetBurn", 4, "110m", _requests(20, "1.0")),
    Case("ApiLatencyBudgetBurn", 0, "110m", _requests(0)),
    Case("ApiLatencyBudgetBurn", 0, "110m", _requests(20, path="/readyz")),
    Case("PgConnectionsNearLimit", 1, "10m", _connections(81)),
    Case("PgConnectionsNearLimit", 0, "10m", _connections(80)),
    Case("PgConnectionsNearLimit", 0, "4m", _connections(99)),
    Case("ClusterConnectionsNearLimit", 1, "10m", _backends(81)),
    Case("ClusterConnectionsNearLimit", 0, "10m", _backends(80)),
    Case("PgMetricsMissing", 1, "20m", {f"pg_up{_pod('shop-pg-1')}": "0x60"}),
    Case("PgMetricsMissing", 0, "20m", {f"pg_up{_pod('shop-pg-1')}": "1x60"}),
    Case("ClusterMetricsMissing", 1, "20m", {f"cnpg_collector_up{_pod('shop-cluster-1')}": "0x60"}),
    Case("ClusterMetricsMissing", 0, "20m", {f"cnpg_collector_up{_pod('shop-cluster-1')}": "1x60"}),
    Case("PgReplicationLag", 1, "10m", {f"pg_replication_lag_seconds{_pod('shop-pg-1')}": "61x60"}),
    Case("PgReplicationLag", 0, "10m", {f"pg_replication_lag_seconds{_pod('shop-pg-1')}": "60x60"}),
    Case("PgReplicationLag", 0, "10m", {f"pg_replication_lag_seconds{_pod('shop-pg-other-1')}": "61x60"}),
    Case("ClusterReplicationLag", 1, "10m", {f"cnpg_pg_replication_lag{_pod('shop-cluster-2')}": "61x60"}),
    Case("ClusterReplicationLag", 0, "10m", {f"cnpg_pg_replication_lag{_pod('shop-cluster-2')}": "60x60"}),
    Case("PgReplicaWithoutSource", 0, "30m", _replicas("shop-pg-1")),
    Case("PgReplicaWithoutSource", 1, "30m", _replicas("shop-pg-2")),
    Case("PgReplicaWithoutSource", 1, "30m", _replicas("shop-pg-1", "startup")),
    Case("PgReplicaWithoutSource", 1, "30m", {f"pg_replication_is_replica{_pod('shop-pg-1')}": "1x60"}),
    Case("ClusterReplicaWithoutSource", 1, "30m", _instance(1, 0)),
    Case("ClusterReplicaWithoutSource", 0, "30m", _instance(1, 1)),
    Case("ClusterReplicaWithoutSource", 0, "30m", _instance(0, 0)),  # the primary
    Case("PgArchiveFailing", 1, "60m", _archiver("0+3x120", "7x120")),
    Case("PgArchiveFailing", 0, "60m", _archiver("7x120", "7x120")),  # nothing to be archived
    Case("PgArchiveFailing", 0, "60m", _archiver("0+1x120", "0+1x120")),  # the next try does it
    Case("OwnQueueLong", 1, "10m", {f'queue_length{{namespace="{NS}",service="shop-own"}}': "6x60"}),
    Case("OwnQueueLong", 0, "10m", {f'queue_length{{namespace="{NS}",service="shop-api"}}': "6x60"}),
]


def _rules(tmp_path: Path, helm: Path, *arguments: str) -> dict[str, list[dict[str, Any]]]:
    """PrometheusRule -> its rules."""
    types = {name: kind for name, (kind, _) in SERVICES.items()}
    values = {name: given for name, (_, given) in SERVICES.items()}
    found = by_key(template(helm, umbrella(tmp_path, Umbrella(types, values)), *arguments))
    return {
        name: each["spec"]["groups"][0]["rules"]
        for (kind, name), each in found.items()
        if kind == "PrometheusRule"
    }


@pytest.mark.long
def test_prometheus_says_what_is_wrong_and_only_then(tmp_path: Path, helm3: Path, promtool: Path) -> None:
    rules = _rules(tmp_path, helm3)
    assert {each.alert for each in CASES if each.times} >= {
        rule["alert"] for of in rules.values() for rule in of if "alert" in rule
    } - {"ApiErrorBudgetBurn", "OwnRestarting", *ELSEWHERE}
    assert said_of_cases(promtool, rules, CASES, tmp_path) == ""


def test_own_rules_lie_over_those_of_the_chart_and_lead_to_their_pages(tmp_path: Path, helm3: Path) -> None:
    found = _rules(tmp_path, helm3, "--set", "global.runbooks=https://git.example.com/runbooks/")
    assert "shop-try-alerts" not in found
    own = {rule["alert"]: (rule["labels"], rule["annotations"]) for rule in found["shop-own-alerts"]}
    assert own == {
        "OwnQueueLong": (
            {"service": "own", "severity": "page"},
            {"summary": "{{ $value }} wait", "runbook_url": "https://git.example.com/runbooks/queue-long.md"},
        ),
        "OwnRestarting": (
            {"service": "own", "severity": "page"},
            {
                "summary": "container {{ $labels.container }} of {{ $labels.pod }} ended more than three times"
                " within an hour",
                "runbook_url": "https://wiki.example.com/restarts",
            },
        ),
    }
    pages = {
        rule["annotations"]["runbook_url"].rpartition("/")[2]
        for rule in found["shop-api-slo"]
        if "alert" in rule
    }
    assert pages == {"error-budget.md", "latency.md"}
