"""global.backups: what a store has of backups and restores in place of claims, who reaches it, and with which keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.charts.support import Umbrella, by_key, env_of, pod_of, template, umbrella
from tests.languages.promql import said_of_examples

if TYPE_CHECKING:
    from pathlib import Path

    from tests.charts.support import Key, Object

pytestmark = pytest.mark.helm

STORE: dict[str, Any] = {
    "endpoint": "https://s3.example.com",
    "region": "eu",
    "bucket": "prod",
    "prefix": "/shop/",
    "credentials": {"secretName": "store", "accessKey": "id"},
    "encryption": {"serverSide": "aws:kms", "kmsKeyId": "key-1"},
    "objectLock": {"days": 30},
    "ca": {"configMap": "trusted"},
    "env": {"RCLONE_BWLIMIT": "10M"},
    "from": {"bucket": "other", "credentials": {"secretName": "reader"}, "ca": {"configMap": "others"}},
}
POSTGRES: dict[str, Any] = {
    "image": {"repository": "postgres", "tag": "17"},
    "ports": {"postgres": 5432},
    "env": {"PGDATA": "/data/pg"},
    "volumeClaimTemplates": {"data": {"size": "1Gi", "mountPath": "/data"}},
    "backup": {"enabled": True, "storage": {"size": "3Gi", "accessModes": ["ReadWriteMany"]}},
}
WAL = {
    **POSTGRES,
    "replicaCount": 2,
    "backup": {"enabled": True, "method": "wal"},
    "restore": {"enabled": True},
}
VALUES = {
    "global": {"backups": STORE},
    "dumped": {**POSTGRES, "restore": {"enabled": True, "dump": "db-20260101T000000Z.dump"}},
    "archived": WAL,
    "plain": {**POSTGRES, "backup": {"enabled": True, "storeImage": {"registry": "mirror.example.com"}}},
}
SERVICES = dict.fromkeys(("dumped", "archived", "plain"), "statefulset")
CONFIG = "RCLONE_CONFIG_STORE_"


def rendered(helm: Path, folder: Path) -> dict[Key, Object]:
    return by_key(template(helm, umbrella(folder, Umbrella(SERVICES, VALUES))))


def secret(name: str, key: str) -> dict[str, Any]:
    return {"secretKeyRef": {"name": name, "key": key}}


def store_of(env: dict[str, Any]) -> dict[str, Any]:
    """The variables of the store; of a Secret's key what refers to it."""
    return {
        name: value["valueFrom"] if isinstance(value, dict) else value
        for name, value in env.items()
        if name.startswith(("RCLONE", "STORE", "SSL_", "KEEP"))
    }


