"""What a service that goes leaves by global.kept, with both Helms: the same claim and Secret, one release later and after.

Of a service whose entry is dropped too early it goes: so these would not stay without it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests import tools
from tests.charts import support
from tests.charts.support import Umbrella
from tests.cluster.platforms import Unit
from tests.cluster.release import Release

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cluster.controlplane import Api

OWN: dict[str, Any] = {
    "replicaCount": 0,
    "persistentVolumeClaims": {"data": {"size": "1Gi", "mountPath": "/data"}},
    "credentials": {"enabled": True, "source": "generated"},
}
VALUES: dict[str, Any] = {
    "global": {
        "environment": "dev",
        "presets": {"all": {"image": {"repository": "example.com/app", "tag": "1"}}},
    },
    "app": {"replicaCount": 0},
    "files": OWN,
    "early": OWN,
}
MADE = ("shop-files-data", "shop-files-credentials", "shop-early-data", "shop-early-credentials")


def command(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", *words, "--platform", str(folder), "--yes"],
        capture_output=True, text=True, check=False, cwd=tools.ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("helm", ["helm3", "helm4"])
def test_it_stays_after_the_release_that_keeps_it_and_the_next(api: Api, tmp_path: Path, helm: str) -> None:
    services = dict.fromkeys(("app", "files", "early"), "deployment")
    folder = support.umbrella(tmp_path / "shop", Umbrella(services, VALUES))
    # In block style, as people write, and without anchors.
    plain = json.loads(json.dumps(VALUES))
    (folder / "values.yaml").write_text(yaml.safe_dump(plain, sort_keys=False))
    release = Release(api, Unit("kept", "test", helm, helm))
    api.kubectl("create", "namespace", release.namespace)
    release.helm("install", "shop", str(folder))
    first = made(release)
    assert sorted(first) == sorted(MADE)

    command(folder, "service", "remove", "files")
    release.helm("upgrade", "shop", str(folder))
    assert made(release) == first

    command(folder, "values", "tidy", "--past", "0.1.0")
    assert "kept" not in (folder / "values.yaml").read_text()
    command(folder, "service", "remove", "early")
    command(folder, "values", "tidy", "--past", "0.1.0")  # before any release has kept it
    release.helm("upgrade", "shop", str(folder))
    manifest = release.helm("get", "manifest", "shop").stdout
    assert "shop-files" not in manifest
    stays = {name: uid for name, uid in first.items() if name.startswith("shop-files")}
    left = made(release)
    assert {name: left[name] for name in stays} == stays
    assert "shop-early-credentials" not in left
    api.kubectl("delete", "namespace", release.namespace, "--wait=false")


def made(release: Release) -> dict[str, str]:
    """The UIDs of the claims and Secrets of services that are not on their way out, by name."""
    return {
        item["metadata"]["name"]: item["metadata"]["uid"]
        for item in release.live("PersistentVolumeClaim", "Secret")
        if item["metadata"]["name"] in MADE and not item["metadata"].get("deletionTimestamp")
    }
