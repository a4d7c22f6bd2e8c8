"""global.backups: what a store has of backups and restores in place of claims, who reaches it, and with which keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.charts.support import Umbrella, by_key, env_of, pod_of, template, umbrella

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
POSTGRES = {
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