def test_backups_and_restores_have_a_store_and_no_claim(tmp_path: Path, helm3: Path) -> None:
    found = rendered(helm3, tmp_path)
    assert [name for kind, name in found if kind == "PersistentVolumeClaim"] == []
    backup = found["CronJob", "shop-dumped-backup"]
    common = {
        f"{CONFIG}TYPE": "s3", f"{CONFIG}PROVIDER": "Other", f"{CONFIG}ENDPOINT": "https://s3.example.com",
        f"{CONFIG}REGION": "eu", f"{CONFIG}NO_CHECK_BUCKET": "true", f"{CONFIG}SERVER_SIDE_ENCRYPTION": "aws:kms",
        f"{CONFIG}SSE_KMS_KEY_ID": "key-1", f"{CONFIG}OBJECT_LOCK_MODE": "GOVERNANCE",
        f"{CONFIG}OBJECT_LOCK_RETAIN_UNTIL_DATE": "30d", "RCLONE_BWLIMIT": "10M", "RCLONE_CONFIG": "/dev/null",
        "RCLONE_TRANSFERS": "1", "SSL_CERT_FILE": "/store/ca-certificates.crt",
    }  # fmt: skip
    own = {
        **common, "STORE": "store:prod/shop/dumped", "RCLONE_CA_CERT": "/store-ca/ca.crt",
        f"{CONFIG}ACCESS_KEY_ID": secret("store", "id"),
        f"{CONFIG}SECRET_ACCESS_KEY": secret("store", "secret-access-key"),
    }  # fmt: skip
    assert store_of(env_of(backup)) == {**own, "KEEP": "7", "KEEP_DAYS": "14"}
    pod = pod_of(backup)
    (init,) = pod["initContainers"]
    assert (init["name"], init["image"]) == ("store", "docker.io/rclone/rclone:1.75.1")
    assert {each["name"]: each for each in pod["volumes"]} == {
        "backup": {
            "name": "backup",
            "ephemeral": {
                "volumeClaimTemplate": {
                    "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "3Gi"}}}
                }
            },
        },
        "store": {"name": "store", "emptyDir": {}},
        "store-ca": {"name": "store-ca", "configMap": {"name": "trusted"}},
        "tmp": {"name": "tmp", "emptyDir": {}},
    }
    (restore,) = (each for (kind, name), each in found.items() if kind == "Job" and "dumped-restore" in name)
    foreign = {
        **common, "RCLONE_CA_CERT": "/store-from-ca/ca.crt", f"{CONFIG}ACCESS_KEY_ID": secret("reader", "id"),
        f"{CONFIG}SECRET_ACCESS_KEY": secret("reader", "secret-access-key"),
    }  # fmt: skip
    assert store_of(env_of(restore)) == {**foreign, "STORE": "store:other/shop/dumped"}
    assert env_of(restore)["DUMP"] == "db-20260101T000000Z.dump"

    server = found["StatefulSet", "shop-archived"]
    assert store_of(env_of(server)) == {**own, "STORE": "store:prod/shop/archived"}
    init = pod_of(server)["initContainers"]
    assert [each["name"] for each in init] == ["store", "restore", "replication"], (
        "rclone is there before it is run"
    )
    env = {each["name"]: each.get("value", each) for each in init[1]["env"]}
    assert store_of(env) == {**foreign, "STORE": "store:other/shop/archived"}
    assert {each["name"]: each["mountPath"] for each in init[1]["volumeMounts"]} == {
        "data": "/data", "replication": "/scripts", "store": "/store", "store-from-ca": "/store-from-ca",
    }  # fmt: skip
    assert pod_of(found["CronJob", "shop-archived-backup"]).get("affinity") is None
    assert pod_of(found["CronJob", "shop-plain-backup"])["initContainers"][0]["image"] == (
        "mirror.example.com/rclone/rclone:1.75.1"
    )
    (check,) = (
        each for (kind, name), each in found.items() if kind == "Job" and "plain-backup-check" in name
    )
    assert env_of(check)["STORE"] == "store:prod/shop/plain"


def test_only_what_keeps_or_fetches_backups_reaches_the_store(tmp_path: Path, helm3: Path) -> None:
    """At any public address, or where global.networkPolicy.backups says; who has no Secret asks the cloud who it is."""
    peers = [{"ipBlock": {"cidr": "10.1.0.0/16"}}]
    given = {
        "backups": {"region": "eu", "bucket": "prod", "prune": False},
        "networkPolicy": {"backups": peers},
        "cluster": {"identity": [{"cidr": "169.254.170.23/32", "ports": [80]}]},
    }
    for number, networks in enumerate((given, {"backups": STORE})):
        values = {**VALUES, "global": networks}
        found = by_key(template(helm3, umbrella(tmp_path / str(number), Umbrella(SERVICES, values))))
        reached = {
            name: [each["to"] for each in policy["spec"]["egress"][1:] if "podSelector" not in each["to"][0]]
            for (kind, name), policy in found.items()
            if kind == "NetworkPolicy"
        }
        assert reached.pop("shop-plain") == []
        assert reached.pop("shop-dumped") == []
        assert sorted(reached) == [
            "shop-archived", "shop-archived-backup", "shop-dumped-backup", "shop-dumped-restore", "shop-plain-backup",
        ]  # fmt: skip
        if networks is given:
            identity = [{"ipBlock": {"cidr": "169.254.170.23/32"}}]
            assert all(to == [peers, identity] for to in reached.values()), reached
            backup = found["CronJob", "shop-plain-backup"]
            assert env_of(backup)[f"{CONFIG}ENV_AUTH"] == "true"
            assert env_of(backup)[f"{CONFIG}PROVIDER"] == "AWS"
            scripts = [
                pod_of(found["CronJob", f"shop-{name}-backup"])["containers"][0]["command"][-1]
                for name in ("plain", "archived")
            ]
            assert not any("delete" in script for script in scripts), "prune: false"
        else:
            assert all(to[0][0]["ipBlock"]["cidr"] == "0.0.0.0/0" and len(to) == 1 for to in reached.values())


OPERATED: dict[str, Any] = {
    "image": {"repository": "docker.io/library/postgres", "tag": "17.6-bookworm"},
    "operator": {"enabled": True, "kind": "cloudnative-pg"},
    "ports": {"postgres": 5432},
    "volumeClaimTemplates": {"data": {"size": "1Gi"}},
    "credentials": {"enabled": True, "keys": ["password"]},
    "metrics": {"enabled": True},
    "rpo": "10m",
    "backup": {"enabled": True, "method": "wal", "schedule": "15 */4 * * *", "alerts": {"enabled": True}},
}
BARMAN = "barman-cloud.cloudnative-pg.io"
FROM = {"region": "us", "endpoint": "", "bucket": "prod", "prefix": "", "credentials": {"secretName": ""}}


def plugin(store: str) -> dict[str, Any]:
    return {"name": BARMAN, "parameters": {"barmanObjectName": store, "serverName": "db"}}


def operated(helm: Path, folder: Path, store: dict[str, Any], **more: Any) -> dict[Key, Object]:
    values = {"global": {"backups": store}, "db": OPERATED | more}
    return by_key(template(helm, umbrella(folder, Umbrella({"db": "statefulset"}, values))))


def test_an_operators_database_keeps_its_log_in_the_store(tmp_path: Path, helms: Path) -> None:
    """The object store of the plugin, base backups from the first minute on, six fields in their schedule."""
    store = {key: value for key, value in STORE.items() if key not in ("objectLock", "from")}
    store["ca"] = {"secretName": "trusted"}
    found = operated(helms, tmp_path, store)
    more = {"encryption": "aws:kms", "compression": "gzip"}
    assert found["ObjectStore", "shop-db-backups"]["spec"] == {
        "configuration": {
            "destinationPath": "s3://prod/shop",
            "endpointURL": "https://s3.example.com",
            "endpointCA": {"name": "trusted", "key": "ca.crt"},
            "s3Credentials": {
                "accessKeyId": {"name": "store", "key": "id"},
                "secretAccessKey": {"name": "store", "key": "secret-access-key"},
            },
            "wal": {**more, "archiveAdditionalCommandArgs": ["--sse-kms-key-id=key-1"]},
            "data": {
                **more,
                "immediateCheckpoint": True,
                "additionalCommandArgs": ["--sse-kms-key-id=key-1"],
            },
        },
        "instanceSidecarConfiguration": {
            "env": [
                {"name": "AWS_DEFAULT_REGION", "value": "eu"},
                {"name": "AWS_REQUEST_CHECKSUM_CALCULATION", "value": "when_required"},
                {"name": "AWS_RESPONSE_CHECKSUM_VALIDATION", "value": "when_required"},
            ],
            "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"memory": "256Mi"}},
        },
        "retentionPolicy": "14d",
    }
    assert found["ScheduledBackup", "shop-db"]["spec"] == {
        "cluster": {"name": "shop-db"},
        "schedule": "0 15 */4 * * *",
        "immediate": True,
        "method": "plugin",
        "pluginConfiguration": {"name": BARMAN},
        "backupOwnerReference": "cluster",
    }
    spec = found["Cluster", "shop-db"]["spec"]
    assert spec["plugins"] == [{**plugin("shop-db-backups"), "isWALArchiver": True}]
    assert spec["postgresql"]["parameters"]["archive_timeout"] == "300s"
    assert list(spec["bootstrap"]) == ["initdb"]
    assert not {"externalClusters", "replica"} & set(spec)
    outside = [
        each["to"][0]["ipBlock"]["cidr"]
        for each in found["NetworkPolicy", "shop-db"]["spec"]["egress"]
        if "ipBlock" in (each.get("to") or [{}])[0]
    ]
    assert "0.0.0.0/0" in outside
    (group,) = found["PrometheusRule", "shop-db-backup"]["spec"]["groups"]
    assert [(each["alert"], each["for"]) for each in group["rules"]] == [
        ("DbArchiveFailing", "600s"), ("DbBackupFailed", "0s"), ("DbBackupTooOld", "30m"),
    ]  # fmt: skip
    assert {name for kind, name in found if kind in ("CronJob", "Job", "PersistentVolumeClaim")} == set()


def test_an_operators_database_begins_with_what_another_store_has(tmp_path: Path, helm3: Path) -> None:
    """To its end, to a moment, or following it: dr, where one value less is the promotion."""
    store = {"region": "eu", "bucket": "dr", "prune": False, "from": FROM}
    off = {**OPERATED["backup"], "enabled": False}
    recovery = {
        "source": "backups",
        "database": "app",
        "owner": "app",
        "secret": {"name": "shop-db-credentials"},
    }
    external = {
        "name": "backups",
        "plugin": {"name": BARMAN, "parameters": {"barmanObjectName": "shop-db-restore"}},
    }
    stages: list[tuple[dict[str, Any], dict[str, Any], Any, Any]] = [
        ({"enabled": True, "follow": True}, off, recovery, {"enabled": True, "source": "backups"}),
        ({"enabled": True, "folder": "old"}, {**OPERATED["backup"], "folder": "new"}, recovery, None),
        (
            {"enabled": True, "until": "2026-01-31T12:00:00Z"},
            OPERATED["backup"],
            {**recovery, "recoveryTarget": {"targetTime": "2026-01-31T12:00:00Z"}},
            None,
        ),
    ]
    for number, (restore, backup, bootstrap, replica) in enumerate(stages):
        found = operated(helm3, tmp_path / str(number), store, restore=restore, backup=backup)
        spec = found["Cluster", "shop-db"]["spec"]
        assert spec["bootstrap"] == {"recovery": bootstrap}
        (source,) = spec["externalClusters"]
        named = source["plugin"]["parameters"].pop("serverName")
        assert (source, named) == (external, restore.get("folder", "db"))
        assert spec.get("replica") == replica
        assert ("plugins" in spec) == (("ScheduledBackup", "shop-db") in found) == (replica is None)
        reads = found["ObjectStore", "shop-db-restore"]["spec"]
        assert reads["configuration"]["destinationPath"] == "s3://prod"
        assert reads["configuration"]["s3Credentials"] == {"inheritFromIAMRole": True}
        assert "retentionPolicy" not in reads
        if replica is None:
            own = found["ObjectStore", "shop-db-backups"]["spec"]
            assert own["configuration"]["destinationPath"] == "s3://dr"
            assert "retentionPolicy" not in own, "prune: false"
            written = spec["plugins"][0]["parameters"]["serverName"]
            assert written == backup.get("folder", "db")


@pytest.mark.long
def test_prometheus_says_when_an_operators_database_is_not_archived(
    tmp_path: Path, helm3: Path, promtool: Path
) -> None:
    """The log for as long as rpo (10m); a base backup that failed after the last; one that is older than five hours, every fourth of which it is made."""
    found = operated(helm3, tmp_path, {"region": "eu", "bucket": "prod"})
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps(found["PrometheusRule", "shop-db-backup"]["spec"]))
    said = {
        "DbArchiveFailing": "the log of db has not been archived for more than 600 seconds",
        "DbBackupFailed": "the last base backup of db failed: kubectl -n shop-test get backups.postgresql.cnpg.io",
        "DbBackupTooOld": "no base backup of db has succeeded for more than 18000 seconds",
    }
    archived, failed = "cnpg_pg_stat_archiver_last_archived_time", "cnpg_pg_stat_archiver_last_failed_time"
    last, broken = (
        f"barman_cloud_cloudnative_pg_io_last_{each}_backup_timestamp" for each in ("available", "failed")
    )

    def case(at: str, *alerts: str, **values: str) -> dict[str, Any]:
        given = {archived: "100x600", failed: "-1x600", last: "3600x600", broken: "0x600"} | values
        told = {
            name: [
                {
                    "exp_labels": {"service": "db", "severity": "page"},
                    "exp_annotations": {"summary": said[name]},
                }
            ]
            for name in alerts
        }
        return {
            "interval": "1m",
            "input_series": [
                {"series": f'{name}{{namespace="shop-test",pod="shop-db-1"}}', "values": text}
                for name, text in given.items()
            ],
            "alert_rule_test": [
                {"eval_time": at, "alertname": name, "exp_alerts": told.get(name, [])} for name in said
            ],
        }

    cases = [
        case("2h"),
        case("2h", **{failed: "90x600"}),  # it went well afterwards
        case("5m", **{failed: "200x600"}),  # not for as long as rpo
        case("2h", "DbArchiveFailing", **{failed: "200x600"}),
        case("2h", "DbArchiveFailing", **{failed: "200x600", archived: "-1x600"}),  # never yet
        case("2h", **{broken: "3000x600"}),
        case("2h", "DbBackupFailed", **{broken: "4000x600"}),
        case("6h20m"),
        case("6h40m", "DbBackupTooOld"),
    ]
    examples = tmp_path / "examples.json"
    examples.write_text(json.dumps({"rule_files": [str(rules)], "evaluation_interval": "1m", "tests": cases}))
    assert said_of_examples(promtool, examples) == ""
